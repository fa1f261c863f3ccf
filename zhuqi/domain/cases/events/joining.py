"""What happens where several enterprises have one matter: cases come into one handling, and leave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Joined(Event):
    """It is handled together with others from now on: with those that bear the same mark. The mark says nothing else."""

    verb: ClassVar[str] = "joined"
    mark: str


@dataclass(frozen=True, kw_only=True)
class TakenOut(Event):
    """The room took it out: it goes on by itself, where it stands."""

    verb: ClassVar[str] = "taken_out"
