"""Telling people of errands, and what the clock notes of promised days so that it can be told once."""

from __future__ import annotations

import datetime as dt
import json

from django.db import transaction
from django.db.models import Exists, OuterRef

from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import tell_lines
from zhuqi.core.messages.queries import persons
from zhuqi.core.messages.rules import To
from zhuqi.domain.directory.queries import staff_accounts
from zhuqi.domain.directory.queries.heads import heads
from zhuqi.domain.errands import events
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.rules import LIVE, NEAR, TABLE, ErrandTold


def tell(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people of an entry, each once. Repeating changes nothing."""
    errand = Errand.objects.get(pk=entry.subject)
    if entry.verb in (events.ErrandNear.verb, events.ErrandLate.verb) and errand.state not in LIVE:
        return
    was = json.loads(entry.facts).get("was")

    def people(whom: ErrandTold) -> list[To]:
        if whom is ErrandTold.HEAD:
            return heads(errand.unit_id, now)
        return persons(staff_accounts([was if whom is ErrandTold.BEFORE else errand.staff_id]))

    lines = TABLE[entry.kind, entry.verb]
    tell_lines(entry, lines, people, kind="errand", subject=errand.pk, facts={"day": errand.due}, now=now)


def remind(now: dt.datetime) -> int:
    """Book of every errand that isn't over that its promised day comes near, and that it has passed: once for each day that was
    promised. Gives how many."""
    today = day_of(now)
    live = Errand.objects.filter(state__in=LIVE).order_by("due", "pk")
    near = live.filter(due__gte=today, due__lte=today + NEAR).exclude(_known(events.ErrandNear.verb))
    late = live.filter(due__lt=today).exclude(_known(events.ErrandLate.verb))
    booked = sum(_booked(errand, events.ErrandNear(due=errand.due), now) for errand in list(near))
    return booked + sum(_booked(errand, events.ErrandLate(due=errand.due), now) for errand in list(late))


def _known(verb: str) -> Exists:
    """Whether it is booked since the day was last moved."""
    entries = Entry.objects.filter(kind="errand", subject=OuterRef("pk"))
    moved = Entry.objects.filter(
        kind="errand", subject=OuterRef("subject"), verb=events.Postponed.verb, seq__gt=OuterRef("seq")
    )
    return Exists(entries.filter(~Exists(moved), verb=verb))


@transaction.atomic
def _booked(errand: Errand, event: events.ErrandNear | events.ErrandLate, now: dt.datetime) -> bool:
    """Book what the clock has seen; what can't be booked now comes again."""
    try:
        Change(CLOCK, "errand", errand.pk, now=now).record(event)
    except Refused:  # something of a later moment is booked there already
        return False
    return True
