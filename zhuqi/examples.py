"""Whose rules an example of a rulebook is about: the key that marks it → its section, and the room that plays it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from zhuqi.base.words import say
from zhuqi.base.worktime.calendar import WorkCalendar, build
from zhuqi.base.worktime.hours import OfficeHours
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable
from zhuqi.core.rulebook.standing import Layer
from zhuqi.domain.calendar.rules import merged
from zhuqi.domain.calendar.sections import WorktimeRules
from zhuqi.domain.calendar.sheets import shipped
from zhuqi.domain.cases import examples as cases
from zhuqi.domain.liaison import examples as liaison
from zhuqi.domain.visits import examples as visits

PLAYERS: Mapping[str, tuple[str, Callable[..., Outcome]]] = {
    "经过": ("办理", cases.run),
    "走访": ("走访", visits.run),
    "联系": ("联系", liaison.run),
}


def play(layer: Layer) -> tuple[Outcome, ...]:
    """What becomes of every example of a text, in order; its deadlines are counted by the calendars that are shipped. Raises
    Faulty with every example that can't be read."""
    worktime: WorktimeRules = layer.sections["工作时间"]
    calendar = _calendar(worktime.hours, worktime.zone)
    found, faults = [], []
    for node in _examples(layer):
        try:
            found.append(_played(layer, node, calendar))
        except Unreadable as fault:
            faults.append(fault)
    if faults:
        raise Faulty(faults)
    return tuple(found)


def _played(layer: Layer, node: Node, calendar: WorkCalendar) -> Outcome:
    marks = [mark for mark in PLAYERS if node.there(mark)]
    if len(marks) != 1:
        raise node.wrong(say("An example has one of these keys: {known}", known=" ".join(PLAYERS)))
    section, player = PLAYERS[marks[0]]
    return player(layer.sections[section], node, calendar=calendar)


def _examples(layer: Layer) -> Iterator[Node]:
    node = layer.head.examples
    yield from node.items() if node is not None else ()


@lru_cache(maxsize=16)
def _calendar(hours: OfficeHours, zone: ZoneInfo) -> WorkCalendar:
    notices = {year: list(days) for year, days, _ in shipped()}
    return build(notices, merged(notices), zone, hours)
