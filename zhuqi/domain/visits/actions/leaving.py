"""What follows here when somebody leaves the staff, or goes over to another unit: what they promised and the visits they were to
make go to the colleague who was named, where that one serves at the same place. Else their unit answers for it."""

from __future__ import annotations

import datetime as dt
import json

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.liaison.queries import serves_at
from zhuqi.domain.visits import events
from zhuqi.domain.visits.models import PlanMember, Promise
from zhuqi.domain.visits.rules.promises import Kept


def hand_on_all(entry: Entry, *, now: dt.datetime) -> None:
    """Let the colleague keep every open promise of somebody, and go where they were to go. Repeating changes nothing."""
    facts = json.loads(entry.facts)
    colleague = facts.get("colleague")
    if colleague is None or facts.get("together"):
        return
    for row in Promise.objects.filter(staff=entry.subject, state=Kept.OPEN).order_by("pk"):
        if serves_at(colleague, row.unit_id):
            change = Change(CLOCK, "promise", row.pk, now=now)
            change.update(row, staff_id=colleague, version=row.version + 1)
            change.record(events.PromiseFollowed(visit=row.visit_id, unit=row.unit_id, staff=colleague))
    planned = PlanMember.objects.select_related("plan__contact")
    for going in planned.filter(staff=entry.subject, plan__contact__state=ContactState.PLANNED).order_by("pk"):
        if not serves_at(colleague, going.plan.contact.unit_id):
            continue
        change = Change(CLOCK, "plan", going.plan_id, now=now)
        if PlanMember.objects.filter(plan=going.plan_id, staff=colleague).exists():
            change.delete(going)
        else:
            change.update(going, staff_id=colleague)
        change.record(events.PlanFollowed(staff=entry.subject, colleague=colleague))
