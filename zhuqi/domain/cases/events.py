"""What can happen to a case. Facts are ids, numbers, dates and choices; words are rows of their own (``said``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event
from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.words import Asked, Channel, Confirmation, Grade, Outcome


@dataclass(frozen=True, kw_only=True)
class Recorded(Event):
    """A need was written down: in the hands of ``unit``, or at once at a desk."""

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


@dataclass(frozen=True, kw_only=True)
class Settled(Event):
    """The unit that found it solved it on the spot."""

    verb: ClassVar[str] = "settled"
    staff: int | None
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Submitted(Event):
    """It went to the dispatch room, because the unit can't solve it."""

    verb: ClassVar[str] = "submitted"


@dataclass(frozen=True, kw_only=True)
class Screened(Event):
    """The room judged what it is."""

    verb: ClassVar[str] = "screened"
    kind: str
    grade: Grade


@dataclass(frozen=True, kw_only=True)
class NotAccepted(Event):
    """The room doesn't take it, and told the enterprise why."""

    verb: ClassVar[str] = "not_accepted"
    told_on: dt.date


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
class Accepted(Event):
    """A unit signed for it."""

    verb: ClassVar[str] = "accepted"
    holding: int


@dataclass(frozen=True, kw_only=True)
class Requested(Event):
    """A handler asked its room for something."""

    holding: int
    asked: ClassVar[Asked]


@dataclass(frozen=True, kw_only=True)
class HandedBack(Requested):
    """A unit says that it isn't theirs. It goes on holding until the room rules."""

    verb: ClassVar[str] = "handed_back"
    asked: ClassVar[Asked] = Asked.RETURN


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(Requested):
    """A unit asked for more time; ``granted`` where the edition needs nobody's approval."""

    verb: ClassVar[str] = "extension_asked"
    asked: ClassVar[Asked] = Asked.EXTENSION
    amount: Span
    granted: bool = False


@dataclass(frozen=True, kw_only=True)
class SuspensionAsked(Requested):
    """The lead asked to stop the clocks until a day on which it is looked at again."""

    verb: ClassVar[str] = "suspension_asked"
    asked: ClassVar[Asked] = Asked.SUSPENSION
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class EscalationAsked(Requested):
    """The lead says that a higher level must take it."""

    verb: ClassVar[str] = "escalation_asked"
    asked: ClassVar[Asked] = Asked.ESCALATION


@dataclass(frozen=True)
class Lost:
    """What a clock lost while its case was suspended, in the clock's own unit."""

    clock: int
    span: Span


@dataclass(frozen=True, kw_only=True)
class Ruled(Event):
    """The room ruled on a return; ``lost`` where that ends a suspension."""

    verb: ClassVar[str] = "ruled"
    request: int
    upheld: bool
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Extended(Event):
    """The room gave more time."""

    verb: ClassVar[str] = "extended"
    request: int


@dataclass(frozen=True, kw_only=True)
class Suspended(Event):
    """The room stopped the clocks."""

    verb: ClassVar[str] = "suspended"
    request: int


@dataclass(frozen=True, kw_only=True)
class Resumed(Event):
    """The clocks run again, each moved by what it lost."""

    verb: ClassVar[str] = "resumed"
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RequestRefused(Event):
    """The room said no to a request."""

    verb: ClassVar[str] = "request_refused"
    request: int


@dataclass(frozen=True, kw_only=True)
class StageReplied(Event):
    """The lead told the enterprise how it stands."""

    verb: ClassVar[str] = "stage_replied"
    staff: int | None
    next_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Contributed(Event):
    """A co-handler gave its share."""

    verb: ClassVar[str] = "contributed"
    holding: int


@dataclass(frozen=True, kw_only=True)
class Replied(Event):
    """The lead replied with an outcome."""

    verb: ClassVar[str] = "replied"
    staff: int | None
    outcome: Outcome
    told_on: dt.date
    next_on: dt.date | None = None
    recheck_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Checked(Event):
    """Somebody who isn't the handler checked the reply."""

    verb: ClassVar[str] = "checked"
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Put(Event):
    """The enterprise was asked what it thinks; ``arrived_on`` where it is known that the question reached it."""

    verb: ClassVar[str] = "put"
    channel: Channel
    arrived_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Confirmed(Event):
    """The enterprise agrees."""

    verb: ClassVar[str] = "confirmed"
    confirmation: Confirmation
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Contested(Event):
    """The enterprise doesn't agree. ``up``: (desk, area, edition) where the edition moves it one level up."""

    verb: ClassVar[str] = "contested"
    channel: Channel
    up: tuple[int, int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The enterprise doesn't want it pursued."""

    verb: ClassVar[str] = "withdrawn"
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Unanswered(Event):
    """The enterprise's time to answer is over, and the edition bars an ending by silence."""

    verb: ClassVar[str] = "unanswered"


@dataclass(frozen=True, kw_only=True)
class EndedUnconfirmed(Event):
    """It ended without the enterprise's agreement: by silence, or by the room after repeated contests."""

    verb: ClassVar[str] = "ended_unconfirmed"
    confirmation: Confirmation


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    """It lives again, at the desk of its last handler."""

    verb: ClassVar[str] = "reopened"
    desk: int
    area: int
    edition: int
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Reminded(Event):
    """A rung of a clock's ladder was reached."""

    verb: ClassVar[str] = "reminded"
    clock: int
    rung: int


@dataclass(frozen=True, kw_only=True)
class CalendarCame(Event):
    """A year's calendar came or changed; deadlines were set or moved by it."""

    verb: ClassVar[str] = "calendar_came"


@dataclass(frozen=True, kw_only=True)
class DayFolded(Event):
    """A day's movements were folded and are frozen."""

    verb: ClassVar[str] = "day_folded"
    day: dt.date


def _leaves(cls: type[Event]) -> list[type[Event]]:
    below = [leaf for sub in cls.__subclasses__() for leaf in _leaves(sub)]
    return ([cls] if "verb" in vars(cls) else []) + below


KINDS: dict[str, type[Event]] = {kind.verb: kind for kind in _leaves(Event) if kind.__module__ == __name__}
"""Every event of this room by its verb, but for those below."""


# What happens beside a case, in chains of its own: no life is folded from it.


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


BESIDE: frozenset[type[Event]] = frozenset({LinkMade, LinkRevoked, LinkOpened, Rated, Complained})
"""Events beside a case."""
