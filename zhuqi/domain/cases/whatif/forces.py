"""The task forces that were set up for one case each: which unit led each, from when until when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhuqi.domain.cases import models
from zhuqi.domain.cases.whatif.arrays import History
from zhuqi.domain.cases.whatif.fetching import MOMENT, NEVER, NONE, NUMBER, Numbers, fetch
from zhuqi.domain.cases.whatif.timeline import latest


@dataclass(frozen=True, eq=False)
class Forces:
    """Task forces by case and time: the case, the unit that led it, from when, until when (NEVER while it works)."""

    case: Numbers
    unit: Numbers
    since: Numbers
    until: Numbers

    def at(self, case: Numbers, moment: Numbers) -> Numbers:
        """The unit that led each case's task force at a moment; NONE where there was none."""
        found = latest(self.case, self.since, case, moment)
        there = found >= 0
        there[there] = (self.until[found[there]] == NEVER) | (self.until[found[there]] > moment[there])
        unit = np.full(len(case), NONE)
        unit[there] = self.unit[found[there]]
        return unit

    @property
    def ends(self) -> tuple[Numbers, Numbers]:
        """The cases and moments at which one was over: not where another unit went on leading it."""
        over = self.until != NEVER
        over[:-1] &= (self.case[1:] != self.case[:-1]) | (self.since[1:] != self.until[:-1])
        return self.case[over], self.until[over]


def led(past: History) -> Forces:
    """The task forces of all cases. One query."""
    rows = models.Member.objects.filter(leads=True, case__in=past.source.values("pk"))
    told = fetch(rows, {"case_id": NUMBER, "unit_id": NUMBER, "at": MOMENT, "ended_at": MOMENT})
    case = np.searchsorted(past.cases["id"], told["case_id"])
    order = np.lexsort((told["at"], case))
    return Forces(case[order], told["unit_id"][order], told["at"][order], told["ended_at"][order])
