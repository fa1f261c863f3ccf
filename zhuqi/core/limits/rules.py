"""Which doors count, whom they count as one, and how long the rest of a window is."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum

LANE = 64
"""Bits of an IPv6 address that name a household; whoever has one has all that follow."""


class Door(StrEnum):
    """Where requests are counted."""

    TOKEN = "token"  # by account: programs that come with a good token
    STRANGER = "stranger"  # by address: requests at the API without one
    LINK = "link"  # by address: secrets of links that open nothing
    VOICE = "voice"  # by address: needs told without an account
    VOICE_FORM = "voice_form"  # by form: tries to send one and the same
    VOICE_FILES = "voice_files"  # all as one: needs told without an account that bring files
    MEMBER = "member"  # by address: forms at the door of enterprises' accounts
    MEMBER_CODE = "member_code"  # by mailbox: codes that are asked for, whether or not it has an account
    LOG_IN = "log_in"  # by address: forms sent to the log-in pages


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds, counted from the first. ``most`` 0: no limit."""

    most: int
    seconds: int

    def wait(self, n: int, began: int, moment: int) -> int:
        """Whole seconds for which the ``n``-th of a window must wait; 0 where it may pass."""
        return max(1, min(self.seconds, began + self.seconds - moment)) if n > self.most else 0


def place(address: str | None) -> str:
    """What counts as one place: an IPv4 address, the first half of an IPv6 address; empty where none is told."""
    if address is None:
        return ""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found) >> LANE << LANE, LANE)))
