"""The figures that gauges read, each from what the ledger knows. Undetermined is None and stays so."""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction

from zhuqi.base.lamps.gauges import Exact, exact

HAIR = Fraction(1, 10**9)
"""Late, but by no time of that unit yet: overdue since Friday's closing, counted in working days on Saturday."""
DONE = Fraction(-1)
"""The figure of the gauge WAITING once the thing is done."""


def left(amount: Exact | None, *, late: bool) -> Fraction | None:
    """Time left until due; negative exactly when late. ``amount`` is how much is left, or since when it is over: never negative."""
    if amount is None:
        return None
    return -max(exact(amount), HAIR) if late else exact(amount)


def used(elapsed: Exact | None, whole: Exact | None, *, late: bool) -> Fraction | None:
    """Share of a span that is used; more than 1 exactly when late. A span of nothing is used up from its beginning."""
    if elapsed is None or whole is None:
        return None
    share = exact(elapsed) / exact(whole) if whole else Fraction(1)
    return max(share, 1 + HAIR) if late else min(share, Fraction(1))


def behind(done: Exact | None, scheduled: Exact | None) -> Fraction | None:
    """Percentage points behind schedule (序时进度), from two shares of the year's plan; negative when ahead."""
    return None if done is None or scheduled is None else (exact(scheduled) - exact(done)) * 100


def reached(part: Exact | None, required: Exact | None) -> Fraction | None:
    """Share of what is required by now; where nothing is required, all of it is reached."""
    if part is None or required is None:
        return None
    return exact(part) / exact(required) if required else Fraction(1)


def above(figure: Exact | None, mark: Exact | None) -> Fraction | None:
    """How far a figure lies above a plan or a mean, in its own unit; negative below. A ratio would fail at a negative mean."""
    return None if figure is None or mark is None else exact(figure) - exact(mark)


def months_since(start: dt.date, day: dt.date) -> Fraction:
    """Months from a day to a later one: exactly n on the same day of the nth month after (else on its last day).

    What lies between counts as a part of that month. Before ``start`` it is 0.
    """
    if day <= start:
        return Fraction(0)
    n = (day.year - start.year) * 12 + day.month - start.month
    if _after(start, n) > day:
        n -= 1
    since, until = _after(start, n), _after(start, n + 1)
    return n + Fraction((day - since).days, (until - since).days)


def _after(start: dt.date, months: int) -> dt.date:
    """The same day n months later, or that month's last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
