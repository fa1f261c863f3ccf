"""What can happen to a rulebook, and to a text that is to become one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Adopted(Event):
    """An edition was adopted."""

    verb: ClassVar[str] = "adopted"
    place: int
    effective_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Followed(Event):
    """A place's text was put upon a new edition of the place above. ``origin``: the edition whose text it is; ``after``: the
    adoption that brought it about."""

    verb: ClassVar[str] = "followed"
    place: int
    effective_on: dt.date
    origin: int
    parent: int | None
    after: int


@dataclass(frozen=True, kw_only=True)
class Drafted(Event):
    """A text was handed in."""

    verb: ClassVar[str] = "drafted"
    place: int
    effective_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Signed(Event):
    """A text that was handed in was signed: it is an edition now."""

    verb: ClassVar[str] = "signed"
    edition: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """A text that was handed in was taken back, or sent back."""

    verb: ClassVar[str] = "withdrawn"
