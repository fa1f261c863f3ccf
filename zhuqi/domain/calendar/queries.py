"""Which years are published, and the calendar they come to. The calendar is everybody's: no actor is asked for."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Count

from zhuqi.base.worktime.calendar import SHANGHAI, WorkCalendar, build
from zhuqi.base.worktime.hours import STANDARD, OfficeHours
from zhuqi.domain.calendar.models import CalendarYear, SpecialDay
from zhuqi.domain.calendar.rules import Day, merged

Published = tuple[tuple[int, str], ...]


def published_years() -> tuple[int, ...]:
    """The years whose working days are known, in order. One query."""
    return tuple(year for year, _ in _published())


def notices() -> list[tuple[int, str, int]]:
    """(year, source, number of days its notice names) of the published years, the latest first. One query."""
    told = CalendarYear.objects.annotate(n=Count("days")).order_by("-year")
    return list(told.values_list("year", "source", "n"))


def source_of(year: int) -> str | None:
    """Where the days of a year come from; None where it isn't published. One query."""
    return CalendarYear.objects.filter(year=year).values_list("source", flat=True).first()


def work_calendar(hours: OfficeHours = STANDARD, zone: ZoneInfo = SHANGHAI) -> WorkCalendar:
    """The calendar of all published years. One query; a second one where the years changed since this process looked.

    The same years, days, hours and zone give the same object.
    """
    return _built(_published(), hours, zone)


def days_of(year: int) -> tuple[Day, ...]:
    """What the notice for a year says, by date; none where it isn't published. One query."""
    rows = SpecialDay.objects.filter(notice__year=year).order_by("day")
    return tuple(Day(*row) for row in rows.values_list("day", "working", "name"))


def _published() -> Published:
    """(year, fingerprint of its days) of each published year, in order."""
    return tuple(CalendarYear.objects.order_by("year").values_list("year", "fingerprint"))


@lru_cache(maxsize=16)
def _built(published: Published, hours: OfficeHours, zone: ZoneInfo) -> WorkCalendar:
    notices: dict[int, list[Day]] = {year: [] for year, _ in published}
    rows = SpecialDay.objects.filter(notice__year__in=notices).order_by("notice__year", "day")
    for year, day, working, name in rows.values_list("notice__year", "day", "working", "name"):
        notices[year].append(Day(day, working, name))
    return build(notices, merged(notices), zone, hours)
