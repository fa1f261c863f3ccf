"""Second factors: set up with the password and a first code, asked for at the door, removed with the password."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events
from zhuqi.core.accounts.codes import opened, paper_codes, paper_digest, sealed, step_of
from zhuqi.core.accounts.models import Account, Factor, RecoveryCode, UsedStep
from zhuqi.core.accounts.wall import wall
from zhuqi.core.journal.change import Change

WRONG_CODE = say("This code isn't right, or it was used already. Wait for the next one and type that.")


@transaction.atomic
def set_factor(
    actor: Actor, account_id: int, *, password: str, secret: bytes, code: str, now: dt.datetime
) -> list[str]:
    """Ask for a code after the password from now on. Gives the ten codes for paper, this one time.

    ``code`` shows that the telephone has the secret. Raises Invalid for the password or the code, Refused where there is
    a second factor already.
    """
    account = _own(actor, account_id, password)
    if Factor.objects.filter(account=account).exists():
        raise Refused(say("You have a second factor already. Remove it first."))
    step = step_of(secret, code, wall())
    if step is None:
        raise Invalid({"code": WRONG_CODE})
    _use(account.pk, step)
    codes = paper_codes()
    change = Change(actor, "account", account.pk, now=now)
    change.insert(Factor(account=account, secret=sealed(secret), made_at=now))
    change.insert_many([RecoveryCode(account=account, digest=paper_digest(account.pk, one)) for one in codes])
    change.record(events.FactorSet(codes=len(codes)))
    return codes


@transaction.atomic
def remove_factor(actor: Actor, account_id: int, *, password: str, now: dt.datetime) -> Account:
    """The password alone opens again. Raises Invalid for the password, Refused where there is no second factor."""
    account = _own(actor, account_id, password)
    _remove(actor, account, now)
    return account


@transaction.atomic
def lose_factor(actor: Actor, account_id: int, *, now: dt.datetime) -> Account:
    """Remove the second factor of somebody who has lost telephone and paper: from the console alone."""
    if not actor.clock:
        raise Refused(say("A lost second factor is removed from the console of the machine."))
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise Missing
    _remove(actor, account, now)
    return account


@transaction.atomic
def answer_factor(account_id: int, *, code: str, now: dt.datetime) -> bool:
    """Whether a code opens the second door: the telephone's (each half minute's once), or one on paper (each once)."""
    account = Account.objects.select_for_update().filter(pk=account_id, is_active=True).first()
    factor = Factor.objects.filter(account=account).first() if account is not None else None
    secret = opened(factor.secret) if factor is not None else None
    if account is None or factor is None:
        return False
    step = step_of(secret, code, wall()) if secret is not None else None
    if step is not None:
        try:
            _use(account.pk, step)
        except Invalid:
            return False
        return True
    return _paper(account, code, now)


def _paper(account: Account, code: str, now: dt.datetime) -> bool:
    held = RecoveryCode.objects.select_for_update().filter(account=account, used_at=None)
    found = held.filter(digest=paper_digest(account.pk, code)).first()
    if found is None:
        return False
    change = Change(Actor(account=account.pk), "account", account.pk, now=now)
    change.update(found, used_at=now)
    change.record(events.RecoveryCodeUsed(left=held.count()))
    return True


def _use(account_id: int, step: int) -> None:
    """Take a half minute's code. Raises Invalid where it was taken before, also at this very moment."""
    try:
        with transaction.atomic():
            UsedStep.objects.create(account_id=account_id, step=step)
    except IntegrityError:
        raise Invalid({"code": WRONG_CODE}) from None


def _own(actor: Actor, account_id: int, password: str) -> Account:
    """The actor's own account, where this is its password."""
    if actor.account != account_id:
        raise Refused(say("A second factor is one's own affair."))
    account = Account.objects.select_for_update().get(pk=account_id)
    if not account.check_password(password):
        raise Invalid({"password": say("This isn't your present password.")})
    return account


def _remove(actor: Actor, account: Account, now: dt.datetime) -> None:
    factor = Factor.objects.filter(account=account).first()
    if factor is None:
        raise Refused(say("There is no second factor."))
    change = Change(actor, "account", account.pk, now=now)
    change.delete(factor)
    for row in RecoveryCode.objects.filter(account=account).order_by("pk"):
        change.delete(row)
    change.record(events.FactorRemoved())
