"""What can happen to an account of an enterprise. Facts are ids and moments; names and mailboxes are erasable rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberAsked(Event):
    """An account was asked for: by a member of staff, or by the enterprise itself. ``case``: by the link of which case."""

    verb: ClassVar[str] = "member_asked"
    enterprise: int
    staff: int | None
    case: int | None = None


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Event):
    """The dispatch room found that the person speaks for the enterprise; a letter opens the account until a moment."""

    verb: ClassVar[str] = "member_admitted"
    proof: str
    until: dt.datetime


@dataclass(frozen=True, kw_only=True)
class MemberOpened(Event):
    """The letter arrived, and the person opened the account by it."""

    verb: ClassVar[str] = "member_opened"


@dataclass(frozen=True, kw_only=True)
class MemberEnded(Event):
    """The account opens nothing any more."""

    verb: ClassVar[str] = "member_ended"


@dataclass(frozen=True, kw_only=True)
class MemberShown(Event):
    """Somebody looked at name and mailbox."""

    verb: ClassVar[str] = "member_shown"


@dataclass(frozen=True, kw_only=True)
class MemberErased(Event):
    """Name and mailbox were erased."""

    verb: ClassVar[str] = "member_erased"


KINDS: Mapping[str, type[Event]] = {
    event.verb: event for event in (MemberAsked, MemberAdmitted, MemberOpened, MemberEnded, MemberShown, MemberErased)
}
"""{verb: event}, to read the journal again."""
