"""The calendar that counts: which days are worked, in which zone, at which hours; and what a span comes to.

Every answer is an aware datetime on the calendar's own clock, or None where it is *undetermined*: a day that had to be
looked at lies in a year whose calendar isn't published. Natural units look at no calendar and are always determined.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.base.worktime.hours import STANDARD, OfficeHours
from zhuqi.base.worktime.sessions import OfficeTime, moment, ticks
from zhuqi.base.worktime.spans import FIXED, LAST_DAY, Begins, DayEnd, OffDay, Span, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFF, WORKED, UNPUBLISHED = 0, 1, 2
DAY = dt.timedelta(days=1)
MINUTES: Mapping[Unit, int] = {Unit.MINUTE: 1, Unit.HOUR: 60}
PERIODS: Mapping[Unit, int] = {Unit.MONTH_DAY: 1, Unit.QUARTER_END: 3, Unit.YEAR_END: 12}
"""Months of a period of which a day is fixed; the day lies in its last one."""


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """A zone, its office hours, and one byte a day from ``first`` on: OFF, WORKED or UNPUBLISHED.

    Equal to itself alone, so that it can be the key of a cache.
    """

    first: dt.date
    days: bytes
    zone: ZoneInfo
    hours: OfficeHours

    @property
    def last(self) -> dt.date:
        """The last day told of; before ``first`` where no year is published."""
        return self.first + DAY * (len(self.days) - 1)

    @cached_property
    def workdays(self) -> list[int]:
        """The working days, as days since ``first``, in order."""
        return [index for index, kind in enumerate(self.days) if kind == WORKED]

    @cached_property
    def office_time(self) -> OfficeTime:
        """The sessions of all working days, end to end."""
        return OfficeTime.of((self.first + DAY * index for index in self.workdays), self.hours, self.zone)

    def covers(self, since: dt.date, until: dt.date) -> bool:
        """Whether every day from ``since`` to ``until``, both included, lies in a published year."""
        start, stop = self._index(since), self._index(until) + 1
        return start >= 0 and stop <= len(self.days) and self.days.find(UNPUBLISHED, start, stop) < 0

    def is_workday(self, day: dt.date) -> bool:
        """Whether the office works on ``day``. Raises Refused where its year isn't published."""
        if not self.covers(day, day):
            raise Refused(
                say("The working days of {year} aren't known here yet. Import that year first.", year=day.year)
            )
        return self.days[self._index(day)] == WORKED

    def add(self, at: dt.datetime, span: Span) -> dt.datetime | None:
        """When a span that began at ``at`` is over; None where that is undetermined. Never before ``at``."""
        start = self._local(at)
        if not span.in_days:
            begin = start if span.begins is Begins.MOMENT else self._midnight(start.date())
            return (
                self._work(begin, span.amount)
                if span.unit is Unit.WORKING_HOUR
                else self._elapse(begin, span.amount * MINUTES[span.unit])
            )
        if span.unit is Unit.WORKING_DAY:
            return self._nth_working_day(start, span)
        if span.unit in FIXED:
            return self._fixed_day(start, span)
        day = add_months(start.date(), span.amount) if span.unit is Unit.MONTH else start.date() + DAY * span.amount
        moved = self._moved(day, span.off)
        over = self._end(moved, span.ends, _clock(span, start.time())) if moved else None
        return max(over, start, key=ticks) if over and not span.amount else over

    def due(self, start: dt.datetime, spans: Sequence[Span]) -> dt.datetime | None:
        """Start, plus the first span, plus the shifts in order, each in its own unit; None where undetermined.

        24:00 of a day belongs to that day: a shift that counts days goes on from there, not from the day after. A fixed
        day as a shift is that day as seen from where the clock was due; no shift moves a clock back.
        """
        at: dt.datetime | None = self._local(start)
        at_midnight = False
        for span in spans:
            if at is None:
                return None
            since = at
            if at_midnight and span.in_days:
                at = self._end(_ended(at), DayEnd.CLOSING, self.hours.closing)
                span = replace(span, ends=DayEnd.MIDNIGHT) if span.ends is DayEnd.SAME_TIME else span
            over = self.add(at, span)
            at = over and max(over, since, key=ticks)
            at_midnight = span.in_days and span.ends is DayEnd.MIDNIGHT
        return at

    def before(self, due: dt.datetime, span: Span) -> dt.datetime | None:
        """The last moment at which so much is still left until ``due``, for reminders; None where undetermined.

        Reads the span's amount and unit only. A working day is counted back to the same time of day within office
        hours; 24:00 of a day belongs to that day. Raises Refused for a fixed day, which is no amount.
        """
        if not span.is_length:
            raise Refused(say("A reminder comes so much before: write 1 工作日 or 2 小时, and no fixed day."))
        end = self._local(due)
        if span.unit is Unit.WORKING_HOUR:
            at = self.office_time.left(self.office_time.worked(ticks(end)) - span.amount * 3_600_000_000)
            start = end if span.amount == 0 else moment(at, self.zone) if at is not None else None
        elif span.unit is Unit.WORKING_DAY:
            nth = bisect_left(self.workdays, self._index(_ended(end))) - span.amount
            day = self.first + DAY * self.workdays[nth] if 0 <= nth < len(self.workdays) else None
            clock = self.hours.closing if end.date() > _ended(end) else self.hours.inside(end.time())
            start = self._end(day, DayEnd.SAME_TIME, clock) if day else None
        elif span.in_days:
            back = add_months(end.date(), -span.amount) if span.unit is Unit.MONTH else end.date() - DAY * span.amount
            return self._end(back, DayEnd.SAME_TIME, end.time())
        else:
            return self._elapse(end, -span.amount * MINUTES[span.unit])
        return start if start and self.covers(start.date(), _ended(end)) else None

    def working_minutes(self, a: dt.datetime, b: dt.datetime) -> int | None:
        """Whole minutes of office time from ``a`` to ``b``, 0 where b isn't later; None where undetermined."""
        since, until = self._local(a), self._local(b)
        if ticks(until) <= ticks(since):
            return 0
        if not self.covers(since.date(), _ended(until)):
            return None
        return (self.office_time.worked(ticks(until)) - self.office_time.worked(ticks(since))) // 60_000_000

    def working_days_left(self, now: dt.datetime, due: dt.datetime) -> int | None:
        """Working days from today's to the due day, both counted (Tuesday to Thursday: 3); 0 where it is late.

        24:00 of a day belongs to that day. None where undetermined.
        """
        if self.late(now, due):
            return 0
        today, until = self._local(now).date(), _ended(self._local(due))
        if not self.covers(today, until):
            return None
        return bisect_right(self.workdays, self._index(until)) - bisect_left(self.workdays, self._index(today))

    @staticmethod
    def late(now: dt.datetime, due: dt.datetime | None) -> bool:
        """Whether ``due`` is over. At the very moment it isn't; an undetermined one never is."""
        return due is not None and ticks(now) > ticks(due)

    def _local(self, at: dt.datetime) -> dt.datetime:
        if at.tzinfo is None:
            raise ValueError(f"{at} has no zone")
        return at.astimezone(dt.UTC).astimezone(self.zone)  # through UTC: a wall time may be one that is left out

    def _index(self, day: dt.date) -> int:
        return (day - self.first).days

    def _midnight(self, day: dt.date) -> dt.datetime:
        """24:00 of a day."""
        return dt.datetime.combine(day + DAY, dt.time(), self.zone)

    def _end(self, day: dt.date, ends: DayEnd, clock: dt.time) -> dt.datetime:
        """When ``day`` ends; at a time of day, the same or one that is named, that is ``clock``."""
        if ends is DayEnd.MIDNIGHT:
            return self._midnight(day)
        return dt.datetime.combine(day, self.hours.closing if ends is DayEnd.CLOSING else clock, self.zone)

    def _moved(self, day: dt.date, off: OffDay) -> dt.date | None:
        """The day itself, or where it is a day off the one that it moves to; None where undetermined."""
        if off is OffDay.STAYS:
            return day
        index = self._index(day)
        nth = bisect_left(self.workdays, index) if off is OffDay.FORWARD else bisect_right(self.workdays, index) - 1
        if not 0 <= nth < len(self.workdays):
            return None
        moved = self.first + DAY * self.workdays[nth]
        return moved if self.covers(min(day, moved), max(day, moved)) else None

    def _fixed_day(self, start: dt.datetime, span: Span) -> dt.datetime | None:
        """The end of that day of its period; of the next period's where it was over before: nobody could have met it."""
        on, begin = span.amount, start if span.begins is Begins.MOMENT else self._midnight(start.date())
        while True:
            day = self._moved(fixed_day(begin.date(), span, on), span.off)
            over = self._end(day, span.ends, _clock(span, start.time())) if day else None
            if day is None or over is None or (day >= begin.date() and ticks(over) >= ticks(begin)):
                return over
            on += 1

    def _elapse(self, begin: dt.datetime, minutes: int) -> dt.datetime:
        """So many minutes later by any clock."""
        return moment(ticks(begin) + minutes * 60_000_000, self.zone)

    def _work(self, begin: dt.datetime, amount: int) -> dt.datetime | None:
        """So many working hours later: the first moment by which they have been worked."""
        if amount == 0:
            return begin
        over = self.office_time.reached(self.office_time.worked(ticks(begin)) + amount * 3_600_000_000)
        if over is None:
            return None
        reached = moment(over, self.zone)
        return reached if self.covers(begin.date(), reached.date()) else None

    def _nth_working_day(self, start: dt.datetime, span: Span) -> dt.datetime | None:
        """The end of the nth working day after day 0, or, counted from the day after, of the nth from there on."""
        today, clock = self._index(start.date()), start.time()
        counted = span.begins is Begins.NEXT_DAY
        begin = today + (counted or clock > self.hours.closing)
        nth = bisect_left(self.workdays, begin) + span.amount - counted
        if nth >= len(self.workdays):
            return None
        reached = self.first + DAY * self.workdays[nth]
        if not self.covers(self.first + DAY * (today + counted), reached):
            return None
        if not counted and (begin > today or self.days[today] != WORKED):
            clock = self.hours.opening
        over = self._end(reached, span.ends, _clock(span, self.hours.inside(clock)))
        return max(over, start, key=ticks) if not span.amount else over


def _clock(span: Span, same: dt.time) -> dt.time:
    """The time of day at which a span that ends at one is over: the one it names, else the same."""
    return dt.time(*divmod(span.clock, 60)) if span.ends is DayEnd.CLOCK else same


def _ended(at: dt.datetime) -> dt.date:
    """The day that a local moment ends in: 24:00 belongs to the day before it."""
    return (at - dt.datetime.resolution).date()


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on; where there is none, the last one (31 January → 28 February)."""
    return day_of_month(day, months, day.day)


def fixed_day(since: dt.date, span: Span, on: int) -> dt.date:
    """The day that a fixed one names, so many of its periods on from the one in which a day lies. Weeks begin on Monday."""
    if span.unit is Unit.WEEK_DAY:
        return since + DAY * (7 * on + span.day - since.isoweekday())
    step = PERIODS[span.unit]
    return day_of_month(since, step * (on + 1) - 1 - (since.month - 1) % step, span.day or LAST_DAY)


def day_of_month(since: dt.date, months: int, number: int) -> dt.date:
    """That day of the month so many months on; where the month is shorter, its last one."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + DAY * (number - 1), following - DAY)


def build(
    years: Collection[int],
    special: Mapping[dt.date, bool],
    zone: ZoneInfo = SHANGHAI,
    hours: OfficeHours = STANDARD,
) -> WorkCalendar:
    """The calendar of the published ``years``: Monday to Friday are worked, except as ``special`` (day → worked?) says.

    Special days of other years are left aside; a year between two published ones may be missing.
    """
    if not years:
        return WorkCalendar(dt.date(1970, 1, 1), b"", zone, hours)
    first, end = dt.date(min(years), 1, 1), dt.date(max(years) + 1, 1, 1)
    days = bytearray()
    for number in range((end - first).days):
        day = first + DAY * number
        days.append((WORKED if special.get(day, day.weekday() < 5) else OFF) if day.year in years else UNPUBLISHED)
    return WorkCalendar(first, bytes(days), zone, hours)
