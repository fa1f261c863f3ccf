"""A second reading of working time that shares nothing with the first: it asks the chinesecalendar package about each
day and walks, minute by minute or day by day. Slow, and meant to be obvious. Knows whole minutes only."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


class Unpublished(Exception):
    """A day was looked at that nobody has published."""


@cache
def works(day: dt.date) -> bool:
    if not 2016 <= day.year <= 2026:
        raise Unpublished(day)
    return bool(chinese_calendar.is_workday(day))


def in_session(clock: str) -> bool:
    """Whether the minute that begins at HH:MM is office time on a working day."""
    return "08:30" <= clock < "12:00" or "13:00" <= clock < "17:00"


class Walk:
    """One span, walked from its start."""

    def __init__(
        self,
        start: dt.datetime,
        amount: int,
        unit: str,
        begins: str,
        ends: str,
        zone: ZoneInfo,
        number: int = 0,
        off: str = "stays",
        clock: int = 0,
    ) -> None:
        self.start, self.amount, self.zone = start.astimezone(dt.UTC), amount, zone
        self.unit, self.begins, self.ends, self.number, self.off = unit, begins, ends, number, off
        self.clock = f"{clock // 60:02}:{clock % 60:02}"

    def due(self) -> dt.datetime | None:
        try:
            return max(getattr(self, f"by_{self.unit}")(), self.start)
        except Unpublished:
            return None

    def local(self, at: dt.datetime) -> dt.datetime:
        return at.astimezone(self.zone)

    def begin(self) -> dt.datetime:
        at = self.start
        if self.begins == "next_day":
            while self.local(at).date() == self.local(self.start).date():
                at += MINUTE
        return at

    def by_minute(self) -> dt.datetime:
        at = self.begin()
        for _ in range(self.amount):
            at += MINUTE
        return at

    def by_hour(self) -> dt.datetime:
        self.amount *= 60
        return self.by_minute()

    def by_working_hour(self) -> dt.datetime:
        at, left = self.begin(), self.amount * 60
        while left:
            local = self.local(at)
            if works(local.date()) and in_session(f"{local:%H:%M}"):
                left -= 1
            at += MINUTE
        return at

    def by_working_day(self) -> dt.datetime:
        at = self.start
        if self.begins == "moment":
            while not works(self.local(at).date()) or f"{self.local(at):%H:%M}" > "17:00":
                at += MINUTE
        day, left = self.local(at).date(), self.amount
        while left:
            day += DAY
            left -= works(day)
        clock = f"{self.local(at):%H:%M}"
        if clock > "17:00":
            clock = "17:00"
        if "12:00" < clock < "13:00":
            clock = "13:00"
        return self.end(day, max(clock, "08:30"))

    def by_natural_day(self) -> dt.datetime:
        day = self.local(self.start).date()
        for _ in range(self.amount):
            day += DAY
        return self.end(self.moved(day), f"{self.local(self.start):%H:%M}")

    def moved(self, day: dt.date) -> dt.date:
        """The nearest working day after or before."""
        while self.off != "stays" and not works(day):
            day += DAY if self.off == "forward" else -DAY
        return day

    def by_month_day(self) -> dt.datetime:
        """Leaf through the calendar page by page; take the first page whose day isn't over."""
        page = self.local(self.begin()).date()
        for _ in range(self.amount):
            page = self.leaf(page)
        while True:
            day = page.replace(day=1)
            while day.day < self.number and (day + DAY).month == day.month:
                day += DAY
            over = self.ended(day)
            if over is not None:
                return over
            page = self.leaf(page)

    def by_week_day(self) -> dt.datetime:
        """Go to the week's Monday, so many weeks on, and from there to the day; a week on while that is over."""
        monday = self.local(self.begin()).date()
        while f"{monday:%a}" != "Mon":
            monday -= DAY
        for _ in range(self.amount):
            monday += 7 * DAY
        names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        while True:
            day = monday
            while f"{day:%a}" != names[self.number - 1]:
                day += DAY
            over = self.ended(day)
            if over is not None:
                return over
            monday += 7 * DAY

    def by_quarter_end(self) -> dt.datetime:
        return self.by_end_of({3, 6, 9, 12})

    def by_year_end(self) -> dt.datetime:
        return self.by_end_of({12})

    def by_end_of(self, months: set[int]) -> dt.datetime:
        """Walk to the last day of such a month; on past so many of them, and past those that are over."""
        day, passed = self.local(self.begin()).date(), 0
        while True:
            if day.month in months and (day + DAY).month != day.month:
                over = self.ended(day) if passed >= self.amount else None
                if over is not None:
                    return over
                passed += 1
            day += DAY

    def ended(self, day: dt.date) -> dt.datetime | None:
        """When a day, moved past days off, is over; None where nobody could meet it any more."""
        moved = self.moved(day)
        over = self.end(moved, f"{self.local(self.start):%H:%M}")
        return over if moved >= self.local(self.begin()).date() and over >= self.begin() else None

    @staticmethod
    def leaf(page: dt.date) -> dt.date:
        """A day of the month after."""
        day = page
        while day.month == page.month:
            day += DAY
        return day

    def by_month(self) -> dt.datetime:
        day = self.local(self.start).date()
        year, month, number = day.year, day.month, day.day
        for _ in range(self.amount):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        while True:
            try:
                day = dt.date(year, month, number)
            except ValueError:
                number -= 1
            else:
                return self.end(self.moved(day), f"{self.local(self.start):%H:%M}")

    def end(self, day: dt.date, clock: str) -> dt.datetime:
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=self.zone).astimezone(dt.UTC)
        if self.ends in ("same_time", "clock"):
            clock = self.clock if self.ends == "clock" else clock
            at = noon - 14 * 60 * MINUTE
            while self.local(at).date() < day or f"{self.local(at):%H:%M}" < clock:
                at += MINUTE
            return at
        at = noon
        while self.local(at).date() == day:
            at += MINUTE
        if self.ends == "closing":
            while not in_session(f"{self.local(at - MINUTE):%H:%M}"):
                at -= MINUTE
        return at
