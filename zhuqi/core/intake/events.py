"""What can happen to a sheet on its way in or out. Numbers and digests; what stood in it is nowhere here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class HandedIn(Event):
    """A sheet was handed in."""

    verb: ClassVar[str] = "handed_in"
    register: str
    size: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class LookedThrough(Event):
    """It was found what a sheet would do. ``anew``: it had been found before, and what is stored changed since."""

    verb: ClassVar[str] = "looked_through"
    new: int
    changed: int
    same: int
    refused: int
    anew: bool = False


@dataclass(frozen=True, kw_only=True)
class Unread(Event):
    """A sheet couldn't be taken at all."""

    verb: ClassVar[str] = "unread"


@dataclass(frozen=True, kw_only=True)
class Confirmed(Event):
    """Whoever handed a sheet in has seen what it would do, and wants it."""

    verb: ClassVar[str] = "confirmed_sheet"


@dataclass(frozen=True, kw_only=True)
class Taken(Event):
    """The rows of a sheet were loaded, all but the refused ones. Each row's own entry stands with what it is about."""

    verb: ClassVar[str] = "rows_taken"
    new: int
    changed: int
    same: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class Swept(Event):
    """What was in a sheet isn't kept any longer."""

    verb: ClassVar[str] = "swept"


@dataclass(frozen=True, kw_only=True)
class Asked(Event):
    """Somebody asked for a register as a sheet."""

    verb: ClassVar[str] = "asked_for"
    register: str


@dataclass(frozen=True, kw_only=True)
class GivenOut(Event):
    """A register was written as a sheet: so many rows as whoever asked may see."""

    verb: ClassVar[str] = "given_out"
    register: str
    rows: int
