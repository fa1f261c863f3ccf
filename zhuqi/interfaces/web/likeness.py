"""In words: how many cases are like one, and which unit such cases stayed with. A suggestion, with what it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from zhuqi.base.words import Sentence, say
from zhuqi.domain.common.queries.similar import Similar
from zhuqi.domain.common.rules.likely import Likely
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

RESTS = 3
"""Cases on which a suggestion rests that are named with it."""


@dataclass(frozen=True)
class Suggested:
    """A unit that is likely, or one that a ruling keeps from being named: in words, with the cases behind it."""

    words: str
    cases: tuple[Link, ...]
    against: bool = False


def counted(found: Similar, now: dt.datetime) -> str:
    """How many are like it, and how many enterprises they are of."""
    if not found.likes:
        return phrase(say("No case that you see is like this one."), now)
    said = say("Cases like this one: {n}, of {m} enterprises.", n=len(found.likes), m=found.enterprises)
    return phrase(said, now)


def units(found: Similar, now: dt.datetime) -> tuple[Suggested, ...]:
    """The likely units, the likeliest first; then those that a ruling keeps from being named."""
    shown = [Suggested(phrase(_likely(found, one), now), _cases(found, one.cases)) for one in found.proposal.likely]
    for unit, ruling in sorted((found.proposal.not_theirs or {}).items()):
        said = say(
            "{unit} isn't named: it was ruled on {at} that this isn't its own.",
            unit=found.names.get(unit, "–"),
            at=ruling.at,
        )
        shown.append(Suggested(phrase(said, now), _cases(found, (ruling.case,)), against=True))
    return tuple(shown)


def _likely(found: Similar, one: Likely) -> Sentence:
    unit = found.names.get(one.unit, "–")
    if one.few:
        return say("{unit}: kept {n} of {of} cases near this one; these are few.", unit=unit, n=one.n, of=one.of)
    return say("{unit}: kept {n} of the {of} cases nearest to this one.", unit=unit, n=one.n, of=one.of)


def _cases(found: Similar, cases: tuple[int, ...]) -> tuple[Link, ...]:
    return tuple(Link(found.numbers[pk], reverse("case", args=[pk])) for pk in cases[:RESTS] if pk in found.numbers)
