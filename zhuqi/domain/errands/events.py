"""What can happen to errands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class TakenOn(Event):
    """An official took an errand on for an enterprise that asked for it."""

    verb: ClassVar[str] = "errand_taken"
    enterprise: int
    staff: int
    unit: int
    mode: str
    asked_on: dt.date
    due: dt.date
    case: int | None


@dataclass(frozen=True, kw_only=True)
class Filed(Event):
    """The papers were handed in, or the enterprise was taken to the window."""

    verb: ClassVar[str] = "errand_filed"
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class Reported(Event):
    """Whoever runs it wrote down where it stands."""

    verb: ClassVar[str] = "errand_reported"
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class Postponed(Event):
    """The promised day was moved, with a reason."""

    verb: ClassVar[str] = "errand_postponed"
    was: dt.date
    due: dt.date


@dataclass(frozen=True, kw_only=True)
class HandedOn(Event):
    """Another official runs it from now on."""

    verb: ClassVar[str] = "errand_handed_on"
    was: int
    staff: int
    unit: int


@dataclass(frozen=True, kw_only=True)
class ErrandNear(Event):
    """The promised day comes near."""

    verb: ClassVar[str] = "errand_near"
    due: dt.date


@dataclass(frozen=True, kw_only=True)
class ErrandLate(Event):
    """The promised day has passed, and it isn't over."""

    verb: ClassVar[str] = "errand_late"
    due: dt.date


@dataclass(frozen=True, kw_only=True)
class Finished(Event):
    """The office has decided, and the enterprise has the result."""

    verb: ClassVar[str] = "errand_finished"
    day: dt.date
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Stopped(Event):
    """It ended before its end."""

    verb: ClassVar[str] = "errand_stopped"
    day: dt.date
    why: str


@dataclass(frozen=True, kw_only=True)
class PlaceFollowed(Event):
    """The unit of whoever runs it ended, another stands in its place; the official stays."""

    verb: ClassVar[str] = "errand_followed"
    unit: int
