"""Lists of cases, one row a case, each with the lamp of the deadline that somebody must keep next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.access.actor import Actor, Role
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.life.measuring import Lit
from zhuqi.domain.cases.queries import ledger, lighting, lists
from zhuqi.domain.cases.rules.words import End, State, Tick
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries.register import family
from zhuqi.interfaces.web import forms, lamps, paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.cases.clock_rows import workdays
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Link, Row, Tab
from zhuqi.interfaces.web.wording import joined, phrase

MOST_ROWS = 100
SOON = dt.timedelta(days=2)
Lights = Mapping[int, Lit]
"""{clock: the lamp that its edition's own rule lights}."""
NEARLY = Span(1, Unit.WORKING_DAY)
"""On lists a deadline is nearly due a working day before it; a case's own page asks its edition."""
ASKED = (
    Field("which", term("Which cases"), required=False, most=20),
    Field("unit", term("Unit"), Kind.INTEGER, required=False),
    Field("at", term("Whose deadline"), Kind.INTEGER, required=False),
    Field("enterprise", term("Enterprise"), Kind.INTEGER, required=False),
    Field("below", term("with all units below"), Kind.TICK, required=False),
    Field("words", term("Words"), required=False, most=60),
    Field("rows", term("Rows"), Kind.INTEGER, required=False, least=1),
)


@dataclass(frozen=True)
class ListPage:
    """One page of a list."""

    title: str
    sentence: str
    rows: tuple[Row, ...]
    empty: str
    further: str = ""
    tabs: tuple[Tab, ...] = ()
    crumb: Link | None = None
    words: str = ""
    which: str = ""


@dataclass(frozen=True)
class Which:
    """One of the lists everybody has. ``near``: all at once, the nearest deadline first, or the oldest promise where it is
    a list of ``promises``; else newest first, by pages. ``of_desks``: only dispatch rooms are offered it."""

    word: str
    empty: str
    near: bool
    cases: Callable[[Actor, dt.datetime], Any]
    tab: bool = True
    promises: bool = False
    of_desks: bool = False


LISTS: dict[str, Which] = {
    "waiting": Which(term("Waits for me"), term("Nothing waits for you."), True, lambda actor, _: lists.waiting(actor)),
    "promised": Which(
        term("What I promised"),
        term("You have promised nothing."),
        True,
        lambda actor, _: lists.promised(actor),
        promises=True,
    ),
    "late": Which(term("Late"), term("Nothing is late."), True, lists.stuck),
    "rising": Which(
        term("Must go up"),
        term("Nothing must go up."),
        True,
        lambda actor, _: lists.must_rise(actor),
        of_desks=True,
    ),
    "live": Which(
        term("In hand"), term("No case is in hand."), False, lambda actor, _: lists.filtered(actor, live=True)
    ),
    "ended": Which(
        term("Ended"), term("No case has ended."), False, lambda actor, _: lists.filtered(actor, live=False)
    ),
    "soon": Which(
        term("Due within two days"),
        term("Nothing is due within two days."),
        True,
        lambda actor, now: (
            lists.filtered(actor, live=True).filter(due__gte=now, due__lte=now + SOON).order_by("due", "id")
        ),
        tab=False,
    ),
    "contested": Which(
        term("The enterprise disagrees"),
        term("No enterprise disagrees."),
        False,
        lambda actor, _: lists.filtered(actor, live=True).filter(contests__gt=0),
        tab=False,
    ),
    "all": Which(term("All"), term("You see no case yet."), False, lambda actor, _: lists.filtered(actor)),
}


@inside
def show(request: Asked) -> HttpResponseBase:
    """One of the lists; narrowed by unit, enterprise or words it is a list of all."""
    asked = forms.read(ASKED, request.GET)
    actor, now = request.actor, request.now
    narrowed = bool(asked["unit"] or asked["enterprise"] or asked["words"] or asked["at"])
    name = asked["which"] if asked["which"] in LISTS else "all" if asked["words"] or asked["enterprise"] else "live"
    if not narrowed and not asked["which"]:
        name = "waiting"
    which = LISTS[name]
    cases = _at(actor, now, name, asked["at"]) if asked["at"] else which.cases(actor, now)
    cases = _narrowed(actor, cases, asked)
    tabs = tuple(Tab(gettext(tab.word), f"?which={key}", key == name) for key, tab in _tabs(actor, name))
    shown = page(
        request,
        cases,
        size=asked["rows"],
        title=_title(asked["at"] or asked["unit"]),
        empty=gettext("Nothing fits.") if asked["words"] else gettext(which.empty),
        tabs=tabs,
        words=asked["words"],
        which=name,
    )
    return render(request, "cases/listing.html", {"list": shown})


def _tabs(actor: Actor, name: str) -> Iterator[tuple[str, Which]]:
    """The lists that are offered: those of everybody, of a desk its own, and the one that is open."""
    desk = bool(actor.orgs(Role.DISPATCHER))
    for key, which in LISTS.items():
        if key == name or (which.tab and (desk or not which.of_desks)):
            yield key, which


def _title(unit: int | None) -> str:
    """Of whom the list is, where it is of one unit."""
    name = directory.names([unit]).get(unit) if unit else None
    return gettext("Cases: {unit}").format(unit=name) if name else gettext("Cases")


def _at(actor: Actor, now: dt.datetime, which: str, unit: int) -> Any:
    """The cases with a late deadline of one unit, or with one due soon: what the table of exceptions counts."""
    found = next((row for row in lists.exceptions(actor, now, now + SOON) if row.unit == unit), None)
    wanted = set() if found is None else found.soon if which == "soon" else found.late
    return lists.filtered(actor).filter(pk__in=wanted).order_by("due", "id")


def _narrowed(actor: Actor, cases: Any, asked: dict[str, Any]) -> Any:
    if asked["unit"]:
        cases = cases.filter(holder__in=ledger.scope(actor, asked["unit"], tree=asked["below"]))
    if asked["enterprise"]:
        cases = cases.filter(enterprise__in=family(asked["enterprise"]))
    if asked["words"]:
        cases = cases.filter(pk__in=lists.filtered(actor, words=asked["words"]).values("pk"))
    return cases


def page(
    request: Asked,
    cases: Any,
    *,
    title: str,
    size: int | None = None,
    sentence: Sentence | None = None,
    empty: str = "",
    tabs: tuple[Tab, ...] = (),
    crumb: tuple[str, str] | None = None,
    words: str = "",
    which: str = "",
) -> ListPage:
    """A page of a list, newest first; where ``which`` names one that is near, its first rows. Four queries."""
    listed = LISTS.get(which)
    near, promises = (listed.near, listed.promises) if listed else (False, False)
    size = min(size or (MOST_ROWS if near else paging.ROWS), MOST_ROWS)
    if near:
        every = list(lists.rows(cases)[: size + 1])
        found, further, count = every[:size], "", len(every)
    else:
        found, further = paging.page(request, "cases", lists.rows(cases), lists.NEWEST, size=size)
        count = lists.counted(cases)
    counted = sentence or (_nearest(count, size, promises) if near else _counted(count))
    return ListPage(
        title=title,
        sentence=phrase(counted, request.now),
        rows=rows(found, request.now, promises=promises),
        empty=empty or gettext("There is nothing on this list."),
        further=further,
        tabs=tabs,
        crumb=Link(*crumb) if crumb else None,
        words=words,
        which=which,
    )


def _nearest(count: int, size: int, promises: bool) -> Sentence:
    if promises:
        return say("Cases: {n}, the oldest promise first.", n=count if count <= size else f"{size}+")
    if count > size:
        return say("More than {n}; those with the nearest deadlines are shown.", n=size)
    return say("Cases: {n}, the nearest deadline first.", n=count)


def _counted(count: int) -> Sentence:
    if count > lists.MOST:
        return say("Cases: more than {n}, the newest first.", n=lists.MOST)
    return say("Cases: {n}, the newest first.", n=count)


def rows(cases: Sequence[Any], now: dt.datetime, *, promises: bool = False) -> tuple[Row, ...]:
    """The rows of some cases, with their next deadline, or with ``promises`` with what was promised. Three queries."""
    clocks = lists.due_clocks(cases)
    if promises:
        promised = lists.shown().filter(case__in=[case.pk for case in cases], tick=Tick.CASE)
        clocks |= {clock.case_id: clock for clock in promised}
    known, lights = work_calendar(), lit(cases, clocks.values(), now)
    return tuple(row(case, clocks.get(case.pk), now, known, lights) for case in cases)


def lit(cases: Iterable[Any], clocks: Iterable[Any], now: dt.datetime) -> Lights:
    """The lamps that the editions' own rules light for the clocks of some cases. One query."""
    return lighting.lit([clock for clock in clocks if clock is not None], {case.pk: case for case in cases}, now)


def row(case: Any, clock: Any, now: dt.datetime, calendar: WorkCalendar, lights: Lights = MappingProxyType({})) -> Row:
    """One case as a row: its next deadline, and whose that is."""
    where = []
    if case.holder is not None:
        where = [phrase(State(case.state), now), case.holder.name]
    return Row(
        title=case.title,
        address=reverse("case", args=[case.pk]),
        lamp=lamp(case, clock, now, calendar, lights),
        meta=(case.enterprise.name, case.number, *where),
        why=_why(case, clock, now),
    )


def _why(case: Any, clock: Any, now: dt.datetime) -> str:
    said = [say("By the rules here it must go up.")] if case.raised and case.end is None else []
    if clock is not None and clock.unit_id != case.holder_id and clock.tick != Tick.CASE:
        said.append(say("Next: {tick}, {unit}.", tick=clock.name or Tick(clock.tick), unit=clock.unit.name))
    return joined(said, now)


def lamp(
    case: Any, clock: Any, now: dt.datetime, calendar: WorkCalendar, lights: Lights = MappingProxyType({})
) -> Lamp:
    """The lamp of a case on a list."""
    if case.end is not None:
        return Lamp("grey", phrase(End(case.end), now), phrase(case.ended_at, now))
    if clock is None:
        return Lamp("grey", phrase(State(case.state), now))
    yellow = calendar.before(clock.due, NEARLY) if clock.due is not None else None
    paused = clock.paused_at is not None
    own = lights.get(clock.pk)
    return lamps.lamp(now, clock.due, yellow=yellow, workdays=workdays(calendar), paused=paused, lit=own)
