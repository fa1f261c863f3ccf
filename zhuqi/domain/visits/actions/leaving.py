"""What follows here when somebody leaves the staff, or goes over to another unit: what they promised and the visits they were to
make from there go to the colleague who was named, where that one serves at the same place. Else they go back to their unit: nobody
keeps them by name, they stand on its list, and whoever leads it is told once."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.liaison.queries import held_from, serves_at
from zhuqi.domain.visits import events
from zhuqi.domain.visits.models import PlanMember, Promise
from zhuqi.domain.visits.rules.promises import Kept


def hand_on_all(entry: Entry, *, now: dt.datetime) -> None:
    """Let the colleague keep every open promise of somebody, and go where they were to go; what no colleague takes is their
    unit's. Repeating changes nothing."""
    facts = json.loads(entry.facts)
    if facts.get("together"):
        return
    promises, visits = _promises(entry, facts, now), _visits(entry, facts, now)
    for unit in sorted({*promises, *visits}):
        change = Change(CLOCK, "staff", entry.subject, now=now)
        change.record(events.LeftToUnit(unit=unit, promises=promises[unit], visits=visits[unit]))


def _promises(entry: Entry, facts: dict[str, int], now: dt.datetime) -> Counter[int]:
    """Hand the promises on. Gives {unit: how many nobody keeps}."""
    left: Counter[int] = Counter()
    mine = Promise.objects.filter(held_from(facts)("unit__path"), staff=entry.subject, state=Kept.OPEN)
    for row in mine.order_by("pk"):
        follower = _follower(facts, row.unit_id)
        change = Change(CLOCK, "promise", row.pk, now=now)
        change.update(row, staff_id=follower, version=row.version + 1)
        change.record(events.PromiseFollowed(visit=row.visit_id, unit=row.unit_id, staff=follower, colleague=follower))
        left[row.unit_id] += follower is None
    return +left


def _visits(entry: Entry, facts: dict[str, int], now: dt.datetime) -> Counter[int]:
    """Hand the visits on. Gives {unit: how many nobody goes on any more}."""
    left: Counter[int] = Counter()
    planned = PlanMember.objects.filter(staff=entry.subject, plan__contact__state=ContactState.PLANNED)
    mine = planned.filter(held_from(facts)("plan__contact__unit__path")).select_related("plan__contact")
    for going in mine.order_by("pk"):
        unit, others = going.plan.contact.unit_id, PlanMember.objects.filter(plan=going.plan_id).exclude(pk=going.pk)
        follower = _follower(facts, unit)
        change = Change(CLOCK, "plan", going.plan_id, now=now)
        if follower is None or others.filter(staff=follower).exists():
            change.delete(going)
        else:
            change.update(going, staff_id=follower)
        change.record(events.PlanFollowed(staff=entry.subject, colleague=follower))
        left[unit] += follower is None and not others.exists()
    return +left


def _follower(facts: dict[str, int], unit: int) -> int | None:
    """The colleague, where one was named who serves at a unit already."""
    colleague = facts.get("colleague")
    return colleague if colleague is not None and serves_at(colleague, unit) else None
