"""Somebody who goes over to another unit."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import end_grant
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import lasting
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.altering import alter, reason
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.actions.staff import administered, another
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import may_administer

SERVING = frozenset({Role.OFFICIAL, Role.TEAM_LEAD})
"""Roles that come with a post or a link to an enterprise, and end with those."""


@verb
def transfer(
    actor: Actor,
    staff_id: int,
    *,
    unit_id: int,
    colleague_id: int | None = None,
    why: str = "",
    key: str = "",
    now: dt.datetime,
) -> Staff:
    """Let somebody belong to another unit from today on. The roles they hold at the old unit end, and they must log in again;
    what they have from there is handed over: to a colleague who serves at the same place, where one is named, else it waits with
    the group or unit. What they hold elsewhere stays. Raises Missing, Refused, Invalid."""
    staff = administered(actor, staff_id)
    unit = queries.unit(unit_id)
    if not may_administer(actor, unit.path):
        raise Refused(NOT_YOURS)
    today = day_of(now)
    wrong = _untransferable(staff, unit, today)
    if wrong is not None:
        raise Refused(wrong)
    endings.hold([unit.pk])
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    came_from = staff.unit_id
    if staff.account_id is not None:
        for held in ending_with(staff, today):
            role = Role(held.role)
            end_grant(change, account_id=staff.account_id, role=role, org=held.org, until=today, today=today)
        accounts.end_all(staff.account_id)
    alter(change, staff, why=reason(why), unit=unit)
    colleague = another(actor, staff, colleague_id)
    change.record(events.Transferred(unit=unit.pk, came_from=came_from, colleague=colleague))
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
