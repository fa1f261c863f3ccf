"""Noting for somebody what they have read, and what needs no reading any more. It isn't booked, and nobody else is told (no read
receipts)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.messages.models import Message
from zhuqi.core.messages.queries import visible


@transaction.atomic
def open_message(actor: Actor, message_id: int, *, key: str = "", now: dt.datetime) -> Message:
    """Note that one's own message was read, and give it. Repeating changes nothing. Raises Missing."""
    found = visible(actor).filter(pk=message_id).first()
    if found is None:
        raise Missing
    if not found.read:
        Message.objects.filter(pk=found.pk).update(read=True)
        found.read = True
    return found


def lay_aside(messages: Iterable[int]) -> int:
    """Note as read what asks for nothing any more: what it told of was done, by whomever. Gives how many."""
    return Message.objects.filter(pk__in=set(messages), read=False).update(read=True)


@transaction.atomic
def read_all(actor: Actor, *, upto: int, key: str = "", now: dt.datetime) -> int:
    """Note that all of one's own were read up to a number, the last that was on the page: what came since stays unread. Gives how
    many."""
    return Message.objects.filter(account=actor.account or 0, read=False, pk__lte=upto).update(read=True)
