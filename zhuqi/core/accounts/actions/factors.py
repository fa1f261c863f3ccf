"""Codes of a telephone as second factor: set up with the password and a first code, asked for at the door, removed with the
password. Where a password is asked for, one's passkey will do."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events
from zhuqi.core.accounts.actions.paper import forget_paper, new_paper
from zhuqi.core.accounts.actions.passkeys import drop_passkey
from zhuqi.core.accounts.actions.proof import own
from zhuqi.core.accounts.codes import opened, paper_digest, sealed, step_of
from zhuqi.core.accounts.models import Account, Factor, RecoveryCode, UsedStep
from zhuqi.core.accounts.passkeys import Answered
from zhuqi.core.accounts.queries import administers, has_factor, passkeys
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change

WRONG_CODE = say("This code isn't right, or it was used already. Wait for the next one and type that.")
NONE = say("There is no second factor.")


@transaction.atomic
def set_factor(
    actor: Actor,
    account_id: int,
    *,
    password: str = "",
    passkey: Answered | None = None,
    secret: bytes,
    code: str,
    now: dt.datetime,
) -> list[str]:
    """Ask for a code after the password from now on. Gives ten new codes for paper, this one time.

    ``code`` shows that the telephone has the secret. Raises Invalid for the password or the code, Refused where there is
    a second factor already.
    """
    account = own(actor, account_id, password, passkey)
    if Factor.objects.filter(account=account).exists():
        raise Refused(say("You have a second factor already. Remove it first."))
    step = step_of(secret, code, wall())
    if step is None:
        raise Invalid({"code": WRONG_CODE})
    _use(account.pk, step)
    change = Change(actor, "account", account.pk, now=now)
    change.insert(Factor(account=account, secret=sealed(secret), made_at=now))
    codes = new_paper(change, account)
    change.record(events.FactorSet(codes=len(codes)))
    return codes


@transaction.atomic
def remove_factor(
    actor: Actor, account_id: int, *, password: str = "", passkey: Answered | None = None, now: dt.datetime
) -> Account:
    """No code opens any more; the codes on paper go where no passkey is left either. Raises Invalid for the password, Refused
    where there is no telephone."""
    account = own(actor, account_id, password, passkey)
    factor = Factor.objects.filter(account=account).first()
    if factor is None:
        raise Refused(NONE)
    change = Change(actor, "account", account.pk, now=now)
    change.delete(factor)
    if not has_factor(account.pk):
        forget_paper(change, account)
    change.record(events.FactorRemoved())
    return account


@transaction.atomic
def lose_factor(actor: Actor, account_id: int, *, now: dt.datetime) -> Account:
    """Remove every second factor of somebody who has lost telephone, paper or passkeys: the password alone opens again.

    Raises Refused for anybody but a security administrator above and the console.
    """
    if not actor.clock and (actor.account == account_id or not administers(actor, account_id, day_of(now))):
        raise Refused(say("Only the security administrator of their unit removes a lost second factor."))
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise Missing
    factor, held = Factor.objects.filter(account=account).first(), list(passkeys(account.pk))
    if factor is None and not held:
        raise Refused(NONE)
    change = Change(actor, "account", account.pk, now=now)
    if factor is not None:
        change.delete(factor)
    for passkey in held:
        drop_passkey(change, passkey)
    forget_paper(change, account)
    change.record(events.FactorRemoved(passkeys=len(held)))
    return account


@transaction.atomic
def answer_factor(account_id: int, *, code: str, now: dt.datetime) -> bool:
    """Whether a code opens the second door: the telephone's (each half minute's once), or one on paper (each once)."""
    account = Account.objects.select_for_update().filter(pk=account_id, is_active=True).first()
    if account is None:
        return False
    factor = Factor.objects.filter(account=account).first()
    secret = opened(factor.secret) if factor is not None else None
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
