"""Setting a password for somebody, changing one's own, opening a door that shut after too many wrong ones."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events, lockout
from zhuqi.core.accounts.models import Account, Renewal
from zhuqi.core.accounts.queries import administers
from zhuqi.core.accounts.rules import wrong_password
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change


@transaction.atomic
def set_password(actor: Actor, account_id: int, *, password: str, renew: bool = False, now: dt.datetime) -> Account:
    """Set a password; whoever was in by the old one is out. Whoever calls this has made sure that the actor may.

    ``renew``: its owner must choose their own at the next log-in. Raises Invalid where the password can't be taken.
    """
    account = _held(account_id)
    _check(password, account)
    change = Change(actor, "account", account.pk, now=now)
    change.update(account, password=make_password(password))
    _renew(change, account, wanted=renew)
    change.record(events.PasswordSet())
    return account


def reset_password(actor: Actor, account_id: int, *, password: str, now: dt.datetime) -> Account:
    """Set somebody else's password as their security administrator; they choose their own at the next log-in.

    Raises Refused where the account isn't below the actor's unit, and Invalid where the password can't be taken.
    """
    if actor.account == account_id or not administers(actor, account_id, day_of(now)):
        raise Refused(
            say("Only the security administrator of their unit sets somebody's password. Your own you change.")
        )
    return set_password(actor, account_id, password=password, renew=True, now=now)


@transaction.atomic
def change_password(actor: Actor, account_id: int, *, old: str, password: str, now: dt.datetime) -> Account:
    """Change one's own password. Raises Invalid where the old one is wrong or the new one can't be taken."""
    if actor.account != account_id:
        raise Refused(say("Nobody changes another person's password."))
    account = _held(account_id)
    if not account.check_password(old):
        raise Invalid({"old": say("This isn't your present password.")})
    if old == password:
        raise Invalid({"password": say("The new password is the old one. Please choose another.")})
    _check(password, account)
    change = Change(actor, "account", account.pk, now=now)
    change.update(account, password=make_password(password))
    _renew(change, account, wanted=False)
    change.record(events.PasswordChanged())
    return account


@transaction.atomic
def unlock(actor: Actor, account_id: int, *, now: dt.datetime) -> Account:
    """Open the door again for somebody who was locked out. Raises Refused for anybody but a security administrator above."""
    account = _held(account_id)
    if not actor.clock and not administers(actor, account_id, day_of(now)):
        raise Refused(say("Only the security administrator of their unit ends a lock-out."))
    lockout.forget(account.username)
    change = Change(actor, "account", account.pk, now=now)
    change.record(events.Unlocked())
    return account


def _held(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise Missing
    return account


def _renew(change: Change, account: Account, *, wanted: bool) -> None:
    """Note that a new password must be chosen, or that it was."""
    noted = Renewal.objects.filter(account=account).first()
    if wanted and noted is None:
        change.insert(Renewal(account=account))
    elif noted is not None and not wanted:
        change.delete(noted)


@lru_cache(maxsize=1)
def _common() -> CommonPasswordValidator:
    """The framework's list of 20,000 common passwords, read once."""
    return CommonPasswordValidator()


def _check(password: str, account: Account) -> None:
    wrong = wrong_password(password, account.username)
    if wrong is None:
        try:
            _common().validate(password)
        except ValidationError:
            wrong = say("This password is one of the most common. Please choose another.")
    if wrong is not None:
        raise Invalid({"password": wrong})
