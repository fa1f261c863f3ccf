"""Subscriptions of an organisation's programs (webhooks), kept by the system administrator of its place, and by whoever leads it.
They are told what happens to the cases that the organisation sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.messages import actions as messages
from zhuqi.core.messages import events
from zhuqi.core.messages.actions.subscribing import new_secret
from zhuqi.core.messages.models import Subscription
from zhuqi.domain.cases.queries.subscriptions import keeps_of, kept
from zhuqi.domain.cases.rules.telling import HOOKED
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import ending as endings


def subscribe(
    actor: Actor,
    org_id: int,
    *,
    name: str,
    address: str,
    names: Iterable[str],
    key: str = "",
    now: dt.datetime,
) -> tuple[Subscription, str]:
    """Subscribe for an organisation: gives the subscription, and its secret for this one time; ``names``: of ``HOOKED``. A
    repeated ``key`` gives the first one again and an empty secret. Raises Missing, Refused, Invalid."""
    secret = new_secret()
    made = keep_subscription(
        actor, org_id, name=name, address=address, names=tuple(names), secret=secret, key=key, now=now
    )
    return made, secret if messages.signs(made, secret) else ""


@verb
def keep_subscription(
    actor: Actor,
    org_id: int,
    *,
    name: str,
    address: str,
    names: tuple[str, ...],
    secret: str,
    key: str = "",
    now: dt.datetime,
) -> Subscription:
    """The half of ``subscribe`` that writes."""
    org = directory.unit(org_id)
    if not keeps_of(actor, org):
        raise Refused(
            say("Subscriptions are made by the system administrator of that place, or by whoever leads that unit.")
        )
    if org.retired_on is not None:
        raise Refused(say("This organisation is retired already."))
    endings.hold([org.pk])
    change = Change(actor, "subscription", None, now=now, key=key)
    row = messages.put_down(
        change, org=org.pk, name=name, address=address, names=names, known=HOOKED, secret=secret, now=now
    )
    change.subject = row.pk
    change.record(events.Subscribed(org=org.pk, names=tuple(row.names.split())))
    return row


def rotate_secret(actor: Actor, subscription_id: int, *, key: str = "", now: dt.datetime) -> tuple[Subscription, str]:
    """Sign with a new secret from now on: gives it this one time; empty where a ``key`` is repeated. Raises Missing, Refused."""
    secret = new_secret()
    made = keep_secret(actor, subscription_id, secret=secret, key=key, now=now)
    return made, secret if messages.signs(made, secret) else ""


@verb
def keep_secret(actor: Actor, subscription_id: int, *, secret: str, key: str = "", now: dt.datetime) -> Subscription:
    """The half of ``rotate_secret`` that writes."""
    change = _taken(actor, subscription_id, key, now)
    row = messages.resign(change, subscription_id, secret=secret)
    change.record(events.SecretRotated())
    return row


@verb
def end_subscription(actor: Actor, subscription_id: int, *, key: str = "", now: dt.datetime) -> Subscription:
    """Send nothing there any more. Raises Missing, Refused where it has ended."""
    change = _taken(actor, subscription_id, key, now)
    row = messages.end(change, subscription_id, now=now)
    change.record(events.Unsubscribed())
    return row


@verb
def try_subscription(actor: Actor, subscription_id: int, *, key: str = "", now: dt.datetime) -> Subscription:
    """Have a trial sent there: the worker does it within a minute. Raises Missing, Refused while one is on its way."""
    change = _taken(actor, subscription_id, key, now)
    row = messages.trial(subscription_id, now=now)
    change.record(events.Tested())
    return row


def _taken(actor: Actor, subscription_id: int, key: str, now: dt.datetime) -> Change:
    if not kept(actor).filter(pk=subscription_id).exists():
        raise Missing
    return Change(actor, "subscription", subscription_id, now=now, key=key)
