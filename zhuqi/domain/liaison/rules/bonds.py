"""Who is linked to whom as plain values, and the words in which a place says how it links."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.period import Period
from zhuqi.base.words import Named, term
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Key


class Form(Named):
    """How officials and enterprises are linked (primitive 18)."""

    ONE_TO_ONE = "one_to_one", term("one to one")
    CHAIN = "chain", term("leader, team, group, official")
    OVERLAY = "overlay", term("overlay by industry or project")
    SEVERAL = "several", term("several officials at once")


class Across(Named):
    """What an overlay follows beside the territory."""

    INDUSTRY = "industry", term("industry")
    PROJECT = "project", term("project")
    PARK = "park", term("park")


class OpenCases(Named):
    """Where the cases go that are open when an official is replaced."""

    MOVE = "move", term("they move to the successor")
    STAY = "stay", term("they stay with whoever handles them")


@dataclass(frozen=True)
class Bond:
    """An official linked to an enterprise; ``overlay`` names the overlay by which, empty for the link of the place."""

    firm: Key
    staff: Key
    since: dt.date
    until: dt.date | None = None
    rank: Rank | None = None
    group: Key | None = None
    overlay: str = ""

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return Period(self.since, self.until).holds(day)


@dataclass(frozen=True)
class Seat:
    """A duty held at a team or group."""

    staff: Key
    duty: Duty
    place: Key
    since: dt.date
    until: dt.date | None = None
    rank: Rank | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return Period(self.since, self.until).holds(day)
