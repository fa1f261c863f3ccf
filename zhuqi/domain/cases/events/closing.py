"""What happens with the enterprise and by the clock: asked, confirmed, contested, withdrawn, ended, reopened, reminded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.ladders.triggers import Sort
from zhuqi.domain.cases.rules.words import Channel, Confirmation


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
    """The enterprise doesn't agree. ``up``: (desk, area, edition) where the edition moves it one level up; ``urgency``: that
    it gives it from now on; ``rated``: it said so by its rating, which lies elsewhere."""

    verb: ClassVar[str] = "contested"
    channel: Channel
    up: tuple[int, int, int] | None = None
    urgency: str | None = None
    rated: bool = False


@dataclass(frozen=True, kw_only=True)
class Dissatisfied(Event):
    """The enterprise said by its rating that it isn't satisfied, and it was done again often enough: the room decides."""

    verb: ClassVar[str] = "dissatisfied"
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The enterprise doesn't want it pursued."""

    verb: ClassVar[str] = "withdrawn"
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class MatterMoved(Event):
    """A common issue that it is in moved on. ``seq``: the entry of the issue; ``deed``: what was done about it."""

    verb: ClassVar[str] = "matter_moved"
    issue: int
    seq: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class Unanswered(Event):
    """The enterprise's time to answer is over, and the edition bars an ending by silence. ``asker_gone``: the unit that would
    ask it once more is retired, and the room does."""

    verb: ClassVar[str] = "unanswered"
    asker_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class EndedUnconfirmed(Event):
    """It ended without the enterprise's agreement: by silence, or by the room after repeated contests."""

    verb: ClassVar[str] = "ended_unconfirmed"
    confirmation: Confirmation


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    """It lives again, at the desk of its last handler, or one level above. ``urgency`` and ``rated`` as with a contest."""

    verb: ClassVar[str] = "reopened"
    desk: int
    area: int
    edition: int
    channel: Channel
    urgency: str | None = None
    rated: bool = False


@dataclass(frozen=True, kw_only=True)
class Reminded(Event):
    """A rung of a clock's ladder was reached. ``rung``: how many of them were by then. ``sent``, ``to``: what was due to whom;
    ``sheet``: the colour of its sheet."""

    verb: ClassVar[str] = "reminded"
    clock: int
    rung: int
    sent: tuple[Sent, ...] = ()
    to: tuple[Party, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, kw_only=True)
class RanOut(Event):
    """A time limit ran out, and the edition says who gets a copy then. ``rung``: how many of its ladder were by then."""

    verb: ClassVar[str] = "ran_out"
    clock: int
    rung: int


@dataclass(frozen=True, kw_only=True)
class Raised(Event):
    """A trigger of the edition fired: the case must go up. ``trigger``: its place in the edition's list, from 1; ``why``: what
    it looks at."""

    verb: ClassVar[str] = "raised"
    trigger: int
    why: Sort


@dataclass(frozen=True, kw_only=True)
class CalendarCame(Event):
    """A year's calendar came or changed; deadlines were set or moved by it."""

    verb: ClassVar[str] = "calendar_came"


@dataclass(frozen=True, kw_only=True)
class DayFolded(Event):
    """A day's movements were folded and are frozen."""

    verb: ClassVar[str] = "day_folded"
    day: dt.date
