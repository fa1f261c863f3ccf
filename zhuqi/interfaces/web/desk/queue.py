"""The queue of a dispatch room: tabs that count what waits, and a row of two lines for each case."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.queries import desk, glances, lists
from zhuqi.domain.cases.rules.words import Channel, State
from zhuqi.interfaces.web.cases import listing
from zhuqi.interfaces.web.desk import guesses
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.wording import phrase

ROWS = 60


@dataclass(frozen=True)
class Room:
    """Who looks at which tab, and when."""

    actor: Actor
    which: str
    now: dt.datetime

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days. Asked once."""
        return work_calendar()

    @cached_property
    def soon(self) -> dt.datetime:
        """Up to when a deadline is nearly over: the end of the next working day, or two days on where that isn't published."""
        return self.calendar.add(self.now, listing.NEARLY) or self.now + listing.SOON


@dataclass(frozen=True)
class Queue:
    """One of the tabs: what it is called, what it says when empty, its cases."""

    word: str
    empty: str
    cases: Callable[[Room], Any]


QUEUES: Mapping[str, Queue] = {
    "screen": Queue(term("To be dispatched"), term("Nothing waits for you."), lambda room: desk.to_screen(room.actor)),
    "due": Queue(
        term("Nearly due"), term("Nothing is nearly due."), lambda room: desk.nearly_due(room.actor, room.soon)
    ),
    "returned": Queue(term("Returned"), term("Nothing was returned."), lambda room: desk.returned(room.actor)),
    "direct": Queue(term("From enterprises"), term("Nothing waits for you."), lambda room: desk.direct(room.actor)),
    "sent": Queue(
        term("Sent on today"),
        term("Nothing was sent on today."),
        lambda room: desk.sent_on(room.actor, day_of(room.now)),
    ),
}


@dataclass(frozen=True)
class TabShown:
    """A tab with what it counts."""

    name: str
    word: str
    address: str
    n: str
    here: bool


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue. ``open_by``: who else has it open; ``moved``: who changed it while it was looked at; ``gone``: whether
    it waits here no longer."""

    case: int
    version: int
    title: str
    address: str
    enterprise: str
    brought: str
    lamp: Lamp
    guess: str = ""
    back: str = ""
    open_by: str = ""
    here: bool = False
    moved: str = ""
    gone: bool = False

    @property
    def mark(self) -> str:
        """What the row shows, as a few signs: its number, its version, and the rest."""
        shown = repr(replace(self, here=False, moved=""))
        return f"{self.case}.{self.version}.{hashlib.sha256(shown.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Board:
    """The left side of the room."""

    which: str
    title: str
    sentence: str
    tabs: tuple[TabShown, ...]
    rows: tuple[QueueRow, ...]
    empty: str


def chosen(which: str | None) -> str:
    """The tab that is asked for; the first one where there is no such tab."""
    return which if which is not None and which in QUEUES else "screen"


def board(room: Room, cases: Sequence[Any], picked: int | None) -> Board:
    """A tab with its first rows. Seven queries, whatever their number."""
    queue, n = QUEUES[room.which], len(cases)
    said = order(room.which, n)
    if n > ROWS:
        said = say("More than {n}; those with the nearest deadlines are shown.", n=ROWS)
    shown = rows(room, cases[:ROWS])
    return Board(
        which=room.which,
        title=gettext(queue.word),
        sentence=phrase(said, room.now),
        tabs=tabs(room),
        rows=tuple(replace(row, here=row.case == picked) for row in shown),
        empty=gettext(queue.empty),
    )


def order(which: str, n: int) -> Sentence:
    """How the rows of a tab are ordered."""
    return (
        say("Cases: {n}, the newest first.", n=n)
        if which == "sent"
        else say("Cases: {n}, the nearest deadline first.", n=n)
    )


def first(room: Room) -> list[Any]:
    """The first cases of a tab, one more than is shown. One query."""
    return list(lists.rows(QUEUES[room.which].cases(room)).select_related("finder_unit")[: ROWS + 1])


def tabs(room: Room) -> tuple[TabShown, ...]:
    """The tabs with what they count. Two queries."""
    found = desk.counted(room.actor, until=room.soon, day=day_of(room.now))
    return tuple(
        TabShown(name, gettext(queue.word), at(name), _capped(getattr(found, name)), name == room.which)
        for name, queue in QUEUES.items()
    )


def at(which: str, case: int | None = None) -> str:
    """The address of a tab, with a case picked in it."""
    picked = {"case": case} if case is not None else {}
    return f"{reverse('desk')}?{urlencode({'which': which, **picked})}"


def _capped(n: int) -> str:
    return f"{lists.MOST}+" if n > lists.MOST else str(n)


def rows(room: Room, cases: Sequence[Any]) -> tuple[QueueRow, ...]:
    """The rows of some cases. Four queries."""
    actor, which, now = room.actor, room.which, room.now
    clocks = lists.due_clocks(cases)
    known, lights = room.calendar, listing.lit(cases, clocks.values(), now)
    others = glances.others(actor, [case.pk for case in cases], now=wall())
    return tuple(
        QueueRow(
            case=case.pk,
            version=case.version,
            title=case.title,
            address=at(which, case.pk),
            enterprise=case.enterprise.name,
            brought=case.finder_unit.name if case.finder_unit else phrase(Channel(case.channel), now),
            lamp=listing.lamp(case, clocks.get(case.pk), now, known, lights),
            guess=likely(actor, case, now),
            back=_where(case, now),
            open_by=_open_by(others.get(case.pk, ()), now),
        )
        for case in cases
    )


def _where(case: Any, now: dt.datetime) -> str:
    """Where a case lies that doesn't wait to be screened."""
    if case.state == State.SCREENING.value:
        return ""
    return " · ".join([phrase(State(case.state), now), *([case.holder.name] if case.holder else [])])


def _open_by(names: Sequence[str], now: dt.datetime) -> str:
    return phrase(say("{who} has it open", who=", ".join(names)), now) if names else ""


def likely(actor: Actor, case: Any, now: dt.datetime) -> str:
    """The likely unit of a case in short, where it is known already."""
    if case.state != State.SCREENING.value:
        return ""
    found = guesses.known(actor, case, now)
    if found is None:
        return ""
    return found[0].short if found else gettext("no likely unit")
