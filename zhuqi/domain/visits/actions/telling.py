"""Telling people of plans, promises and duties; and what the clock notes of promises and duties so that it can be told once."""

from __future__ import annotations

import datetime as dt
import json

from django.db import transaction

from zhuqi.base.errors import Refused
from zhuqi.base.events import Event
from zhuqi.base.words import Sentence
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import tell_lines
from zhuqi.domain.members.actions.telling import write_to
from zhuqi.domain.visits import events
from zhuqi.domain.visits.queries import duties
from zhuqi.domain.visits.queries.telling import of_entry, promises_coming
from zhuqi.domain.visits.rules.telling import TABLE, VisitTold
from zhuqi.domain.visits.rules.words import DutyStanding
from zhuqi.domain.visits.rules.zeros import untimely


def tell(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people of an entry, each once. Repeating changes nothing."""
    about = of_entry(entry, now)
    if about is None:
        return
    lines = TABLE[entry.kind, entry.verb]
    tell_lines(entry, lines, about.people, kind=about.kind, subject=about.subject, facts=about.facts, now=now)
    for line in lines:
        if line.to is VisitTold.ENTERPRISE and about.enterprise is not None:
            write_to(entry, about.enterprise, Sentence(line.text, about.facts), now=now)


def remind(now: dt.datetime) -> int:
    """Book of every promise that its day comes near, and that it has passed: each once. Gives how many."""
    near, late = promises_coming(day_of(now))
    booked = 0
    for held in list(near):
        booked += _booked("promise", held.pk, events.PromiseNear(visit=held.visit_id, due=held.due), now)
    for held in list(late):
        booked += _booked("promise", held.pk, events.PromiseLate(visit=held.visit_id, due=held.due), now)
    return booked


@transaction.atomic
def _booked(kind: str, subject: int, event: Event, now: dt.datetime) -> bool:
    """Book what the clock has seen; what can't be booked now comes again."""
    try:
        Change(CLOCK, kind, subject, now=now).record(event)
    except Refused:  # something of a later moment is booked there already
        return False
    return True


def ask_for_zeros(now: dt.datetime) -> int:
    """Book for every official, once a period, how many of their enterprises had no visit where the edition wants to know why. Gives
    how many officials. Eight queries each at most, on the last days of a period."""
    today, booked = day_of(now), 0
    for staff in duties.officials_asked(today):
        open_ = [
            due
            for due in duties.mine(Actor(staff=staff), today)
            if due.state.standing in (DutyStanding.UNEXPLAINED, DutyStanding.SHORT)
            and due.reasons
            and due.state.made == 0
            and untimely(due.period, today) is None
        ]
        known = _known(staff)
        for until in sorted({due.period.until for due in open_ if due.period.until} - known):
            firms = {due.enterprise.pk for due in open_ if due.period.until == until}
            booked += _booked("staff", staff, events.ZeroDue(until=until, enterprises=len(firms)), now)
    return booked


def _known(staff: int) -> set[dt.date]:
    """Of which periods an official was asked already. One query."""
    held = Entry.objects.filter(kind="staff", subject=staff, verb=events.ZeroDue.verb)
    return {dt.date.fromisoformat(json.loads(facts)["until"]) for facts in held.values_list("facts", flat=True)}
