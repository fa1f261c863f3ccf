"""Small changes to a life from which every event is composed: rows open and end, clocks start, are met, void, pause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Account, Clock, Edge, Holding, Life, Reply, Request, Shift, edit
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Hand, How, Shifted, State, Tick


def open_row(life: Life, unit: int, hand: Hand, action: Action, at: dt.datetime, *, source: int | None = None) -> Life:
    """A unit begins to hold. Rows of one dispatch share its number."""
    dispatch = max((h.dispatch for h in life.holdings), default=0) + (hand in (Hand.HOLD, Hand.LEAD))
    row = Holding(
        n=len(life.holdings) + 1,
        unit=unit,
        hand=hand,
        dispatch=dispatch,
        opened_by=action,
        began_at=at,
        source=source,
    )
    return replace(life, holdings=(*life.holdings, row))


def end_row(life: Life, row: Holding, how: How, at: dt.datetime) -> Life:
    """A unit stops holding: its clocks void (a late one stays late), its open requests are overtaken."""
    life = edit(life, "holdings", row.n, ended_at=at, how=how)
    life = stop_clocks(life, at, lambda clock: clock.holding == row.n)
    return void_requests(life, at, row.n)


def end_dispatch(life: Life, row: Holding, how: How, at: dt.datetime) -> Life:
    """The carrier's row ends; where it led, the open co-rows of its dispatch end void. Others stay."""
    life = end_row(life, row, how, at)
    if row.hand is Hand.LEAD:
        for other in life.co_rows:
            if other.dispatch == row.dispatch:
                life = end_row(life, other, How.VOID, at)
    return life


def void_requests(life: Life, at: dt.datetime, holding: int | None = None) -> Life:
    """Open requests (of one row) are overtaken; their ruling clocks with them."""
    for request in life.requests:
        if request.open and holding in (None, request.holding):
            life = edit(life, "requests", request.n, void_at=at)
            life = stop_clocks(life, at, partial(_ruling, request.holding))
    return life


def _ruling(holding: int, clock: Clock) -> bool:
    return clock.tick in (Tick.RULE, Tick.SIGN) and clock.holding == holding


def open_clock(
    life: Life,
    tick: Tick,
    unit: int,
    at: dt.datetime,
    terms: Terms,
    *,
    row: Holding | None = None,
    fixed: dt.datetime | None = None,
) -> Life:
    """A clock starts, with the span its area's edition gives it; one the edition doesn't know isn't opened."""
    rules = terms.editions[life.editions[life.area]]
    span = None if fixed else rules.span(tick, life.traits, row.hand if row else None)
    if span is None and fixed is None:
        return life
    return start_clock(life, tick, unit, life.area, at, span, row.n if row else None, fixed=fixed)


def start_clock(
    life: Life,
    called: Tick | str,
    unit: int,
    area: int,
    at: dt.datetime,
    span: Span | None,
    holding: int | None,
    *,
    fixed: dt.datetime | None = None,
    watch: bool = False,
) -> Life:
    """A clock runs from a moment: a standing one, or one of the place's own by its name. ``watch``: nobody is late by it."""
    standing = isinstance(called, Tick)
    clock = Clock(
        n=len(life.clocks) + 1,
        tick=called if isinstance(called, Tick) else Tick.WATCH if watch else Tick.OWN,
        unit=unit,
        area=area,
        start=at,
        episode=life.episode,
        holding=holding,
        span=span,
        fixed=fixed,
        name=None if standing else called,
    )
    return replace(life, clocks=(*life.clocks, clock))


def meet(life: Life, tick: Tick, at: dt.datetime, holding: int | None = None) -> Life:
    """The stop event of running clocks of a kind (of one row) came."""
    for clock in life.running:
        if clock.tick is tick and holding in (None, clock.holding):
            life = edit(life, "clocks", clock.n, met_at=at, paused_at=None)
    return life


def stop_clocks(life: Life, at: dt.datetime, which: Callable[[Clock], bool]) -> Life:
    """Running clocks end without their stop event: void where not due yet, left as late where somebody is."""
    for clock in life.running:
        if which(clock):
            late = clock.late(at) and clock.tick is not Tick.WATCH
            life = edit(life, "clocks", clock.n, **{"left_at" if late else "void_at": at}, paused_at=None)
    return life


def shift(life: Life, clock: Clock, why: Shifted, span: Span, at: dt.datetime) -> Life:
    """Move a clock by a span in its own unit; its ladder begins anew before the new date."""
    return edit(life, "clocks", clock.n, shifts=(*clock.shifts, Shift(why, span, at)), paused_at=None, rungs=0)


def request(
    life: Life,
    row: Holding,
    asked: Asked,
    at: dt.datetime,
    terms: Terms,
    *,
    amount: Span | None = None,
    until: dt.date | None = None,
    **more: Any,
) -> Life:
    """A handler asks the room that sent it the case; the ruling clock is that room's, or the unit's own where its head or a leader
    rules: the room can do nothing about it then. ``more``: other facts of it."""
    asking = Request(len(life.requests) + 1, row.n, asked, at, amount, until, **more)
    life = replace(life, requests=(*life.requests, asking))
    area = life.area_of(row)
    tick = Tick.SIGN if asked is Asked.SIGNING else Tick.RULE
    span = terms.editions[life.editions[area]].span(tick, life.traits)
    unit = row.unit if asking.approver in (Approver.HEAD, Approver.LEADER) else life.sender(row)
    return start_clock(life, tick, unit, area, at, span, row.n)


def rule(life: Life, n: int, granted: bool, at: dt.datetime) -> Life:
    """The room rules on a request; its ruling clock is met."""
    asked = life.requests[n - 1]
    life = meet(life, Tick.SIGN if asked.asked is Asked.SIGNING else Tick.RULE, at, asked.holding)
    return edit(life, "requests", n, ruled_at=at, granted=granted)


def answer(life: Life, row: Holding, at: dt.datetime, *, stage: bool, **said: Any) -> Life:
    """The unit of a row tells the enterprise something; ``stage``: how it stands, with which nothing is answered yet."""
    reply = Reply(n=len(life.replies) + 1, holding=row.n, unit=row.unit, at=at, stage=stage, **said)
    return replace(life, replies=(*life.replies, reply))


def take_back(life: Life, n: int, at: dt.datetime) -> Life:
    """A request is withdrawn; its ruling clock with it, which stays late where it is."""
    life = stop_clocks(life, at, partial(_ruling, life.requests[n - 1].holding))
    return edit(life, "requests", n, taken_back_at=at)


def finish(life: Life, at: dt.datetime, **fields: object) -> Life:
    """The case ends: rows end, clocks stop, requests are overtaken, a task force is over."""
    for row in life.holdings:
        if row.ended_at is None:
            life = end_row(life, row, How.CLOSED, at)
    life = void_requests(life, at)
    life = stop_clocks(life, at, lambda clock: True)
    for member in life.force:
        life = edit(life, "members", member.n, ended_at=at)
    return replace(life, state=State.ENDED, ended_at=at, provisional=None, **fields)  # type: ignore[arg-type]


def book(life: Life, action: Action, at: dt.datetime, *stations: Account) -> Life:
    """Write the movement through ``stations`` as edges; standing still writes none."""
    for source, target in pairwise(stations):
        if source != target:
            edge = Edge(len(life.edges) + 1, at, action, source, target, life.kind)
            life = replace(life, edges=(*life.edges, edge))
    return life
