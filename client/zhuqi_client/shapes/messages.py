"""Types of messages. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.register import Unit


class MessageRows(TypedDict):
    """A page of one's own messages: unread ones first, then the newest."""

    messages: list[MessageRow]
    next: str | None


class MessageRow(TypedDict):
    """One message: a sentence in the reader's language, and the number of what it is about."""

    id: int
    kind: str
    subject: int
    sentence: str
    urgent: bool
    at: str
    read: bool


class UnreadOut(TypedDict):
    """How many of one's own messages are unread; 100 stands for more than 99."""

    unread: int


class TellingOut(TypedDict):
    """How one is told. ``mailbox``: whether one is confirmed; quiet hours as 22:00, the same twice: none."""

    mail: bool
    mailbox: bool
    quiet_from: str
    quiet_to: str
    urgent: bool


class SubscriptionRows(TypedDict):
    """A page of subscriptions, the newest first."""

    subscriptions: list[SubscriptionRow]
    next: str | None


class SubscriptionRow(TypedDict):
    """A subscription. ``failing``: whether the last thing sent there didn't arrive; its secret is told once
    alone.
    """

    id: int
    unit: Unit
    name: str
    address: str
    names: list[str]
    made_at: str
    ended_at: str | None
    failing: bool


class SubscriptionMade(TypedDict):
    """A subscription with the secret that signs what goes there, told this one time: null where a key was
    repeated.
    """

    id: int
    unit: Unit
    name: str
    address: str
    names: list[str]
    made_at: str
    ended_at: str | None
    failing: bool
    secret: str | None


class UnsentRows(TypedDict):
    """A page of what couldn't be sent, the oldest first."""

    unsent: list[UnsentRow]
    next: str | None


class UnsentRow(TypedDict):
    """Something that couldn't be sent. ``failed_at``: when it was given up; null where it is tried again at
    ``due_at``.
    """

    id: int
    channel: Way
    subscription: int | None
    attempts: int
    made_at: str
    due_at: str
    failed_at: str | None
    done_at: str | None
    error: str


Way = Literal["mail", "code", "webhook"]
