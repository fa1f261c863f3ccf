"""Half-open periods: from a moment (or day) on, until but without another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Period:
    """Days from ``since`` on, until but without ``until``; ``until=None`` is open."""

    since: dt.date
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether ``day`` lies in the period."""
        return self.since <= day and (self.until is None or day < self.until)
