"""How many units handled each case together, and when."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from zhuqi.base.ladders.triggers import Trigger
from zhuqi.domain.cases.life.history import TOGETHER
from zhuqi.domain.cases.rules.words import Hand
from zhuqi.domain.cases.whatif.arrays import HANDS, History
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.lying import LEAD
from zhuqi.domain.cases.whatif.moves import FOREVER

OPENS = (HANDS.index(Hand.HOLD) + 1, LEAD)
"""Hands with which a dispatch begins: rows beside it follow."""


def handled(trigger: Trigger, past: History) -> tuple[Numbers, Numbers, Numbers]:
    """When as many units handled a case as a trigger says: cases, from when on, until when. A unit beside counts as long as its
    row is open; where it has done its share, as long as whoever leads that dispatch. Who follows a unit counts
    in its stead."""
    rows = past.rows
    mine = np.isin(rows["hand"], [HANDS.index(hand) + 1 for hand in TOGETHER])
    until = np.where(rows["contributed_at"] != NEVER, _led_until(past), rows["ended_at"])[mine]
    case, unit, since, until = past.heirs.cut(rows["case"][mine], rows["unit_id"][mine], rows["began_at"][mine], until)
    ended = until != NEVER
    most = int(unit.max(initial=0)) + 1
    whose = case * most + unit
    whose, at, there = levels(
        np.concatenate([whose, whose[ended]]),
        np.concatenate([since, until[ended]]),
        np.concatenate([np.ones_like(since), -np.ones_like(until[ended])]),
    )
    first = np.ones(len(whose), np.bool_)
    first[1:] = whose[1:] != whose[:-1]
    before = np.where(first, 0, np.concatenate([there[:1], there[:-1]]) > 0)
    case, at, count = levels(whose // most, at, (there > 0).astype(np.int64) - before)
    until = np.full(len(case), FOREVER)
    same = case[1:] == case[:-1]
    until[:-1][same] = at[1:][same]
    holds = np.array([trigger.interval.holds(Fraction(n)) for n in range(int(count.max(initial=0)) + 1)])[count]
    return case[holds], at[holds], until[holds]


def _led_until(past: History) -> Numbers:
    """For each row, until when its dispatch was led, by whichever units; for one beside no lead, until when it was open."""
    rows, chains = past.rows, past.chains
    place = np.arange(len(rows["n"]))
    opener = (
        np.maximum.accumulate(np.where(np.isin(rows["hand"], OPENS), place, 0))[chains.first] if len(place) else place
    )
    led, over = rows["hand"][opener] == LEAD, rows["ended_at"][chains.last[opener]]
    later = np.where(over == NEVER, NEVER, np.maximum(over, rows["ended_at"]))
    return np.where(led, later, rows["ended_at"])


def levels(whose: Numbers, at: Numbers, by: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """How much there is of each after every moment at which something came or went (``by`` so much), by ``whose`` and time."""
    order = np.lexsort((at, whose))
    whose, at, total = whose[order], at[order], np.cumsum(by[order])
    first = np.searchsorted(whose, whose)
    level = total - np.where(first > 0, total[first - 1], 0)
    last = np.ones(len(whose), np.bool_)
    last[:-1] = (whose[1:] != whose[:-1]) | (at[1:] != at[:-1])
    return whose[last], at[last], level[last]
