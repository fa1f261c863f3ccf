"""The working days: which years are published, a year as its months, and a year's notice from a file, looked at before it is
taken."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as in_pattern
from django.utils.translation import gettext, pgettext

from zhuqi.base.errors import Fault as Refusal
from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.reading import read
from zhuqi.domain.calendar import queries
from zhuqi.domain.calendar.actions import import_year
from zhuqi.domain.calendar.rules import LONGEST_SOURCE, Day, Mark, check, may_import
from zhuqi.domain.calendar.sheets import DAYS, YearSheet, read_days, read_year, written
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Field
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import day as spoken
from zhuqi.interfaces.web.wording import phrase, weekday

HERE = "calendar"
LOAD = term("Load a year's notice")
MOST_BYTES = 1_000_000
"""A year's notice is a page; whatever is larger is another file."""
SHOWN = 100
"""Faults that are shown; the others are counted."""
SOURCE = Field("source", term("Where it comes from"), most=LONGEST_SOURCE, hint=term("The notice's number or address."))
WEEK = (term("Mo"), term("Tu"), term("We"), term("Th"), term("Fr"), term("Sa"), term("Su"))


@dataclass(frozen=True)
class Cell:
    """One day of a month; ``kind``: off, worked, weekend, or nothing. ``said`` is what is unusual about it."""

    n: int
    kind: str = ""
    mark: str = ""
    said: str = ""


@dataclass(frozen=True)
class Month:
    """A month by weeks, Monday first; days of other months are None."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True)
class Wrong:
    """A fault of a file: where it is, and what."""

    where: str
    what: str


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The published years, the latest first."""
    items = [
        Item(
            label=gettext("{n} special days").format(n=n),
            title=str(published),
            address=reverse("calendar_year", args=[published]),
            meta=(phrase(say("Source: {source}", source=source), request.now),),
        )
        for published, source, n in queries.notices()
    ]
    may = may_import(request.actor)
    waits = request.actor.has(Role.SYSTEM_ADMIN) and not may
    context = {
        "head": Head(gettext("Working days"), lede=phrase(_lede(items, waits=waits), request.now)),
        "tabs": frame.tabs(request.actor, HERE),
        "part": Part("", items, gettext("No year's working days are published here.")),
        "doors": (Door(gettext(LOAD), reverse("calendar_load"), main=True),) if may else (),
    }
    return render(request, "keeping/list.html", context)


def _lede(years: Sequence[Item], *, waits: bool) -> Sentence:
    """Up to when there are days. ``waits``: the reader keeps registers, but a higher administrator publishes years."""
    if not years:
        return say("Deadlines in working days have no date until the first year is published.")
    if waits:
        return say(
            "Deadlines are counted by the notices up to {year}. The system administrator of the whole place publishes the next.",
            year=years[0].title,
        )
    return say(
        "Deadlines are counted by the notices up to {year}. What lies after has no date yet.", year=years[0].title
    )


@inside
def year(request: Asked, number: int) -> HttpResponseBase:
    """What the notice for a year says."""
    source = queries.source_of(number)
    if source is None:
        raise Missing
    days = queries.days_of(number)
    head = Head(
        gettext("Working days of {year}").format(year=number),
        lede=phrase(say("Source: {source}", source=source), request.now),
        crumbs=(Link(gettext("Working days"), reverse("calendar")),),
    )
    return render(request, "keeping/year.html", {"head": head, **_shown(number, days, request.now)})


def _shown(number: int, days: Sequence[Day], now: dt.datetime) -> dict[str, Any]:
    """A year as its festivals and its months."""
    before = [dt.date(number - 1, 12, 1)] if any(day.day.year < number for day in days) else []
    told = {day.day: day for day in days}
    firsts = [*before, *(dt.date(number, month, 1) for month in range(1, 13))]
    return {
        "week": [gettext(word) for word in WEEK],
        "months": [_month(first, told, number, now) for first in firsts],
        "festivals": _festivals(days, now),
    }


def _month(first: dt.date, told: Mapping[dt.date, Day], number: int, now: dt.datetime) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    name = in_pattern(first, "F" if first.year == number else pgettext("month pattern", "F Y"))
    return Month(
        name,
        tuple(
            tuple(_cell(on, told.get(on), now) if on.month == first.month else None for on in week) for week in weeks
        ),
    )


def _cell(on: dt.date, day: Day | None, now: dt.datetime) -> Cell:
    if day is None:
        return Cell(on.day, "weekend" if on.weekday() >= 5 else "")
    mark = Mark.WORKED if day.working else Mark.OFF
    short = pgettext("on a day of the calendar", "work") if day.working else pgettext("on a day of the calendar", "off")
    return Cell(on.day, mark.value, short, f"{day.name}, {phrase(mark, now)}")


def _festivals(days: Sequence[Day], now: dt.datetime) -> list[Item]:
    """A festival a row: from when to when it is off, and which weekend days are worked for it."""
    names = dict.fromkeys(day.name for day in sorted(days))
    rows = []
    for name in names:
        off = [day.day for day in sorted(days) if day.name == name and not day.working]
        worked = [day.day for day in sorted(days) if day.name == name and day.working]
        meta = [_spread(off, now)] if off else []
        why = (
            [gettext("worked: {days}").format(days=phrase([weekday(on, now) for on in worked], now))] if worked else []
        )
        rows.append(Item(gettext("{n} days off").format(n=len(off)), name, meta=tuple(meta), why=tuple(why)))
    return rows


def _spread(days: Sequence[dt.date], now: dt.datetime) -> str:
    """Days as one stretch, where they are one; else each."""
    if len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1:
        return phrase(say("{first} to {last}", first=days[0], last=days[-1]), now)
    return phrase([spoken(on, now) for on in days], now)


@inside
def load(request: Asked) -> HttpResponseBase:
    """The form for a file; what was sent is shown; confirmed, with where it comes from, it is published."""
    if not may_import(request.actor):
        raise Missing
    if request.method != "POST":
        return _form(request)
    try:
        if "notice" in request.POST:
            return _publish(request, _judged(read_year(request.POST["notice"])))
        notice = _judged(_read(request.FILES.get("file")))
    except Faulty as faulty:
        return _form(request, _wrong(faulty, request.now))
    except Refusal as refused:
        said = next(iter(refused.fields.values())) if isinstance(refused, Invalid) else refused.sentence
        return _form(request, [Wrong("", phrase(said, request.now))])
    return _preview(request, notice, forms.blank([replace(SOURCE, value=notice[2])]))


def _judged(notice: YearSheet) -> YearSheet:
    """A notice that says what a notice can; where it comes from may still be missing. Raises Invalid."""
    number, days, source = notice
    check(number, days, source or "?")
    return notice


def _read(sent: Any) -> YearSheet:
    """(year, days, source) of a file that was sent. Raises Faulty, Invalid."""
    if sent is None:
        raise Invalid({"file": say("Please choose a file.")})
    if sent.size > MOST_BYTES:
        raise Invalid(
            {"file": say("This file is too large for a year's notice: at most {n} MB.", n=MOST_BYTES // 10**6)}
        )
    content: bytes = sent.read()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            return read_year(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Invalid({"file": say("The text isn't UTF-8. Save it again as UTF-8.")}) from None
    number, days = read_days(read(content, [DAYS], name=str(sent.name))[DAYS.key])
    return number, days, ""


def _publish(request: Asked, notice: YearSheet) -> HttpResponseBase:
    """Publish what was confirmed: it came back as text, and was read and judged again. Where it comes from is asked for
    until it is named, with the days kept."""
    number, days, _ = notice
    try:
        source = forms.read([SOURCE], request.POST)["source"]
    except Invalid as invalid:
        return _preview(request, notice, forms.again([SOURCE], request.POST, invalid.fields), status=422)
    import_year(request.actor, number, days=days, source=source, key=forms.key(request.POST), now=request.now)
    where = reverse("calendar_year", args=[number])
    return done(request, where, say("The working days of {year} are published.", year=str(number)))


def _wrong(faulty: Faulty, now: dt.datetime) -> list[Wrong]:
    """Each fault with its row and column."""
    found = []
    for fault in faulty.faults[:SHOWN]:
        row = gettext("row {n}").format(n=fault.row) if fault.row else ""
        column = gettext("column “{name}”").format(name=fault.column) if fault.column else ""
        found.append(Wrong(phrase([part for part in (row, column) if part], now), phrase(fault.sentence, now)))
    if len(faulty.faults) > SHOWN:
        found.append(Wrong("", gettext("… and {n} more.").format(n=len(faulty.faults) - SHOWN)))
    return found


def _form(request: Asked, wrong: Sequence[Wrong] = ()) -> HttpResponseBase:
    context = {"head": _head(gettext(LOAD)), "wrong": wrong, "most": MOST_BYTES // 10**6}
    return render(request, "keeping/load.html", context, status=422 if wrong else 200)


def _head(title: str) -> Head:
    return Head(title, crumbs=(Link(gettext("Working days"), reverse("calendar")),))


def _preview(request: Asked, notice: YearSheet, form: list[forms.Shown], status: int = 200) -> HttpResponseBase:
    number, days, source = notice
    known = queries.days_of(number)
    context = {
        "head": _head(gettext("Working days of {year}").format(year=number)),
        "told": phrase(_change(number, known, days), request.now),
        "changes": _changes(known, days, request.now),
        "form": form,
        "notice": written(number, days, source),
        "publish": gettext("Publish {year}").format(year=number),
        **_shown(number, days, request.now),
    }
    return render(request, "keeping/notice.html", context, status=status)


def _change(number: int, known: Sequence[Day], days: Sequence[Day]) -> Sentence:
    if not known:
        return say("The year {year} isn't published yet. Nothing is written until you publish it.", year=str(number))
    if set(known) == set(days):
        return say("The year {year} is published with these very days.", year=str(number))
    return say(
        "The year {year} is published with other days. These replace them, and deadlines that they move get new dates.",
        year=str(number),
    )


def _changes(known: Iterable[Day], days: Iterable[Day], now: dt.datetime) -> list[str]:
    """What would be different, by day: only where the year is published already."""
    old, new = ({day.day: day for day in told} for told in (known, days))
    if not old:
        return []
    return [
        gettext("{day}: {old} → {new}").format(
            day=weekday(on, now), old=_said(old.get(on), now), new=_said(new.get(on), now)
        )
        for on in sorted(old.keys() | new.keys())
        if old.get(on) != new.get(on)
    ]


def _said(day: Day | None, now: dt.datetime) -> str:
    if day is None:
        return gettext("an ordinary day")
    return f"{day.name} {phrase(Mark.WORKED if day.working else Mark.OFF, now)}"
