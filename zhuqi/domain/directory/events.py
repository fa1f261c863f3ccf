"""What can happen in the directory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Founded(Event):
    """An organisation was set up."""

    verb: ClassVar[str] = "founded"
    kind: str
    parent: int | None
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """Some columns of a row now say something else."""

    verb: ClassVar[str] = "corrected"
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Moved(Event):
    """An enterprise lies in another area now; that and perhaps other columns say so."""

    verb: ClassVar[str] = "moved"
    columns: tuple[str, ...]
    region: int


@dataclass(frozen=True, kw_only=True)
class Retired(Event):
    """An organisation is no more from a day on."""

    verb: ClassVar[str] = "retired"
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class Employed(Event):
    """Somebody joined the staff."""

    verb: ClassVar[str] = "employed"
    unit: int
    rank: str
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class Left(Event):
    """Somebody left the staff; their roles ended and their account was closed."""

    verb: ClassVar[str] = "left"
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """Somebody was given a role at an organisation."""

    verb: ClassVar[str] = "role_given"
    role: str
    org: int
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """Somebody's role at an organisation ended."""

    verb: ClassVar[str] = "role_ended"
    role: str
    org: int
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class LetIn(Event):
    """Somebody was let in again: by a new password, or without the lock-out or the second factor that kept them out. What
    was written is booked on their account."""

    verb: ClassVar[str] = "let_in"
    by: str


@dataclass(frozen=True, kw_only=True)
class ProgramsShutOut(Event):
    """Every token in somebody's name was revoked; each has an entry of its own."""

    verb: ClassVar[str] = "programs_shut_out"
    tokens: int


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """An enterprise was entered in the register."""

    verb: ClassVar[str] = "registered"
    region: int
    scale: str
