"""Opening accounts, setting passwords, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.change import Change, record_many

SHORTEST = 10


@transaction.atomic
def open_many(actor: Actor, usernames: Sequence[str], *, now: dt.datetime) -> list[Account]:
    """Open accounts that have no password yet, in the order of ``usernames``; one that exists is given back as it is."""
    known = {a.username: a for a in Account.objects.filter(username__in=usernames)}
    new = [
        Account(username=name, password=make_password(None)) for name in dict.fromkeys(usernames) if name not in known
    ]
    Account.objects.bulk_create(new, batch_size=500)
    changes = []
    for account in new:
        change = Change(actor, "account", account.pk, now=now)
        change.touched(account)
        changes.append((change, events.Opened()))
        known[account.username] = account
    record_many(changes)
    return [known[name] for name in usernames]


@transaction.atomic
def set_password(actor: Actor, account_id: int, *, password: str, now: dt.datetime) -> Account:
    """Set a password. Raises Invalid where it is shorter than ten characters."""
    if len(password) < SHORTEST:
        raise Invalid({"password": say("A password has at least {n} characters.", n=SHORTEST)})
    account = Account.objects.get(pk=account_id)
    change = Change(actor, "account", account.pk, now=now)
    change.update(account, password=make_password(password))
    change.record(events.PasswordSet())
    return account


@transaction.atomic
def close(actor: Actor, account_id: int, *, now: dt.datetime) -> Account:
    """Close an account: it no longer opens the door."""
    account = Account.objects.get(pk=account_id)
    change = Change(actor, "account", account.pk, now=now)
    change.update(account, is_active=False)
    change.record(events.Closed())
    return account
