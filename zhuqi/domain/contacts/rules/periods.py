"""Periods in which contacts are counted: by the calendar (a week, a month, a quarter, half a year, a year) or rolling."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhuqi.base.period import Period
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.base.worktime.calendar import add_months
from zhuqi.base.worktime.spans import Span, Unit, in_words, write

DAY = dt.timedelta(days=1)


class Grain(Named):
    """Periods of the calendar."""

    DAY = "day", term("day")
    WEEK = "week", term("week")
    TWO_WEEKS = "two_weeks", term("two weeks")
    TEN_DAYS = "ten_days", term("ten days of a month")
    HALF_MONTH = "half_month", term("half a month")
    MONTH = "month", term("calendar month")
    TWO_MONTHS = "two_months", term("two months")
    QUARTER = "quarter", term("quarter")
    FOUR_MONTHS = "four_months", term("four months")
    HALF_YEAR = "half_year", term("half a year")
    YEAR = "year", term("year")


MONTHS: Mapping[Grain, int] = {
    Grain.MONTH: 1,
    Grain.TWO_MONTHS: 2,
    Grain.QUARTER: 3,
    Grain.FOUR_MONTHS: 4,
    Grain.HALF_YEAR: 6,
    Grain.YEAR: 12,
}
GRAINS: Mapping[str, Grain] = {
    "日": Grain.DAY,
    "天": Grain.DAY,
    "周": Grain.WEEK,
    "星期": Grain.WEEK,
    "双周": Grain.TWO_WEEKS,
    "两周": Grain.TWO_WEEKS,
    "旬": Grain.TEN_DAYS,
    "半月": Grain.HALF_MONTH,
    "半个月": Grain.HALF_MONTH,
    "月": Grain.MONTH,
    "月度": Grain.MONTH,
    "双月": Grain.TWO_MONTHS,
    "两月": Grain.TWO_MONTHS,
    "两个月": Grain.TWO_MONTHS,
    "季度": Grain.QUARTER,
    "季": Grain.QUARTER,
    "四个月": Grain.FOUR_MONTHS,
    "半年": Grain.HALF_YEAR,
    "年": Grain.YEAR,
    "年度": Grain.YEAR,
}
"""How each is written; the first form of each is written back."""
EDGES: Mapping[Grain, tuple[int, ...]] = {Grain.TEN_DAYS: (1, 11, 21), Grain.HALF_MONTH: (1, 16)}
"""On which days of a month its parts begin."""
FIRST_MONDAY = dt.date(2000, 1, 3)
"""From here two weeks are counted in pairs."""


@dataclass(frozen=True)
class Every:
    """A period of the calendar, or any ``span`` of days or months in a row (rolling)."""

    grain: Grain | None = None
    span: Span | None = None

    def period(self, day: dt.date) -> Period:
        """The calendar's period that holds a day; the rolling one that ends with it."""
        if self.grain is None:
            return Period(self.back(day), day + DAY)
        if self.grain is Grain.DAY:
            return Period(day, day + DAY)
        if self.grain is Grain.WEEK:
            monday = day - DAY * day.weekday()
            return Period(monday, monday + DAY * 7)
        if self.grain is Grain.TWO_WEEKS:
            since = day - DAY * ((day - FIRST_MONDAY).days % 14)
            return Period(since, since + DAY * 14)
        if self.grain in EDGES:
            return self._part_of_month(day, EDGES[self.grain])
        months = MONTHS[self.grain]
        first = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
        return Period(first, add_months(first, months))

    def _part_of_month(self, day: dt.date, edges: tuple[int, ...]) -> Period:
        first = dt.date(day.year, day.month, 1)
        n = max(n for n, edge in enumerate(edges) if day.day >= edge)
        after = first.replace(day=edges[n + 1]) if n + 1 < len(edges) else add_months(first, 1)
        return Period(first.replace(day=edges[n]), after)

    def windows(self, day: dt.date, days: list[dt.date]) -> Iterator[Period]:
        """Every period that holds ``day`` and could be the fullest: the calendar's one, or the rolling ones that begin on
        one of ``days`` (in order) or on the day."""
        if self.grain is not None:
            yield self.period(day)
            return
        for first in sorted({day, *days[bisect_left(days, self.back(day)) : bisect_right(days, day)]}):
            window = Period(first, self.ahead(first))
            if window.holds(day):
                yield window

    def ahead(self, first: dt.date) -> dt.date:
        """The first day after a rolling period that begins on ``first``, or after the calendar's one of that day."""
        if self.span is None:
            found = self.period(first).until
            return found or first
        months = self.span.unit is Unit.MONTH
        return add_months(first, self.span.amount) if months else first + DAY * self.span.amount

    def back(self, last: dt.date) -> dt.date:
        """The first day of the rolling period that ends with ``last``."""
        if self.span is None:
            return self.period(last).since
        months = self.span.unit is Unit.MONTH
        after = last + DAY
        return add_months(after, -self.span.amount) if months else after - DAY * self.span.amount

    def written(self) -> str:
        """As a rulebook writes it."""
        if self.span is not None:
            return write(self.span)
        return next(word for word, grain in GRAINS.items() if grain is self.grain)

    def words(self) -> Sentence:
        """For people."""
        return in_words(self.span) if self.span is not None else say((self.grain or Grain.YEAR).label)
