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
    """Somebody left the staff; their roles ended and their account was closed. ``colleague``: who takes what they had, where
    somebody was named."""

    verb: ClassVar[str] = "left"
    on: dt.date
    colleague: int | None = None


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


@dataclass(frozen=True, kw_only=True)
class Judged(Event):
    """What is computed of an enterprise was computed anew, without anybody correcting it."""

    verb: ClassVar[str] = "judged"
    above: str


@dataclass(frozen=True, kw_only=True)
class StandingSet(Event):
    """An enterprise stopped, moved out, or is at work again."""

    verb: ClassVar[str] = "standing_set"
    standing: str
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class SpokespersonWritten(Event):
    """Who speaks for an enterprise was written down."""

    verb: ClassVar[str] = "spokesperson_written"
    enterprise: int


@dataclass(frozen=True, kw_only=True)
class SpokespersonErased(Event):
    """What was known of somebody who speaks for an enterprise was erased."""

    verb: ClassVar[str] = "spokesperson_erased"
    enterprise: int


@dataclass(frozen=True, kw_only=True)
class SpokespersonShown(Event):
    """Somebody looked at what is masked. ``fields``: which, never what stands there; why stands beside."""

    verb: ClassVar[str] = "spokesperson_shown"
    enterprise: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    """A note on an enterprise was written."""

    verb: ClassVar[str] = "note_written"
    enterprise: int


@dataclass(frozen=True, kw_only=True)
class NoteErased(Event):
    """The words of a note were erased."""

    verb: ClassVar[str] = "note_erased"
    enterprise: int


@dataclass(frozen=True, kw_only=True)
class ListOpened(Event):
    """A key list was opened in an area."""

    verb: ClassVar[str] = "list_opened"
    area: int
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class ListClosed(Event):
    """A key list ended, and every enterprise's place on it."""

    verb: ClassVar[str] = "list_closed"
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class PutOnList(Event):
    """An enterprise stands on a key list."""

    verb: ClassVar[str] = "put_on_list"
    enterprise: int
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class TakenOffList(Event):
    """An enterprise stands on a key list no longer."""

    verb: ClassVar[str] = "taken_off_list"
    enterprise: int
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class MergedInto(Event):
    """Two rows were one enterprise: the other one stands for it from now on."""

    verb: ClassVar[str] = "merged_into"
    into: int


@dataclass(frozen=True, kw_only=True)
class Unmerged(Event):
    """A merging was undone: the row stands for itself again."""

    verb: ClassVar[str] = "unmerged"
    out_of: int


@dataclass(frozen=True, kw_only=True)
class MovePlanned(Event):
    """An organisation is to hang under another from a day on."""

    verb: ClassVar[str] = "move_planned"
    parent: int
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class MoveCancelled(Event):
    """A planned move was called off; by the clock where it could no longer be done."""

    verb: ClassVar[str] = "move_cancelled"
    parent: int
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class Rehung(Event):
    """An organisation hangs under another now, with all that hangs under it."""

    verb: ClassVar[str] = "rehung"
    parent: int
    came_from: int


@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """Somebody belongs to another unit now; the roles held at the old one ended. ``together``: with the whole unit, so that they
    keep what they have; ``colleague``: who takes it else, where somebody was named."""

    verb: ClassVar[str] = "transferred"
    unit: int
    came_from: int
    together: bool = False
    colleague: int | None = None


@dataclass(frozen=True, kw_only=True)
class EndingPlanned(Event):
    """An organisation is to end on a day, with another in its place; ``merges``: people and what hangs under it go over too."""

    verb: ClassVar[str] = "ending_planned"
    successor: int
    merges: bool
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class EndingCancelled(Event):
    """A planned ending was called off; by the clock where it could no longer be done."""

    verb: ClassVar[str] = "ending_cancelled"
    successor: int
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class Succeeded(Event):
    """An organisation ended, and what lay with it went to another."""

    verb: ClassVar[str] = "succeeded"
    by: int
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class UnitMerged(Event):
    """An organisation went up in another: its people and what hung under it belong there."""

    verb: ClassVar[str] = "unit_merged"
    into: int
    people: int


@dataclass(frozen=True, kw_only=True)
class ToldApart(Event):
    """Two rows are two enterprises, though they look alike."""

    verb: ClassVar[str] = "told_apart"
    other: int
