"""What the clock signs: assignments that nobody signed for or gave back in time, where the rules take silence for signing."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.actions.handling import accept
from zhuqi.domain.cases.queries import lists


def sign_silent(now: dt.datetime) -> int:
    """Sign for every unit whose time to give it back is over, unit by unit. Gives the number of signatures."""
    return sum(_signed(case_id, now) for case_id in lists.may_lapse())


def _signed(case_id: int, now: dt.datetime) -> int:
    """The signatures of one case."""
    signed = 0
    while True:
        try:
            accept(CLOCK, case_id, now=now)
        except Refused:  # nobody's time is over, or somebody booked on the case at a later moment already
            return signed
        signed += 1
