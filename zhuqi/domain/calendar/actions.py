"""Importing the notice for a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.calendar import events
from zhuqi.domain.calendar.models import CalendarYear, SpecialDay
from zhuqi.domain.calendar.queries import published_years
from zhuqi.domain.calendar.rules import Day, check, fingerprint, may_import
from zhuqi.domain.calendar.sheets import shipped


@verb
def import_year(
    actor: Actor,
    year: int,
    *,
    days: Sequence[tuple[dt.date, bool, str]],
    source: str,
    now: dt.datetime,
    key: str = "",
) -> CalendarYear:
    """Publish a year, or replace what was published: ``days`` are (day, worked?, festival), all that the notice names.

    The same days from the same source change nothing. Raises Refused where the actor isn't the system administrator,
    Invalid where no notice can say that.
    """
    if not may_import(actor):
        raise Refused(
            say("A year's working days hold everywhere: the system administrator of the whole place imports them.")
        )
    told = sorted(Day(day, working, name.strip()) for day, working, name in days)
    check(year, told, source)
    source, mark = source.strip(), fingerprint(told)
    held = CalendarYear.objects.filter(year=year).first()
    if held is not None and (held.fingerprint, held.source) == (mark, source):
        return held
    change = Change(actor, "calendar_year", held.pk if held else None, now=now, key=key)
    if held is None:
        held = change.insert(CalendarYear(year=year, source=source, fingerprint=mark, imported_at=now))
        change.subject = held.pk
    else:
        change.update(held, source=source, fingerprint=mark, imported_at=now)
    _rewrite(change, held, told)
    worked, off = ([day.day for day in told if day.working is kind] for kind in (True, False))
    change.record(events.YearImported(year=year, worked=tuple(worked), off=tuple(off)))
    return held


def _rewrite(change: Change, notice: CalendarYear, told: Sequence[Day]) -> None:
    """Let the rows of a notice say what is told; rows that say it already are left alone."""
    rows = {row.day: row for row in SpecialDay.objects.filter(notice=notice).order_by("day")}
    new = []
    for day in told:
        row = rows.pop(day.day, None)
        if row is None:
            new.append(SpecialDay(notice=notice, day=day.day, working=day.working, name=day.name))
        elif (row.working, row.name) != (day.working, day.name):
            change.update(row, working=day.working, name=day.name)
    change.insert_many(new)
    for row in rows.values():
        change.delete(row)


def install_shipped(actor: Actor, now: dt.datetime) -> tuple[int, ...]:
    """Publish the years that come with the program; one that is published already is left as it is. Gives the new ones."""
    known = published_years()
    new = [sheet for sheet in shipped() if sheet[0] not in known]
    for year, days, source in new:
        import_year(actor, year, days=days, source=source, now=now)
    return tuple(year for year, _, _ in new)
