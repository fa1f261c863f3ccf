"""Operations of messages. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.messages import (
    MessageRow,
    MessageRows,
    SubscriptionMade,
    SubscriptionRow,
    SubscriptionRows,
    TellingOut,
    UnreadOut,
    UnsentRow,
    UnsentRows,
)


class Messages(Core):
    """Operations of messages."""

    def list_messages(self, *, rows: int | None = None, cursor: str | None = None) -> MessageRows:
        """What one has been told, as far as one still sees what it is about."""
        found: MessageRows = self._read("/messages", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_messages(self, *, rows: int | None = None) -> Iterator[MessageRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/messages", {"rows": rows}, "messages")

    def read_message(self, message_id: int, *, key: str | None = None) -> MessageRow:
        """Note that one read a message. Nobody else is told."""
        found: MessageRow = self._send(f"/messages/{message_id}/read", {}, key=key)
        return found

    def read_messages(self, *, upto: int, key: str | None = None) -> UnreadOut:
        """Note that one read all messages up to one; what came since stays unread."""
        found: UnreadOut = self._send("/messages/read", {"upto": upto}, key=key)
        return found

    def show_telling(self) -> TellingOut:
        """How one is told."""
        found: TellingOut = self._read("/telling")
        return found

    def choose_telling(
        self, *, mail: bool, quiet_from: str, quiet_to: str, urgent: bool, key: str | None = None
    ) -> TellingOut:
        """Choose how one is told. Mail needs a confirmed mailbox."""
        found: TellingOut = self._send(
            "/telling", {"mail": mail, "quiet_from": quiet_from, "quiet_to": quiet_to, "urgent": urgent}, key=key
        )
        return found

    def list_subscriptions(self, *, rows: int | None = None, cursor: str | None = None) -> SubscriptionRows:
        """The subscriptions of the organisations below one's places, for the system administrator. To others there
        is no such list.
        """
        found: SubscriptionRows = self._read("/subscriptions", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_subscriptions(self, *, rows: int | None = None) -> Iterator[SubscriptionRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/subscriptions", {"rows": rows}, "subscriptions")

    def subscribe(
        self,
        *,
        unit_id: int,
        name: str,
        address: str,
        names: Sequence[
            Literal[
                "assigned",
                "checked",
                "confirmed",
                "contested",
                "countersigned",
                "ended_unconfirmed",
                "escalated",
                "escalation_asked",
                "extended",
                "extension_asked",
                "force_set_up",
                "handed_back",
                "joined",
                "matter_moved",
                "merged",
                "need_waits",
                "not_accepted",
                "raised",
                "ran_out",
                "recalled",
                "recorded",
                "reminded",
                "reopened",
                "replied",
                "request_refused",
                "resumed",
                "ruled",
                "sent_down",
                "signing_asked",
                "submitted",
                "suspended",
                "suspension_asked",
                "taken_out",
                "transferred_out",
                "withdrawn",
            ]
        ],
        key: str | None = None,
    ) -> SubscriptionMade:
        """Have a program of a unit told by webhook what happens to the cases that the unit sees. For its system
        administrator.
        """
        found: SubscriptionMade = self._send(
            "/subscriptions", {"unit_id": unit_id, "name": name, "address": address, "names": names}, key=key
        )
        return found

    def try_subscription(self, subscription_id: int, *, key: str | None = None) -> SubscriptionRow:
        """Have a trial sent there: the worker does it within a minute."""
        found: SubscriptionRow = self._send(f"/subscriptions/{subscription_id}/try", {}, key=key)
        return found

    def rotate_secret(self, subscription_id: int, *, key: str | None = None) -> SubscriptionMade:
        """Sign what goes there with a new secret, which is told this one time."""
        found: SubscriptionMade = self._send(f"/subscriptions/{subscription_id}/rotate", {}, key=key)
        return found

    def end_subscription(self, subscription_id: int, *, key: str | None = None) -> SubscriptionRow:
        """Send nothing there any more."""
        found: SubscriptionRow = self._send(f"/subscriptions/{subscription_id}/end", {}, key=key)
        return found

    def list_unsent(self, *, rows: int | None = None, cursor: str | None = None) -> UnsentRows:
        """Mails and webhooks that couldn't be sent: for the system administrator of the whole place. To others
        there is no such list.
        """
        found: UnsentRows = self._read("/sendings/failing", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_unsent(self, *, rows: int | None = None) -> Iterator[UnsentRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/sendings/failing", {"rows": rows}, "unsent")

    def send_again(self, sending_id: int, *, key: str | None = None) -> UnsentRow:
        """Let what couldn't be sent be tried at once, also where it was given up. For the system administrator."""
        found: UnsentRow = self._send(f"/sendings/{sending_id}/send_again", {}, key=key)
        return found
