"""What happens beside a case, in chains of its own: no life is folded from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event
from zhuqi.domain.cases.rules.words import Channel


@dataclass(frozen=True, kw_only=True)
class LinkMade(Event):
    """An address was made that opens one case to its enterprise."""

    verb: ClassVar[str] = "link_made"
    case: int
    until: dt.datetime
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Event):
    """The address opens nothing any more."""

    verb: ClassVar[str] = "link_revoked"
    case: int


@dataclass(frozen=True, kw_only=True)
class LinkOpened(Event):
    """The enterprise opened it while a reply waited for its view: with that the question has arrived."""

    verb: ClassVar[str] = "link_opened"
    case: int
    reply: int


@dataclass(frozen=True, kw_only=True)
class Rated(Event):
    """The enterprise rated a reply, the result or both. The rating itself lies in its row."""

    verb: ClassVar[str] = "rated"
    case: int
    reply: int
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Complained(Event):
    """The enterprise complained. Its words lie in a row of their own."""

    verb: ClassVar[str] = "complained"
    case: int
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class ContactWritten(Event):
    """Somebody wrote down who in the enterprise speaks for a case. Name, role and telephone lie in a row of their own."""

    verb: ClassVar[str] = "contact_written"
    case: int


@dataclass(frozen=True, kw_only=True)
class ContactErased(Event):
    """What was written down about a person was erased."""

    verb: ClassVar[str] = "contact_erased"
    case: int


@dataclass(frozen=True, kw_only=True)
class Revealed(Event):
    """Somebody looked at what is masked. ``fields``: which, never what stands there."""

    verb: ClassVar[str] = "revealed"
    case: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BatchAssigned(Event):
    """A dispatch room assigned several cases to one unit together. ``left``: cases that were to go with them and didn't."""

    verb: ClassVar[str] = "batch_assigned"
    desk: int
    lead: int
    cases: tuple[int, ...]
    left: tuple[int, ...]
