"""Who is linked to whom as plain values, and the words in which a place says how it links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
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

    def outlasts(self, other: Bond) -> bool:
        """Whether it goes on when another has ended."""
        return other.until is not None and (self.until is None or self.until > other.until)


def staying(held: Collection[Bond]) -> frozenset[Key]:
    """Of the officials who have one enterprise on a day, those after whom nobody has taken over yet: nobody else who came
    later than they did and stays longer (先接后交)."""
    return frozenset(
        bond.staff
        for bond in held
        if not any(other.staff != bond.staff and other.since > bond.since and other.outlasts(bond) for other in held)
    )


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
