"""What holds for everybody: the years whose working days are published."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.domain.calendar import queries
from zhuqi.domain.calendar.actions import import_year
from zhuqi.domain.calendar.rules import EARLIEST, LATEST, LONGEST_NAME, LONGEST_SOURCE
from zhuqi.interfaces import cursors
from zhuqi.interfaces.api import pages
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, get, post
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import Day, InAddress, Shape, Taken, YesNo, cannot, line

MOST_DAYS = 100
"""Days that a notice names."""
router = Router(tags=["calendar"])


def _year(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not EARLIEST <= value <= LATEST:
        raise cannot(say("A year lies between {earliest} and {latest}.", earliest=EARLIEST, latest=LATEST))
    return value


Year = Annotated[int, Taken(_year, {"type": "integer", "minimum": EARLIEST, "maximum": LATEST})]


class YearRow(Shape):
    """A published year. ``days``: how many its notice sets apart."""

    year: int
    source: str
    days: int


class YearRows(Shape):
    """A page of the published years, the latest first."""

    years: list[YearRow]
    next: str | None


class SpecialDayOut(Shape):
    """A day that a notice sets apart: worked (调休), or else off."""

    day: dt.date
    working: bool
    name: str


class YearOut(Shape):
    """A published year: what its notice says, by date."""

    year: int
    source: str
    days: list[SpecialDayOut]


class SpecialDayBody(Shape):
    """A day that a notice sets apart."""

    day: Day
    working: YesNo
    name: Annotated[str, line(LONGEST_NAME)]


class YearBody(Shape):
    """All that a notice names."""

    year: Year
    source: Annotated[str, line(LONGEST_SOURCE)] = Field(description="Where it comes from: its number or address.")
    days: Annotated[list[SpecialDayBody], Field(min_length=1, max_length=MOST_DAYS)]


def _told(year: int) -> YearOut:
    source = queries.source_of(year)
    if source is None:
        raise Missing
    days = [SpecialDayOut(day=day.day, working=day.working, name=day.name) for day in queries.days_of(year)]
    return YearOut(year=year, source=source, days=days)


@get(router, "/years", YearRows)
def list_years(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The years whose working days are published. They are everybody's."""
    before = cursors.position("years", asked.cursor)
    size = asked.rows or pages.MOST
    found = [row for row in queries.notices() if before is None or row[0] < before]
    shown = [YearRow(year=year, source=source, days=n) for year, source, n in found[:size]]
    return answer(
        YearRows(years=shown, next=cursors.marked("years", shown[-1].year) if len(found) > size else None),
    )


@get(router, "/years/{year}", YearOut)
def show_year(request: Asked, year: InAddress) -> HttpResponse:
    """What the notice for a year says."""
    return answer(_told(year))


@post(router, "/years", YearOut, makes=True, administers=True)
def publish_year(request: Asked, typed: YearBody) -> HttpResponse:
    """Publish a year's working days, or replace what was published: for the system administrator of the whole place."""
    days = [(day.day, day.working, day.name) for day in typed.days]
    import_year(request.actor, typed.year, days=days, source=typed.source, key=key(request), now=request.now)
    return answer(_told(typed.year), status=201, at=reverse("api-1:show_year", args=[typed.year]))
