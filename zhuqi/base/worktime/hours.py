"""Office hours: when, on a working day, the office works."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say

Session = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class OfficeHours:
    """The sessions of a working day, as (opening, closing) on the wall's clock: those between two have a break.

    Raises Refused where there is none, or they aren't whole minutes, in order and apart.
    """

    sessions: tuple[Session, ...]

    def __post_init__(self) -> None:
        edges = [edge for session in self.sessions for edge in session]
        if not edges:
            raise Refused(say("Office hours need at least one session, as in 08:30-12:00."))
        if any(edge.tzinfo or edge.second or edge.microsecond for edge in edges):
            raise Refused(say("Office hours are whole minutes of the place's own clock."))
        for opens, closes in self.sessions:
            if opens >= closes:
                raise Refused(say("A session can't last from {opens} to {closes}.", opens=opens, closes=closes))
        for (_, closes), (opens, _) in pairwise(self.sessions):
            if opens < closes:
                raise Refused(say("A session from {opens} meets the one until {closes}.", opens=opens, closes=closes))

    @property
    def opening(self) -> dt.time:
        """When the day's first session opens."""
        return self.sessions[0][0]

    @property
    def closing(self) -> dt.time:
        """When the day's last session closes."""
        return self.sessions[-1][1]

    def inside(self, clock: dt.time) -> dt.time:
        """The nearest time of day within office hours: later in a break and before opening, closing time after it."""
        for opens, closes in self.sessions:
            if clock <= closes:
                return max(clock, opens)
        return self.closing


STANDARD = OfficeHours(((dt.time(8, 30), dt.time(12)), (dt.time(13), dt.time(17))))
"""08:30-12:00 and 13:00-17:00."""
_SESSION = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})\s*")


def parse(text: str) -> OfficeHours:
    """Office hours as people write them: ``08:30-12:00, 13:00-17:00``. Raises Invalid or Refused."""
    found = [_SESSION.fullmatch(part) for part in re.split("[,，、;；]", text.replace("：", ":"))]
    try:
        times = [[int(part) for part in match.groups()] for match in found if match]
        sessions = tuple((dt.time(a, b), dt.time(c, d)) for a, b, c, d in times)
    except ValueError:
        sessions = ()
    if len(sessions) < len(found):
        raise Invalid(
            {"hours": say("“{written}” aren't office hours. Write 08:30-12:00, 13:00-17:00.", written=text[:60])}
        )
    return OfficeHours(sessions)


def write(hours: OfficeHours) -> str:
    """Office hours as ``parse`` reads them back."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in hours.sessions)
