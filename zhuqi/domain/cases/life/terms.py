"""What a life needs from outside to go on: the editions it runs under and the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Begins, Span, Unit
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.words import NOBODY_LATE
from zhuqi.domain.cases.sections import CaseRules

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
        have come before the clock began is left out."""
        ladder = self.editions[edition].ladder
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
            if at is None or at > clock.start or not early:
                return n, at
        return count + len(ladder.after), None

    def due(self, clock: Clock, edition: int) -> dt.datetime | None:
        """Start + span + shifts in order, each in its own unit; None while paused or undetermined."""
        if clock.paused_at is not None:
            return None
        return self._run(clock, edition)

    def _run(self, clock: Clock, edition: int, *more: Span) -> dt.datetime | None:
        """A clock's start or fixed moment, its span, its shifts in order, and more."""
        if clock.fixed is not None:
            return self.calendars[edition].due(clock.fixed, more)
        spans = [clock.span, *(shift.span for shift in clock.shifts), *more]
        return self.calendars[edition].due(clock.start, [span for span in spans if span is not None])

    def day(self, at: dt.datetime) -> dt.date:
        """The local day of a moment."""
        return at.astimezone(self.calendar.zone).date()

    def closing(self, day: dt.date) -> dt.datetime:
        """When a day's office hours end."""
        return dt.datetime.combine(day, self.calendar.hours.closing, self.calendar.zone)

    def lost(self, span: Span | None, since: dt.datetime, until: dt.datetime) -> Span:
        """What a clock in the unit of ``span`` lost between two moments. Where the calendar of the days between isn't
        published, working days are given back as natural ones."""
        unit = span.unit if span else Unit.NATURAL_DAY
        first, last = self.day(since), self.day(until)
        if span and unit is Unit.WORKING_DAY and self.calendar.covers(first, last):
            days = (first + dt.timedelta(n) for n in range(1, (last - first).days + 1))
            return replace(span, amount=sum(map(self.calendar.is_workday, days)), begins=Begins.MOMENT)
        if unit is Unit.WORKING_HOUR:
            minutes = self.calendar.working_minutes(since, until)
            if minutes is not None:
                return Span(-(-minutes // 60), unit)
        if unit in (Unit.HOUR, Unit.MINUTE):
            return Span(int((until - since).total_seconds() // 60), Unit.MINUTE)
        return Span((last - first).days, Unit.NATURAL_DAY)
