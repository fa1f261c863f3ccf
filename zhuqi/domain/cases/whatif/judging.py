"""Clocks judged by rules, many at once: when each would have been due, whether it was late, how often it was reminded.

Pure: arrays, spans and calendars in, arrays out. Moments are microseconds since 1970; NEVER stands where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zhuqi.base.ladders.reminders import When
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import before_ticks, due_ticks
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.words import Shifted
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


Chain = tuple[Span, ...]
Steps = tuple[tuple[When, Span], ...]
"""A ladder's rungs in their order, a repeating one as often as it may come."""


@dataclass(frozen=True, eq=False)
class Law:
    """What one text says to runs: the calendar they run by; for each of all runs its span (1 is the first of ``spans``, 0: a
    moment is named) and its ladder (the same way)."""

    calendar: WorkCalendar
    span: Numbers
    spans: Sequence[Span]
    ladder: Numbers
    ladders: Sequence[Steps]

    def chain(self, code: int) -> Chain:
        """The spans with which a run begins."""
        return (self.spans[code - 1],) if code else ()

    def steps(self, code: int) -> Steps:
        """A ladder."""
        return self.ladders[code - 1] if code else ()


def judge(runs: Runs, places: Places, law: Law, into: Judged) -> None:
    """Judge the runs at some ``places`` by one text. What is found is put ``into`` the answer."""
    moved = np.zeros(len(runs), np.bool_)
    moved[list(runs.moves)] = True
    plain = places[~moved[places]]
    many = len(law.ladders) + 1
    key = law.span[plain] * many + law.ladder[plain]
    for code in np.flatnonzero(np.bincount(key, minlength=1)).tolist():
        here = plain[key == code]
        chain = law.chain(code // many)
        due = due_ticks(law.calendar, _begins(runs, here), chain)
        group = _Group(here, chain, law.steps(code % many), due, runs.start[here], runs.until[here])
        _settle(runs, group, law.calendar, into)
    _moved(runs, places[moved[places]], law, into)


@dataclass(frozen=True, eq=False)
class _Group:
    """Runs in one phase, with the same spans and the same ladder: when they are due, since and until when the phase lasts."""

    here: Places
    chain: Chain
    steps: Steps
    due: Numbers
    since: Numbers
    until: Numbers

    def where(self, which: Flags | Places) -> _Group:
        """Some of them."""
        cut = {name: getattr(self, name)[which] for name in ("here", "due", "since", "until")}
        return replace(self, **cut)


def _begins(runs: Runs, here: Places) -> Numbers:
    """From where the spans of runs are counted."""
    return np.where(runs.fixed[here] != NEVER, runs.fixed[here], runs.start[here])


def _settle(runs: Runs, group: _Group, calendar: WorkCalendar, into: Judged) -> None:
    """The last phase of some runs: their deadline stands, and what came of it."""
    into.due[group.here] = group.due
    into.late[group.here] = runs.kept[group.here] & (group.due != UNDETERMINED) & (group.until > group.due)
    _remind(runs, group, calendar, into)


def _remind(runs: Runs, group: _Group, calendar: WorkCalendar, into: Judged) -> None:
    """Climb the ladder of some runs as far as they come in one phase. A rung that would have come before the phase is left
    out; none comes after one that no calendar knows; none before the one before it."""
    alive, latest = runs.kept[group.here] & (group.due != UNDETERMINED), group.since.copy()
    for when, span in group.steps:
        climbing = alive & (latest <= group.until)
        if when is When.AFTER:
            climbing &= group.until >= group.due
        some = np.flatnonzero(climbing)
        rung = _rung(runs, group.where(some), calendar, when, span)
        alive[some[rung == UNDETERMINED]] = False
        comes = (rung != UNDETERMINED) & (rung > group.since[some])
        latest[some[comes]] = np.maximum(latest[some[comes]], rung[comes])
        into.reminders[group.here[some]] += comes & (latest[some] <= group.until[some])


def _rung(runs: Runs, group: _Group, calendar: WorkCalendar, when: When, span: Span) -> Numbers:
    """When a rung comes."""
    if when is When.BEFORE:
        return before_ticks(calendar, group.due, span)
    if when is When.SINCE:
        return due_ticks(calendar, runs.start[group.here], [span])
    return due_ticks(calendar, _begins(runs, group.here), (*group.chain, span))


@dataclass
class _Course:
    """A run that was moved, on its way: the spans so far, how many of its moves are passed, since when this phase lasts."""

    place: int
    chain: Chain
    passed: int
    since: int


def _moved(runs: Runs, places: Places, law: Law, into: Judged) -> None:
    """Runs with moves: phase by phase, those with the same spans and ladder together."""
    on_way = [_Course(int(p), law.chain(int(law.span[p])), 0, int(runs.start[p])) for p in places]
    while on_way:
        groups: dict[tuple[Chain, int], list[_Course]] = {}
        for course in on_way:
            groups.setdefault((course.chain, int(law.ladder[course.place])), []).append(course)
        on_way = [course for (_, ladder), group in groups.items() for course in _phase(runs, group, law, ladder, into)]


def _phase(runs: Runs, courses: Sequence[_Course], law: Law, ladder: int, into: Judged) -> Iterable[_Course]:
    """One phase of some runs with the same spans; gives those that go on with a further move."""
    here, chain = np.array([course.place for course in courses]), courses[0].chain
    due = due_ticks(law.calendar, _begins(runs, here), chain)
    last, until, following = np.ones(len(courses), np.bool_), runs.until[here], []
    for n, course in enumerate(courses):
        move = _next(runs.moves[course.place], course, int(due[n]))
        if move is not None:
            last[n], until[n] = False, move.since
            following.append(replace(course, chain=(*chain, fitted(move, chain)), passed=course.passed, since=move.at))
    group = _Group(here, chain, law.steps(ladder), due, np.array([course.since for course in courses]), until)
    _settle(runs, group.where(last), law.calendar, into)
    _remind(runs, group.where(~last), law.calendar, into)
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
