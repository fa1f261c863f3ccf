"""What a life needs from outside to go on: the editions it runs under and the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import DayEnd, Span, Unit
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.words import NOBODY_LATE
from zhuqi.domain.cases.sections import CaseRules

MINUTE, MICROSECOND = dt.timedelta(minutes=1), dt.timedelta(microseconds=1)
Booked = tuple[dt.datetime | None, dt.datetime | None]
"""When a clock is due, and when its next reminder comes."""


@dataclass(frozen=True)
class Terms:
    """Rules by edition, the calendar that each turns spans into moments by, and the edition where the case lies now.

    ``dues``: moments already booked, by clock's ``n``, for folding history again without asking a calendar that may
    know more by now."""

    editions: Mapping[int, CaseRules]
    calendars: Mapping[int, WorkCalendar]
    current: int
    dues: Mapping[int, Booked] | None = None

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar of the place where the case lies now."""
        return self.calendars[self.current]

    def booked(self, clock: Clock, edition: int) -> Booked:
        """When the clock is due, and when its next reminder comes."""
        if self.dues is not None:
            return self.dues.get(clock.n, (clock.due, clock.remind_at))
        due = self.due(clock, edition)
        return due, self.rung(clock, due, edition)[1]

    def rung(self, clock: Clock, due: dt.datetime | None, edition: int) -> tuple[int, dt.datetime | None]:
        """The next rung of a clock's ladder, counted from 0, and its moment; None where none comes. A rung that would
        have come before the clock began, or was moved, is left out."""
        ladder, since = self.editions[edition].ladder, clock.shifts[-1].at if clock.shifts else clock.start
        count = len(ladder.before)
        if due is None or not clock.running or clock.tick in NOBODY_LATE:
            return clock.rungs, None
        for n in range(clock.rungs, count + len(ladder.after)):
            early = n < count
            at = (
                self.calendars[edition].before(due, ladder.before[n])
                if early
                else self._run(clock, edition, ladder.after[n - count])
            )
            if at is None or at > since:
                return n, at
        return count + len(ladder.after), None

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
        ends = clock.span.ends if clock.span and clock.span.in_days else DayEnd.CLOSING
        if clock.span and clock.span.unit is Unit.WORKING_DAY and (not days or calendar.covers(days[0], days[-1])):
            return Span(sum(map(calendar.is_workday, days)), Unit.WORKING_DAY, ends=ends)
        return Span(len(days), Unit.NATURAL_DAY, ends=ends)
