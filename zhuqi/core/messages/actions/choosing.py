"""Choosing how one is told: by mail or not, the quiet hours, the mailbox and its confirming. Each gives the account, on which it
is booked."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.codes import LETTERS, opened, plain, sealed
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.messages import events, queries
from zhuqi.core.messages.models import Mailbox, Preference, Sending
from zhuqi.core.messages.rules import CODE_LASTS, MINUTES, Way, wrong_mailbox


@verb
def choose(
    actor: Actor,
    *,
    mail: bool,
    quiet_from: int,
    quiet_to: int,
    urgent: bool,
    key: str = "",
    now: dt.datetime,
) -> Account:
    """Choose how one is told. ``quiet_from``, ``quiet_to``: minutes of the day; the same twice: no quiet hours. Raises Invalid,
    Refused for mail without a confirmed mailbox."""
    account = _own(actor)
    wrong = {
        name: say("Please write an hour as 22:00.")
        for name, minute in (("quiet_from", quiet_from), ("quiet_to", quiet_to))
        if not 0 <= minute < MINUTES
    }
    if wrong:
        raise Invalid(wrong)
    held = queries.mailbox(account.pk)
    if mail and (held is None or held.confirmed_at is None):
        raise Refused(say("Confirm a mailbox first: nothing is mailed before that."))
    choice = Preference.objects.select_for_update().filter(account=account).first()
    change = Change(actor, "account", account.pk, now=now, key=key)
    chosen: dict[str, Any] = {"mail": mail, "quiet_from": quiet_from, "quiet_to": quiet_to, "urgent": urgent}
    if choice is None:
        choice = change.insert(Preference(account=account, **chosen))
    else:
        change.update(choice, **chosen)
    change.record(events.Chosen(**chosen))
    return account


def _own(actor: Actor) -> Account:
    """The actor's own account, held until the change is booked: two at once wait for each other."""
    account = Account.objects.select_for_update().filter(pk=actor.account or 0, is_active=True).first()
    if account is None:
        raise Missing
    return account


def _code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


@verb
def name_mailbox(actor: Actor, *, address: str, key: str = "", now: dt.datetime) -> Account:
    """Name the mailbox where one reads mail: a code goes there, and nothing else before it came back. One that was confirmed is
    forgotten. Raises Invalid, Refused where a code went out just now."""
    account = _own(actor)
    if not settings.MAIL:
        raise Refused(say("No mail server is set up here, so nothing can be mailed."))
    address = address.strip()
    wrong = wrong_mailbox(address)
    if wrong is not None:
        raise Invalid({"address": wrong})
    if queries.asked_lately(account.pk, now):
        raise Refused(say("A code was sent a moment ago. Look for it, or wait five minutes and ask for another."))
    held = Mailbox.objects.select_for_update().filter(account=account).first()
    change = Change(actor, "account", account.pk, now=now, key=key)
    fresh = {
        "address": address,
        "salt": secrets.token_hex(16),
        "code": sealed(_code().encode()),
        "named_at": now,
        "confirmed_at": None,
    }
    if held is None:
        held = change.insert(Mailbox(account=account, **fresh))
    else:
        change.update(held, **fresh)
    change.record(events.MailboxNamed())
    Sending.objects.create(channel=Way.CODE.value, mailbox=held.pk, made_at=now, due_at=now)
    return account


@verb
def confirm_mailbox(actor: Actor, *, code: str, key: str = "", now: dt.datetime) -> Account:
    """Give back the code that went to the mailbox. From then on mail goes there, if one chose mail. Raises Invalid."""
    account = _own(actor)
    held = Mailbox.objects.select_for_update().filter(account=account).first()
    if held is None:
        raise Missing
    if held.confirmed_at is not None:
        raise Refused(say("This mailbox is confirmed already."))
    known = opened(held.code) or b""
    given = plain(code).encode("utf-8", "surrogatepass")
    if not known or now > held.named_at + CODE_LASTS:
        raise Invalid({"code": say("This code is too old. Ask for another.")})
    if not secrets.compare_digest(plain(known.decode()).encode(), given):
        raise Invalid({"code": say("This isn't the code that was sent.")})
    change = Change(actor, "account", account.pk, now=now, key=key)
    change.update(held, code="", confirmed_at=now)
    change.record(events.MailboxConfirmed())
    return account


@verb
def drop_mailbox(actor: Actor, *, key: str = "", now: dt.datetime) -> Account:
    """Forget one's mailbox: nothing is mailed any more. Where there is none, nothing changes."""
    account = _own(actor)
    held = Mailbox.objects.select_for_update().filter(account=account).first()
    if held is None:
        return account
    change = Change(actor, "account", account.pk, now=now, key=key)
    choice = Preference.objects.select_for_update().filter(account=account, mail=True).first()
    if choice is not None:
        change.update(choice, mail=False)
    change.delete(held)
    change.record(events.MailboxDropped())
    return account
