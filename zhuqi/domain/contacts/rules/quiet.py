"""Quiet days (静默日): sets of days as offices write them. Text in, a set of days out, or None where it can't be read."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spelling import number
from zhuqi.domain.contacts.rules.periods import DAY, GRAINS, Every, Grain


class Days(Protocol):
    """A set of days."""

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool | None:
        """Whether a day is in it; None where that hangs on a calendar that isn't published (or isn't given)."""


@dataclass(frozen=True)
class MonthDays:
    """Days of every month, as (first, last); of all of them, every day."""

    ranges: tuple[tuple[int, int], ...]

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool:
        return any(first <= day.day <= last for first, last in self.ranges)


@dataclass(frozen=True)
class Weekdays:
    """Days of the week, Monday is 0."""

    days: frozenset[int]

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool:
        return day.weekday() in self.days


@dataclass(frozen=True)
class Dates:
    """The days from one to another, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Yearly:
    """The days of every year from (month, day) to (month, day), both included, over the year's end where that is earlier."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool:
        on = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= on <= self.last
        return on >= self.first or on <= self.last


@dataclass(frozen=True)
class Off:
    """Every day on which offices don't work: weekends and holidays, less the make-up working days."""

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool | None:
        known = calendar is not None and calendar.covers(day, day)
        return not calendar.is_workday(day) if calendar is not None and known else None


@dataclass(frozen=True)
class Edge:
    """The first or last days of every week, month, quarter, half year or year; working days where ``working``."""

    grain: Grain
    count: int
    last: bool
    working: bool

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool | None:
        period = Every(self.grain).period(day)
        until = period.until or day
        if not self.working:
            return (until - day).days <= self.count if self.last else (day - period.since).days < self.count
        since, end = (day, until - DAY) if self.last else (period.since, day)
        if calendar is None or not calendar.covers(since, end):
            return None
        row = [since + DAY * n for n in range((end - since).days + 1)]
        return calendar.is_workday(day) and sum(map(calendar.is_workday, row)) <= self.count


@dataclass(frozen=True)
class Outside:
    """Every day but these."""

    inner: Days

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool | None:
        found = self.inner.holds(day, calendar)
        return None if found is None else not found


@dataclass(frozen=True)
class DaySet:
    """A set of days with the words in which somebody wrote it; ``between``: only from one time of these days to another."""

    days: Days
    written: str = field(compare=False)
    between: tuple[dt.time, dt.time] | None = None

    @property
    def whole(self) -> bool:
        """Whether it is of whole days."""
        return self.between is None

    def spares(self, at: dt.time | None) -> bool | None:
        """Whether a time lies outside what is quiet of a day; None where no time is known."""
        if self.between is None:
            return False
        return None if at is None else not self.between[0] <= at < self.between[1]

    def holds(self, day: dt.date, calendar: WorkCalendar | None) -> bool | None:
        """Whether a day is in it; None where that hangs on a calendar that isn't published (or isn't given)."""
        return self.days.holds(day, calendar)


def parse(text: str) -> DaySet | None:
    """The days that a text names; None where it can't be read, or names a day that there isn't."""
    try:
        plain, between = _part(_plain(text))
        found = _days(plain)
    except ValueError:
        return None
    return DaySet(found, " ".join(text.split()), between) if found is not None else None


MIDNIGHT, NOON, EVENING = dt.time(), dt.time(12), dt.time.max
PARTS = {"上午": (MIDNIGHT, NOON), "下午": (NOON, EVENING)}
_HOURS = re.compile(r"(.+?)的?(\d{1,2}):(\d{2})~(\d{1,2}):(\d{2})")


def _part(text: str) -> tuple[str, tuple[dt.time, dt.time] | None]:
    """The days of a text, and the part of each that is meant: 上午, 下午, 09:00~11:30. Raises ValueError."""
    for word, between in PARTS.items():
        if text.endswith(word):
            return text.removesuffix(word), between
    hours = _HOURS.fullmatch(text)
    if hours is None:
        return text, None
    first, last = dt.time(int(hours[2]), int(hours[3])), dt.time(int(hours[4]), int(hours[5]))
    if first >= last:
        raise ValueError(text)
    return hours[1], (first, last)


_DIGITS = re.compile(r"[零一二两三四五六七八九十]{1,3}(?=[日天个月工、~])")
_TAIL = re.compile(r"(?:不得|不|免)(?:入企|走访|打扰|检查|安排.{0,4}|上门|扰企)$")


def _plain(text: str) -> str:
    """Without spaces, with one mark for "to" and one for "and", in figures; what isn't to be done there left out."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"(\d{4})-(\d{1,2})-(\d{1,2})", r"\1年\2月\3日", plain)
    plain = re.sub(r"[至到~–—―-]+", "~", plain.replace("号", "日").replace("的", "").replace("次年", ""))
    plain = re.sub(r"[,;及和与]", "、", plain) if "及以" not in plain else plain
    if not re.search("周|星期|礼拜", plain):
        plain = _DIGITS.sub(lambda found: str(number(found[0]) or found[0]), plain)
    return _TAIL.sub("", plain)


def _days(text: str) -> Days | None:
    outside = re.fullmatch(r"除?(.+?)(?:以外|之外)|除(.+?)外", text)
    if outside:
        inner = _days(outside[1] or outside[2])
        return Outside(inner) if inner is not None else None
    return next((found for form in FORMS if (found := form(text)) is not None), None)


OFF = {"节假日", "休息日", "法定节假日", "非工作日", "法定节假日、休息日", "节假日、休息日", "休息日、节假日"}
WEEK = "一二三四五六日"
_WEEKDAY = re.compile(r"(周|星期|礼拜)?([一二三四五六日天])(?:~(?:周|星期|礼拜)?([一二三四五六日天]))?")


def _off(text: str) -> Days | None:
    return Off() if text in OFF else None


def _weekdays(text: str) -> Days | None:
    text = text.removeprefix("每个").removeprefix("每")
    if text in ("周末", "双休日"):
        return Weekdays(frozenset({5, 6}))
    parts = [_WEEKDAY.fullmatch(part) for part in text.split("、")]
    if not parts or None in parts or not (parts[0] and parts[0][1]):
        return None
    days: set[int] = set()
    for part in filter(None, parts):
        first = WEEK.index(part[2].replace("天", "日"))
        last = WEEK.index((part[3] or part[2]).replace("天", "日"))
        if last < first:
            return None
        days |= set(range(first, last + 1))
    return Weekdays(frozenset(days))


_EDGE = re.compile(r"每?个?(周|月|季度?|半年|年)(前|头|最后|末|底|初)(\d{1,2})个?(工作日|日|天)")


def _edge(text: str) -> Days | None:
    found = _EDGE.fullmatch(text)
    if not found or not int(found[3]):
        return None
    last = found[2] in ("最后", "末", "底")
    return Edge(GRAINS[found[1]], int(found[3]), last, found[4] == "工作日")


_BOUND = re.compile(r"(?:每个?月)?(\d{1,2})日(之?前|及以前|\(含\)之?前|之?后|及以后|\(含\)之?后|起)")
_RANGE = re.compile(r"(\d{1,2})日?(?:~(\d{1,2})日?)?")


def _month_days(text: str) -> Days | None:
    if text in ("每天", "每日"):
        return MonthDays(((1, 31),))
    bound = _BOUND.fullmatch(text)
    if bound:
        day, inside = int(bound[1]), bound[2] == "起" or "含" in bound[2] or "及" in bound[2]
        pair = (1, day - (not inside)) if "前" in bound[2] else (day + (not inside), 31)
        return MonthDays((pair,)) if 1 <= pair[0] <= pair[1] <= 31 else None
    rest = re.fullmatch(r"(?:每个?月)?([\d日~、]+日)", text)
    parts = [_RANGE.fullmatch(part) for part in rest[1].split("、")] if rest else [None]
    pairs = tuple((int(part[1]), int(part[2] or part[1])) for part in parts if part)
    if len(pairs) < len(parts) or not all(1 <= first <= last <= 31 for first, last in pairs):
        return None
    return MonthDays(pairs)


_YEARLY = re.compile(r"(?:每年)?(\d{1,2})月(\d{1,2})日(?:~(?:(\d{1,2})月)?(\d{1,2})日)?")
_YEARLY_SHORT = re.compile(r"(?:每年)?(\d{1,2})月(\d{1,2})~(\d{1,2})日")
_MONTH_RANGE = re.compile(r"每年(\d{1,2})月?(?:~(\d{1,2})月)?")


def _yearly(text: str) -> Days | None:
    short, found = _YEARLY_SHORT.fullmatch(text), _YEARLY.fullmatch(text)
    if short:
        return Yearly(_on(short[1], short[2]), _on(short[1], short[3]))
    if found:
        first = _on(found[1], found[2])
        return Yearly(first, _on(found[3] or found[1], found[4]) if found[4] else first)
    months = _MONTH_RANGE.fullmatch(text) if text.endswith("月") else None
    return Yearly(_on(months[1], "1"), (_on(months[2] or months[1], "1")[0], 31)) if months else None


def _on(month: str, day: str) -> tuple[int, int]:
    """A day of the year that there is at least in leap years. Raises ValueError."""
    found = dt.date(2024, int(month), int(day))
    return found.month, found.day


_DATES = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:~(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日)?")


def _dates(text: str) -> Days | None:
    found = _DATES.fullmatch(text)
    if not found:
        return None
    first = dt.date(int(found[1]), int(found[2]), int(found[3]))
    if not found[6]:
        return Dates(first, first)
    last = dt.date(int(found[4] or found[1]), int(found[5] or found[2]), int(found[6]))
    return Dates(first, last) if first <= last else None


FORMS: tuple[Callable[[str], Days | None], ...] = (_off, _weekdays, _edge, _month_days, _yearly, _dates)
"""Each way of writing days, tried in this order; no text is read by two."""
