"""Telling: messages and what is to be sent out, written within the reaction to an entry. Repeating tells nobody twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from zhuqi.base.words import Sentence
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.models import Mailbox, Message, Preference, Sending, Subscription
from zhuqi.core.messages.queries import seeing
from zhuqi.core.messages.rules import Quiet, Row, To, Way, as_stored


def tell_lines(
    entry: Entry,
    lines: Iterable[Row],
    people: Callable[[Any], Iterable[To]],
    *,
    kind: str,
    subject: int,
    facts: Mapping[str, object],
    now: dt.datetime,
) -> int:
    """Tell an entry by the lines of a room's table. ``people``: who somebody of the table is; ``facts``: of its sentences."""
    to = [
        replace(one, sentence=Sentence(line.text, facts), urgent=line.urgent)
        for line in lines
        for one in people(line.to)
    ]
    return tell(entry, kind=kind, subject=subject, to=to, now=now)


def tell(entry: Entry, *, kind: str, subject: int, to: Sequence[To], now: dt.datetime) -> int:
    """Tell some people of an entry about a row, each once, and only those who see the row. Who did it isn't told of it. Gives
    how many are told. Six queries at most."""
    wanted: dict[int, To] = {}
    for one in to:
        if one.account != entry.account:
            wanted.setdefault(one.account, one)
    if not wanted:
        return 0
    known = set(Message.objects.filter(entry=entry.pk, account__in=wanted).values_list("account", flat=True))
    told = seeing(kind, subject, wanted.keys() - known, now)
    rows = [
        Message(
            account_id=account,
            entry=entry.pk,
            kind=kind,
            subject=subject,
            org=one.org,
            role=one.role.value if one.role else "",
            sentence=as_stored(one.sentence),
            urgent=one.urgent,
            at=now,
        )
        for account, one in wanted.items()
        if account in told
    ]
    _mail(Message.objects.bulk_create(rows), now)
    return len(rows)


def _mail(messages: Iterable[Message], now: dt.datetime) -> None:
    """Have those mailed whose readers chose so and confirmed a mailbox, outside their quiet hours."""
    told = {message.account_id: message for message in messages}
    confirmed = Mailbox.objects.filter(account__in=told, confirmed_at__isnull=False).values("account")
    chosen = Preference.objects.filter(account__in=confirmed, mail=True).order_by("id") if told else ()
    Sending.objects.bulk_create(
        Sending(
            channel=Way.MAIL.value,
            message=told[choice.account_id],
            made_at=now,
            due_at=sent_from(choice, now, urgent=told[choice.account_id].urgent),
        )
        for choice in chosen
    )


def sent_from(choice: Preference, now: dt.datetime, *, urgent: bool) -> dt.datetime:
    """From when on something may be mailed to somebody."""
    if urgent and choice.urgent:
        return now
    return Quiet(choice.quiet_from, choice.quiet_to).until(timezone.localtime(now))


def hook(entry: Entry, *, kind: str, subject: int, number: str = "", event: str = "", now: dt.datetime) -> int:
    """Have the subscriptions told that name this event, the entry's verb where nothing else is said, and whose organisation sees
    the row. Gives how many. One query where nobody subscribed."""
    name = event or entry.verb
    wanted = [held for held in Subscription.objects.filter(ended_at=None) if name in held.names.split()]
    if not wanted:
        return 0
    orgs = {held.org for held in wanted}
    seen = set(Scope.objects.filter(kind=kind, row=subject, org__in=orgs).values_list("org", flat=True))
    known = set(Sending.objects.filter(entry=entry.pk, subscription__in=wanted).values_list("subscription", flat=True))
    content = {"event": name, "at": entry.at.isoformat(), "kind": kind, "id": subject, "number": number}
    made = Sending.objects.bulk_create(
        Sending(
            channel=Way.WEBHOOK.value,
            subscription=held,
            entry=entry.pk,
            content=json.dumps(content, ensure_ascii=False),
            made_at=now,
            due_at=now,
        )
        for held in wanted
        if held.org in seen and held.pk not in known
    )
    return len(made)
