"""What can happen to how somebody is told, and to subscriptions. What people read isn't among it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Chosen(Event):
    """Somebody chose how they are told."""

    verb: ClassVar[str] = "telling_chosen"
    mail: bool
    quiet_from: int
    quiet_to: int
    urgent: bool


@dataclass(frozen=True, kw_only=True)
class MailboxNamed(Event):
    """A mailbox was named; nothing but a code goes there before it is confirmed."""

    verb: ClassVar[str] = "mailbox_named"


@dataclass(frozen=True, kw_only=True)
class MailboxConfirmed(Event):
    """The code that went to the mailbox came back."""

    verb: ClassVar[str] = "mailbox_confirmed"


@dataclass(frozen=True, kw_only=True)
class MailboxDropped(Event):
    """Nothing goes to the mailbox any more, and it is forgotten."""

    verb: ClassVar[str] = "mailbox_dropped"


@dataclass(frozen=True, kw_only=True)
class Subscribed(Event):
    """A program of an organisation is told what happens there."""

    verb: ClassVar[str] = "subscribed"
    org: int
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SecretRotated(Event):
    """What goes to a subscription is signed with a new secret."""

    verb: ClassVar[str] = "secret_rotated"


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(Event):
    """Nothing goes to the subscription any more."""

    verb: ClassVar[str] = "unsubscribed"


@dataclass(frozen=True, kw_only=True)
class Tested(Event):
    """A trial was sent to a subscription."""

    verb: ClassVar[str] = "subscription_tested"


@dataclass(frozen=True, kw_only=True)
class SentAgain(Event):
    """What couldn't be sent is tried again."""

    verb: ClassVar[str] = "sent_again"


@dataclass(frozen=True, kw_only=True)
class Followed(Event):
    """The organisation whose program it is ended; another stands in its place."""

    verb: ClassVar[str] = "subscription_followed"
    org: int
