"""What can happen to rounds and visits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A round of contact was announced."""

    verb: ClassVar[str] = "opened"
    area: int
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Recorded(Event):
    """A visit was written down by whoever made it."""

    verb: ClassVar[str] = "recorded"
    round: int | None
    enterprise: int
    staff: int
    unit: int
    day: dt.date
    mode: str
    kind: str
