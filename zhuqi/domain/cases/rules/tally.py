"""What an ended case counts as. It never leaves the books: what doesn't count stands in them under a name of its own."""

from __future__ import annotations

from collections.abc import Set

from zhuqi.base.words import Named, term
from zhuqi.domain.cases.rules.words import Confirmation, Outcome

ENDING = (Outcome.SOLVED, Outcome.ANSWERED, Outcome.EXPLAINED)
"""The outcomes that a case can end with. A plan goes on."""
AGREED = frozenset({Confirmation.ENTERPRISE, Confirmation.REPORTED, Confirmation.CALLBACK})
"""Endings to which the enterprise said yes. Silence and dispute are never counted among them (M5)."""


class Tally(Named):
    """Why an ended case stands apart in the books."""

    APART = "apart", term("struck off, and by the rules here not counted as done")
    UNCOUNTED = "uncounted", term("of a category that the rules here don't count")


def tally(outcome: Outcome | None, category: str | None, *, counted: Set[Outcome], uncounted: Set[str]) -> Tally | None:
    """Under which name an ended case stands apart; None where it stands under that of its end alone. ``outcome``: None
    where it ended otherwise than by an answer."""
    if category in uncounted:
        return Tally.UNCOUNTED
    return Tally.APART if outcome is not None and outcome not in counted else None


def done(outcome: Outcome | None, confirmation: Confirmation | None, apart: Tally | None) -> bool:
    """Whether an ended case counts as done (办结): its outcome does, its category does, and the enterprise agreed."""
    return outcome is not None and confirmation in AGREED and apart is None
