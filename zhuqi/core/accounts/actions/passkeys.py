"""Passkeys: added with the password or another passkey, asked for at the door, removed as they were added."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events, passkeys
from zhuqi.core.accounts.actions.paper import forget_paper, new_paper
from zhuqi.core.accounts.actions.proof import answering, own, spend
from zhuqi.core.accounts.models import Account, Passkey, PasskeyCount
from zhuqi.core.accounts.passkeys import Answered, Challenge, Purpose
from zhuqi.core.accounts.queries import has_factor
from zhuqi.core.accounts.rules import LABEL
from zhuqi.core.journal.change import Change

MOST = 20
"""Passkeys of one account."""
NOT_MADE = say("The passkey couldn't be taken. Please begin again.")


@transaction.atomic
def begin_passkey(
    actor: Actor, account_id: int, *, name: str, password: str = "", passkey: Answered | None = None
) -> Challenge:
    """A challenge with which one's device may make a passkey. Raises Invalid for name or password, Refused beyond MOST."""
    label = name.strip()
    if not label or len(label) > LABEL or "\0" in label:
        raise Invalid({"name": say("Name the passkey in 1 to {n} characters: where it is.", n=LABEL)})
    own(actor, account_id, password, passkey)
    if Passkey.objects.filter(account=account_id).count() >= MOST:
        raise Refused(say("You have {n} passkeys. Remove one first.", n=MOST))
    return passkeys.new_challenge(Purpose.ADD, account_id, label)


@transaction.atomic
def add_passkey(
    actor: Actor, challenge: Challenge, *, answer: str, device: str, now: dt.datetime
) -> tuple[Passkey, list[str]]:
    """Keep the passkey that a device made when asked. Gives it, and ten codes for paper where it is the first second factor.

    Raises Refused where the answer isn't one to this challenge, or the challenge was answered before.
    """
    if challenge.purpose is not Purpose.ADD or actor.account != challenge.account:
        raise Refused(say("A second factor is one's own affair."))
    account = Account.objects.select_for_update().get(pk=challenge.account)
    if not spend(challenge.word):
        raise Refused(NOT_MADE)
    try:
        made = passkeys.made(challenge, answer)
    except passkeys.Wrong:
        raise Refused(NOT_MADE) from None
    first = not has_factor(account.pk)
    change = Change(actor, "account", account.pk, now=now)
    row = Passkey(
        account=account,
        name=challenge.name,
        device=device[:40],
        salt=secrets.token_hex(16),
        credential=made.credential,
        public_key=made.public_key,
        made_at=now,
    )
    try:
        with transaction.atomic():
            change.insert(row)
    except IntegrityError:
        raise Refused(NOT_MADE) from None
    PasskeyCount.objects.create(passkey=row, count=made.count)
    paper = new_paper(change, account) if first else []
    change.record(events.PasskeyAdded(passkey=row.pk, codes=len(paper)))
    return row, paper


@transaction.atomic
def remove_passkey(
    actor: Actor, passkey_id: int, *, password: str = "", passkey: Answered | None = None, now: dt.datetime
) -> Account:
    """Remove one of one's own passkeys; the codes on paper go with the last of all factors.

    Raises Missing where it isn't theirs, Invalid for the password or the passkey given in its place.
    """
    held = Passkey.objects.filter(pk=passkey_id, account=actor.account or 0).first()
    if held is None:
        raise Missing
    account = own(actor, held.account_id, password, passkey)
    change = Change(actor, "account", account.pk, now=now)
    drop_passkey(change, held)
    if not has_factor(account.pk):
        forget_paper(change, account)
    change.record(events.PasskeyRemoved(passkey=passkey_id))
    return account


def drop_passkey(change: Change, held: Passkey) -> None:
    """Take a passkey's rows away, as part of a change."""
    PasskeyCount.objects.filter(passkey=held).delete()
    change.delete(held)


@transaction.atomic
def answer_passkey(challenge: Challenge, *, answer: str, now: dt.datetime) -> Account | None:
    """Whose passkey answers a challenge of the door: the account it opens; None where it opens none.

    One that answers rightly but counts backwards was copied: it stays outside, and the journal says so.
    """
    if challenge.purpose not in (Purpose.COME_IN, Purpose.SECOND):
        return None
    found = answering(challenge, answer)
    if found is None:
        return None
    held, grown = found
    if not grown:
        change = Change(Actor(account=held.account_id), "account", held.account_id, now=now)
        change.record(events.PasskeyDoubted(passkey=held.pk))
        return None
    return held.account
