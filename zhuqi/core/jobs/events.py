"""What can happen to the clock of a replayed database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class ClockSet(Event):
    """The clock was moved to a moment."""

    verb: ClassVar[str] = "clock_set"
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class TriedAgain(Event):
    """Somebody let a consequence that failed be tried at once. The subject is the entry that owes it."""

    verb: ClassVar[str] = "tried_again"
    name: str
