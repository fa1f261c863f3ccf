"""What can happen to a common issue. Facts are ids, dates and choices; words are rows of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """A common issue was opened from similar cases, and put to its owner."""

    verb: ClassVar[str] = "issue_opened"
    area: int
    owner: int
    due_on: dt.date | None
    cases: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Amended(Event):
    """What it says, who owns it or by when was corrected."""

    verb: ClassVar[str] = "issue_amended"
    owner: int
    due_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Joined(Event):
    """A case was added."""

    verb: ClassVar[str] = "issue_joined"
    case: int


@dataclass(frozen=True, kw_only=True)
class Left(Event):
    """A case was taken out."""

    verb: ClassVar[str] = "issue_left"
    case: int


@dataclass(frozen=True, kw_only=True)
class TakenUp(Event):
    """Its owner took it up."""

    verb: ClassVar[str] = "issue_taken_up"
    due_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    """Its owner told how it stands."""

    verb: ClassVar[str] = "issue_told"


@dataclass(frozen=True, kw_only=True)
class Changed(Event):
    """Something has changed."""

    verb: ClassVar[str] = "issue_changed"


@dataclass(frozen=True, kw_only=True)
class GivenUp(Event):
    """It isn't pursued any more."""

    verb: ClassVar[str] = "issue_given_up"


@dataclass(frozen=True, kw_only=True)
class Followed(Event):
    """Its owner ended; another unit stands in its place."""

    verb: ClassVar[str] = "issue_followed"
    owner: int


KINDS: dict[str, type[Event]] = {
    kind.verb: kind for kind in (Opened, Amended, Joined, Left, TakenUp, Told, Changed, GivenUp, Followed)
}
