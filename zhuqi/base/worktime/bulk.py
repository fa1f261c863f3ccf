"""The same arithmetic for many moments at once, over NumPy arrays of whole seconds since 1970.

What the one-by-one function looks up with a bisection is found here through a ruler: a table of equal steps, each no
longer than the shortest distance between two edges. A day on which the zone changes its clocks is left to the
one-by-one function.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from zhuqi.base.worktime.calendar import MINUTES, PERIODS, UNPUBLISHED, WORKED, WorkCalendar
from zhuqi.base.worktime.spans import FIXED, LAST_DAY, Begins, DayEnd, OffDay, Span, Unit

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
UNDETERMINED: int = int(np.iinfo(np.int64).min)
"""Stands where ``add`` gives None; a start that is undetermined stays so."""
MOST_STEPS = 2_000_000
DAY = 86_400
EPOCH_DAY = dt.date(1970, 1, 1)
THURSDAY = 3
"""The day of the week of that day; Monday is 0."""


def add_many(calendar: WorkCalendar, starts: Seconds, span: Span) -> Seconds:
    """When a span that began at each of ``starts`` is over, in seconds since 1970; UNDETERMINED where ``add`` gives None.

    Equal to ``add`` element by element.
    """
    starts = np.asarray(starts, dtype=np.int64)
    known = starts != UNDETERMINED
    if not known.any():
        return starts.copy()
    if not known.all():
        over = starts.copy()
        over[known] = add_many(calendar, starts[known], span)
        return over
    if not span.in_days and span.begins is Begins.MOMENT:
        return _work(calendar, starts, span) if span.unit is Unit.WORKING_HOUR else starts + length_of(span)
    zone = days_of(calendar.zone, *_years(calendar, starts, span))
    day = zone.midnights.locate(starts)
    if not span.in_days:
        begins = zone.midnights.edges[day + 1]
        return _work(calendar, begins, span) if span.unit is Unit.WORKING_HOUR else begins + length_of(span)
    if span.unit is Unit.WORKING_DAY:
        over, steady = _working_days(calendar, zone, starts, day, span)
    elif span.unit in FIXED:
        over, steady = _fixed_days(calendar, zone, starts, day, span)
    else:
        over, steady = _natural_days(calendar, zone, starts, day, span)
    return _one_by_one(calendar, starts, span, over, np.flatnonzero(~steady))


@dataclass(frozen=True, eq=False)
class Ruler:
    """Sorted edges, and for each of equal steps from the first on the last edge at or before its beginning."""

    edges: Seconds
    step: int
    marks: NDArray[np.int32]

    @classmethod
    def over(cls, edges: Seconds) -> Ruler:
        """The ruler over some edges; without marks where the steps would be too many."""
        step = int(np.diff(edges).min()) if len(edges) > 1 else 1
        count = int(edges[-1] - edges[0]) // step + 1 if len(edges) and step else MOST_STEPS
        if count >= MOST_STEPS:
            return cls(edges, step, np.empty(0, np.int32))
        begins = edges[0] + np.arange(count, dtype=np.int64) * step
        return cls(edges, step, (np.searchsorted(edges, begins, side="right") - 1).astype(np.int32))

    def locate(self, at: Seconds) -> Seconds:
        """The number of the last edge at or before each value, -1 where there is none."""
        if not len(self.marks):
            return np.searchsorted(self.edges, at, side="right") - 1
        steps = np.clip((at - self.edges[0]) // self.step, 0, len(self.marks) - 1)
        mark: Seconds = self.marks[steps].astype(np.int64)
        following = np.minimum(mark + 1, len(self.edges) - 1)
        mark += (self.edges[following] <= at) & (following > mark)
        mark -= at < self.edges[0]
        return mark


@dataclass(frozen=True, eq=False)
class _Days:
    """The days of a zone: number of the first one since 1970, its midnights, and which days last 24 hours."""

    first: int
    midnights: Ruler
    steady: Flags


@lru_cache(maxsize=16)
def days_of(zone: ZoneInfo, first_year: int, last_year: int) -> _Days:
    """The days of a zone in some years, both included."""
    first, end = dt.date(first_year, 1, 1), dt.date(last_year + 1, 1, 1)
    moments = [dt.datetime.combine(first + dt.timedelta(n), dt.time(), zone) for n in range((end - first).days + 1)]
    edges = np.array([int(at.timestamp()) for at in moments], np.int64)
    return _Days((first - EPOCH_DAY).days, Ruler.over(edges), np.append(np.diff(edges) == DAY, False))


IN_A_YEAR = {
    Unit.NATURAL_DAY: 365,
    Unit.MONTH: 12,
    Unit.MONTH_DAY: 12,
    Unit.WEEK_DAY: 52,
    Unit.QUARTER_END: 4,
    Unit.YEAR_END: 1,
}
"""How many of a unit make a year, at least."""


def _years(calendar: WorkCalendar, starts: Seconds, span: Span) -> tuple[int, int]:
    """The years in which the starts and everything they reach lie, a little widened."""
    years = span.amount // IN_A_YEAR[span.unit] if span.unit in IN_A_YEAR else 0
    first = dt.datetime.fromtimestamp(int(starts.min()), calendar.zone).year - 1
    last = dt.datetime.fromtimestamp(int(starts.max()), calendar.zone).year + years + 1
    return min(first, calendar.first.year), max(last, calendar.last.year + 1)


@dataclass(frozen=True, eq=False)
class _Tables:
    """A calendar's lists as arrays: its working days, how many lie before each day, its sessions, its published runs."""

    first: int
    workdays: Seconds
    rank: Seconds
    worked: Flags
    opens: Ruler
    closes: Seconds
    until: Ruler
    run_days: Seconds
    run_moments: Seconds


@lru_cache(maxsize=16)
def tables_of(calendar: WorkCalendar) -> _Tables:
    """A calendar's lists as arrays, made once."""
    kinds = np.frombuffer(calendar.days, np.uint8)
    published = np.concatenate(([False], kinds != UNPUBLISHED, [False]))
    run_days = np.flatnonzero(published[1:] != published[:-1]).astype(np.int64)
    starts = [dt.datetime.combine(calendar.first + dt.timedelta(int(n)), dt.time(), calendar.zone) for n in run_days]
    workdays = np.array(calendar.workdays, np.int64)
    line = calendar.office_time
    return _Tables(
        first=(calendar.first - EPOCH_DAY).days,
        workdays=workdays,
        rank=np.searchsorted(workdays, np.arange(len(kinds) + 1)).astype(np.int64),
        worked=kinds == WORKED,
        opens=Ruler.over(np.array(line.opens, np.int64) // 1_000_000),
        closes=np.array(line.closes, np.int64) // 1_000_000,
        until=Ruler.over(np.array([0, *line.until], np.int64) // 1_000_000),
        run_days=run_days,
        run_moments=np.array([int(at.timestamp()) for at in starts], np.int64),
    )


def _same_run(runs: Seconds, since: Seconds, until: Seconds) -> Flags:
    """Whether ``since`` lies in one run of published years with ``until``, which lies in one.

    ``runs`` holds beginning and end of each, in turn.
    """
    same: Flags = np.searchsorted(runs, since, side="right") == np.searchsorted(runs, until, side="right")
    return same


def _work(calendar: WorkCalendar, begins: Seconds, span: Span) -> Seconds:
    """Working hours: the office time until each beginning, so much more, and back to the moment."""
    if span.amount == 0:
        return begins
    tables = tables_of(calendar)
    if not len(tables.closes):
        return np.full_like(begins, UNDETERMINED)
    session = tables.opens.locate(begins)
    held = np.maximum(session, 0)
    worked = tables.until.edges[held] + np.minimum(begins, tables.closes[held]) - tables.opens.edges[held]
    goal = np.where(session < 0, 0, worked) + span.amount * 3_600
    session = tables.until.locate(goal - 1)
    within = np.minimum(session, len(tables.closes) - 1)
    over = tables.opens.edges[within] + goal - tables.until.edges[within]
    known = (session == within) & _same_run(tables.run_moments, begins, over)
    return np.where(known, over, UNDETERMINED)


def _working_days(
    calendar: WorkCalendar, zone: _Days, starts: Seconds, day: Seconds, span: Span
) -> tuple[Seconds, Flags]:
    """The end of the nth working day, and where that holds."""
    tables, hours = tables_of(calendar), calendar.hours
    if not len(tables.workdays):
        return np.full_like(starts, UNDETERMINED), np.ones_like(starts, np.bool_)
    counted = span.begins is Begins.NEXT_DAY
    today, clock = day + (zone.first - tables.first), starts - zone.midnights.edges[day]
    begin = today + (1 if counted else clock > seconds_of(hours.closing))
    nth = tables.rank[np.clip(begin, 0, len(tables.worked))] + (span.amount - counted)
    reached = tables.workdays[np.minimum(nth, len(tables.workdays) - 1)]
    covered = (nth < len(tables.workdays)) & _same_run(tables.run_days, today + counted, reached)
    if span.ends is DayEnd.SAME_TIME and not counted:
        known = tables.worked[np.clip(today, 0, len(tables.worked) - 1)]
        clock = np.where((begin > today) | ~known, seconds_of(hours.opening), clock)
    if span.ends is DayEnd.SAME_TIME:
        clock = inside(calendar, clock)
    at = reached - (zone.first - tables.first)
    over = _end(calendar, zone, at, clock, span)
    over = np.where(covered, over if span.amount else np.maximum(over, starts), UNDETERMINED)
    return over, zone.steady[day] & zone.steady[at]


def _natural_days(
    calendar: WorkCalendar, zone: _Days, starts: Seconds, day: Seconds, span: Span
) -> tuple[Seconds, Flags]:
    """The end of the nth natural day or of the day so many months on, and where that holds."""
    if span.unit is Unit.MONTH:
        earliest = int(day.min())
        reached = months_on(zone.first + np.arange(earliest, day.max() + 1), span.amount)[day - earliest] - zone.first
    else:
        reached = day + span.amount
    at, known = _moved(calendar, zone, reached, span.off)
    over = _end(calendar, zone, at, starts - zone.midnights.edges[day], span)
    over = np.where(known, over if span.amount else np.maximum(over, starts), UNDETERMINED)
    return over, zone.steady[day] & zone.steady[at]


def _fixed_days(
    calendar: WorkCalendar, zone: _Days, starts: Seconds, day: Seconds, span: Span
) -> tuple[Seconds, Flags]:
    """The end of that day of its period, or of the first period's in which it isn't over yet, and where that holds."""
    clock, on = starts - zone.midnights.edges[day], span.amount
    over, steady = np.empty_like(starts), zone.steady[day]
    if span.begins is Begins.NEXT_DAY:
        day, starts = day + 1, zone.midnights.edges[day + 1]
    still = np.arange(len(starts))
    while len(still):
        today, reached = day[still], _fixed_day(zone.first + day[still], span, on) - zone.first
        at, known = _moved(calendar, zone, reached, span.off)
        end = _end(calendar, zone, at, clock[still], span)
        over[still] = np.where(known, end, UNDETERMINED)
        steady[still] &= zone.steady[at]
        still = still[known & ((at < today) | (end < starts[still]))]
        on += 1
    return over, steady


def _fixed_day(days: Seconds, span: Span, on: int) -> Seconds:
    """For each day since 1970 the day that a fixed one names, so many of its periods on; as ``fixed_day``."""
    if span.unit is Unit.WEEK_DAY:
        return days + 7 * on + span.day - 1 - (days + THURSDAY) % 7
    step = PERIODS[span.unit]
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months_on(days, step * (on + 1) - 1 - month % step, span.day or LAST_DAY)


def months_on(days: Seconds, months: int | Seconds, number: int = 0) -> Seconds:
    """For each day since 1970 the same day of the month so many months on, or that ``number``; as ``add_months``."""
    today = days.astype("datetime64[D]")
    month = today.astype("datetime64[M]")
    target = month + months
    last = (target + 1).astype("datetime64[D]") - 1
    same = target.astype("datetime64[D]") + (number - 1 if number else today - month.astype("datetime64[D]"))
    reached: Seconds = np.minimum(same, last).astype(np.int64)
    return reached


def _moved(calendar: WorkCalendar, zone: _Days, day: Seconds, off: OffDay) -> tuple[Seconds, Flags]:
    """Each day, or where it is a day off the one that it moves to, and where that is determined."""
    if off is OffDay.STAYS:
        return day, np.ones_like(day, np.bool_)
    tables, back = tables_of(calendar), off is OffDay.BACK
    nominal = day + (zone.first - tables.first)
    nth = tables.rank[np.clip(nominal + back, 0, len(tables.worked))] - back
    known = (nth >= 0) & (nth < len(tables.workdays))
    moved = nominal.copy()
    moved[known] = tables.workdays[nth[known]]
    known &= _same_run(tables.run_days, np.minimum(nominal, moved), np.maximum(nominal, moved))
    return np.where(known, moved - (zone.first - tables.first), day), known


def _end(calendar: WorkCalendar, zone: _Days, day: Seconds, clock: Seconds, span: Span) -> Seconds:
    """When each day ends, on days of 24 hours. ``clock``: what "at the same time" means for each."""
    if span.ends is DayEnd.MIDNIGHT:
        return zone.midnights.edges[day + 1]
    if span.ends is DayEnd.SAME_TIME:
        return zone.midnights.edges[day] + clock
    at = span.clock * 60 if span.ends is DayEnd.CLOCK else seconds_of(calendar.hours.closing)
    return zone.midnights.edges[day] + at


def inside(calendar: WorkCalendar, clock: Seconds, one: int = 1) -> Seconds:
    """The nearest time of day within office hours, as ``OfficeHours.inside``; ``one``: what a second counts."""
    nearest = np.full_like(clock, seconds_of(calendar.hours.closing) * one)
    for opens, closes in reversed(calendar.hours.sessions):
        nearest = np.where(clock <= seconds_of(closes) * one, np.maximum(clock, seconds_of(opens) * one), nearest)
    return nearest


def _one_by_one(calendar: WorkCalendar, starts: Seconds, span: Span, over: Seconds, odd: NDArray[np.intp]) -> Seconds:
    """Put the one-by-one function's answer at each of the ``odd`` places."""
    for place in odd:
        answer = calendar.add(dt.datetime.fromtimestamp(int(starts[place]), dt.UTC), span)
        over[place] = UNDETERMINED if answer is None else int(answer.timestamp())
    return over


def length_of(span: Span) -> int:
    """The seconds of a span in minutes or hours."""
    return span.amount * MINUTES[span.unit] * 60


def seconds_of(clock: dt.time) -> int:
    """The seconds from midnight to a time of day."""
    return clock.hour * 3_600 + clock.minute * 60
