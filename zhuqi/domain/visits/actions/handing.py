"""What somebody left with their unit, a promise or a planned visit, is given to a colleague by name, or taken by one."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.visits import events
from zhuqi.domain.visits.models import Plan, PlanMember, Promise
from zhuqi.domain.visits.queries import left, planned, promised
from zhuqi.domain.visits.rules.planning import leads

NOT_YOURS = say(
    "What somebody left is given to a colleague by the lead of the unit or by the dispatcher; a colleague may take it."
)
KEPT = say("Somebody keeps this already, or it is over.")
NOT_THERE = say("Only colleagues of your own unit or group can be planned here.")


@verb
def hand_promise(
    actor: Actor, promise_id: int, *, staff_id: int, seen: int, key: str = "", now: dt.datetime
) -> Promise:
    """Let a colleague keep a promise that nobody keeps by name; its day stays. Raises Missing, Refused, Invalid, Stale."""
    row = promised.promise(actor, promise_id)
    today = day_of(now)
    _taker(actor, row.unit, staff_id, today)
    if row.version != seen:
        raise Stale
    if not promised.unkept(actor, today).filter(pk=row.pk).exists():
        raise Refused(KEPT)
    change = Change(actor, "promise", row.pk, now=now, key=key)
    change.update(row, staff_id=staff_id, version=row.version + 1)
    change.record(events.PromiseFollowed(visit=row.visit_id, unit=row.unit_id, staff=staff_id, colleague=staff_id))
    return row


@verb
def hand_plan(actor: Actor, plan_id: int, *, staff_id: int, seen: int, key: str = "", now: dt.datetime) -> Plan:
    """Let a colleague go on a planned visit on which nobody goes. Raises Missing, Refused, Invalid, Stale."""
    if Plan.objects.select_for_update().filter(pk=plan_id).first() is None:  # two at once wait for each other
        raise Missing
    held = planned.plan(actor, plan_id)
    today = day_of(now)
    _taker(actor, held.contact.unit, staff_id, today)
    if held.contact.version != seen:
        raise Stale
    if not planned.unkept(actor, today).filter(pk=held.pk).exists():
        raise Refused(KEPT)
    change = Change(actor, "plan", held.pk, now=now, key=key)
    change.insert(PlanMember(plan=held, staff_id=staff_id))
    change.record(events.PlanFollowed(staff=None, colleague=staff_id))
    return held


def _taker(actor: Actor, unit: Organisation, staff_id: int, today: dt.date) -> None:
    """Raises Refused for whoever gives nothing there, Invalid where that one can't keep it."""
    if not (leads(actor, unit.path) or (actor.staff == staff_id and unit.pk in left.own(actor, today))):
        raise Refused(NOT_YOURS)
    if not left.takers(unit.pk, today).filter(pk=staff_id).exists():
        raise Invalid({"staff_id": NOT_THERE})
