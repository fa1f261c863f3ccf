"""Telling people of links, hand-overs and proposals, and what the clock notes of vacancies so that it can be told once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import tell_lines
from zhuqi.domain.liaison.events import VacancyLate
from zhuqi.domain.liaison.queries.late import late, unsaid
from zhuqi.domain.liaison.queries.telling import of_entry
from zhuqi.domain.liaison.rules.telling import TABLE


def remind(now: dt.datetime) -> int:
    """Book for every dispatch room which vacancies of its area are past the day by which somebody was to follow: each vacancy once.
    Gives for how many rooms."""
    booked = 0
    for desk, lying in sorted(late(now, day_of(now)).items()):
        event = unsaid(desk, lying)
        booked += event is not None and _booked(desk, event, now)
    return booked


@transaction.atomic
def _booked(desk: int, event: VacancyLate, now: dt.datetime) -> bool:
    """Book what the clock has seen; what can't be booked now comes again."""
    try:
        Change(CLOCK, "organisation", desk, now=now).record(event)
    except Refused:  # something of a later moment is booked there already
        return False
    return True


def tell(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people of an entry, each once. Repeating changes nothing."""
    about = of_entry(entry, now)
    if about is not None:
        lines = TABLE[entry.kind, entry.verb]
        tell_lines(entry, lines, about.people, kind=about.kind, subject=about.subject, facts=about.facts, now=now)
