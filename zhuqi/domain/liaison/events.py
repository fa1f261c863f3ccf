"""What can happen to posts and liaisons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    """Somebody was given a duty at a team or group."""

    verb: ClassVar[str] = "appointed"
    org: int
    duty: str
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class Dismissed(Event):
    """Somebody's duty ended."""

    verb: ClassVar[str] = "dismissed"
    org: int
    duty: str
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class Bound(Event):
    """An official was linked to the enterprise."""

    verb: ClassVar[str] = "bound"
    staff: int
    group: int | None
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class Released(Event):
    """An official's link to the enterprise ended."""

    verb: ClassVar[str] = "released"
    staff: int
    group: int | None
    until: dt.date
