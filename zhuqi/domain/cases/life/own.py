"""The clocks that a place has beside the standing ones: each starts and stops at a moment that its rulebook names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from zhuqi.base.events import Event
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.edits import start_clock
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Holding, Life, edit
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Hand, Outcome, State
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import OwnClock

MOMENTS: Mapping[type[Event], tuple[Moment, ...]] = {
    e.Submitted: (Moment.SUBMITTED,),
    e.Screened: (Moment.SCREENED,),
    e.Assigned: (Moment.ASSIGNED,),
    e.Accepted: (Moment.ACCEPTED,),
    e.Contacted: (Moment.CONTACTED,),
    e.Opined: (Moment.OPINED,),
    e.StageReplied: (Moment.REPORTED, Moment.TOLD),
    e.Contributed: (Moment.CONTRIBUTED,),
    e.Settled: (Moment.REPLIED, Moment.TOLD),
    e.Replied: (Moment.REPLIED, Moment.TOLD),
    e.Checked: (Moment.CHECKED,),
    e.Contested: (Moment.CONTESTED,),
    e.Escalated: (Moment.RAISED,),
    e.Instructed: (Moment.INSTRUCTED,),
    e.Classified: (Moment.CLASSIFIED,),
    e.ForceSetUp: (Moment.FORMED,),
    e.ForceMet: (Moment.MET,),
}
HANDS: Mapping[Keeper, frozenset[Hand]] = {
    Keeper.LEAD: frozenset({Hand.LEAD}),
    Keeper.PART: frozenset({Hand.PART}),
    Keeper.ASSIST: frozenset({Hand.ASSIST}),
    Keeper.EACH: frozenset({Hand.LEAD, Hand.PART, Hand.ASSIST}),
}


def moments(before: Life | None, after: Life, event: Event) -> Iterator[Moment]:
    """What an event is, as a rulebook names it. A plan tells how it stands; it isn't the answer yet."""
    if before is None:
        yield Moment.RECORDED
        if after.state is State.SCREENING:
            yield Moment.SUBMITTED
    planned = isinstance(event, e.Replied) and event.outcome is Outcome.PLANNED
    yield from MOMENTS[e.StageReplied] if planned else MOMENTS.get(type(event), ())
    if isinstance(event, e.Put) and event.arrived_on is not None:
        yield Moment.ASKED
    if isinstance(event, e.Contested) and event.up:
        yield Moment.RAISED
    if isinstance(event, e.Ruled) and event.upheld:
        yield Moment.RETURNED
    if after.state is State.ENDED and (before is None or before.state is not State.ENDED):
        yield Moment.ENDED


def passed(before: Life | None, after: Life, event: Event, at: dt.datetime, terms: Terms) -> Life:
    """The life after the moments that an event brought: own clocks that stop by them, then those that start. What a unit did
    stops its own clocks, and those of the room, which has no row of its own."""
    rules = terms.editions[after.editions[after.area]]
    came = frozenset(moments(before, after, event))
    if not came:
        return after
    holding = getattr(event, "holding", None)
    for clock in before.running if before else ():
        if _stops(clock, came, after, terms) and (clock.holding is None or holding in (None, clock.holding)):
            met = max(at, clock.start)
            after = edit(after, "clocks", clock.n, met_at=met, paused_at=None, void_at=None, left_at=None)
    if after.state is State.ENDED:
        return after
    for own in rules.own:
        if own.start & came:
            after = _started(after, own, holding, at, rules)
    return after if before is None or before.area == after.area else _left_behind(before, after, came, at, terms)


def _left_behind(before: Life, after: Life, came: frozenset[Moment], at: dt.datetime, terms: Terms) -> Life:
    """The life with the clocks that start where the case was, as it leaves: those that the place to which it comes doesn't know by
    that name. There its room and its own units keep them."""
    there = {own.name for own in terms.editions[after.editions[after.area]].own}
    rules = terms.editions[after.editions[before.area]]
    here = replace(after, desk=before.desk, area=before.area)
    for own in rules.own:
        if own.start & came and own.name not in there and own.keeper is not Keeper.HOLDER:
            here = _started(here, own, None, at, rules)
    return replace(here, desk=after.desk, area=after.area)


def _stops(clock: Clock, came: frozenset[Moment], life: Life, terms: Terms) -> bool:
    """Whether a clock stops by one of some moments, by the rules of the place where it began."""
    rules = terms.editions[life.editions[clock.area]]
    return any(own.name == clock.name and own.stop & came for own in rules.own)


def _started(life: Life, own: OwnClock, holding: int | None, at: dt.datetime, rules: CaseRules) -> Life:
    """The clock runs for each unit that must keep it; not anew where it runs for that unit already."""
    for row in _kept_by(life, own.keeper, holding):
        span = rules.span(own.name, life.traits, row.hand if row else None)
        unit, n = (row.unit, row.n) if row else (_without_row(life, own.keeper), None)
        held = any(clock.name == own.name and clock.holding == n for clock in life.running)
        if span is not None and not held:
            watch = own.keeper is Keeper.NOBODY
            life = start_clock(life, own.name, unit, life.area, at, span, n, watch=watch)
    return life


def _without_row(life: Life, keeper: Keeper) -> int:
    """The unit that keeps a clock without holding the case: the desk, or the unit that leads its task force."""
    return life.force[0].unit if keeper is Keeper.FORCE else life.desk


def _kept_by(life: Life, keeper: Keeper, holding: int | None) -> tuple[Holding | None, ...]:
    """The open rows that a clock runs for; None is the desk (also where nobody keeps it), or the task force. What one unit did
    starts a clock for that unit alone."""
    if keeper in (Keeper.DESK, Keeper.NOBODY) or (keeper is Keeper.FORCE and life.force):
        return (None,)
    if keeper is Keeper.FORCE:
        return ()
    if keeper is Keeper.HOLDER:
        return (life.carrier,) if life.carrier else ()
    rows = tuple(row for row in life.holdings if row.ended_at is None and row.hand in HANDS[keeper])
    return tuple(row for row in rows if holding in (None, row.n)) or rows
