"""Opening and closing accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change, record_many


@transaction.atomic
def open_many(actor: Actor, usernames: Sequence[str], *, now: dt.datetime) -> list[Account]:
    """Open accounts that have no password yet, in the order of ``usernames``; one that exists is given back as it is."""
    known = {a.username: a for a in Account.objects.filter(username__in=usernames)}
    new = [
        Account(username=name, password=make_password(None)) for name in dict.fromkeys(usernames) if name not in known
    ]
    bulk.insert(new)
    changes = []
    for account in new:
        change = Change(actor, "account", account.pk, now=now)
        change.touched(account)
        changes.append((change, events.Opened()))
        known[account.username] = account
    record_many(changes)
    return [known[name] for name in usernames]


@transaction.atomic
def close(actor: Actor, account_id: int, *, now: dt.datetime) -> Account:
    """Close an account: it no longer opens the door."""
    account = Account.objects.get(pk=account_id)
    change = Change(actor, "account", account.pk, now=now)
    change.update(account, is_active=False)
    change.record(events.Closed())
    return account
