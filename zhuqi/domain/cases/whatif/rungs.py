"""How often the rungs of a ladder came in one phase of many clocks.

Pure: arrays, spans and calendars in, arrays out. Moments are microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from zhuqi.base.ladders.reminders import Timing, When
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import before_ticks, due_ticks
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import MOST, DayEnd, Span, Unit
from zhuqi.domain.cases.whatif.fetching import Numbers
from zhuqi.domain.cases.whatif.timeline import Flags

THIS_DAY = Span(0, Unit.NATURAL_DAY, ends=DayEnd.MIDNIGHT)
Nth = Callable[[Numbers, int], Numbers]
"""When the kth of some moments comes (k from 0), for some places."""


@dataclass(frozen=True, eq=False)
class Course:
    """Clocks in one phase: when each started, since when the phase lasts, when it is due in it and whether that is the midnight at
    which days end, and until when the phase lasts."""

    start: Numbers
    since: Numbers
    due: Numbers
    midnight: Flags
    until: Numbers

    def where(self, which: Flags | Numbers) -> Course:
        """Some of them."""
        return Course(self.start[which], self.since[which], self.due[which], self.midnight[which], self.until[which])


def further(calendar: WorkCalendar, due: Numbers, midnight: bool, span: Span) -> Numbers:
    """So much after each due moment, as ``WorkCalendar.due`` goes on with a further span. ``midnight``: the span before it ended
    its days at midnight."""
    if not (midnight and span.in_days):
        return due_ticks(calendar, due, [span])
    known = due != UNDETERMINED
    over = np.full_like(due, UNDETERMINED)
    over[known] = due_ticks(
        calendar, due[known] - 1, [THIS_DAY, span]
    )  # the day that ends then, and what comes after it
    return over


def climbed(calendar: WorkCalendar, rung: Timing, course: Course) -> Numbers:
    """How many times of a rung came in the phase: after its beginning, no later than its end. None after one that no calendar
    knows."""
    count = np.zeros(len(course.due), np.int64)
    some = np.flatnonzero(course.due <= course.until) if rung.when is When.AFTER else np.arange(len(course.due))
    if not len(some):
        return count
    here = course.where(some)
    split = rung.when is When.AFTER and rung.offset.in_days and bool(here.midnight.any())

    def moment(places: Numbers, k: int) -> Numbers:
        span = offset(rung, k)
        if rung.when is When.BEFORE:
            return before_ticks(calendar, here.due[places], span)
        if rung.when is When.SINCE:
            return due_ticks(calendar, here.start[places], [span])
        if not split:
            return further(calendar, here.due[places], False, span)
        found, over = np.empty(len(places), np.int64), here.midnight[places]
        for at_midnight in (False, True):
            found[over == at_midnight] = further(calendar, here.due[places[over == at_midnight]], at_midnight, span)
        return found

    since = here.since
    if (
        rung.when is When.SINCE and not rung.offset.amount
    ):  # 起算时: as soon as it starts, and not again where it is moved
        since = since - (since == here.start)
    most = times(rung)
    if most == 1:
        at = moment(np.arange(len(some)), 0)
        count[some] = (at != UNDETERMINED) & (at > since) & (at <= here.until)
        return count
    count[some] = np.maximum(passed(moment, here.until, most) - passed(moment, since, most), 0)
    return count


def offset(rung: Timing, k: int) -> Span:
    """The offset at which a rung comes for the kth time, from 0."""
    if rung.every is None:
        return rung.offset
    step = -rung.every.amount if rung.when is When.BEFORE else rung.every.amount
    return replace(rung.offset, amount=rung.offset.amount + k * step)


def times(rung: Timing) -> int:
    """How often a rung comes at most: before a due moment no further than to it, else as far as a span may reach."""
    first, every = rung.offset, rung.every
    if every is None:
        return 1
    most = (
        -(-first.amount // every.amount)
        if rung.when is When.BEFORE
        else (MOST[first.unit] - first.amount) // every.amount + 1
    )
    return max(0, min(most, rung.times or most))


def passed(nth: Nth, bound: Numbers, most: int) -> Numbers:
    """How many of the moments 0, 1, … (at most ``most``, in order) aren't later than each ``bound``: by doubling, then by halving,
    the places with the same question together."""
    count = np.zeros(len(bound), np.int64)

    def over(places: Numbers, k: int) -> Flags:
        at = nth(places, k)
        reached: Flags = (at != UNDETERMINED) & (at <= bound[places])
        return reached

    on_way, asked = [], np.arange(len(bound))
    low, high = 0, 1
    while len(asked) and low < most:
        reached = over(asked, high - 1)
        on_way.append((low, high - 1, asked[~reached]))
        low, high, asked = high, min(2 * high, most), asked[reached]
    count[asked] = most
    while on_way:
        low, high, places = on_way.pop()
        if not len(places) or low == high:
            count[places] = low
            continue
        middle = (low + high) // 2
        reached = over(places, middle)
        on_way += [(middle + 1, high, places[reached]), (low, middle, places[~reached])]
    return count
