"""What a leader's instruction, an amount, a confirmed class and a task force do to a life."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.edits import meet, shift, stop_clocks
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life, Member, edit
from zhuqi.domain.cases.rules.moments import Keeper
from zhuqi.domain.cases.rules.words import Shifted, Tick

FROM_NOW = Span(0, Unit.MINUTE)


def stated(life: Life, event: events.Recorded | events.Screened | events.Restated) -> Life:
    """What is at stake, as far as somebody said it: what wasn't said stays."""
    said = {name: getattr(event, name) for name in ("stake", "firms", "signed")}
    return replace(life, **{name: value for name, value in said.items() if value is not None})


def restated(life: Life, event: events.Restated, at: dt.datetime, terms: Terms) -> Life:
    """Corrected."""
    return stated(life, event)


def instructed(life: Life, event: events.Instructed, at: dt.datetime, terms: Terms) -> Life:
    """A leader has instructed it."""
    return replace(life, instructed_on=event.on)


def to_confirm(life: Life, event: events.Screened, at: dt.datetime, terms: Terms) -> Life:
    """After screening: the class is provisional where somebody must confirm it. What waited before is answered by that."""
    life = unconfirmed(life, at)
    if event.judge is None or event.judged_by is None:
        return life
    clock = Clock(
        n=len(life.clocks) + 1,
        tick=Tick.CLASS,
        unit=event.judged_by,
        area=life.area,
        start=at,
        episode=life.episode,
        span=terms.editions[life.editions[life.area]].span(Tick.CLASS, life.traits),
    )
    return replace(life, provisional=event.judge, clocks=(*life.clocks, clock))


def unconfirmed(life: Life, at: dt.datetime) -> Life:
    """Nobody need confirm the class any more: it was given anew, or the case went elsewhere."""
    return replace(stop_clocks(life, at, lambda clock: clock.tick is Tick.CLASS), provisional=None)


def classified(life: Life, event: events.Classified, at: dt.datetime, terms: Terms) -> Life:
    """The class holds now. Confirmed otherwise, the clocks that run get the time of the other class, from their own start;
    what is late by then stays late."""
    life = unconfirmed(life, at) if event.lapsed else replace(meet(life, Tick.CLASS, at), provisional=None)
    changed = event.grade != life.grade
    life = replace(life, grade=event.grade)
    for clock in life.running if changed else ():
        span = _span(life, clock, terms)
        if span is not None and clock.span is not None and span != clock.span and not clock.late(at):
            life = shift(edit(life, "clocks", clock.n, span=span), clock, Shifted.CLASS, FROM_NOW, at)
            life = edit(life, "clocks", clock.n, paused_at=clock.paused_at)
    return life


def _span(life: Life, clock: Clock, terms: Terms) -> Span | None:
    """How long a clock runs by the class as it is now."""
    hand = life.row(clock.holding).hand if clock.holding is not None else None
    return terms.editions[life.editions[clock.area]].span(clock.called, life.traits, hand)


def force_set_up(life: Life, event: events.ForceSetUp, at: dt.datetime, terms: Terms) -> Life:
    """Several units work on this one case together, under one that leads them."""
    force = 1 + max((member.force for member in life.members), default=0)
    for unit in (event.lead, *event.members):
        member = Member(len(life.members) + 1, force, unit, unit == event.lead, at)
        life = replace(life, members=(*life.members, member))
    return life


def force_ended(life: Life, event: events.ForceEnded, at: dt.datetime, terms: Terms) -> Life:
    """It is over; clocks that it kept end with it, those that are late stay late."""
    return disband(life, at, terms)


def disband(life: Life, at: dt.datetime, terms: Terms) -> Life:
    """The open task force ends."""
    for member in life.force:
        life = edit(life, "members", member.n, ended_at=at)
    return stop_clocks(life, at, lambda clock: _of_a_force(life, clock, terms))


def _of_a_force(life: Life, clock: Clock, terms: Terms) -> bool:
    rules = terms.editions[life.editions[clock.area]]
    return any(own.keeper is Keeper.FORCE and own.name == clock.name for own in rules.own)
