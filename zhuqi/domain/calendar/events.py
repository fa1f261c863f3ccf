"""What can happen to the calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class YearImported(Event):
    """The notice for a year was imported, or replaced by another: all days it makes worked, and all it makes off."""

    verb: ClassVar[str] = "year_imported"
    year: int
    worked: tuple[dt.date, ...]
    off: tuple[dt.date, ...]
