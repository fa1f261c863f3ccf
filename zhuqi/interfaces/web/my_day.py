"""The first page: what was promised, what waits, and for those who oversee, what is late and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import ADMINISTRATORS, SEEING_AREA, Actor, Role
from zhuqi.core.jobs.queries import failing
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.queries.sight import place
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Tick
from zhuqi.interfaces.web import case_list
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.clock_rows import works
from zhuqi.interfaces.web.shown import Dated, Figure, Link, Row
from zhuqi.interfaces.web.wording import day, joined, local, moment, today

SHOWN, LOOKED_AT = 8, 50
"""Rows of a part, the rest is a list of its own; and how many are looked through for the sentence on top."""
AHEAD = 7
OVERSEEING = (*SEEING_AREA, Role.TEAM_LEAD)
Clocks = Mapping[int, Any]


@dataclass(frozen=True)
class Part:
    """One heading of the day."""

    name: str
    note: str
    rows: tuple[Row, ...]
    empty: str
    more: Link | None = None


@dataclass(frozen=True)
class UnitRow:
    """What is wrong at one unit."""

    unit: Link
    late: Figure
    soon: Figure
    contested: Figure
    oldest: Link


@dataclass(frozen=True)
class MyDay:
    """The page as its template shows it."""

    today: dt.date
    sentence: str
    first: Link | None = None
    parts: tuple[Part, ...] = ()
    units: tuple[UnitRow, ...] = ()
    agenda: tuple[Dated, ...] = ()
    alarms: tuple[str, ...] = ()


@inside
def show(request: Asked) -> HttpResponseBase:
    """The day of whoever asks."""
    return render(request, "my_day.html", {"day": my_day(request.actor, request.now)})


def my_day(actor: Actor, now: dt.datetime) -> MyDay:
    """The parts that concern the actor, oldest promise first. At most nine queries."""
    if all(seat.role in ADMINISTRATORS for seat in actor.seats):
        return MyDay(today(now), _nothing_here(actor), alarms=_alarms(actor, now))
    calendar = work_calendar()
    oversees = actor.has(*OVERSEEING)
    promised = list(lists.rows(lists.promised(actor))[:LOOKED_AT])
    waiting = list(lists.rows(lists.waiting(actor))[:LOOKED_AT])
    known = {case.pk for case in (*promised, *waiting)}
    late = list(lists.rows(lists.stuck(actor, now))[:LOOKED_AT]) if oversees else []
    stuck = [case for case in late if case.pk not in known]
    every = [*promised, *waiting, *stuck]
    prefetch_related_objects(every, "clocks__unit")
    own = place(actor).units | place(actor).desks
    promise = {case.pk: _clock(case, lambda clock: clock.tick == Tick.CASE) for case in promised}
    work = {case.pk: _clock(case, lambda clock: clock.unit_id in own) for case in waiting}
    next_up = {case.pk: _clock(case, lambda clock: True) for case in stuck}
    parts = [_part("promised", promised, promise, calendar, now)] if promised else []
    if waiting or not stuck:
        parts.append(_part("waiting", waiting, work, calendar, now))
    if stuck:
        parts.append(_part("late", stuck, next_up, calendar, now))
    sentence, first = _sentence((promised, promise), (waiting, work), stuck, now)
    return MyDay(
        today(now),
        sentence,
        first,
        tuple(parts),
        _units(actor, now) if oversees else (),
        _agenda([*promised, *waiting], {**promise, **work}, calendar, now),
    )


def _nothing_here(actor: Actor) -> str:
    if not actor.seats:
        return gettext(
            "No role is open for you today. If there should be one, ask the system administrator of your unit."
        )
    return gettext("Your role sets the system up and sees no cases.")


def _alarms(actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """What the system administrator must see to: deadlines without a date, consequences that keep failing."""
    if not actor.has(Role.SYSTEM_ADMIN):
        return ()
    found, undated = [], lists.undated()
    if undated:
        found.append(
            ngettext(
                "{n} deadline has no date: it lies beyond the years whose working days are published here. Import the "
                "next year’s notice.",
                "{n} deadlines have no date: they lie beyond the years whose working days are published here. Import the "
                "next year’s notice.",
                undated,
            ).format(n=undated)
        )
    said = gettext("“{name}” of entry {entry} failed {n} times and is tried again at {at}: {error}")
    found += [
        said.format(
            name=owed.name, entry=owed.entry_id, n=owed.attempts, at=moment(owed.next_at, now), error=owed.error
        )
        for owed in failing()[:SHOWN]
    ]
    return tuple(found)


def _part(which: str, cases: Sequence[Any], clocks: Clocks, calendar: WorkCalendar, now: dt.datetime) -> Part:
    names = {
        "promised": (gettext("What I promised"), gettext("the oldest promise first")),
        "waiting": (gettext("What waits for me"), gettext("the nearest deadline first")),
        "late": (gettext("What is late"), gettext("waiting longest first; all else is in time")),
    }
    name, note = names[which]
    more = Link(gettext("All of them"), f"{reverse('cases')}?which={which}") if len(cases) > SHOWN else None
    shown = tuple(case_list.row(case, clocks.get(case.pk), now, calendar) for case in cases[:SHOWN])
    return Part(name, note, shown, gettext(case_list.LISTS[which].empty), more)


def _clock(case: Any, wanted: Callable[[Any], bool]) -> Any:
    """The wanted running clock of a case that is due first; where none is wanted, the first of all that run."""
    running = [clock for clock in case.clocks.all() if clock.tick not in NOBODY_LATE and not _stopped(clock)]
    running = [clock for clock in running if wanted(clock)] or running
    return min(running, key=lambda clock: (clock.due is None, clock.due, clock.n), default=None)


def _stopped(clock: Any) -> bool:
    return any(at is not None for at in (clock.met_at, clock.void_at, clock.left_at))


def _due(case: Any, clocks: Clocks) -> dt.datetime | None:
    clock = clocks[case.pk]
    return clock.due if clock is not None else None


def _sentence(
    promised: tuple[Sequence[Any], Clocks],
    waiting: tuple[Sequence[Any], Clocks],
    stuck: Sequence[Any],
    now: dt.datetime,
) -> tuple[str, Link | None]:
    """What matters first, with the one case to open: a broken promise, what waits today, what is late elsewhere."""
    broken = [case for case in promised[0] if (at := _due(case, promised[1])) is not None and at < now]
    soon = [
        case for case in waiting[0] if (at := _due(case, waiting[1])) is not None and local(at).date() <= today(now)
    ]
    if broken:
        said = ngettext(
            "{n} promise to an enterprise is overdue.", "{n} promises to enterprises are overdue.", len(broken)
        )
        return _led(said, broken, now)
    if soon:
        return _led(ngettext("{n} case waits for you today.", "{n} cases wait for you today.", len(soon)), soon, now)
    if stuck:
        said = ngettext(
            "{n} more case is late where you oversee.", "{n} more cases are late where you oversee.", len(stuck)
        )
        return _led(said, stuck, now)
    if waiting[0]:
        return _led(gettext("Nothing is due today."), waiting[0], now)
    return gettext("Nothing waits for you."), None


def _led(said: str, cases: Sequence[Any], now: dt.datetime) -> tuple[str, Link | None]:
    n = len(cases) if len(cases) < LOOKED_AT else f"{LOOKED_AT}+"
    lead = joined([said.format(n=n), gettext("First:")], now)
    return lead if lead.endswith("：") else f"{lead} ", _link(cases[0])


def _link(case: Any) -> Link:
    return Link(case.title, reverse("case", args=[case.pk]))


def _units(actor: Actor, now: dt.datetime) -> tuple[UnitRow, ...]:
    """Where it is stuck: units with something late or due within two days. Two queries."""
    return tuple(
        UnitRow(
            Link(found.name, f"{reverse('statement')}?unit={found.unit}"),
            Figure(len(found.late), _at("late", found.unit)),
            Figure(len(found.soon), _at("soon", found.unit)),
            Figure(found.contested, f"{reverse('cases')}?which=contested&unit={found.unit}"),
            _link(found.oldest),
        )
        for found in lists.exceptions(actor, now, now + case_list.SOON)[: 2 * SHOWN]
    )


def _at(which: str, unit: int) -> str:
    return f"{reverse('cases')}?which={which}&at={unit}"


def _agenda(cases: Sequence[Any], clocks: Clocks, calendar: WorkCalendar, now: dt.datetime) -> tuple[Dated, ...]:
    """What falls due in the next days, by day; and the weekdays among them that don't count."""
    first = today(now)
    due: dict[dt.date, dict[int, Any]] = {}
    for case in cases:
        at = _due(case, clocks)
        if at is not None and at >= now:
            due.setdefault(local(at).date(), {})[case.pk] = case
    lines = []
    for on in (first + dt.timedelta(days=n) for n in range(AHEAD + 1)):
        name = gettext("Today") if on == first else day(on, now)
        for case in list(due.get(on, {}).values())[:4]:
            lines.append(Dated(name, case.title, reverse("case", args=[case.pk])))
            name = ""
        if on not in due and on.weekday() < 5 and not works(calendar, on):
            lines.append(Dated(name, gettext("not a working day"), off=True))
    return tuple(lines) if due else ()
