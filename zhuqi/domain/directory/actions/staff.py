"""Staff: joining, leaving, and what they may do where."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actions import end_grant, grant
from zhuqi.core.access.actor import SEEING_AREA, Actor, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import taken
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.rules import Rank, may_administer, unending
from zhuqi.domain.directory.sheets import STAFF

NOT_ONESELF = say("Nobody gives themselves a role: ask another administrator.")


@verb
def employ(
    actor: Actor,
    unit_id: int,
    *,
    code: str,
    name: str,
    rank: Rank,
    since: dt.date,
    key: str = "",
    now: dt.datetime,
) -> Staff:
    """Take somebody into the staff base, with an account that has no password yet. Raises Invalid where the code is taken."""
    unit = queries.unit(unit_id)
    if not may_administer(actor, unit.path):
        raise Refused(NOT_YOURS)
    if unit.retired_on is not None:
        raise Refused(say("This organisation is retired."))
    typed = taken(STAFF, code=code, name=name)
    if Staff.objects.filter(code=typed["code"]).exists():
        raise Invalid({"code": say("Another member of staff has this code.")})
    account = accounts.open_many(actor, [typed["code"]], now=now)[0]
    if Staff.objects.filter(account=account).exists():
        raise Invalid({"code": say("Another member of staff has this code.")})
    change = Change(actor, "staff", None, now=now, key=key)
    staff = change.insert(
        Staff(
            code=typed["code"],
            name=typed["name"],
            salt=secrets.token_hex(16),
            rank=rank,
            unit=unit,
            account=account,
            since=since,
        )
    )
    change.subject = staff.pk
    change.record(events.Employed(unit=unit.pk, rank=rank, since=since))
    return staff


@verb
def leave(actor: Actor, staff_id: int, *, on: dt.date, key: str = "", now: dt.datetime) -> Staff:
    """Note that somebody has left: ``on`` is the first day without them. Their roles end and their account is closed."""
    staff = administered(actor, staff_id)
    if staff.left_on is not None:
        raise Refused(say("This member of staff has left already."))
    wrong = unending(staff.since, on, queries.day_of(now))
    if wrong is not None:
        raise Invalid({"on": wrong})
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    if staff.account_id is not None:
        for held in Grant.objects.filter(account=staff.account_id, until=None).order_by("pk"):
            end_grant(change, account_id=staff.account_id, role=Role(held.role), org=held.org, until=on)
        accounts.close(actor, staff.account_id, now=now)
    change.update(staff, left_on=on)
    change.record(events.Left(on=on))
    return staff


@verb
def give_role(
    actor: Actor, staff_id: int, *, role: Role, org_id: int, since: dt.date, key: str = "", now: dt.datetime
) -> Staff:
    """Let somebody do something somewhere (角色授权). A role that is held already stays as it is, without an entry."""
    staff = _found(staff_id)
    org = queries.unit(org_id)
    if not may_administer(actor, org.path):
        raise Refused(NOT_YOURS)
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    entitle(change, staff, role, org, since)
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
    """End somebody's role: ``until`` is the first day without it. Raises Refused where they don't hold it."""
    staff = _found(staff_id)
    org = queries.unit(org_id)
    if not may_administer(actor, org.path):
        raise Refused(NOT_YOURS)
    account_id = staff.account_id
    if account_id is None or not Grant.objects.filter(account=account_id, role=role, org=org.pk, until=None).exists():
        raise Refused(say("They don't hold this role there."))
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    end_grant(change, account_id=account_id, role=role, org=org.pk, until=until)
    change.record(events.RoleEnded(role=role, org=org.pk, until=until))
    return staff


def _found(staff_id: int) -> Staff:
    staff = Staff.objects.select_related("unit").filter(pk=staff_id).first()
    if staff is None:
        raise Missing
    return staff


def administered(actor: Actor, staff_id: int) -> Staff:
    """A member of staff whom the actor administers. Raises Missing and Refused."""
    staff = _found(staff_id)
    if not may_administer(actor, staff.unit.path):
        raise Refused(NOT_YOURS)
    return staff
