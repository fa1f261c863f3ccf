"""What follows where a case is sorted otherwise while its clocks run: another class, kind, category or urgency."""

from __future__ import annotations

import datetime as dt

from zhuqi.domain.cases.life.edits import shift
from zhuqi.domain.cases.life.raising import FROM_NOW
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life, edit
from zhuqi.domain.cases.rules.words import Shifted, Tick

AS_NEW = (Shifted.CLASS, Shifted.SORTED)
"""Moves by which a clock goes by other rules from then on."""


def anew(before: Life | None, after: Life, at: dt.datetime, terms: Terms) -> Life:
    """The life with the ladders begun anew of clocks that have another one from now on: a shift of nothing marks the moment, as
    where its time changes. What would have come before isn't sent any more, and nothing twice."""
    if before is None or before.traits == after.traits:
        return after
    for was in before.running:
        clock = after.clocks[was.n - 1]
        if clock.running and clock.shifts == was.shifts and _otherwise(before, after, clock, terms):
            after = shift(after, clock, Shifted.SORTED, FROM_NOW, at)
            after = edit(after, "clocks", clock.n, paused_at=clock.paused_at)
    return after


def _otherwise(before: Life, after: Life, clock: Clock, terms: Terms) -> bool:
    """Whether something else is sent for a clock, or something else follows from its silence."""
    if terms.ladder(before, clock) != terms.ladder(after, clock):
        return True
    if clock.tick is not Tick.ACCEPT or clock.holding is None:
        return False
    rule, hand = terms.editions[after.editions[clock.area]].returning, after.row(clock.holding).hand
    was, now = rule.of(before.traits, hand), rule.of(after.traits, hand)
    return (was.within, was.lapses) != (now.within, now.lapses)


def since(life: Life, holding: int) -> dt.datetime | None:
    """From when the rules hold by which a row's unit signs and gives back; None: from its assignment."""
    mine = (clock for clock in life.clocks if clock.tick is Tick.ACCEPT and clock.holding == holding)
    return max((one.at for clock in mine for one in clock.shifts if one.why in AS_NEW), default=None)
