"""Which of two spans is over earlier, whatever the start and the calendar: what makes a rule stricter or laxer.

One is never later than another where on some scale of ``bounds`` its upper bound isn't above the other's lower one, or
where both name a day and move it alike. Where nothing follows, nothing is said.
"""

from __future__ import annotations

from dataclasses import replace

from zhuqi.base.worktime.bounds import MOST_OFF, days, later_periods, months, scales, working_days
from zhuqi.base.worktime.calendar import PERIODS
from zhuqi.base.worktime.spans import FIXED, Begins, DayEnd, OffDay, Span, Unit

ENDS = (DayEnd.SAME_TIME, DayEnd.CLOSING, DayEnd.MIDNIGHT)
"""In order on a working day, where the same time is moved into office hours; on others only midnight is the latest. A time
of day that is named stands to no other but midnight."""
OFF = (OffDay.BACK, OffDay.STAYS, OffDay.FORWARD)
"""In order."""


def compare(a: Span, b: Span) -> int | None:
    """-1 where ``a`` is never over later than ``b`` and sometimes earlier, whatever the start and the published calendar.

    1 the other way round, 0 where they are over together, None where it depends or can't be told.
    """
    a, b = _plain(a), _plain(b)
    if a == b:
        return 0
    earlier, later = _never_later(a, b), _never_later(b, a)
    if earlier and later:
        return 0
    return -1 if earlier else 1 if later else None


def _plain(span: Span) -> Span:
    """One form for what is the same by its conventions: natural days and months count from the day after anyhow, and a
    day moved on is the working day after."""
    if span.unit not in (Unit.NATURAL_DAY, Unit.MONTH):
        return span
    tomorrow = span.unit is Unit.NATURAL_DAY and span.amount == 1 and span.ends is not DayEnd.SAME_TIME
    if tomorrow and span.off is OffDay.FORWARD:
        return Span(1, Unit.WORKING_DAY, Begins.NEXT_DAY, span.ends, clock=span.clock)
    return replace(span, unit=span.unit if span.amount else Unit.NATURAL_DAY, begins=Begins.MOMENT)


def _never_later(a: Span, b: Span) -> bool:
    first, second = scales(a), scales(b)
    if any(first[scale][1] <= second[scale][0] for scale in first.keys() & second.keys()):
        return True
    return a.in_days and b.in_days and _never_a_later_day(a, b)


def _never_a_later_day(a: Span, b: Span) -> bool:
    """Whether ``a`` ends on an earlier day than ``b``, or on no later one and there no later."""
    on_one_day = _ends_first(a, b)
    if a.unit is b.unit is Unit.WORKING_DAY:
        first, second = working_days(a), working_days(b)
        return any(first[scale][1] <= second[scale][0] - (not on_one_day) for scale in first)
    slack = MOST_OFF * ((a.off is OffDay.FORWARD) + (b.off is OffDay.BACK))
    apart = _apart(a, b)
    return apart > slack or (on_one_day and apart >= (0 if _moves_first(a, b) else slack))


def _apart(a: Span, b: Span) -> int:
    """How many days at least the day that ``a`` names, before it moves, lies before the one that ``b`` names."""
    if a.unit is b.unit is Unit.MONTH and a.amount <= b.amount:
        return months(b.amount - a.amount)[0]
    if a.unit is b.unit and a.unit in FIXED and a.unit is not Unit.MONTH_DAY:
        return max(_periods_apart(a, b), days(b)[0] - days(a)[1])
    if a.unit is b.unit is Unit.MONTH_DAY:
        later = b.amount - a.amount - _later(a, b)
        if later > 0:
            return months(later - 1)[0] + 28 - min(a.day, 28) + min(b.day, 28)
        if later == 0 and a.day <= b.day:
            return min(b.day, 28) - min(a.day, 28)
    return days(b)[0] - days(a)[1]


def _later(a: Span, b: Span) -> int:
    """How many periods later than its own ``a`` may come, as ``b`` counts them: the day after lies in the next one at times."""
    return later_periods(a) + (a.begins is Begins.NEXT_DAY and b.begins is Begins.MOMENT)


def _periods_apart(a: Span, b: Span) -> int:
    """The same for two days of a week, or two ends of a quarter or a year."""
    later = b.amount - a.amount - _later(a, b)
    if a.unit is Unit.WEEK_DAY:
        return 7 * later + b.day - a.day
    return months(PERIODS[a.unit] * later)[0] if later >= 0 else -months(-PERIODS[a.unit] * later)[1]


def _moves_first(a: Span, b: Span) -> bool:
    """Whether of two days in order a day off moves the first no further on; a working day stays under every rule."""
    return Unit.WORKING_DAY in (a.unit, b.unit) or OFF.index(a.off) <= OFF.index(b.off)


def _ends_first(a: Span, b: Span) -> bool:
    """Whether on one day ``a`` is over no later than ``b``."""
    if b.ends is DayEnd.MIDNIGHT:
        return True
    if DayEnd.CLOCK in (a.ends, b.ends):
        return a.ends is b.ends and a.clock <= b.clock
    working, both = a.unit is Unit.WORKING_DAY, a.unit is b.unit
    if working and (both or b.ends is DayEnd.CLOSING):
        return ENDS.index(a.ends) <= ENDS.index(b.ends)
    return a.ends is b.ends and (a.ends is DayEnd.CLOSING or Unit.WORKING_DAY not in (a.unit, b.unit))
