"""What one has been told and how; the subscriptions of programs, and what couldn't be sent, for the system administrator."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.jobs.queries import tends
from zhuqi.core.messages import actions, queries
from zhuqi.core.messages.rules import LABEL, LONGEST_ADDRESS, Way, in_hours, minute_of, revived, why_failed
from zhuqi.domain.cases.actions import subscribing
from zhuqi.domain.cases.queries.subscriptions import keeps, kept
from zhuqi.domain.cases.rules.telling import HOOKED
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, Paged, get, page, post, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Id, InAddress, Shape, Taken, YesNo, cannot, line
from zhuqi.interfaces.web.wording import local, phrase

NEWEST = ("-id",)
HOURS = "([01][0-9]|2[0-3]):[0-5][0-9]"
router = Router(tags=["messages"])


class MessageRow(Shape):
    """One message: a sentence in the reader's language, and the number of what it is about."""

    id: int
    kind: str
    subject: int
    sentence: str
    urgent: bool
    at: dt.datetime
    read: bool


class MessageRows(Shape):
    """A page of one's own messages: unread ones first, then the newest."""

    messages: list[MessageRow]
    next: str | None


class ReadBody(Shape):
    """Up to which message all were read."""

    upto: Id


class UnreadOut(Shape):
    """How many of one's own messages are unread; 100 stands for more than 99."""

    unread: int


def _hour(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(HOURS, value):
        raise cannot(say("Please write an hour as 22:00."))
    return value


class TellingOut(Shape):
    """How one is told. ``mailbox``: whether one is confirmed; quiet hours as 22:00, the same twice: none."""

    mail: bool
    mailbox: bool
    quiet_from: str
    quiet_to: str
    urgent: bool = Field(description="Whether what is urgent is mailed in quiet hours too.")


@get(router, "/messages", MessageRows)
def list_messages(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """What one has been told, as far as one still sees what it is about."""
    shown, after = page("messages", queries.visible(request.actor), queries.NEWEST, asked)
    return answer(MessageRows(messages=[_message(row, request) for row in shown], next=after))


def _message(row: Any, request: Asked) -> MessageRow:
    return MessageRow(
        id=row.pk,
        kind=row.kind,
        subject=row.subject,
        sentence=phrase(revived(row.sentence), request.now),
        urgent=row.urgent,
        at=local(row.at),
        read=row.read,
    )


@post(router, "/messages/{message_id}/read", MessageRow)
def read_message(request: Asked, message_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Note that one read a message. Nobody else is told."""
    row = actions.open_message(request.actor, message_id, key=key(request), now=request.now)
    return answer(_message(row, request))


@post(router, "/messages/read", UnreadOut)
def read_messages(request: Asked, typed: ReadBody) -> HttpResponse:
    """Note that one read all messages up to one; what came since stays unread."""
    actions.read_all(request.actor, upto=typed.upto, key=key(request), now=request.now)
    return answer(UnreadOut(unread=queries.unread(request.actor)))


@get(router, "/telling", TellingOut)
def show_telling(request: Asked) -> HttpResponse:
    """How one is told."""
    return answer(_telling(request))


def _telling(request: Asked) -> TellingOut:
    account = request.actor.account or 0
    choice, held = queries.preference(account), queries.mailbox(account)
    return TellingOut(
        mail=choice.mail,
        mailbox=held is not None and held.confirmed_at is not None,
        quiet_from=in_hours(choice.quiet_from),
        quiet_to=in_hours(choice.quiet_to),
        urgent=choice.urgent,
    )


HOUR_FORM = {"type": "string", "pattern": f"^{HOURS}$", "examples": ["22:00"]}
Hour = Annotated[str, Taken(_hour, HOUR_FORM)]


class TellingBody(Shape):
    """How one wants to be told. A mailbox is named and confirmed in the browser."""

    mail: YesNo
    quiet_from: Hour
    quiet_to: Hour
    urgent: YesNo


@post(router, "/telling", TellingOut)
def choose_telling(request: Asked, typed: TellingBody) -> HttpResponse:
    """Choose how one is told. Mail needs a confirmed mailbox."""
    actions.choose(
        request.actor,
        mail=typed.mail,
        quiet_from=minute_of(typed.quiet_from) or 0,
        quiet_to=minute_of(typed.quiet_to) or 0,
        urgent=typed.urgent,
        key=key(request),
        now=request.now,
    )
    return answer(_telling(request))


class SubscriptionRow(Shape):
    """A subscription. ``failing``: whether the last thing sent there didn't arrive; its secret is told once alone."""

    id: int
    unit: Unit
    name: str
    address: str
    names: list[str]
    made_at: dt.datetime
    ended_at: dt.datetime | None
    failing: bool


class SubscriptionRows(Shape):
    """A page of subscriptions, the newest first."""

    subscriptions: list[SubscriptionRow]
    next: str | None


class SubscriptionMade(SubscriptionRow):
    """A subscription with the secret that signs what goes there, told this one time: null where a key was repeated."""

    secret: str | None


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one in HOOKED for one in value):
        raise cannot(say("Choose one or more of the events."))
    return tuple(dict.fromkeys(value))


NAMES_FORM = {
    "type": "array",
    "items": {"type": "string", "enum": list(HOOKED)},
    "minItems": 1,
    "maxItems": len(HOOKED),
}
Names = Annotated[tuple[str, ...], Taken(_names, NAMES_FORM)]


class SubscriptionBody(Shape):
    """What is to be told to whom: the cases that a unit sees, to an address of https."""

    unit_id: Id
    name: Annotated[str, line(LABEL)] = Field(description="What listens, and where.")
    address: Annotated[str, line(LONGEST_ADDRESS)]
    names: Names


@get(router, "/subscriptions", SubscriptionRows)
def list_subscriptions(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The subscriptions of the organisations below one's places, for the system administrator. To others there is no such
    list."""
    if not keeps(request.actor):
        raise Missing
    shown, after = page("subscriptions", kept(request.actor), NEWEST, asked)
    names, last = directory.names({row.org for row in shown}), queries.last_tried({row.pk for row in shown})
    rows = [SubscriptionRow(**_subscription(row, names.get(row.org, ""), last.get(row.pk))) for row in shown]
    return answer(SubscriptionRows(subscriptions=rows, next=after))


def _subscription(row: Any, unit: str, last: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "unit": Unit(id=row.org, name=unit),
        "name": row.name,
        "address": row.address,
        "names": row.names.split(),
        "made_at": local(row.made_at),
        "ended_at": told_at(row.ended_at),
        "failing": last is not None and last.done_at is None and bool(last.error),
    }


def _one(row: Any) -> dict[str, Any]:
    return _subscription(row, directory.unit(row.org).name, queries.last_tried({row.pk}).get(row.pk))


@post(router, "/subscriptions", SubscriptionMade, makes=True, administers=True)
def subscribe(request: Asked, typed: SubscriptionBody) -> HttpResponse:
    """Have a program of a unit told by webhook what happens to the cases that the unit sees. For its system administrator."""
    row, secret = subscribing.subscribe(
        request.actor,
        typed.unit_id,
        name=typed.name,
        address=typed.address,
        names=typed.names,
        key=key(request),
        now=request.now,
    )
    made = SubscriptionMade(**_one(row), secret=secret or None)
    return answer(made, status=201, at=reverse("api-1:list_subscriptions"))


@post(router, "/subscriptions/{subscription_id}/try", SubscriptionRow, administers=True)
def try_subscription(request: Asked, subscription_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Have a trial sent there: the worker does it within a minute."""
    row = subscribing.try_subscription(request.actor, subscription_id, key=key(request), now=request.now)
    return answer(SubscriptionRow(**_one(row)))


@post(router, "/subscriptions/{subscription_id}/rotate", SubscriptionMade, administers=True)
def rotate_secret(request: Asked, subscription_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Sign what goes there with a new secret, which is told this one time."""
    row, secret = subscribing.rotate_secret(request.actor, subscription_id, key=key(request), now=request.now)
    return answer(SubscriptionMade(**_one(row), secret=secret or None))


@post(router, "/subscriptions/{subscription_id}/end", SubscriptionRow, administers=True)
def end_subscription(request: Asked, subscription_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Send nothing there any more."""
    row = subscribing.end_subscription(request.actor, subscription_id, key=key(request), now=request.now)
    return answer(SubscriptionRow(**_one(row)))


class UnsentRow(Shape):
    """Something that couldn't be sent. ``failed_at``: when it was given up; null where it is tried again at ``due_at``."""

    id: int
    channel: Way
    subscription: int | None
    attempts: int
    made_at: dt.datetime
    due_at: dt.datetime
    failed_at: dt.datetime | None
    done_at: dt.datetime | None
    error: str = Field(description="Why, in the reader's language.")


class UnsentRows(Shape):
    """A page of what couldn't be sent, the oldest first."""

    unsent: list[UnsentRow]
    next: str | None


def _unsent(row: Any, now: dt.datetime) -> UnsentRow:
    return UnsentRow(
        id=row.pk,
        channel=Way(row.channel),
        subscription=row.subscription_id,
        attempts=row.attempts,
        made_at=local(row.made_at),
        due_at=local(row.due_at),
        failed_at=told_at(row.failed_at),
        done_at=told_at(row.done_at),
        error=phrase(why_failed(row.error), now),
    )


@get(router, "/sendings/failing", UnsentRows)
def list_unsent(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """Mails and webhooks that couldn't be sent: for the system administrator of the whole place. To others there is no such
    list."""
    if not tends(request.actor):
        raise Missing
    shown, after = page("unsent", queries.failing(), queries.OLDEST, asked)
    return answer(UnsentRows(unsent=[_unsent(row, request.now) for row in shown], next=after))


@post(router, "/sendings/{sending_id}/send_again", UnsentRow)
def send_again(request: Asked, sending_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Let what couldn't be sent be tried at once, also where it was given up. For the system administrator."""
    row = actions.send_again(request.actor, sending_id, key=key(request), now=request.now)
    return answer(_unsent(row, request.now))
