"""What can happen to a rulebook."""

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
