"""Office time as one line: the sessions of every working day, end to end, as moments and as time worked until then."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Self
from zoneinfo import ZoneInfo

from zhuqi.base.worktime.hours import OfficeHours

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def ticks(at: dt.datetime) -> int:
    """An aware moment as microseconds since 1970, the same for one moment in every zone."""
    return (at - EPOCH) // MICROSECOND


def moment(at: int, zone: ZoneInfo) -> dt.datetime:
    """The moment of ``ticks``, on the zone's clock."""
    return (EPOCH + dt.timedelta(microseconds=at)).astimezone(zone)


@dataclass(frozen=True, eq=False)
class OfficeTime:
    """Every session in order: opening, closing, and the office time before and up to its end. All in microseconds.

    A session lasts as long as it really lasts, also on a day on which the zone changes its clocks.
    """

    opens: list[int]
    closes: list[int]
    before: list[int]
    until: list[int]

    @classmethod
    def of(cls, workdays: Iterable[dt.date], hours: OfficeHours, zone: ZoneInfo) -> Self:
        """The line of some working days, in order."""
        edges = [
            [ticks(dt.datetime.combine(day, edge, zone)) for edge in session]
            for day in workdays
            for session in hours.sessions
        ]
        opens, closes = [edge[0] for edge in edges], [edge[1] for edge in edges]
        until = list(accumulate(closing - opening for opening, closing in edges))
        return cls(opens, closes, [0, *until[:-1]], until)

    def worked(self, at: int) -> int:
        """Office time before the moment ``at``."""
        last = bisect_right(self.opens, at) - 1
        return 0 if last < 0 else self.before[last] + min(at, self.closes[last]) - self.opens[last]

    def reached(self, worked: int) -> int | None:
        """The first moment before which so much (more than 0) was worked; None where the line is shorter."""
        session = bisect_left(self.until, worked)
        return None if session == len(self.until) else self.opens[session] + worked - self.before[session]

    def left(self, worked: int) -> int | None:
        """The last moment before which only so much (0 or more) was worked; None where nothing follows it."""
        session = bisect_right(self.until, worked)
        return None if session == len(self.until) or worked < 0 else self.opens[session] + worked - self.before[session]
