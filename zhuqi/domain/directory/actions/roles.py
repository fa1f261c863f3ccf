"""What somebody may do where: roles, given and ended by the security administrator (角色授权)."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actions import end_grant, grant
from zhuqi.core.access.actor import SEEING_AREA, Actor, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import lasting
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.staff import member
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import may_grant

NOT_YOURS = say("Roles are given and ended by the security administrator of all that the role sees.")
NOT_ONESELF = say("Nobody gives themselves a role: ask another administrator.")
NOT_ONES_OWN = say("Nobody ends a role of their own: ask another administrator.")


def grants_at(actor: Actor, role: Role, org: Organisation) -> bool:
    """Whether the actor gives and ends ``role`` at ``org``: it must keep all that the role sees. ``org`` comes with its
    area."""
    return may_grant(actor, sight(role, org)[1])


@verb
def give_role(
    actor: Actor, staff_id: int, *, role: Role, org_id: int, since: dt.date, key: str = "", now: dt.datetime
) -> Staff:
    """Let somebody do something somewhere. A role that is held already stays as it is, without an entry."""
    staff = member(staff_id)
    org = queries.unit(org_id)
    if not grants_at(actor, role, org):
        raise Refused(NOT_YOURS)
    endings.hold([org.pk])
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    if entitle(change, staff, role, org, since):
        search.keep("staff", [staff.pk])
    return staff


def entitle(change: Change, staff: Staff, role: Role, org: Organisation, since: dt.date) -> bool:
    """Write one grant and book it on its staff. Gives whether there was anything to write. ``org`` comes with its area."""
    if change.actor.staff == staff.pk:
        raise Refused(NOT_ONESELF)
    if staff.account_id is None or staff.left_on is not None:
        raise Refused(say("Somebody without an account, or who has left, can't hold a role."))
    if org.retired_on is not None:
        raise Refused(say("This organisation is retired."))
    if Grant.objects.filter(account=staff.account_id, role=role, org=org.pk, until=None).exists():
        return False
    grant(change, account_id=staff.account_id, role=role, org=(org.pk, org.path), sight=sight(role, org), since=since)
    change.record(events.RoleGiven(role=role, org=org.pk, since=since))
    return True


def sight(role: Role, org: Organisation) -> tuple[int, str]:
    """(id, path) of the organisation from which downward a role at ``org`` sees: its area, or the organisation itself."""
    if role in SEEING_AREA and org.area is not None:
        return org.area.pk, org.area.path
    return org.pk, org.path


@verb
def end_role(
    actor: Actor, staff_id: int, *, role: Role, org_id: int, until: dt.date, key: str = "", now: dt.datetime
) -> Staff:
    """End somebody's role: ``until`` is the first day without it; an end that is booked may be brought forward. Raises Refused
    where they don't hold it, or not that long."""
    staff = member(staff_id)
    org = queries.unit(org_id)
    if not grants_at(actor, role, org):
        raise Refused(NOT_YOURS)
    if actor.staff == staff.pk:
        raise Refused(NOT_ONES_OWN)
    account_id = staff.account_id
    today = day_of(now)
    held = lasting(max(until, today)).filter(account=account_id or 0, role=role, org=org.pk)
    if account_id is None or not held.exists():
        raise Refused(say("They don't hold this role there."))
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    end_grant(change, account_id=account_id, role=role, org=org.pk, until=until, today=today)
    change.record(events.RoleEnded(role=role, org=org.pk, until=until))
    return staff
