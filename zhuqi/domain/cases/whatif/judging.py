"""Clocks judged by rules, many at once: when each would have been due, whether it was late, how often it was reminded.

Pure: arrays, spans and calendars in, arrays out. Moments are microseconds since 1970; NEVER stands where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import before_ticks, due_ticks
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.words import Shifted
from zhuqi.domain.cases.sections.chasing import Ladder
from zhuqi.domain.cases.whatif.arrays import Move
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Runs:
    """Clocks to be judged, one a place: from when each runs, the moment that was named for it (``fixed``), when it stopped
    counting (its stop, the beginning of a suspension that it didn't outlive, or the cut-off), its moves, and whether
    anybody can be late by it (``kept``)."""

    start: Numbers
    fixed: Numbers
    until: Numbers
    moves: Mapping[int, tuple[Move, ...]]
    kept: Flags

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, eq=False)
class Judged:
    """What rules make of each run: when it is due (UNDETERMINED where no calendar says), whether it was late, how many
    reminders came."""

    due: Numbers
    late: Flags
    reminders: Numbers

    @classmethod
    def empty(cls, count: int) -> Judged:
        """Nothing judged yet."""
        return cls(np.full(count, UNDETERMINED), np.zeros(count, np.bool_), np.zeros(count, np.int64))


@dataclass(frozen=True)
class Law:
    """What one text says to clocks: the calendar they run by and the ladder of their reminders."""

    calendar: WorkCalendar
    ladder: Ladder


Chain = tuple[Span, ...]


def judge(runs: Runs, places: Places, span: Numbers, spans: Sequence[Span], law: Law, into: Judged) -> None:
    """Judge the runs at some ``places`` by one text. ``span``: for each of all runs, 1 for the first of ``spans``; 0 where a
    moment is named. What is found is put ``into`` the answer."""
    moved = np.zeros(len(runs), np.bool_)
    moved[list(runs.moves)] = True
    plain = places[~moved[places]]
    for code in np.flatnonzero(np.bincount(span[plain], minlength=1)).tolist():
        here = plain[span[plain] == code]
        chain = (spans[code - 1],) if code else ()
        due = due_ticks(law.calendar, _begins(runs, here), chain)
        _settle(runs, here, chain, due, runs.start[here], runs.until[here], law, into)
    _moved(runs, places[moved[places]], span, spans, law, into)


def _begins(runs: Runs, here: Places) -> Numbers:
    """From where the spans of runs are counted."""
    return np.where(runs.fixed[here] != NEVER, runs.fixed[here], runs.start[here])


def _settle(
    runs: Runs, here: Places, chain: Chain, due: Numbers, since: Numbers, until: Numbers, law: Law, into: Judged
) -> None:
    """The last phase of some runs: their deadline stands, and what came of it."""
    into.due[here] = due
    into.late[here] = runs.kept[here] & (due != UNDETERMINED) & (until > due)
    _remind(runs, here, chain, due, since, until, law, into)


def _remind(
    runs: Runs, here: Places, chain: Chain, due: Numbers, since: Numbers, until: Numbers, law: Law, into: Judged
) -> None:
    """Climb the ladder of some runs as far as they come in one phase. A rung that would have come before the phase is left
    out; none comes after one that no calendar knows; none before the one before it."""
    alive = runs.kept[here] & (due != UNDETERMINED)
    latest = since.copy()
    for span in law.ladder.before:
        _climb(here, alive, latest, before_ticks(law.calendar, due, span), since, until, into)
    late = np.flatnonzero(alive & (until >= due))
    here, alive, latest, since, until = here[late], alive[late], latest[late], since[late], until[late]
    for span in law.ladder.after:
        _climb(here, alive, latest, due_ticks(law.calendar, _begins(runs, here), (*chain, span)), since, until, into)


def _climb(
    here: Places, alive: Flags, latest: Numbers, rung: Numbers, since: Numbers, until: Numbers, into: Judged
) -> None:
    alive &= rung != UNDETERMINED
    comes = alive & (rung > since)
    latest[comes] = np.maximum(latest[comes], rung[comes])
    into.reminders[here] += comes & (latest <= until)


@dataclass
class _Course:
    """A run that was moved, on its way: the spans so far, how many of its moves are passed, since when this phase lasts."""

    place: int
    chain: Chain
    passed: int
    since: int


def _moved(runs: Runs, places: Places, span: Numbers, spans: Sequence[Span], law: Law, into: Judged) -> None:
    """Runs with moves: phase by phase, those with the same spans together."""
    on_way = [_Course(int(p), (spans[span[p] - 1],) if span[p] else (), 0, int(runs.start[p])) for p in places]
    while on_way:
        groups: dict[Chain, list[_Course]] = {}
        for course in on_way:
            groups.setdefault(course.chain, []).append(course)
        on_way = [course for chain, group in groups.items() for course in _phase(runs, chain, group, law, into)]


def _phase(runs: Runs, chain: Chain, group: Sequence[_Course], law: Law, into: Judged) -> Iterable[_Course]:
    """One phase of some runs with the same spans; gives those that go on with a further move."""
    here = np.array([course.place for course in group])
    since = np.array([course.since for course in group])
    due = due_ticks(law.calendar, _begins(runs, here), chain)
    last, until, following = np.ones(len(group), np.bool_), runs.until[here], []
    for n, course in enumerate(group):
        move = _next(runs.moves[course.place], course, int(due[n]))
        if move is not None:
            last[n], until[n] = False, move.since
            following.append(replace(course, chain=(*chain, fitted(move, chain)), passed=course.passed, since=move.at))
    _settle(runs, here[last], chain, due[last], since[last], until[last], law, into)
    _remind(runs, here[~last], chain, due[~last], since[~last], until[~last], law, into)
    return following


def _next(moves: Sequence[Move], course: _Course, due: int) -> Move | None:
    """The next move that a run takes. What is late when the others are suspended runs on, and isn't moved by it."""
    while course.passed < len(moves):
        move = moves[course.passed]
        course.passed += 1
        if move.why is not Shifted.SUSPENSION or due == UNDETERMINED or move.since <= due:
            return move
    return None


def fitted(move: Move, chain: Chain) -> Span:
    """A move as it was given, in its own unit; more days end at the time of day at which the run's own days end."""
    own = chain[0] if chain else None
    both = own is not None and own.in_days and move.span.in_days
    return replace(move.span, ends=own.ends) if own is not None and both else move.span
