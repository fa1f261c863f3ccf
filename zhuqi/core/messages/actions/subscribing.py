"""Keeping subscriptions. Called down the stairs inside the caller's own change, by whoever knows the organisation and who may."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable
from typing import Any, Protocol

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.codes import opened, sealed
from zhuqi.core.journal.change import Change
from zhuqi.core.messages import events
from zhuqi.core.messages.models import Sending, Subscription
from zhuqi.core.messages.rules import LABEL, Way, wrong_address
from zhuqi.core.succession import Passing

MOST = 20
"""Subscriptions of one organisation that aren't ended."""
TEST = "test"
"""The event of a trial."""


class Writes(Protocol):
    """What this room needs of the caller's change: writing a row so that the journal knows it."""

    def insert(self, row: Any) -> Any: ...

    def update(self, row: Any, **fields: Any) -> Any: ...


def new_secret() -> str:
    """With which webhooks are signed: 256 bits."""
    return f"whsec_{secrets.token_urlsafe(32)}"


def signs(held: Subscription, secret: str) -> bool:
    """Whether what goes to a subscription is signed with this."""
    return secrets.compare_digest(opened(held.secret) or b"", secret.encode())


def put_down(
    change: Writes,
    *,
    org: int,
    name: str,
    address: str,
    names: Iterable[str],
    known: Iterable[str],
    secret: str,
    now: dt.datetime,
) -> Subscription:
    """Write a subscription of an organisation down. ``known``: the events there are. Raises Invalid, Refused."""
    asked = sorted(set(names))
    wrong: dict[str, Sentence] = {}
    if not name.strip() or len(name) > LABEL:
        wrong["name"] = say("Name the subscription in 1 to {n} characters: what listens, and where.", n=LABEL)
    if fault := wrong_address(address.strip()):
        wrong["address"] = fault
    if not asked or not set(asked) <= set(known):
        wrong["names"] = say("Choose one or more of the events.")
    if wrong:
        raise Invalid(wrong)
    if Subscription.objects.filter(org=org, ended_at=None).count() >= MOST:
        raise Refused(say("An organisation has at most {n} subscriptions. End one first.", n=MOST))
    row = Subscription(
        org=org,
        name=name.strip(),
        address=address.strip(),
        salt=secrets.token_hex(16),
        secret=sealed(secret.encode()),
        names=" ".join(asked),
        made_at=now,
    )
    change.insert(row)
    return row


def live(subscription_id: int) -> Subscription:
    """A subscription to be changed. Raises Refused where it has ended."""
    held = Subscription.objects.select_for_update().get(pk=subscription_id)
    if held.ended_at is not None:
        raise Refused(say("This subscription has ended."))
    return held


def resign(change: Writes, subscription_id: int, *, secret: str) -> Subscription:
    """Sign with a new secret from now on."""
    held = live(subscription_id)
    change.update(held, secret=sealed(secret.encode()))
    return held


def end(change: Writes, subscription_id: int, *, now: dt.datetime) -> Subscription:
    """Send nothing there any more; what waited is let go."""
    held = live(subscription_id)
    change.update(held, ended_at=now)
    Sending.objects.filter(subscription=held, done_at=None).update(done_at=now)
    return held


def trial(subscription_id: int, *, now: dt.datetime) -> Subscription:
    """Have a trial sent there. Raises Refused while one waits to be sent."""
    held = live(subscription_id)
    waiting = Sending.objects.filter(subscription=held, entry=None, done_at=None, failed_at=None)
    if waiting.exists():
        raise Refused(say("A trial is on its way already."))
    content = {"event": TEST, "at": now.isoformat()}
    Sending.objects.create(
        channel=Way.WEBHOOK.value, subscription=held, content=json.dumps(content), made_at=now, due_at=now
    )
    return held


def pass_on(passing: Passing) -> None:
    """Let every subscription of a unit be its successor's. Repeating changes nothing."""
    for held in Subscription.objects.filter(org=passing.old, ended_at=None).order_by("pk"):
        change = Change(CLOCK, "subscription", held.pk, now=passing.now)
        change.update(held, org=passing.new)
        change.record(events.Followed(org=passing.new))
