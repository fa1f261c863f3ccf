"""Vacancies past the day by which somebody was to follow, by the dispatch room that fills them; everywhere, for the clock."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field

from zhuqi.core.days import day_of
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.queries import gaps


@dataclass
class Late:
    """What is vacant too long: enterprises, each with the first day without its last official, and seats likewise."""

    enterprises: dict[int, dt.date] = field(default_factory=dict)
    seats: dict[str, dt.date] = field(default_factory=dict)


def late(now: dt.datetime, day: dt.date) -> dict[int, Late]:
    """{dispatch room: what is late in its area}. A dozen queries, and two for each area in which something is."""
    found: dict[int, Late] = defaultdict(Late)
    rooms: dict[int, int | None] = {}

    def room(place: int) -> int | None:
        if place not in rooms:
            desk = directory.desk_serving(place)
            rooms[place] = desk.pk if desk is not None else None
        return rooms[place]

    rows = list(gaps.vacant_of(gaps.lacking(Enterprise.objects.all(), day), day).order_by("pk"))
    dues = gaps.dues(rows, now, day)
    for row in rows:
        desk = room(row.region_id) if row.pk in dues and dues[row.pk].late else None
        if desk is not None:
            found[desk].enterprises[row.pk] = row.left  # type: ignore[attr-defined]
    chains = directory.organisations().filter(kind__in=list(gaps.SEATS)).order_by("path")
    for seat in gaps.seats_of(list(chains), now, day):
        desk = room(seat.org.pk) if seat.due is not None and seat.due.late else None
        if desk is not None and seat.since is not None:
            found[desk].seats[f"{seat.org.pk} {seat.duty.value}"] = seat.since
    return dict(found)


def unsaid(desk: int, now_late: Late) -> events.VacancyLate | None:
    """What of it isn't booked yet: since it was vacant last. One query."""
    booked = Entry.objects.filter(kind="organisation", subject=desk, verb=events.VacancyLate.verb).order_by("seq")
    known: dict[int | str, dt.datetime] = {}
    for at, written in booked.values_list("at", "facts"):
        facts = json.loads(written)
        known |= dict.fromkeys((*facts["enterprises"], *facts["seats"]), at)

    def new(one: int | str, since: dt.date) -> bool:
        return one not in known or day_of(known[one]) < since

    firms = tuple(pk for pk, since in sorted(now_late.enterprises.items()) if new(pk, since))
    seats = tuple(one for one, since in sorted(now_late.seats.items()) if new(one, since))
    return events.VacancyLate(enterprises=firms, seats=seats) if firms or seats else None
