"""What happens from found to the dispatch room and there: recorded, settled, submitted, screened, assigned, moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event
from zhuqi.domain.cases.rules.words import Channel, Judge, Outcome


@dataclass(frozen=True, kw_only=True)
class Recorded(Event):
    """A need was written down: in the hands of ``unit``, or at once at a desk. ``stake`` in yuan; ``firms``: how many
    enterprises it concerns; ``signed``: it came as a signed request."""

    verb: ClassVar[str] = "recorded"
    enterprise: int
    unit: int
    desk: int
    area: int
    edition: int
    at_desk: bool
    kind: str
    channel: Channel
    finder: int | None
    found_on: dt.date
    told_at: dt.datetime
    category: str | None = None
    scale: str | None = None
    stake: int | None = None
    firms: int | None = None
    signed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Settled(Event):
    """The unit that found it solved it on the spot."""

    verb: ClassVar[str] = "settled"
    staff: int | None
    outcome: Outcome
    caller: int | None = None


@dataclass(frozen=True, kw_only=True)
class Submitted(Event):
    """It went to the dispatch room, because the unit can't solve it."""

    verb: ClassVar[str] = "submitted"


@dataclass(frozen=True, kw_only=True)
class Screened(Event):
    """The room judged what it is. Of stake, firms and signed, what isn't said stays. ``judge``: who must still confirm the
    class by the edition, and ``judged_by``, the unit that does."""

    verb: ClassVar[str] = "screened"
    kind: str
    grade: str
    category: str | None = None
    urgency: str | None = None
    stake: int | None = None
    firms: int | None = None
    signed: bool | None = None
    judge: Judge | None = None
    judged_by: int | None = None


@dataclass(frozen=True, kw_only=True)
class RefusalProposed(Event):
    """One person proposes not to take it. It goes on as it was until somebody else agrees."""

    verb: ClassVar[str] = "refusal_proposed"
    staff: int | None
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class NotAccepted(Event):
    """The room doesn't take it, and told the enterprise why. ``cause``: the reason, as the edition calls it."""

    verb: ClassVar[str] = "not_accepted"
    told_on: dt.date
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Merged(Event):
    """It goes on as part of another case of the same enterprise."""

    verb: ClassVar[str] = "merged"
    into: int


@dataclass(frozen=True, kw_only=True)
class TransferredOut(Event):
    """It went to a body outside the mechanism; the enterprise was told."""

    verb: ClassVar[str] = "transferred_out"
    told_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Assigned(Event):
    """The room gave it to a lead unit and its co-handlers."""

    verb: ClassVar[str] = "assigned"
    lead: int
    parts: tuple[int, ...] = ()
    assists: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moved(Event):
    """It went to another desk; ``assists`` of the own area stay on."""

    desk: int
    area: int
    edition: int
    assists: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Escalated(Moved):
    """It went one desk up."""

    verb: ClassVar[str] = "escalated"


@dataclass(frozen=True, kw_only=True)
class SentDown(Moved):
    """It went to a desk below."""

    verb: ClassVar[str] = "sent_down"


@dataclass(frozen=True, kw_only=True)
class Succeeded(Event):
    """A unit of it ended; another stands in its place from now on, with everything as it was."""

    verb: ClassVar[str] = "succeeded"
    unit: int
    successor: int


@dataclass(frozen=True, kw_only=True)
class Recalled(Event):
    """Who passed it on took it back, before anybody had signed for it or screened it."""

    verb: ClassVar[str] = "recalled"
