"""What can happen in the book of contacts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Taken(Event):
    """A unit took a contact, or wrote one down that took place. ``beyond``: the budget had no room for it."""

    verb: ClassVar[str] = "taken"
    enterprise: int
    unit: int
    day: dt.date
    how: str
    kind: str
    state: str
    event: str
    invited_on: dt.date | None
    beyond: bool


@dataclass(frozen=True, kw_only=True)
class Moved(Event):
    """A planned contact goes to another day."""

    verb: ClassVar[str] = "moved_to"
    enterprise: int
    day: dt.date
    event: str


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """A planned contact took place, so and on that day."""

    verb: ClassVar[str] = "held"
    enterprise: int
    day: dt.date
    how: str
    kind: str
    event: str
    beyond: bool


@dataclass(frozen=True, kw_only=True)
class Dropped(Event):
    """A planned contact doesn't come about: cancelled, declined, or nobody came."""

    verb: ClassVar[str] = "dropped"
    enterprise: int
    state: str


@dataclass(frozen=True, kw_only=True)
class Wished(Event):
    """An enterprise wishes to be left alone."""

    verb: ClassVar[str] = "wished"
    enterprise: int
    since: dt.date
    until: dt.date | None
    said_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Lifted(Event):
    """It no longer does."""

    verb: ClassVar[str] = "lifted"
    enterprise: int
    lifted_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Followed(Event):
    """The unit of a planned contact ended, another goes in its place."""

    verb: ClassVar[str] = "contact_followed"
    enterprise: int
    unit: int
