"""The first page: what was promised, what waits, and for those who oversee, what is late and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from zhuqi.base.words import say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import ADMINISTRATORS, SEEING_AREA, Actor, Role
from zhuqi.core.days import day_of, start_of
from zhuqi.core.jobs.queries import tends
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.rulebook.rules import SIGNS, may_sign, same_person
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.queries.sight import place
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.visits.queries import promised as on_visits
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.cases import listing
from zhuqi.interfaces.web.cases.clock_rows import workdays, works
from zhuqi.interfaces.web.day.parts import doors, today, with_doors
from zhuqi.interfaces.web.lamps import lamp
from zhuqi.interfaces.web.oversight.alarms import alarms
from zhuqi.interfaces.web.shown import Dated, Door, Figure, Link, Row
from zhuqi.interfaces.web.wording import day, joined, local, phrase

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
    waited: int
    """Days since the enterprise of the oldest told of it."""


@dataclass(frozen=True)
class MyDay:
    """The page as its template shows it."""

    today: dt.date
    sentence: str
    first: Link | None = None
    parts: tuple[Part, ...] = ()
    units: tuple[UnitRow, ...] = ()
    agenda: tuple[Dated, ...] = ()
    texts: tuple[Dated, ...] = ()
    """Texts of rules that wait for a signature."""
    oversees: bool = False
    """Whether gaps and books stand beside it."""
    setting_up: bool = False
    """Whether this is the day of somebody who sees no cases, and so has no agenda of them."""


@inside
def show(request: Asked) -> HttpResponseBase:
    """The day of whoever asks."""
    return render(request, "my_day.html", {"day": my_day(request.actor, request.now)})


def my_day(actor: Actor, now: dt.datetime) -> MyDay:
    """The parts that concern the actor, oldest promise first. At most eleven queries, and a few more
    where an edition lights its own lamps."""
    if all(seat.role in ADMINISTRATORS for seat in actor.seats):
        return _setting_up(actor, now)
    calendar = work_calendar()
    oversees = actor.has(*OVERSEEING)
    promised = list(lists.rows(lists.promised(actor))[:LOOKED_AT])
    waiting = list(lists.rows(lists.waiting(actor))[:LOOKED_AT])
    known = {case.pk for case in (*promised, *waiting)}
    late = list(lists.rows(lists.stuck(actor, now))[:LOOKED_AT]) if oversees else []
    stuck = [case for case in late if case.pk not in known]
    running = _running([*promised, *waiting, *stuck])
    own = place(actor).units | place(actor).desks | actor.orgs(Role.SUPERVISOR, Role.LEADER)
    promise = {case.pk: _first(running[case.pk], lambda clock: clock.tick == Tick.CASE) for case in promised}
    led = {*lists.of_a_leader(actor).values_list("pk", flat=True)} if waiting and actor.has(Role.LEADER) else set()
    work = {
        case.pk: _first(running[case.pk], lambda clock: clock.unit_id in own or clock.pk in led) for case in waiting
    }
    next_up = {case.pk: _first(running[case.pk], lambda clock: True) for case in stuck}
    mine = {case.pk for case in waiting}
    elsewhere = [case for case in promised if case.pk not in mine]
    shown = [*promise.values(), *work.values(), *next_up.values()]
    lights = listing.lit([*promised, *waiting, *stuck], {clock.pk: clock for clock in shown if clock}.values(), now)
    opened = doors(actor, [*waiting[:SHOWN], *stuck[:SHOWN]], {**work, **next_up}, now) if oversees else {}
    goes, calls = today(actor, calendar, now) if actor.has(Role.OFFICIAL) else ((), ())
    parts = [_part("promised", elsewhere, promise, calendar, now, lights)] if elsewhere else []
    if waiting or not (stuck or elsewhere):
        parts.append(_part("waiting", waiting, work, calendar, now, lights, opened))
    if stuck:
        parts.append(_part("late", stuck, next_up, calendar, now, lights, opened))
    parts += _promises(actor, calendar, now)
    if goes:
        parts.insert(0, Part(gettext("Visits today"), "", goes, ""))
    if calls:
        parts.append(Part(gettext("Whom to call"), gettext("longest not asked first"), calls, ""))
    texts = _texts(actor, now)
    sentence, first = _sentence((promised, promise), (waiting, work), stuck, now)
    if texts and first is None:
        said = ngettext(
            "{n} text of rules waits for your signature.", "{n} texts of rules wait for your signature.", len(texts)
        )
        sentence = said.format(n=len(texts))
    return MyDay(
        day_of(now),
        sentence,
        first,
        tuple(parts),
        _units(actor, now) if oversees else (),
        _agenda([*promised, *waiting], {**promise, **work}, calendar, now),
        texts,
        oversees,
    )


def _promises(actor: Actor, calendar: WorkCalendar, now: dt.datetime) -> list[Part]:
    """What one promised on visits, the nearest first. One query."""
    rows = list(on_visits.mine(actor)[: SHOWN + 1])
    shown = tuple(
        Row(
            row.text,
            reverse("promise", args=[row.pk]),
            lamp(now, start_of(row.due + dt.timedelta(days=1)), yellow=start_of(row.due), workdays=workdays(calendar)),
            (row.enterprise.name,),
        )
        for row in rows[:SHOWN]
    )
    more = Link(gettext("All of them"), reverse("visits")) if len(rows) > SHOWN else None
    note = gettext("the nearest day first")
    return [Part(gettext("What I promised on visits"), note, shown, "", more)] if rows else []


def _texts(actor: Actor, now: dt.datetime) -> tuple[Dated, ...]:
    """The texts of rules that the actor can sign: somebody else handed them in. One query, none for those who sign nothing."""
    if not actor.has(SIGNS):
        return ()
    waiting = rulebook.waiting(actor).defer("text")[:LOOKED_AT]
    mine = [each for each in waiting if may_sign(actor, each.path)]
    return tuple(
        Dated(
            phrase(say("from {day} on", day=each.effective_on), now),
            each.name,
            reverse("rulebook_draft", args=[each.pk]),
        )
        for each in mine
        if not same_person(actor, each.drafted_by, each.drafter)
    )


def _setting_up(actor: Actor, now: dt.datetime) -> MyDay:
    """The day of an administrator, or of somebody without a role: what is out of order, or that nothing is."""
    rows, n = alarms(actor, now)
    if not actor.seats:
        said = gettext(
            "No role is open for you today. If there should be one, ask the system administrator of your unit."
        )
    elif n:
        said = ngettext("{n} thing is out of order.", "{n} things are out of order.", n).format(n=n)
    elif tends(actor):
        said = gettext("All is in order. Your role sets the system up and sees no cases.")
    else:
        said = gettext("Your role sets the system up and sees no cases.")
    note = gettext("{n} more aren't shown").format(n=n - len(rows)) if n > len(rows) else ""
    parts = (Part(gettext("To be seen to"), note, rows, ""),) if rows else ()
    return MyDay(day_of(now), said, parts=parts, setting_up=True)


def _part(
    which: str,
    cases: Sequence[Any],
    clocks: Clocks,
    calendar: WorkCalendar,
    now: dt.datetime,
    lights: listing.Lights,
    opened: Mapping[int, Door] | None = None,
) -> Part:
    names = {
        "promised": (gettext("What I promised"), gettext("the oldest promise first")),
        "waiting": (gettext("What waits for me"), gettext("the nearest deadline first")),
        "late": (gettext("What is late"), gettext("waiting longest first; all else is in time")),
    }
    name, note = names[which]
    more = Link(gettext("All of them"), f"{reverse('cases')}?which={which}") if len(cases) > SHOWN else None
    shown = tuple(listing.row(case, clocks.get(case.pk), now, calendar, lights) for case in cases[:SHOWN])
    shown = with_doors(shown, cases, opened or {})
    return Part(name, note, shown, gettext(listing.LISTS[which].empty), more)


def _running(cases: Iterable[Any]) -> dict[int, list[Any]]:
    """{case: its running clocks that somebody must keep, the nearest deadline first}. One query."""
    found: dict[int, list[Any]] = {case.pk: [] for case in cases}
    clocks = lists.shown().filter(case__in=found)
    for clock in clocks.order_by(lists.SOONEST, "n"):
        found[clock.case_id].append(clock)
    return found


def _first(clocks: Sequence[Any], wanted: Callable[[Any], bool]) -> Any:
    """The first wanted clock; where none is wanted, the first of all."""
    return next(filter(wanted, clocks), clocks[0] if clocks else None)


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
    broken = [case for case in promised[0] if _broken(promised[1][case.pk], now)]
    soon = [
        case for case in waiting[0] if (at := _due(case, waiting[1])) is not None and local(at).date() <= day_of(now)
    ]
    if broken:
        said = ngettext(
            "{n} promise to an enterprise is overdue.", "{n} promises to enterprises are overdue.", len(broken)
        )
        return _led(said, broken, now)
    if soon:
        said = ngettext("{n} case is due today or overdue.", "{n} cases are due today or overdue.", len(soon))
        return _led(said, soon, now)
    if stuck:
        said = ngettext(
            "{n} more case is late where you oversee.", "{n} more cases are late where you oversee.", len(stuck)
        )
        return _led(said, stuck, now)
    if waiting[0]:
        return _led(gettext("Nothing is due today."), waiting[0], now)
    return gettext("Nothing waits for you."), None


def _broken(clock: Any, now: dt.datetime) -> bool:
    """Whether a clock is a promise to the enterprise, and late."""
    return clock is not None and clock.tick == Tick.CASE and clock.due is not None and clock.due < now


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
            (day_of(now) - day_of(found.oldest.told_at)).days,
        )
        for found in lists.exceptions(actor, now, now + listing.SOON)[: 2 * SHOWN]
    )


def _at(which: str, unit: int) -> str:
    return f"{reverse('cases')}?which={which}&at={unit}"


def _agenda(cases: Sequence[Any], clocks: Clocks, calendar: WorkCalendar, now: dt.datetime) -> tuple[Dated, ...]:
    """What falls due in the next days, by day; and the weekdays among them that don't count."""
    first = day_of(now)
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
