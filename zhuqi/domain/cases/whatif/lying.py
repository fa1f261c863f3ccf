"""Where cases lay when: under which text, in whose hands, until they went on or ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.whatif.arrays import HANDS, TICKS, History
from zhuqi.domain.cases.whatif.fetching import NONE, Numbers
from zhuqi.domain.cases.whatif.given import opened
from zhuqi.domain.cases.whatif.moves import FOREVER
from zhuqi.domain.cases.whatif.scope import Stays
from zhuqi.domain.cases.whatif.timeline import Flags, latest

CLOSED = 2
"""How a row ended: with its case."""
LEAD = HANDS.index(Hand.LEAD) + 1
SUBMIT, SCREEN = (TICKS.index(tick) + 1 for tick in (Tick.SUBMIT, Tick.SCREEN))


@dataclass(frozen=True, eq=False)
class Lying:
    """Times in which live cases lay at a place, by case and time: the case, from when, until when (FOREVER while it lies there), in
    which area, and which of its stays that is."""

    case: Numbers
    since: Numbers
    until: Numbers
    area: Numbers
    stay: Numbers

    def where(self, which: Flags | Numbers) -> Lying:
        """Some of them."""
        return Lying(*(getattr(self, name)[which] for name in ("case", "since", "until", "area", "stay")))


def lying(past: History, stays: Stays) -> Lying:
    """Where the cases lay when. A case comes to a place as its clock for submitting or screening is opened there."""
    clocks = past.clocks
    here = np.flatnonzero(np.isin(clocks["tick"], (SUBMIT, SCREEN)))
    ended, at = endings(past)
    case = np.concatenate([clocks["case"][here], ended])
    since = np.concatenate([opened(past)[here], at])
    area = np.concatenate([clocks["area_id"][here], np.full(len(ended), -1)])
    order = np.lexsort((np.arange(len(case)), since, case))
    case, since, area = case[order], since[order], area[order]
    until = np.full(len(case), FOREVER)
    same = case[1:] == case[:-1]
    until[:-1][same] = since[1:][same]
    lies = area >= 0
    return Lying(case[lies], since[lies], until[lies], area[lies], stays.of(case[lies], area[lies]))


def endings(past: History) -> tuple[Numbers, Numbers]:
    """The case and the moment of every ending."""
    closed = past.rows["how"] == CLOSED
    case, at = past.rows["case"][closed], past.rows["ended_at"][closed]
    order = np.lexsort((at, case))
    case, at = case[order], at[order]
    different = np.ones(len(case), np.bool_)
    different[1:] = (case[1:] != case[:-1]) | (at[1:] != at[:-1])
    return case[different], at[different]


def screeners(past: History) -> tuple[Numbers, Numbers]:
    """The clocks for screening (their places), and the room that kept each as it was opened."""
    here = np.flatnonzero(past.clocks["tick"] == SCREEN)
    unit, row = past.clocks["unit_id"][here], past.row[here]
    held = row >= 0
    unit[held] = past.rows["unit_id"][past.chains.first[row[held]]]
    return here, unit


def first_desk(past: History) -> Numbers:
    """The room at which each case was to be screened first, as it stood then."""
    desk = np.where(past.heirs.desk != NONE, past.heirs.desk, past.cases["desk_id"])
    screens, unit = screeners(past)
    desk[past.clocks["case"][screens][::-1]] = unit[::-1]  # of several the first is written last
    return desk


def units_at(past: History, case: Numbers, at: Numbers) -> Numbers:
    """The unit that led each case at a moment, or had led it last; the room where it lay first, where none had."""
    rows = past.rows
    led = np.flatnonzero(rows["hand"] == LEAD)
    found = latest(rows["case"][led], rows["began_at"][led], case, at)
    unit = past.heirs.now(case, first_desk(past)[case], at)
    unit[found >= 0] = rows["unit_id"][led[found[found >= 0]]]
    return unit
