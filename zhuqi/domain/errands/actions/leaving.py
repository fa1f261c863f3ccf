"""What follows here when somebody leaves the staff, or goes over to another unit: their errands go to the colleague who was named,
where that one serves at the same place. Else they stay on the unit's list, where it says that nobody runs them."""

from __future__ import annotations

import datetime as dt
import json

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.errands import events
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.rules import LIVE
from zhuqi.domain.liaison.queries import held_from, serves_at


def hand_on_all(entry: Entry, *, now: dt.datetime) -> None:
    """Let the colleague run every errand of somebody that isn't over. Repeating changes nothing."""
    facts = json.loads(entry.facts)
    colleague = facts.get("colleague")
    if colleague is None or facts.get("together"):
        return
    mine = Errand.objects.filter(held_from(facts)("unit__path"), staff=entry.subject, state__in=LIVE)
    for errand in mine.order_by("pk"):
        if serves_at(colleague, errand.unit_id):
            change = Change(CLOCK, "errand", errand.pk, now=now)
            change.update(errand, staff_id=colleague, version=errand.version + 1)
            change.record(events.HandedOn(was=entry.subject, staff=colleague, unit=errand.unit_id))
