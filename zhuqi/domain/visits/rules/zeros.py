"""When it may be said why an enterprise wasn't served in a period: at its end, not before."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say

NEAR = dt.timedelta(days=5)
"""So many days before its end a period is ending."""
AFTER = dt.timedelta(days=31)
"""So long after it, it may still be explained."""


def untimely(period: Period, today: dt.date) -> Sentence | None:
    """Why a zero of a period isn't explained today, if so."""
    until = period.until or dt.date.max
    if today < until - NEAR:
        return say("The period lasts until {day}: there is still time to ask the enterprise.", day=until)
    return say("This period has been over for more than a month.") if today > until + AFTER else None
