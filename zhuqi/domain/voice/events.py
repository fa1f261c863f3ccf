"""What can happen to a need that was told without an account. Facts are ids and moments; words are erasable rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    """Somebody told it, and it lies with a dispatch room."""

    verb: ClassVar[str] = "told"
    desk: int
    due: dt.datetime | None
    files: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relayed(Told):
    """A hotline told it by program. ``source``: its account; ``number``: its own number of it; ``code``: the kind of matter."""

    verb: ClassVar[str] = "relayed"
    source: int
    number: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Reached(Event):
    """The room was in touch with whoever told it."""

    verb: ClassVar[str] = "reached"


@dataclass(frozen=True, kw_only=True)
class PassedOn(Event):
    """It went to another dispatch room. What was promised by the first stays promised."""

    verb: ClassVar[str] = "passed_on"
    desk: int


@dataclass(frozen=True, kw_only=True)
class TakenIn(Event):
    """It became a case."""

    verb: ClassVar[str] = "taken_in"
    enterprise: int
    case: int
    proof: str


@dataclass(frozen=True, kw_only=True)
class Vouched(Event):
    """It was found afterwards that whoever told it speaks for the enterprise."""

    verb: ClassVar[str] = "vouched"
    proof: str


@dataclass(frozen=True, kw_only=True)
class Responded(Event):
    """It was answered without a case."""

    verb: ClassVar[str] = "responded"


@dataclass(frozen=True, kw_only=True)
class Declined(Event):
    """It isn't ours; the sender was told why, and where to go."""

    verb: ClassVar[str] = "declined"


@dataclass(frozen=True, kw_only=True)
class SenderShown(Event):
    """Somebody looked at the name and the telephone of whoever told it."""

    verb: ClassVar[str] = "revealed"


@dataclass(frozen=True, kw_only=True)
class Forgotten(Event):
    """Its words, its sender and its files were erased: it never became a case, and its time is over."""

    verb: ClassVar[str] = "forgotten"


@dataclass(frozen=True, kw_only=True)
class Doubted(Event):
    """An enterprise said that a visit didn't take place as it is written down."""

    verb: ClassVar[str] = "doubted"
    visit: int
    unit: int


@dataclass(frozen=True, kw_only=True)
class Tried(Event):
    """Somebody called an enterprise about an answer."""

    verb: ClassVar[str] = "tried"
    case: int
    reply: int
    result: str


KINDS: Mapping[str, type[Event]] = {
    event.verb: event
    for event in (Told, Relayed, Reached, PassedOn, TakenIn, Vouched, Responded, Declined, SenderShown, Forgotten)
}
"""{verb: event}, to read the journal again."""
