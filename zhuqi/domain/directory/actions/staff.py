"""Staff: joining and leaving."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actions import end_grant
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import lasting
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.core.sheets.columns import taken
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.altering import alter
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import Rank, may_administer, unending
from zhuqi.domain.directory.sheets import STAFF


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
    endings.hold([unit.pk])
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
    search.keep("staff", [staff.pk])
    return staff


@verb
def leave(
    actor: Actor, staff_id: int, *, on: dt.date, colleague_id: int | None = None, key: str = "", now: dt.datetime
) -> Staff:
    """Note that somebody has left: ``on`` is the first day without them. Their roles end and their account is closed.
    What they had goes to a colleague who serves at the same place, where one is named.

    Raises Invalid, and Refused while they are one of the three administrators."""
    staff = administered(actor, staff_id)
    today = day_of(now)
    refused = queries.staying(actor, staff, today)
    if refused is not None:
        raise Refused(refused)
    wrong = unending(staff.since, on, today)
    if wrong is not None:
        raise Invalid({"on": wrong})
    roles = lasting(today).filter(account=staff.account_id).order_by("pk")
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    if staff.account_id is not None:
        for held in roles:
            role = Role(held.role)
            end_grant(change, account_id=staff.account_id, role=role, org=held.org, until=on, today=today)
        accounts.close(actor, staff.account_id, now=now)
    alter(change, staff, left_on=on)
    change.record(events.Left(on=on, colleague=another(actor, staff, colleague_id)))
    return staff


def another(actor: Actor, staff: Staff, colleague_id: int | None) -> int | None:
    """Who takes what somebody had: another one of the staff, whom the actor administers too. Raises Invalid."""
    if colleague_id is None:
        return None
    one = Staff.objects.select_related("unit").filter(pk=colleague_id, left_on=None).exclude(account=None).first()
    if one is None or one.pk == staff.pk or not may_administer(actor, one.unit.path):
        raise Invalid({"colleague_id": say("Choose another one of the staff whom you administer.")})
    return one.pk


def member(staff_id: int) -> Staff:
    """A member of staff, with their unit. Raises Missing. One query."""
    staff = Staff.objects.select_related("unit").filter(pk=staff_id).first()
    if staff is None:
        raise Missing
    return staff


def administered(actor: Actor, staff_id: int) -> Staff:
    """A member of staff whom the actor administers. Raises Missing and Refused."""
    staff = member(staff_id)
    if not may_administer(actor, staff.unit.path):
        raise Refused(NOT_YOURS)
    return staff
