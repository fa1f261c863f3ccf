"""Between which bounds a span is over, whatever the start and the published calendar.

What is taken for granted of a calendar stands in the constants; beside them, that every day has 24 hours, as in China
since 1992, and that beyond one stretch of days off two days in three are worked.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from zhuqi.base.worktime.calendar import MINUTES, PERIODS
from zhuqi.base.worktime.spans import FIXED, Begins, DayEnd, OffDay, Span, Unit

DAY = 1_440
FEWEST_HOURS, MOST_HOURS = 6, 10
"""Office hours of a working day, whatever the place."""
MOST_OFF, MOST_ON = 13, 9
"""Days off running, and working days running, at most. In 2016 to 2026 they were ten, and seven."""
Bounds = tuple[int, int]
"""The least and the most."""
LENGTHS = [monthrange(year, month)[1] for year in range(2000, 2400) for month in range(1, 13)]
"""Days of each month of 400 years, after which they come again."""


def scales(span: Span) -> Mapping[str, Bounds]:
    """Bounds in minutes since the start and since 24:00 of its day, and in office hours since either."""
    next_day = span.begins is Begins.NEXT_DAY
    if span.unit in MINUTES:
        minutes = span.amount * MINUTES[span.unit]
        if next_day:
            return {"start": (minutes, minutes + DAY), "midnight": (minutes, minutes)}
        return {"start": (minutes, minutes), "midnight": (minutes - DAY, minutes)}
    if span.unit is Unit.WORKING_HOUR:
        return _working_hours(span.amount, next_day)
    least, most = _moved_days(span)
    at_midnight, at_same_time = span.ends is DayEnd.MIDNIGHT, span.ends is DayEnd.SAME_TIME
    working = span.unit is Unit.WORKING_DAY
    exact = at_same_time and not working
    whole = at_midnight or exact or (working and not next_day and span.ends is not DayEnd.CLOCK)
    return {
        "start": (max(least - (not whole), 0) * DAY, (most + (not exact)) * DAY),
        "midnight": ((least - (not at_midnight)) * DAY, most * DAY),
        **(_office_hours(span) if working else {}),
    }


def _working_hours(amount: int, next_day: bool) -> Mapping[str, Bounds]:
    if not amount:
        return {"start": (0, 0), "midnight": (-DAY, 0), "office": (0, 0)}
    most = _latest_day(-(-amount // FEWEST_HOURS))
    return {
        "start": (amount * 60, (most + 1) * DAY),
        "midnight": (amount * 60 - (0 if next_day else DAY), most * DAY),
        "office": (amount, amount + MOST_HOURS * next_day),
        "office from the day after": (amount - MOST_HOURS * (not next_day), amount),
    }


def _office_hours(span: Span) -> Mapping[str, Bounds]:
    """Bounds of working days in office hours: over no earlier than so much was worked by, and no later.

    Where it ends while the office is closed, one office hour more is later.
    """
    next_day, same = span.begins is Begins.NEXT_DAY, span.ends is DayEnd.SAME_TIME
    beyond, named = span.ends is not DayEnd.CLOSING, span.ends is DayEnd.CLOCK
    first, second = (max(span.amount - (cut or named), 0) for cut in (same and next_day, same))
    return {
        "office": (first * FEWEST_HOURS, (span.amount + (not same or next_day)) * MOST_HOURS + beyond),
        "office from the day after": (second * FEWEST_HOURS, (span.amount + (not next_day)) * MOST_HOURS + beyond),
    }


def working_days(span: Span) -> Mapping[str, Bounds]:
    """Which working day a span of them ends on, counted from day 0 and from the day after the start."""
    n, next_day = span.amount, span.begins is Begins.NEXT_DAY
    return {"number": (n - next_day, n), "number from the day after": (n, n + (not next_day))}


def days(span: Span) -> Bounds:
    """How many days after the start's the day lies that a span of days names, before a day off moves it."""
    if span.unit in FIXED and span.begins is Begins.NEXT_DAY:
        least, most = days(replace(span, begins=Begins.MOMENT))
        return least + 1, most + 1
    n = span.amount
    if span.unit is Unit.WORKING_DAY:
        return n + (n - (span.begins is Begins.NEXT_DAY)) // MOST_ON, _latest_day(n)
    if span.unit is Unit.NATURAL_DAY:
        return n, n
    if span.unit is Unit.MONTH:
        return months(n)
    if span.unit is not Unit.MONTH_DAY:
        return _weeks(span) if span.unit is Unit.WEEK_DAY else _periods(span)
    least, most = 0, span.day - 1
    if n:
        between = months(n - 1)
        least, most = between[0] + min(span.day, 28), between[1] + 30 + span.day
    if later_periods(span):
        most = max(most, 31 + MOST_OFF * (span.off is OffDay.BACK))
    return least, most


def _weeks(span: Span) -> Bounds:
    """How many days after the start's a day of a week lies."""
    last = span.day - 1 + 7 * (span.amount + later_periods(span))
    return max(0, 7 * span.amount + span.day - 7), last


def _periods(span: Span) -> Bounds:
    """How many days after the start's the end of a quarter or a year lies."""
    step = PERIODS[span.unit]
    return months(step * span.amount)[0], months(step * (1 + span.amount + later_periods(span)))[1]


def _moved_days(span: Span) -> Bounds:
    """How many days after the start's it ends."""
    least, most = days(span)
    back, forward = (MOST_OFF * (span.off is off) for off in (OffDay.BACK, OffDay.FORWARD))
    return max(least - back, 0), most + forward


def _latest_day(number: int) -> int:
    """Within how many days so many working days have passed."""
    return -(-3 * number // 2) + MOST_OFF


@lru_cache(maxsize=256)
def months(count: int) -> Bounds:
    """The fewest and the most days that so many months last, from whichever day."""
    lengths = LENGTHS * 2
    until = [0, *accumulate(lengths)]
    lasts = [until[month + count] - until[month] for month in range(len(LENGTHS))]
    cut = [max(0, lengths[month] - lengths[month + count]) for month in range(len(LENGTHS))]
    return min(last - days for last, days in zip(lasts, cut, strict=True)), max(lasts)


def later_periods(span: Span) -> int:
    """How many of its periods later a fixed day may come, because it was over when the span began."""
    if span.unit is Unit.WEEK_DAY:
        return max(0, (3 if span.off is OffDay.BACK else 1) - span.amount)
    back = span.off is OffDay.BACK and span.unit is Unit.MONTH_DAY and span.day <= MOST_OFF
    return max(0, 1 + back - span.amount)
