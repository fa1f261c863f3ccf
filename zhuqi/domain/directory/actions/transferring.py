"""Who and what goes over to another unit: somebody who is transferred, an organisation that goes up in another."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import end_grant
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import held_at, lasting
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.altering import alter, reason
from zhuqi.domain.directory.actions.moving import planned, rehang, unmovable
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.actions.staff import administered
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.rules import AREAS, may_administer

SERVING = frozenset({Role.OFFICIAL, Role.TEAM_LEAD})
"""Roles that come with a post or a link to an enterprise, and end with those."""


@verb
def transfer(actor: Actor, staff_id: int, *, unit_id: int, why: str = "", key: str = "", now: dt.datetime) -> Staff:
    """Let somebody belong to another unit from today on. The roles they hold at the old unit end, and they must log in again;
    what they hold elsewhere, and the enterprises they hold, stay until they are handed over. Raises Missing, Refused."""
    staff = administered(actor, staff_id)
    unit = queries.unit(unit_id)
    if not may_administer(actor, unit.path):
        raise Refused(NOT_YOURS)
    today = day_of(now)
    wrong = _untransferable(staff, unit, today)
    if wrong is not None:
        raise Refused(wrong)
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    came_from = staff.unit_id
    if staff.account_id is not None:
        for held in ending_with(staff, today):
            role = Role(held.role)
            end_grant(change, account_id=staff.account_id, role=role, org=held.org, until=today, today=today)
        accounts.end_all(staff.account_id)
    alter(change, staff, why=reason(why), unit=unit)
    change.record(events.Transferred(unit=unit.pk, came_from=came_from))
    return staff


def ending_with(staff: Staff, today: dt.date) -> list[Grant]:
    """The roles that end when somebody leaves their unit: those at the unit itself. One query."""
    held = lasting(today).filter(account=staff.account_id or 0, org=staff.unit_id)
    return list(held.exclude(role__in=SERVING).order_by("pk"))


def _untransferable(staff: Staff, unit: Organisation, today: dt.date) -> Sentence | None:
    if staff.left_on is not None:
        return say("This member of staff has left already.")
    if unit.retired_on is not None:
        return say("This organisation is retired.")
    if unit.pk == staff.unit_id:
        return say("They belong to this unit already.")
    if any(held.role in ADMINISTRATORS for held in ending_with(staff, today)):
        return say("They hold an administrator's role: the security administrator ends it first.")
    return None


@verb
def merge_unit(
    actor: Actor, org_id: int, *, into_id: int, why: str = "", key: str = "", now: dt.datetime
) -> Organisation:
    """Let an organisation go up in another of its kind today: its staff and what hangs under it belong there, the roles held at
    it end, it retires. Raises Missing, Refused."""
    org, into = queries.unit(org_id), queries.unit(into_id)
    if not (may_administer(actor, org.path) and may_administer(actor, into.path)):
        raise Refused(NOT_YOURS)
    today = day_of(now)
    wrong = unmergeable(org, into, today)
    if wrong is not None:
        raise Refused(wrong)
    said = reason(why)
    people = _moved_people(actor, org, into, said, now)
    for child in org.children.filter(retired_on=None).order_by("path"):
        change = Change(actor, "organisation", child.pk, now=now)
        rehang(change, child, into, why=said)
        change.record(events.Rehung(parent=into.pk, came_from=org.pk))
    change = Change(actor, "organisation", org.pk, now=now, key=key)
    org.refresh_from_db()
    for held in lasting(today).filter(org=org.pk).order_by("pk"):
        end_grant(change, account_id=held.account_id, role=Role(held.role), org=org.pk, until=today, today=today)
    move = planned(org.pk)
    if move is not None:
        change.update(move, cancelled_at=now)
    alter(change, org, why=said, retired_on=today)
    change.record(events.UnitMerged(into=into.pk, people=people))
    return org


def _moved_people(actor: Actor, org: Organisation, into: Organisation, why: str, now: dt.datetime) -> int:
    people = list(org.staff.filter(left_on=None).order_by("pk"))
    for staff in people:
        change = Change(actor, "staff", staff.pk, now=now)
        alter(change, staff, why=why, unit=into)
        if staff.account_id is not None:
            accounts.end_all(staff.account_id)
        change.record(events.Transferred(unit=into.pk, came_from=org.pk))
    return len(people)


def unmergeable(org: Organisation, into: Organisation, today: dt.date) -> Sentence | None:
    """Why an organisation can't go up in another, if it can't."""
    if org.pk == into.pk:
        return say("Choose another organisation: this is the same one.")
    if org.retired_on is not None or into.retired_on is not None:
        return say("This organisation is retired.")
    if org.kind in AREAS:
        return say("An area doesn't go up in another: its enterprises lie in it, and rules may hold there.")
    if org.kind != into.kind:
        return say("Only organisations of one kind go up in each other.")
    if org.since > today:
        return say("It began on {since}, so it can't end before.", since=org.since)
    serving = held_at(org.pk, today).filter(role__in=SERVING).count()
    if serving:
        return say("Officials serve from there, {n} roles: hand over their posts and enterprises first.", n=serving)
    there = queries.bound_there(org, today)
    if there is not None:
        return there
    unfit = (unmovable(child, into) for child in org.children.filter(retired_on=None).select_related("area"))
    return next((wrong for wrong in unfit if wrong is not None), None)
