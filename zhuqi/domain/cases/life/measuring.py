"""How much is left of a clock, how much of it is used, by how much it is over: exact figures, by the calendar of its place.

So many units are left exactly at the moment at which a reminder so much before would come, and are over exactly at the
moment at which one so much after would come; what lies between counts as a part of the unit it lies in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.lamps import figures
from zhuqi.base.lamps.gauges import Axis, Count, Gauge
from zhuqi.base.lamps.rules import Lamp, LampRule, Shown, State, judge
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import MOST, Span, Unit
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.words import Shifted

Nth = Callable[[int], int | None]
"""The moment, in ticks, at which n units have gone by; None where no calendar says."""
WORKING = frozenset({Unit.WORKING_DAY, Unit.WORKING_HOUR})
MINUTE = 60_000_000


def since(calendar: WorkCalendar, begin: dt.datetime, now: dt.datetime, unit: Unit) -> Fraction | None:
    """How many units have gone by from a moment to a later one; None where no calendar says."""

    def nth(n: int) -> int | None:
        return _ticks(calendar.due(begin, [Span(n, unit)]) if n else begin)

    return _gone(nth, ticks(now), 1, MOST[unit])


def until(calendar: WorkCalendar, now: dt.datetime, due: dt.datetime, unit: Unit) -> Fraction | None:
    """How many units are left from a moment to a later one; None where no calendar says."""

    def nth(n: int) -> int | None:
        return _ticks(calendar.before(due, Span(n, unit)) if n else due)

    return _gone(nth, ticks(now), -1, MOST[unit])


def _ticks(at: dt.datetime | None) -> int | None:
    return None if at is None else ticks(at)


def _gone(nth: Nth, now: int, way: int, most: int) -> Fraction | None:
    """How many units lie between their beginning and now; ``way``: 1 forward in time, -1 back."""

    def over(n: int) -> bool:
        at = nth(n)
        return at is not None and (at - now) * way <= 0

    high = 1
    while high < most and over(high):
        high *= 2
    low, high = high // 2, min(high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if over(middle) else (low, middle)
    begins, ends = nth(low), nth(low + 1)
    if begins is None or ends is None or begins == ends:
        return None
    return low + Fraction(abs(now - begins), abs(ends - begins))


def left(calendar: WorkCalendar, clock: Clock, now: dt.datetime, unit: Unit | None) -> Fraction | None:
    """The time left of a clock; negative exactly when it is late."""
    if clock.due is None:
        return None
    late, unit = clock.late(now), unit or Unit.MINUTE
    amount = since(calendar, clock.due, now, unit) if late else until(calendar, now, clock.due, unit)
    return figures.left(amount, late=late)


def used(calendar: WorkCalendar, clock: Clock, now: dt.datetime) -> Fraction | None:
    """The share of its time that a clock has used: office time where it counts that. Time in which it stood still, which
    was given back, counts on neither side."""
    if clock.due is None:
        return None
    working = clock.span is not None and clock.span.unit in WORKING
    whole, rest = _time(calendar, clock.start, clock.due, working), _time(calendar, now, clock.due, working)
    for shift in clock.shifts:
        if shift.why is Shifted.SUSPENSION and whole is not None:
            began = calendar.before(shift.at, shift.span) if shift.span.is_length else None
            stood = _time(calendar, max(began, clock.start), shift.at, working) if began else None
            whole = None if stood is None else whole - stood
    if whole is None or rest is None:
        return None
    late = clock.late(now)
    return figures.used(
        whole + max(ticks(now) - ticks(clock.due), 0) if late else whole - rest, max(whole, 0), late=late
    )


def _time(calendar: WorkCalendar, a: dt.datetime, b: dt.datetime, working: bool) -> int | None:
    """Ticks from ``a`` to ``b``, of office time or of any; 0 where b isn't later. None where no calendar says."""
    first, last = ticks(a), ticks(b)
    if last <= first:
        return 0
    if not working:
        return last - first
    if calendar.working_minutes(a, b) is None:
        return None
    return calendar.office_time.worked(last) - calendar.office_time.worked(first)


def figure(calendar: WorkCalendar, clock: Clock, now: dt.datetime, axis: Axis) -> Fraction | None:
    """What an axis of a lamp rule reads of a clock."""
    unit = axis.unit if isinstance(axis.unit, Unit) else None
    if axis.gauge is Gauge.LEFT:
        return left(calendar, clock, now, unit)
    if axis.gauge is Gauge.USED and axis.unit is Count.SHARE:
        return used(calendar, clock, now)
    return since(calendar, clock.start, now, unit) if axis.gauge is Gauge.USED and unit else None


@dataclass(frozen=True)
class Lit:
    """The lamp of a clock, and why."""

    lamp: Lamp
    shown: Shown


def light(rule: LampRule, calendar: WorkCalendar, clock: Clock, now: dt.datetime) -> Lit | None:
    """Which lamp a rule lights for a running clock; None where it stands still, has no date, or no calendar says."""
    if not clock.running or clock.paused_at is not None or clock.due is None:
        return None
    shown = judge(rule, {axis: figure(calendar, clock, now, axis) for axis in rule.axes})
    return Lit(rule.palette.lamp(shown.code), shown) if shown.state is State.LIT else None
