"""Moments as they are booked, in microseconds: ``add``, ``due`` and ``before`` of a calendar over NumPy arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zhuqi.base.worktime.bulk import (
    UNDETERMINED,
    Seconds,
    add_many,
    days_of,
    inside,
    length_of,
    months_on,
    seconds_of,
    tables_of,
)
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.sessions import moment, ticks
from zhuqi.base.worktime.spans import DayEnd, Span, Unit

SECOND = 1_000_000
"""Microseconds."""
Ticks = Seconds
"""Moments as microseconds since 1970."""


def add_ticks(calendar: WorkCalendar, starts: Ticks, span: Span) -> Ticks:
    """``add_many`` for microseconds. Between two whole seconds an end stands still or goes along; where it jumps, as at
    closing time, it is asked one by one."""
    known = starts != UNDETERMINED
    seconds, rest = starts // SECOND, starts % SECOND
    early = add_many(calendar, np.where(known, seconds, UNDETERMINED), span)
    over = np.where(early == UNDETERMINED, UNDETERMINED, early * SECOND)
    between = np.flatnonzero(known & (rest > 0))
    if len(between):
        early, later = early[between], add_many(calendar, seconds[between] + 1, span)
        along = later == early + 1
        over[between[along]] += rest[between[along]]
        _asked(over, between[~along & (later != early)], starts, lambda at: calendar.add(at, span), calendar)
    return over


def due_ticks(calendar: WorkCalendar, starts: Ticks, spans: Sequence[Span]) -> Ticks:
    """``WorkCalendar.due`` for microseconds: start, plus the first span, plus the shifts in order."""
    at, at_midnight = starts, False
    for span in spans:
        since = at
        if at_midnight and span.in_days:
            at = _closings(calendar, at)
            span = replace(span, ends=DayEnd.MIDNIGHT) if span.ends is DayEnd.SAME_TIME else span
        over = add_ticks(calendar, at, span)
        at = np.where(over == UNDETERMINED, UNDETERMINED, np.maximum(over, since))
        at_midnight = span.in_days and span.ends is DayEnd.MIDNIGHT
    return at


def before_ticks(calendar: WorkCalendar, dues: Ticks, span: Span) -> Ticks:
    """``WorkCalendar.before`` for microseconds: the last moment at which so much is still left."""
    if not span.is_length:
        raise ValueError("a fixed day is no length")
    start = np.full_like(dues, UNDETERMINED)
    known = np.flatnonzero(dues != UNDETERMINED)
    if not len(known):
        return start
    ends = dues[known]
    if not span.in_days and span.unit is not Unit.WORKING_HOUR:
        start[known] = ends - length_of(span) * SECOND
        return start
    counted = _days_before if span.in_days else _hours_before
    start[known], odd = counted(calendar, ends, span)
    _asked(start, known[odd], dues, lambda at: calendar.before(at, span), calendar)
    return start


def _hours_before(calendar: WorkCalendar, ends: Ticks, span: Span) -> tuple[Ticks, NDArray[np.intp]]:
    """Working hours counted back from each end, and the places that are asked one by one."""
    tables, amount = tables_of(calendar), span.amount
    if not len(tables.closes):
        return np.full_like(ends, UNDETERMINED), np.empty(0, np.intp)
    start, fits = ends, np.ones_like(ends, np.bool_)
    if amount:
        session = tables.opens.locate(ends // SECOND)
        held = np.maximum(session, 0)
        passed = np.minimum(ends, tables.closes[held] * SECOND) - tables.opens.edges[held] * SECOND
        goal = np.where(session < 0, 0, tables.until.edges[held] * SECOND + passed) - amount * 3_600 * SECOND
        nth = np.searchsorted(tables.until.edges[1:], goal // SECOND, side="right")
        fits = (goal >= 0) & (nth < len(tables.closes))
        nth = np.minimum(nth, len(tables.closes) - 1)
        start = tables.opens.edges[nth] * SECOND + goal - tables.until.edges[nth] * SECOND
    runs = np.searchsorted(tables.run_moments, start // SECOND, side="right")
    covered = runs % 2 == 1
    covered &= runs == np.searchsorted(tables.run_moments, (ends - 1) // SECOND, side="right")
    return np.where(fits & covered, start, UNDETERMINED), np.flatnonzero(~covered & (amount == 0))


def _days_before(calendar: WorkCalendar, ends: Ticks, span: Span) -> tuple[Ticks, NDArray[np.intp]]:
    """Days or months counted back from each end, and the places that are asked one by one."""
    tables, months = tables_of(calendar), span.amount if span.unit is Unit.MONTH else 0
    first, last = (dt.datetime.fromtimestamp(int(at) // SECOND, calendar.zone).year for at in (ends.min(), ends.max()))
    first = min(first - 2 - months // 12 - (0 if months else span.amount // 365), calendar.first.year)
    zone = days_of(calendar.zone, first, max(last, calendar.last.year) + 1)
    day = zone.midnights.locate(ends // SECOND)
    clock = ends - zone.midnights.edges[day] * SECOND
    odd = ~(zone.steady[day] & zone.steady[np.maximum(day - 1, 0)])
    if span.unit is Unit.WORKING_DAY:
        over = clock == 0
        index = day - over + (zone.first - tables.first)
        nth = tables.rank[np.clip(index, 0, len(tables.worked))] - span.amount
        fits = (nth >= 0) & (nth < len(tables.workdays))
        if not len(tables.workdays):
            return np.full_like(ends, UNDETERMINED), np.empty(0, np.intp)
        reached = tables.workdays[np.clip(nth, 0, len(tables.workdays) - 1)]
        runs = np.searchsorted(tables.run_days, reached, side="right")
        fits &= (runs % 2 == 1) & (runs == np.searchsorted(tables.run_days, index, side="right"))
        clock = np.where(over, seconds_of(calendar.hours.closing) * SECOND, inside(calendar, clock, SECOND))
        back = reached - (zone.first - tables.first)
        odd |= reached > index
    else:
        back = (
            months_on(zone.first + day, -months) - zone.first
            if months
            else day - (0 if span.unit is Unit.MONTH else span.amount)
        )
        fits = np.ones_like(ends, np.bool_)
    found = np.where(fits, zone.midnights.edges[back] * SECOND + clock, UNDETERMINED)
    return found, np.flatnonzero(odd | ~zone.steady[back])


def _closings(calendar: WorkCalendar, at: Ticks) -> Ticks:
    """Closing time of the days that end at those midnights."""
    midnights, place = np.unique(at, return_inverse=True)
    closing = [UNDETERMINED if end == UNDETERMINED else _closing(calendar, int(end)) for end in midnights]
    return np.array(closing, np.int64)[place]


def _closing(calendar: WorkCalendar, midnight: int) -> int:
    day = moment(midnight - 1, calendar.zone).date()
    return ticks(dt.datetime.combine(day, calendar.hours.closing, calendar.zone))


def _asked(
    over: Ticks,
    odd: NDArray[np.intp],
    moments: Ticks,
    ask: Callable[[dt.datetime], dt.datetime | None],
    calendar: WorkCalendar,
) -> None:
    """Put what the one-by-one function answers for the ``odd`` of ``moments`` into ``over``."""
    for place in odd:
        answer = ask(moment(int(moments[place]), calendar.zone))
        over[place] = UNDETERMINED if answer is None else ticks(answer)
