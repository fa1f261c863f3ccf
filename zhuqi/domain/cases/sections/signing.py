"""Who signs an answer before it goes to the enterprise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Length, Word, YesNo
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Approver
from zhuqi.domain.cases.sections.sorts import OfCases

SIGNED_FOR = ("grades", "kinds", "categories", "urgencies", "channels", "scales", "redone")
"""What a row is known by."""
SIGNERS: Mapping[str, Approver] = {
    "单位负责人": Approver.HEAD,
    "领导": Approver.LEADER,
    "无需": Approver.NOBODY,
}


@dataclass(frozen=True, kw_only=True)
class SigningRule(OfCases):
    """Who signs the answer of the lead to such cases before it goes out, and within how long. ``{由: 单位负责人}`` for all,
    ``{由: 领导, 级别: A, 时长: 4 工作时}`` for some, ``无需`` for those that need none; ``仅重办``: the row speaks of answers
    that are done again, and of no first one. The clock of the answer runs on meanwhile: the unit is late if it sits on it."""

    by: Approver = key("由", Word(SIGNERS), term("signed by"), Order.NONE, primitive=15)
    within: Span = key(
        "时长", Length(1), term("signed within"), Order.LESS, primitive=15, default=Span(1, Unit.WORKING_DAY)
    )
    redone: bool = key(
        "仅重办", YesNo(), term("only an answer that is done again"), Order.NONE, primitive=15, default=False
    )

    def speaks_of(self, traits: Traits) -> bool:
        return super().speaks_of(traits) and (traits.redone or not self.redone)

    @property
    def closeness(self) -> int:
        """How many filters it names."""
        return sum(bool(getattr(self, name)) for name in SIGNED_FOR)


def signed_by(rows: Sequence[SigningRule], traits: Traits) -> SigningRule | None:
    """The row that holds for such a case: the one with most filters of those that fit; of equals, the first. None where
    nobody signs."""
    fitting = [row for row in rows if row.speaks_of(traits)]
    found = max(fitting, key=lambda row: row.closeness, default=None)
    return None if found is None or found.by is Approver.NOBODY else found
