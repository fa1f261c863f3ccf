"""What a leader's instruction, an amount, a confirmed class and a task force do to a life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.edits import meet, shift, stop_clocks, void_requests
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life, Member, Shift, edit
from zhuqi.domain.cases.rules.moments import Keeper
from zhuqi.domain.cases.rules.words import Approver, Asked, Shifted, Tick
from zhuqi.domain.cases.sections import CaseRules

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
        span=rule.within if (rule := terms.editions[life.editions[life.area]].confirming) else None,
    )
    return replace(life, provisional=event.judge, clocks=(*life.clocks, clock))


def unconfirmed(life: Life, at: dt.datetime) -> Life:
    """Nobody need confirm the class any more: it was given anew, or the case went elsewhere."""
    return replace(stop_clocks(life, at, lambda clock: clock.tick is Tick.CLASS), provisional=None)


def classified(life: Life, event: events.Classified, at: dt.datetime, terms: Terms) -> Life:
    """The class holds now. Confirmed otherwise, the clocks that run get the time of the other class, from their own start, or from
    now where it would be over by then; what is late stays late. A signature that isn't enough any more is asked for anew."""
    life = unconfirmed(life, at) if event.lapsed else replace(meet(life, Tick.CLASS, at), provisional=None)
    spent = {one.clock: one.span for one in event.spent}
    for clock, span in _retimed(life, event.grade, at, terms):
        if clock.n not in event.kept:
            life = shift(
                edit(life, "clocks", clock.n, span=span), clock, Shifted.CLASS, spent.get(clock.n, FROM_NOW), at
            )
            life = edit(life, "clocks", clock.n, paused_at=clock.paused_at)
    return _signed_anew(replace(life, grade=event.grade), at, terms)


def _retimed(life: Life, grade: str, at: dt.datetime, terms: Terms) -> Iterator[tuple[Clock, Span]]:
    """The running clocks that have another time by another class, each with that time. How long the enterprise has to answer was
    said when it was asked, and stays; what is late stays late."""
    sorted_so = replace(life, grade=grade)
    for clock in life.running if grade != life.grade else ():
        span = _span(sorted_so, clock, terms)
        other = span is not None and clock.span is not None and span != clock.span
        if other and span is not None and clock.tick is not Tick.SILENCE and not clock.late(at):
            yield clock, span


def classifying(life: Life, grade: str, at: dt.datetime, terms: Terms) -> events.Classified:
    """The event by which a class is confirmed at a moment. Nothing is due before the moment at which that is said: where the time
    of the new class would be over by now, it counts from now; where that would give more time than there was, nothing changes."""
    spent, kept = [], []
    for clock, span in _retimed(life, grade, at, terms):
        edition, until = life.editions[clock.area], clock.paused_at or at
        was = terms.due(replace(clock, paused_at=None), edition)
        anew = replace(clock, span=span, paused_at=None)
        due = terms.due(anew, edition)
        if due is None or due >= until:
            continue
        lost = terms.lost(replace(anew, paused_at=clock.start), edition, until)
        late = terms.due(replace(anew, shifts=(*clock.shifts, Shift(Shifted.CLASS, lost, at))), edition)
        if was is not None and (late is None or late >= was):
            kept.append(clock.n)
        else:
            spent.append(events.Lost(clock.n, lost))
    return events.Classified(grade=grade, spent=tuple(spent), kept=tuple(kept))


def _signed_anew(life: Life, at: dt.datetime, terms: Terms) -> Life:
    """Answers that wait for a signature which isn't needed any more, or isn't enough, are overtaken."""
    for asked in life.requests:
        if asked.open and asked.asked is Asked.SIGNING:
            rule = terms.editions[life.editions[life.area]].signed_by(life.traits)
            if rule is None or (rule.by is Approver.LEADER and asked.approver is not Approver.LEADER):
                life = void_requests(life, at, asked.holding)
    return life


def to_be_confirmed(life: Life, rules: CaseRules, grade: str) -> bool:
    """Whether somebody else confirms a class that the room gives: where the rules want that of this class, and where they had
    another one confirmed here already, which the room doesn't undo by itself."""
    rule = rules.confirming
    if rule is None or rule.wanted(grade):
        return rule is not None
    settled = any(
        clock.tick is Tick.CLASS and (clock.met_at or clock.left_at) and clock.area == life.area
        for clock in life.clocks
        if clock.episode == life.episode
    )
    return settled and life.provisional is None and grade != life.grade


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
