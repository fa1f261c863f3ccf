"""What a simulation found, as frozen values: figures side by side, by unit and by kind, and what changes for open cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.whatif.fetching import Numbers

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Tally:
    """What came of clocks under one text. ``cases``: in how many different cases."""

    clocks: int = 0
    cases: int = 0
    late: int = 0
    late_cases: int = 0
    reminders: int = 0
    escalated: int = 0
    undetermined: int = 0
    """Clocks of which it can't be said: no published calendar reaches so far, or what they would have lost in a
    suspension was never booked. They aren't among the late."""
    unobserved: int = 0
    """Clocks that only the other text has and whose stop nobody had a step for. They aren't among the late."""


WORDS: Mapping[str, str] = {
    "clocks": term("deadlines"),
    "cases": term("cases with deadlines"),
    "late": term("missed deadlines"),
    "late_cases": term("cases with a missed deadline"),
    "reminders": term("reminders"),
    "escalated": term("raised cases"),
    "undetermined": term("deadlines that can't be judged"),
    "unobserved": term("deadlines whose stop wasn't recorded"),
}
"""What each figure is called."""


@dataclass(frozen=True)
class Line:
    """A unit or a kind of case (or all): what was beside what would have been."""

    key: int | str
    name: str
    was: Tally
    would: Tally
    gone: int = 0
    """Clocks that the new text no longer has."""
    fresh: int = 0
    """Clocks that only the new text has."""


@dataclass(frozen=True)
class Change:
    """A running clock of a live case that would be due at another moment. ``would`` empty where the new text has no such
    clock, or no calendar says; ``was`` where the clock is new."""

    case: int
    number: str
    clock: Tick | str
    """A standing clock, or the name of one of the place's own."""
    unit: int
    unit_name: str
    was: dt.datetime | None
    would: dt.datetime | None


@dataclass(frozen=True)
class Result:
    """A history judged by another text. Lines with the most missed deadlines first."""

    since: dt.date
    until: dt.date
    at: dt.datetime
    total: Line
    units: tuple[Line, ...]
    kinds: tuple[Line, ...]
    changes: tuple[Change, ...]
    changed_clocks: int
    changed_cases: int
    refused_extensions: int
    """Extensions that were granted and that the new text would have refused. They are held fixed all the same."""
    higher_extensions: int
    """Others that somebody higher would have had to grant."""
    refused_suspensions: int
    """Suspensions that the new text would have refused; held fixed, too."""
    triggers: tuple[tuple[str, int | None], ...]
    """Each trigger as it is written, and the cases in which it would have fired by now; None where the ledger doesn't tell."""

    def told(self) -> Iterator[Sentence]:
        """The total in sentences, one a figure that either text knows."""
        for figure in fields(Tally):
            was, would = getattr(self.total.was, figure.name), getattr(self.total.would, figure.name)
            if was or would:
                yield say(
                    "{what}: {was} before, {would} under the new text",
                    what=say(WORDS[figure.name]),
                    was=was,
                    would=would,
                )
        if self.total.gone or self.total.fresh:
            yield say("{gone} deadlines fall away, {fresh} are added", gone=self.total.gone, fresh=self.total.fresh)
        if self.refused_extensions:
            yield say("{n} extensions would have been refused; they count as granted", n=self.refused_extensions)
        if self.higher_extensions:
            yield say("{n} extensions would have needed a higher approval", n=self.higher_extensions)
        if self.refused_suspensions:
            yield say("{n} suspensions would have been refused; they count as granted", n=self.refused_suspensions)
        if self.changed_clocks:
            yield say(
                "{clocks} running deadlines in {cases} live cases would move",
                clocks=self.changed_clocks,
                cases=self.changed_cases,
            )


@dataclass(frozen=True, eq=False)
class Sheet:
    """One row for each clock of either text: whose it is, and what came of it under each. ``runs``: whether the text has
    it. ``raised``: (case, unit) pairs of raised cases."""

    case: Numbers
    kind: Numbers
    unit: Numbers
    runs: tuple[Flags, Flags]
    late: tuple[Flags, Flags]
    reminders: tuple[Numbers, Numbers]
    undetermined: tuple[Flags, Flags]
    unobserved: Flags


@dataclass(frozen=True, eq=False)
class Raised:
    """Raised cases under one text: each with its kind and the unit that had it."""

    case: Numbers
    kind: Numbers
    unit: Numbers


def lines(
    sheet: Sheet, raised: tuple[Raised, Raised], by: str, names: Mapping[int, tuple[int | str, str]]
) -> list[Line]:
    """A line for each value of ``by`` (unit, kind), those with the most missed deadlines first. ``names``: (key, name)."""
    keys = np.unique(np.concatenate([getattr(sheet, by), *(getattr(one, by) for one in raised)]))
    place = np.searchsorted(keys, getattr(sheet, by))
    tallies = [
        _tallies(sheet, side, place, len(keys), np.searchsorted(keys, getattr(raised[side], by))) for side in (0, 1)
    ]
    gone = np.bincount(place[sheet.runs[0] & ~sheet.runs[1]], minlength=len(keys))
    fresh = np.bincount(place[sheet.runs[1] & ~sheet.runs[0]], minlength=len(keys))
    found = [
        Line(*names[int(key)], tallies[0][n], tallies[1][n], int(gone[n]), int(fresh[n])) for n, key in enumerate(keys)
    ]
    return sorted(found, key=lambda line: (-line.would.late, -line.was.late, line.name))


def total(sheet: Sheet, raised: tuple[Raised, Raised]) -> Line:
    """The line over everything."""
    nowhere = np.zeros(len(sheet.case), np.int64)
    was, would = (_tallies(sheet, side, nowhere, 1, np.zeros(len(raised[side].case), np.int64))[0] for side in (0, 1))
    gone, fresh = sheet.runs[0] & ~sheet.runs[1], sheet.runs[1] & ~sheet.runs[0]
    return Line("", "", was, would, int(gone.sum()), int(fresh.sum()))


def _tallies(sheet: Sheet, side: int, place: Numbers, count: int, raised: Numbers) -> list[Tally]:
    """A tally for each of ``count`` places."""
    runs, late = sheet.runs[side], sheet.runs[side] & sheet.late[side]
    columns: dict[str, Any] = {
        "clocks": np.bincount(place[runs], minlength=count),
        "cases": _different(place[runs], sheet.case[runs], count),
        "late": np.bincount(place[late], minlength=count),
        "late_cases": _different(place[late], sheet.case[late], count),
        "reminders": np.bincount(place[runs], sheet.reminders[side][runs], minlength=count),
        "escalated": np.bincount(raised, minlength=count),
        "undetermined": np.bincount(place[runs & sheet.undetermined[side]], minlength=count),
        "unobserved": np.bincount(place[runs & sheet.unobserved], minlength=count) * side,
    }
    return [Tally(**{name: int(column[n]) for name, column in columns.items()}) for n in range(count)]


def _different(place: Numbers, case: Numbers, count: int) -> Numbers:
    """How many different cases each place has."""
    most = int(case.max(initial=0)) + 1
    if count * most <= MOST_PAIRS:
        seen = np.zeros(count * most, np.bool_)
        seen[place * most + case] = True
        found: Numbers = seen.reshape(count, most).sum(axis=1)
        return found
    pairs = np.unique(place * most + case)
    return np.bincount(pairs // most, minlength=count)


MOST_PAIRS = 50_000_000
"""Up to so many pairs of place and case a table is quicker than sorting, and small enough."""
