"""A text judged before anybody puts it in force: what is wrong with it, what becomes of its examples, what bars its signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.checking import Fault, Level, check_at, without_examples
from zhuqi.core.rulebook.comparing import Difference, differences
from zhuqi.core.rulebook.examples import outcomes
from zhuqi.core.rulebook.lawbook import LAWS
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.queries import Place
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.core.rulebook.standing import Layer, rooted
from zhuqi.domain.cases.queries import named
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.sheets import NO_UNIT
from zhuqi.interfaces.web.wording import phrase

SHOWN = 100
"""Faults that are shown; the others are counted."""
EXAMPLES = "示例"


@dataclass(frozen=True)
class Judged:
    """What was found about a text. ``layer``: the text upon those above it, where it can be taken; ``before``: the edition in
    force at its place on its first day."""

    faults: tuple[Fault, ...]
    outcomes: tuple[Outcome, ...] = ()
    place: Any = None
    layer: Layer | None = None
    before: Any = None

    @property
    def refused(self) -> bool:
        """Whether it can't be put in force: for a fault, or for an example that doesn't hold."""
        return any(fault.level is Level.REFUSED for fault in self.faults)

    @property
    def failing(self) -> int:
        """How many examples don't hold."""
        return sum(not outcome.ok for outcome in self.outcomes)

    @property
    def beside(self) -> tuple[Fault, ...]:
        """The faults without those that the examples tell by themselves."""
        told = {outcome.line for outcome in self.outcomes if not outcome.ok}
        return tuple(fault for fault in self.faults if not (fault.key == EXAMPLES and fault.line in told))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What it changes of what would hold otherwise."""
        if self.layer is None or self.before is None:
            return ()
        return differences(queries.standing(self.before).sections, self.layer.sections)


def judged(text: str) -> Judged:
    """A text for the place whose code it names. Six queries, and one for each place below whose text stands on it."""
    place, faults = place_of(text)
    if place is None:
        return Judged(faults)
    return judged_at(text, (place.pk, place.path), place)


def judged_at(text: str, at: Place, place: Any = None, above: int | None = None) -> Judged:
    """A text for a place. What can be told of a text that is refused is told all the same."""
    copies = (Fault("", each.line, each.key, each.why, level=Level.FLAGGED) for each in named.unknown(text))
    faults = (*check_at(text, place=at, above=above), *copies)
    try:
        head, parent = queries.stands_on(text, at, above)
        texts = [each.text for each in reversed(queries.chain(parent))] if parent else []
        layer = queries.layer(*texts, text)
    except Unreadable:
        return Judged(faults, place=place)
    try:
        played = outcomes(layer)
    except Unreadable:
        played = ()
    found = (*without_examples(layer), *faults)
    return Judged(found, played, place, layer, held_before(at[1], head.effective_on))


def place_of(text: str) -> tuple[Any, tuple[Fault, ...]]:
    """The organisation whose code a text names as its area; else what is wrong. One query."""
    try:
        area = rooted(text).at("地区")
        place = directory.organisations_by_code([area.text(60)]).get(area.text(60))
        if place is None:
            raise area.wrong(NO_UNIT)
    except Unreadable as unread:
        return None, tuple(Fault("", each.line, each.key, each.why, each.law) for each in unread.faults)
    return place, ()


def held_before(path: str, day: dt.date) -> Any:
    """The edition in force at a place on a day; None where there is none."""
    try:
        return queries.in_force(path, day)
    except Refused:
        return None


@dataclass(frozen=True)
class Wrong:
    """A fault as it is shown: where, what stands there, what is wrong, the law where that isn't said already. ``flagged``: to be
    looked at, not refused."""

    line: int
    key: str
    stands: str
    what: str
    law: str
    flagged: bool


def wrong(faults: tuple[Fault, ...], text: str, now: dt.datetime) -> tuple[tuple[Wrong, ...], int]:
    """The faults in the text's order, and how many more there are."""
    lines = text.split("\n")
    rows = tuple(
        Wrong(
            fault.line,
            fault.key,
            lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else "",
            phrase(fault.sentence, now),
            _law(fault.law, phrase(fault.sentence, now), now),
            fault.level is Level.FLAGGED,
        )
        for fault in faults[:SHOWN]
    )
    return rows, max(0, len(faults) - SHOWN)


def _law(code: str, said: str, now: dt.datetime) -> str:
    law = LAWS.get(code)
    if law is None or code in said:
        return ""
    return phrase(say("{source}: {what}", source=law.source, what=law.sentence), now)


@dataclass(frozen=True)
class Example:
    """An example as it is shown. ``address``: its line in the text; ``refused``: the steps of 应拒, each with why it was."""

    name: str
    line: int
    address: str
    ok: bool
    expected: str
    got: str
    because: str
    refused: tuple[tuple[str, str], ...] = ()


def examples(layer: Layer, now: dt.datetime, text: str) -> tuple[Example, ...]:
    """What becomes of the examples of a text. ``text``: where it is read. One that can't be read any more says so."""
    try:
        return told(outcomes(layer), now, text)
    except Unreadable as unread:
        return tuple(
            Example(each.key, each.line, f"{text}#line-{each.line}", False, "", "", phrase(each.why, now))
            for each in unread.faults
        )


def told(found: tuple[Outcome, ...], now: dt.datetime, text: str) -> tuple[Example, ...]:
    """Examples with their result, those that fail first."""
    rows = [
        Example(
            one.name,
            one.line,
            f"{text}#line-{one.line}",
            one.ok,
            one.expected,
            one.got,
            phrase(one.because, now) if one.because else "",
            tuple((each.step, phrase(each.why, now)) for each in one.refused),
        )
        for one in found
    ]
    return tuple(sorted(rows, key=lambda row: row.ok))
