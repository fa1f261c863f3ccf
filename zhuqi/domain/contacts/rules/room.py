"""Whether so many contacts with one enterprise can be kept at all: dates, gaps and caps, whatever somebody plans.

Every limit only ever makes the next contact later. So who always takes the earliest day that is left does as well as
anybody can, and where that fails, nothing else would have done.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhuqi.base.period import Period
from zhuqi.domain.contacts.rules.periods import DAY, Every

SINCE, UNTIL = dt.date(2024, 1, 1), dt.date(2028, 1, 1)
"""The years that are tried: four in a row, a leap year among them. No public holiday is taken for certain."""
Limit = tuple[Every, int]
"""At most so many in each such period."""


@dataclass(frozen=True)
class Limits:
    """What stands in the way of a contact: quiet days, how soon after another, how many a period."""

    quiet: Callable[[dt.date], bool] = lambda day: False
    watched: bool = False
    """Whether any day is quiet at all."""
    gaps: tuple[Callable[[dt.date], dt.date], ...] = ()
    """A contact's day → the first day on which the next may be."""
    caps: tuple[Limit, ...] = ()


class Packing:
    """Contacts taken one by one, each on the earliest day that is left, at most one a day."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.next = SINCE
        self.made: list[dt.date] = []
        self.full: Counter[tuple[int, dt.date]] = Counter()

    def take(self, since: dt.date, until: dt.date) -> bool:
        """Take one more from ``since`` on, before ``until``. Whether there was a day for it."""
        self.next = max(self.next, since)
        while self.next < until:
            after = self._blocked(self.next)
            if after is None:
                self._book(self.next)
                return True
            self.next = after
        return False

    def _blocked(self, day: dt.date) -> dt.date | None:
        """The first day after what bars this one; None where nothing does."""
        if self.limits.quiet(day):
            return day + DAY
        for n, (every, most) in enumerate(self.limits.caps):
            if every.grain is not None:
                since, until = _bounds(every, day)
                if self.full[n, since] >= most:
                    return until
            elif len(self.made) >= most and day < (after := every.ahead(self.made[-most])):
                return after
        return None

    def _book(self, day: dt.date) -> None:
        self.made.append(day)
        for n, (every, _) in enumerate(self.limits.caps):
            if every.grain is not None:
                self.full[n, _bounds(every, day)[0]] += 1
        self.next = max([day + DAY, *(gap(day) for gap in self.limits.gaps)])


@lru_cache(maxsize=20_000)
def _bounds(every: Every, day: dt.date) -> tuple[dt.date, dt.date]:
    """The calendar's period of a day: its first day, and the first after it."""
    return every.period(day).since, every.ahead(day)


@lru_cache(maxsize=64)
def periods(every: Every) -> tuple[Period, ...]:
    """The whole periods of the years that are tried; of a rolling one, one after the other."""
    found, day = [], SINCE
    while (until := every.ahead(day)) <= UNTIL:
        found.append(Period(day, until))
        day = until
    return tuple(found)


def lacking(every: Every, least: int, limits: Limits, tried: Sequence[Period] = ()) -> Period | None:
    """The first period in which ``least`` contacts find no room; None where they always do. ``tried``: the periods to try
    instead of those of four years, in order."""
    if not (limits.caps or limits.gaps or limits.watched):
        return None
    packing = Packing(limits)
    for period in tried or periods(every):
        for _ in range(least):
            if not packing.take(period.since, period.until or UNTIL):
                return period
    return None


def room(limits: Limits) -> int:
    """How many contacts fit into an ordinary year (2025), at most one a day."""
    packing = Packing(limits)
    while packing.take(dt.date(2025, 1, 1), dt.date(2026, 1, 1)):
        pass
    return len(packing.made)


def times_a_year(every: Every) -> int:
    """How many whole periods an ordinary year holds."""
    return sum(
        period.since.year == 2025 and (period.until or UNTIL) <= dt.date(2026, 1, 1) for period in periods(every)
    )


def silent(quiet: Callable[[dt.date], bool]) -> bool:
    """Whether every day is quiet."""
    return all(quiet(SINCE + DAY * n) for n in range((UNTIL - SINCE).days))
