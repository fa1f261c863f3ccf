"""Visits from before there were books of contact are entered in them, a few at a time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import BATCH, Change, record_many
from zhuqi.domain.contacts.actions import taking
from zhuqi.domain.contacts.rules.standing import Wanted
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.visits import events
from zhuqi.domain.visits.models import Visit


def enter_old(now: dt.datetime) -> int:
    """Enter every visit that isn't in its enterprise's book; gives how many. What is done isn't done again."""
    done = 0
    while n := _some(now):
        done += n
    return done


@transaction.atomic
def _some(now: dt.datetime) -> int:
    waiting = list(Visit.objects.filter(contact=None).order_by("enterprise", "day", "pk")[:BATCH])
    met = [
        (visit.enterprise_id, visit.unit_id, Wanted(visit.day, ContactHow(visit.mode), Purpose(visit.kind)))
        for visit in waiting
    ]
    booked = []
    for visit, contact in zip(waiting, taking.take_over(CLOCK, met, now=now), strict=True):
        change = Change(CLOCK, "visit", visit.pk, now=now)
        change.update(visit, contact=contact)
        booked.append((change, events.Entered(contact=contact.pk)))
    record_many(booked)
    return len(waiting)
