"""What a life needs from outside to go on: the editions it runs under and the calendar."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, islice

from zhuqi.base.ladders.reminders import Rung, Timing, When
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import MOST, Span, Unit
from zhuqi.domain.cases.life.values import Clock, Life
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import REMINDED
from zhuqi.domain.cases.sections import CaseRules

MINUTE, MICROSECOND = dt.timedelta(minutes=1), dt.timedelta(microseconds=1)
Booked = tuple[dt.datetime | None, dt.datetime | None]
"""When a clock is due, and when its next reminder comes."""


@dataclass(frozen=True)
class Coming:
    """The next reminder of a clock: how many of its ladder come before it, its moment, and the rung it belongs to. Without
    a moment none comes, or no calendar says when."""

    n: int
    at: dt.datetime | None = None
    rung: Rung | None = None


@dataclass(frozen=True)
class Terms:
    """Rules by edition, the calendar that each turns spans into moments by, and the edition where the case lies now.

    ``dues``: moments already booked, by clock's ``n``, for folding history again without asking a calendar that may
    know more by now."""

    editions: Mapping[int, CaseRules]
    calendars: Mapping[int, WorkCalendar]
    current: int
    dues: Mapping[int, Booked] | None = None
    units: Mapping[str, int] = field(default_factory=dict)
    """The units that the editions name by their codes, as they are called today."""
    copied: tuple[tuple[int, Moment], ...] | None = None
    """Copies already booked, for folding history again."""

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar of the place where the case lies now."""
        return self.calendars[self.current]

    def booked(self, life: Life, clock: Clock) -> Booked:
        """When the clock is due, and when its next reminder comes."""
        if self.dues is not None:
            return self.dues.get(clock.n, (clock.due, clock.remind_at))
        due = self.due(clock, life.editions[clock.area])
        return due, self.coming(life, clock, due).at

    def coming(self, life: Life, clock: Clock, due: dt.datetime | None) -> Coming:
        """The next reminder of a clock, counted from 0. One that would have come before the clock began, or was moved, is
        left out."""
        if due is None or not clock.running or clock.tick not in REMINDED:
            return Coming(clock.rungs)
        since, n = clock.shifts[-1].at if clock.shifts else clock.start, clock.rungs
        for at, rung in islice(self._reminders(life, clock, due), n, None):
            if at is None or at > since or (at == since and _at_the_start(clock, rung.timing)):
                return Coming(n, at, rung)
            n += 1
        return Coming(n)

    def ladder(self, life: Life, clock: Clock) -> tuple[Rung, ...]:
        """All that the clock brings of a clock, by the edition it stands under and how its case is sorted."""
        hand = life.row(clock.holding).hand if clock.holding is not None else None
        return self.editions[life.editions[clock.area]].climbed(clock.called, life.traits, hand)

    def _reminders(self, life: Life, clock: Clock, due: dt.datetime) -> Iterator[tuple[dt.datetime | None, Rung]]:
        """Every reminder of a clock in the order of time, without end where one repeats until the clock stops; those that no
        calendar dates come last."""
        edition, ladder = life.editions[clock.area], self.ladder(life, clock)
        ways = [self._times(clock, edition, due, n, rung.timing) for n, rung in enumerate(ladder)]
        for _, _, n, at in heapq.merge(*ways, key=lambda way: way[:3]):
            yield at, ladder[n]

    def _times(
        self, clock: Clock, edition: int, due: dt.datetime, n: int, timing: Timing
    ) -> Iterator[tuple[bool, float, int, dt.datetime | None]]:
        """When one rung is sent, with what orders it among the others."""
        for offset in _offsets(timing):
            at = self._moment(clock, edition, due, timing.when, offset)
            yield at is None, at.timestamp() if at else 0.0, n, at
            if at is None:
                return

    def _moment(self, clock: Clock, edition: int, due: dt.datetime, when: When, offset: Span) -> dt.datetime | None:
        """So long before the due moment, after it, or after the start."""
        if when is When.BEFORE:
            return self.calendars[edition].before(due, offset)
        return (
            self._run(clock, edition, offset)
            if when is When.AFTER
            else self.calendars[edition].add(clock.start, offset)
        )

    def due(self, clock: Clock, edition: int) -> dt.datetime | None:
        """Start + span + shifts in order, each in its own unit; None while paused or undetermined."""
        if clock.paused_at is not None:
            return None
        return self._run(clock, edition)

    def _run(self, clock: Clock, edition: int, *more: Span) -> dt.datetime | None:
        """A clock's start or fixed moment, its span, its shifts in order, and more."""
        spans = [clock.span, *(shift.span for shift in clock.shifts), *more]
        return self.calendars[edition].due(clock.fixed or clock.start, [span for span in spans if span is not None])

    def day(self, at: dt.datetime) -> dt.date:
        """The local day of a moment."""
        return at.astimezone(self.calendar.zone).date()

    def opening(self, day: dt.date) -> dt.datetime:
        """When a day's office hours begin."""
        return dt.datetime.combine(day, self.calendar.hours.opening, self.calendar.zone)

    def closing(self, day: dt.date) -> dt.datetime:
        """When a day's office hours end."""
        return dt.datetime.combine(day, self.calendar.hours.closing, self.calendar.zone)

    def lost(self, clock: Clock, edition: int, until: dt.datetime) -> Span:
        """What a paused clock lost by ``until``, in its own unit and never less: what it had left, it has left again.
        Where the calendar between isn't published, working days and hours are given back as natural days."""
        since, span, calendar = clock.paused_at or until, clock.span, self.calendars[edition]
        if span is None or span.in_days:
            return self._days_lost(clock, edition, until)
        if span.unit is not Unit.WORKING_HOUR:
            return Span(-((since - until) // MINUTE), Unit.MINUTE)
        minutes = calendar.working_minutes(since.replace(second=0, microsecond=0), until + MINUTE - MICROSECOND)
        return self._days_lost(clock, edition, until) if minutes is None else Span(-(-minutes // 60), span.unit)

    def _days_lost(self, clock: Clock, edition: int, until: dt.datetime) -> Span:
        """The days that ended, at the time of day at which the clock is due, between its pause and ``until``."""
        calendar, due = self.calendars[edition], self._run(clock, edition)
        end = due.time() if due else calendar.hours.closing

        def counted(at: dt.datetime) -> dt.date:
            local = at.astimezone(calendar.zone)
            over = end != dt.time() and local.time() > end
            return local.date() + dt.timedelta(over)

        first, last = counted(clock.paused_at or until), counted(until)
        days = [first + dt.timedelta(n) for n in range((last - first).days)]
        lost = Span(len(days), Unit.NATURAL_DAY)
        if clock.span and clock.span.unit is Unit.WORKING_DAY and (not days or calendar.covers(days[0], days[-1])):
            lost = Span(sum(map(calendar.is_workday, days)), Unit.WORKING_DAY)
        return lost.ending_like(clock.span) if clock.span else lost


def _at_the_start(clock: Clock, timing: Timing) -> bool:
    """Whether a rung is sent as soon as its clock starts (起算时): once, and not again where the clock is moved."""
    return timing.when is When.SINCE and timing.offset.amount == 0 and not clock.shifts


def _offsets(timing: Timing) -> Iterator[Span]:
    """The offsets at which a rung is sent, in the order of time; without end where it repeats until an event."""
    first, every = timing.offset, timing.every
    if every is None:
        yield first
        return
    step = -every.amount if timing.when is When.BEFORE else every.amount
    for k in islice(count(), timing.times):
        amount = first.amount + k * step
        if (amount <= 0 and step < 0) or amount > MOST[first.unit]:
            return
        yield replace(first, amount=amount)
