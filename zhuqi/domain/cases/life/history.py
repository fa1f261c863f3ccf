"""What has happened to a case so far, as triggers see it: what raises it, and on which rung of coordinators it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.ladders import coordinators
from zhuqi.base.ladders.coordinators import Standing
from zhuqi.base.ladders.triggers import Fired, History, Sort, Trigger, fired, write
from zhuqi.base.lamps.figures import HAIR
from zhuqi.base.lamps.gauges import Exact
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import FIXED, Unit
from zhuqi.domain.cases.life.measuring import Lit, light, since
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life
from zhuqi.domain.cases.rules.words import CO_HANDS, Action, Asked, Hand, How, State, Tick
from zhuqi.domain.cases.sections import CaseRules

TOGETHER = frozenset({Hand.LEAD, *CO_HANDS})
"""In which hands units have a case that handle it."""
WAN = 10_000
"""Yuan in the unit in which amounts are written."""
COUNTED = tuple(unit for unit in Unit if unit not in FIXED)


@dataclass(frozen=True)
class Reason:
    """Why a case must go up: the trigger's place in the edition's list, from 1, and the sentence."""

    trigger: int
    why: Sentence


def history(life: Life, now: dt.datetime, terms: Terms) -> History:
    """The history of a case up to a moment. Overdue is what runs late now and somebody must keep, by the latest of them; an
    amount, or a number of enterprises, that nobody has said is unknown."""
    leads = [row for row in life.holdings if row.hand is Hand.LEAD]
    return History(
        assignments=sum(row.opened_by is Action.ASSIGN for row in leads),
        returns=sum(row.how is How.RETURNED for row in leads),
        contests=life.contests,
        extensions=_granted(life, Asked.EXTENSION),
        suspensions=_granted(life, Asked.SUSPENSION),
        reopenings=life.episode - 1,
        overdue=_overdue(life, now, terms),
        kind=life.kind,
        category=life.category or "",
        grade=life.grade or "",
        urgency=life.urgency or "",
        amount_wan=None if life.stake is None else Fraction(life.stake, WAN),
        firms=life.firms,
        units=handled_by(life),
        instruction=life.instructed_on is not None,
        signed=bool(life.signed),
        age=_age(life, now, terms),
    )


def handled_by(life: Life) -> int:
    """How many units handle it together: whoever leads it, and those beside it, also where they have done their share of what is
    led now."""
    lead = next((row.dispatch for row in life.holdings if row.hand is Hand.LEAD and row.ended_at is None), None)
    rows = (row for row in life.holdings if row.hand in TOGETHER)
    return len({life.now(r.unit) for r in rows if r.ended_at is None or (r.contributed_at and r.dispatch == lead)})


def _granted(life: Life, asked: Asked) -> int:
    """How often something was granted in the whole life of a case."""
    return sum(request.asked is asked and bool(request.granted) for request in life.requests)


def _age(life: Life, now: dt.datetime, terms: Terms) -> dict[Unit, Exact | None]:
    """How long ago it was recorded, or reopened, in each unit that the rules where it lies ask for. It goes on whatever stands
    still meanwhile."""
    rules = rules_of(life, terms)
    asked = (trigger for row in (rules.raising, *(each.triggers for each in rules.coordinators)) for trigger in row)
    units = dict.fromkeys(trigger.unit for trigger in asked if trigger.sort is Sort.AGE)
    begin = life.recorded_at if life.episode == 1 else life.episode_at or life.recorded_at
    calendar = terms.calendars[life.editions[life.area]]
    return {unit: since(calendar, begin, now, unit) for unit in units if isinstance(unit, Unit)}


def _overdue(life: Life, now: dt.datetime, terms: Terms) -> dict[Unit, Exact | None]:
    """By how much the case is overdue, in each unit; empty while it isn't."""
    late = [c for c in life.running if c.due is not None and c.missed(now)]
    if not late:
        return {}
    first = min(late, key=lambda clock: (clock.due, clock.n))
    calendar = terms.calendars[life.editions[first.area]]
    amounts = {unit: since(calendar, first.due or now, now, unit) for unit in COUNTED}
    return {unit: None if amount is None else max(amount, HAIR) for unit, amount in amounts.items()}


def rules_of(life: Life, terms: Terms) -> CaseRules:
    """The edition under which a case runs where it lies now."""
    return terms.editions[life.editions[life.area]]


def must_rise(life: Life, now: dt.datetime, terms: Terms) -> tuple[Reason, ...]:
    """Why a live case must go up now, in the order of the edition's triggers; what was booked holds until it goes up."""
    rules = rules_of(life, terms)
    if life.state is State.ENDED or not rules.raising:
        return ()
    holding = {each.trigger: each for each in fired(rules.raising, history(life, now, terms))}
    return tuple(_reasons(rules.raising, holding, life.raised or 0))


def _reasons(triggers: tuple[Trigger, ...], holding: dict[Trigger, Fired], booked: int) -> Iterator[Reason]:
    for n, trigger in enumerate(triggers, 1):
        if trigger in holding:
            yield Reason(n, holding[trigger].why)
        elif booked >> (n - 1) & 1:
            yield Reason(n, say("Booked before: {trigger}.", trigger=write(trigger)))


def newly_raised(life: Life, now: dt.datetime, terms: Terms) -> tuple[int, ...]:
    """The triggers that hold now and weren't booked yet, each by its place in the edition's list, from 1."""
    booked = life.raised or 0
    return tuple(each.trigger for each in must_rise(life, now, terms) if not booked >> (each.trigger - 1) & 1)


def lit(life: Life, clock: Clock, now: dt.datetime, terms: Terms) -> Lit | None:
    """The lamp that the edition lights for a clock; None where it says nothing of it, or the clock doesn't run."""
    edition = life.editions[clock.area]
    lamps = terms.editions[edition].lamps
    rule = lamps.rule(clock.called, life.traits) if lamps and clock.tick is not Tick.WATCH else None
    return light(rule, terms.calendars[edition], clock, now) if rule is not None else None


def coordinated(life: Life, now: dt.datetime, terms: Terms) -> Standing | None:
    """On which rung of coordinators a live case stands and what brought it there; None where the edition has no ladder."""
    ladder = rules_of(life, terms).coordinating
    if life.state is State.ENDED or not ladder:
        return None
    return coordinators.standing(ladder, history(life, now, terms))
