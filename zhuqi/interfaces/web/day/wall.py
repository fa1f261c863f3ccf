"""What hangs on the wall of a dispatch room: where cases are and what moved today, lamps by unit, the next promises, the books.

Visitors read it, too: no person's name, no number to call, no words that somebody typed; names of enterprises only where the
page's switch is on. The figures are those of the statement and of the lists, by the same functions.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from zhuqi.base.errors import Missing
from zhuqi.base.paths import within, within_any
from zhuqi.core.access.actor import Actor, Seat
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.queries import ledger, lists, whereabouts
from zhuqi.domain.cases.rules.ledger import Flow, Side, statement
from zhuqi.domain.cases.rules.words import ANSWERED, State
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.books.tables import Term
from zhuqi.interfaces.web.cases.clock_rows import workdays
from zhuqi.interfaces.web.cases.listing import SOON
from zhuqi.interfaces.web.lamps import Lamp, over
from zhuqi.interfaces.web.places import ON_THE_WALL
from zhuqi.interfaces.web.shown import Figure
from zhuqi.interfaces.web.wording import day, local, phrase, until, weekday

FINDING = frozenset({Kind.TEAM.value, Kind.GROUP.value})
"""Kinds of units that find cases; what else lies in the area handles them."""
ROWS, NEXT = 5, 4
"""Units and promises that have a row of their own: more can't be read from five metres."""


@dataclass(frozen=True)
class Node:
    """A place where cases lie: how many, what came into it today, and what went back."""

    name: str
    n: int
    note: str = ""
    came: int = 0
    back: int = 0


@dataclass(frozen=True)
class UnitLamps:
    """A unit: what it holds, what is late there and what nearly is."""

    name: str
    held: int
    late: Figure
    soon: Figure


@dataclass(frozen=True)
class Promise:
    """A promise to an enterprise: by when, what it is about, and where it lies."""

    when: str
    late: bool
    what: str
    where: str


@dataclass(frozen=True)
class Wall:
    """The wall as its template shows it."""

    name: str
    today: str
    nodes: tuple[Node, ...]
    """Who finds, the room, and those to whom it goes on."""
    units: tuple[UnitLamps, ...]
    promises: tuple[Promise, ...]
    overdue: str
    equation: tuple[Term, ...]
    closed: int
    balance: Lamp
    names: bool


@inside
def show(request: Asked) -> HttpResponseBase:
    """The wall of the reader's dispatch room; nothing but 304 where the browser has just this."""
    wall = the_wall(request.actor, request.now, names=request.GET.get("names") == "1")
    told = repr((wall, get_language(), request.COOKIES.get("theme", "")))
    tag = hashlib.sha256(told.encode()).hexdigest()[:24]
    if request.headers.get("If-None-Match") == f'"{tag}"':
        answer = HttpResponse(status=304)
    else:
        answer = render(request, "day/wall.html", {"wall": wall, "tag": tag})
    answer.headers["ETag"] = f'"{tag}"'
    answer.headers["Wall-Time"] = f"{local(request.now):%H:%M}"
    return answer


def seat_of(actor: Actor) -> Seat:
    """The seat through which the actor sees the wall. Raises Missing for whoever neither dispatches nor leads."""
    for role in ON_THE_WALL:
        found = [seat for seat in actor.seats if seat.role is role]
        if found:
            return min(found, key=lambda seat: seat.sight)
    raise Missing


def the_wall(actor: Actor, now: dt.datetime, *, names: bool = False) -> Wall:
    """The wall of the actor's dispatch room, since the year began. Its queries don't grow with rows; raises Missing for whoever
    has none."""
    seat = seat_of(actor)
    alone = replace(actor, seats=(seat,))
    desk = directory.desk_serving(seat.sight)
    if desk is None or desk.area is None or not within(desk.area.path, seat.sight_path):
        raise Missing
    today = day_of(now)
    scope = ledger.scope(alone, desk.area.pk, tree=True)
    books = ledger.books(scope, today.replace(month=1, day=1), today)
    account, fresh = statement(books, scope), [flow for flow in books.flows if flow.day == today]
    new = statement(replace(books, flows=fresh), scope)
    seen = whereabouts.held(alone)
    heaps = _heaps(alone, desk, scope)
    holding = {heap: statement(books, units).closing for heap, units in heaps.items()}
    return Wall(
        name=desk.name,
        today=weekday(today, now),
        nodes=_nodes(desk, heaps, holding, _moves(fresh, heaps), seen, _births(new)),
        units=_units(alone, now, seen),
        **_promises(alone, now, names=names),
        equation=(
            Term("", gettext("opening"), Figure(account.opening)),
            Term("+", gettext("received"), Figure(account.total(Side.RECEIVED))),
            Term("−", gettext("passed on"), Figure(account.total(Side.PASSED_ON))),
            Term("−", gettext("closed"), Figure(account.total(Side.CLOSED))),
            Term("=", gettext("closing"), Figure(account.closing)),
        ),
        closed=new.total(Side.CLOSED),
        balance=_balance(account.closing, ledger.in_hand(scope)),
        names=names,
    )


Heaps = Mapping[str, frozenset[int]]
FINDERS, DESK, UNITS, BELOW, ABOVE = "finders", "desk", "units", "below", "above"


def _heaps(actor: Actor, desk: Any, scope: Set[int]) -> Heaps:
    """The units of the area in four heaps that leave none out: who finds, the room itself, the rooms below with all that lies
    there, and who handles (what has ended lies there, too)."""
    lower = [path for path in directory.desked_areas(desk.area.path) if path != desk.area.path]
    heaps: dict[str, set[int]] = {FINDERS: set(), DESK: {desk.pk}, BELOW: set()}
    for unit in directory.visible_units(actor):
        if within_any(unit.path, lower):
            heaps[BELOW].add(unit.pk)
        elif unit.kind in FINDING:
            heaps[FINDERS].add(unit.pk)
    heaps[UNITS] = set(scope).difference(*heaps.values())
    return {heap: frozenset(units & scope) for heap, units in heaps.items()}


def _moves(today: Iterable[Flow], heaps: Heaps) -> Counter[tuple[str, str]]:
    """{(from, to): cases that went from one heap to another}; what is no unit of the area is above it."""
    at = {unit: heap for heap, units in heaps.items() for unit in units}
    moves: Counter[tuple[str, str]] = Counter()
    for flow in today:
        if flow.source_unit is not None and flow.target_unit is not None:
            moves[at.get(flow.source_unit, ABOVE), at.get(flow.target_unit, ABOVE)] += flow.n
    return moves


def _nodes(
    desk: Any,
    heaps: Heaps,
    holding: Mapping[str, int],
    moves: Mapping[tuple[str, str], int],
    seen: Mapping[tuple[int | None, str], int],
    born: int,
) -> tuple[Node, ...]:
    """Where cases lie: who finds them, the room, and where they go from there. Two queries."""

    def lying(states: Collection[State], units: Collection[int]) -> int:
        return sum(n for (at, state), n in seen.items() if at in units and state in states)

    def beside(heap: str) -> tuple[int, int]:
        return moves.get((DESK, heap), 0), moves.get((heap, DESK), 0)

    fresh = gettext("new today: {n}").format(n=born)
    screening = lying({State.SCREENING}, heaps[DESK])
    asking = lying(ANSWERED, heaps[UNITS])
    nodes = [
        Node(gettext("Teams, groups"), holding[FINDERS], fresh),
        Node(
            desk.name,
            holding[DESK],
            gettext("to screen: {n}").format(n=screening) if screening else "",
            moves.get((FINDERS, DESK), 0),
            moves.get((DESK, FINDERS), 0),
        ),
        Node(
            gettext("Handling units"),
            holding[UNITS],
            gettext("waiting for the enterprise: {n}").format(n=asking) if asking else "",
            *beside(UNITS),
        ),
    ]
    if heaps[BELOW]:
        nodes.append(Node(gettext("Rooms below"), holding[BELOW], "", *beside(BELOW)))
    above = directory.desk_above(desk.pk)
    if above is not None:
        raised = sum(n for (at, _), n in seen.items() if all(at not in units for units in heaps.values()))
        came = sum(n for (_, to), n in moves.items() if to == ABOVE)
        back = sum(n for (since, _), n in moves.items() if since == ABOVE)
        nodes.append(Node(above.name, raised, gettext("raised from here"), came, back))
    return tuple(nodes)


def _births(today: Any) -> int:
    """Cases that came from nowhere else today: new ones, and those that live again."""
    return sum(line.n for line in today.lines if line.side is Side.RECEIVED and line.unit is None)


def _balance(closing: int, held: int) -> Lamp:
    """Whether what the books close with is what lies in hand."""
    if closing == held:
        return Lamp("green", gettext("balances"))
    return Lamp("red", gettext("doesn't balance"))


def _units(actor: Actor, now: dt.datetime, seen: Mapping[tuple[int | None, str], int]) -> tuple[UnitLamps, ...]:
    """Units with something late or nearly late, the most first, and the others together."""
    lit = lists.exceptions(actor, now, now + SOON)
    there: Counter[int | None] = Counter()
    for (unit, _), n in seen.items():
        there[unit] += n
    rows = [_unit(found, there[found.unit]) for found in lit[:ROWS]]
    shown = {found.unit for found in lit[:ROWS]}
    rest = [unit for unit, n in there.items() if n and unit not in shown]
    if rest:
        name = ngettext("{n} other unit", "{n} other units", len(rest)).format(n=len(rest))
        late = set[int]().union(*(found.late for found in lit[ROWS:]))
        soon = set[int]().union(*(found.soon for found in lit[ROWS:]))
        rows.append(UnitLamps(name, sum(there[unit] for unit in rest), Figure(len(late)), Figure(len(soon))))
    return tuple(rows)


def _unit(found: lists.Exceptions, held: int) -> UnitLamps:
    cases = reverse("cases")
    return UnitLamps(
        found.name,
        held,
        Figure(len(found.late), f"{cases}?which=late&at={found.unit}"),
        Figure(len(found.soon), f"{cases}?which=soon&at={found.unit}"),
    )


def _promises(actor: Actor, now: dt.datetime, *, names: bool) -> dict[str, Any]:
    """The promise that is overdue longest, and those that come next. Four queries."""
    clocks: QuerySet[Any] = whereabouts.promised(actor)
    overdue = clocks.filter(due__lt=now)
    late, n = list(overdue[:1]), len(overdue.order_by().values("pk")[: lists.MOST + 1])
    found = [*late, *clocks.filter(due__gte=now)[: NEXT - len(late)]]
    rules = {
        pk: rulebook.section(edition, "办理")
        for pk, edition in rulebook.editions({clock.edition for clock in found if clock.edition}).items()
    }
    said = (
        ngettext("{n} promise to an enterprise is overdue.", "{n} promises to enterprises are overdue.", n) if n else ""
    )
    return {
        "promises": tuple(_promise(clock, rules, now, names=names) for clock in found),
        "overdue": said.format(n=n if n <= lists.MOST else f"{lists.MOST}+"),
    }


def _promise(clock: Any, rules: Mapping[int, Any], now: dt.datetime, *, names: bool) -> Promise:
    case = clock.case
    kinds = rules[clock.edition].kinds if clock.edition in rules else {}
    sort = [kinds.get(case.kind, "") or gettext("Case"), case.number]
    where = [case.holder.name] if case.holder is not None else []
    what = [case.enterprise.name] if names else sort
    where = [*sort, *where] if names else where
    late = clock.due < now
    return Promise(
        over(now, clock.due, workdays(work_calendar())) if late else _when(clock.due, now),
        late,
        " · ".join(what),
        " · ".join([*where, phrase(State(case.state), now)]),
    )


def _when(due: dt.datetime, now: dt.datetime) -> str:
    """By when: the time on its own day, else the day."""
    last = local(due - dt.timedelta(microseconds=1)).date()
    return until(due, now).rsplit(" ", 1)[-1] if last == day_of(now) else day(last, now)
