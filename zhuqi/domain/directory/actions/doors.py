"""Letting somebody in again: a new password, the end of a lock-out, a second factor that was lost. And keeping out the programs
that come in their name. By the security administrator of their unit and of all they may do; the console has commands of its
own."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory import events
from zhuqi.domain.directory.actions.staff import member
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.directory.rules import may_grant

NOT_YOURS = say("Only the security administrator of their unit lets somebody in again.")


@verb
def reset_password(actor: Actor, staff_id: int, *, password: str, key: str = "", now: dt.datetime) -> Staff:
    """Set somebody's password; they choose their own at the next log-in. Raises Invalid where it can't be taken."""
    staff, account_id = _guarded(actor, staff_id)
    accounts.reset_password(actor, account_id, password=password, now=now)
    return _booked(Change(actor, "staff", staff.pk, now=now, key=key), staff, "password")


@verb
def unlock(actor: Actor, staff_id: int, *, key: str = "", now: dt.datetime) -> Staff:
    """Open the door again for somebody who was locked out."""
    staff, account_id = _guarded(actor, staff_id)
    accounts.unlock(actor, account_id, now=now)
    return _booked(Change(actor, "staff", staff.pk, now=now, key=key), staff, "lock_out")


@verb
def lose_factor(actor: Actor, staff_id: int, *, key: str = "", now: dt.datetime) -> Staff:
    """Remove the second factor of somebody who has lost it: the password alone opens until they set up another."""
    staff, account_id = _guarded(actor, staff_id)
    accounts.lose_factor(actor, account_id, now=now)
    return _booked(Change(actor, "staff", staff.pk, now=now, key=key), staff, "second_factor")


@verb
def revoke_tokens(actor: Actor, staff_id: int, *, key: str = "", now: dt.datetime) -> Staff:
    """Let no program in any more in somebody's name: all their tokens are revoked."""
    staff, account_id = _guarded(actor, staff_id)
    count = accounts.revoke_tokens(actor, account_id, now=now)
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    change.record(events.ProgramsShutOut(tokens=count))
    return staff


def _booked(change: Change, staff: Staff, by: str) -> Staff:
    """Book it on the person too: a repeated key then finds that it was done."""
    change.record(events.LetIn(by=by))
    return staff


def _guarded(actor: Actor, staff_id: int) -> tuple[Staff, int]:
    """(staff, account) of somebody whom the actor may let in. Raises Missing and Refused; core asks about their roles."""
    staff = member(staff_id)
    if not may_grant(actor, staff.unit.path):
        raise Refused(NOT_YOURS)
    if actor.staff == staff.pk:
        raise Refused(say("Nobody lets themselves in again: ask another administrator."))
    if staff.account_id is None or staff.left_on is not None:
        raise Refused(say("They have left the staff, or have no account."))
    return staff, staff.account_id
