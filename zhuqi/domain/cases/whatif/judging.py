"""Clocks judged by rules, many at once: when each would have been due, whether it was late, how often it was reminded.

Pure: arrays, spans and calendars in, arrays out. Moments are microseconds since 1970; NEVER stands where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from zhuqi.base.ladders.reminders import Timing
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import due_ticks
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import DayEnd, Span
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.moves import SUSPENDED, Moves
from zhuqi.domain.cases.whatif.rungs import Course, climbed, further
from zhuqi.domain.cases.whatif.timeline import Flags, alike

Places = Numbers


@dataclass(frozen=True, eq=False)
class Runs:
    """Clocks to be judged, one a place: from when each runs, the moment that was named for it (``fixed``), when it stopped
    counting (its stop, the beginning of a suspension that it didn't outlive, or the cut-off), its moves and which of them
    aren't taken (``spared``, one a move), whether anybody can be late by it (``kept``), and from which move on it is reminded
    where it took the place of one that counted as overdue (``anew``: that move's moment)."""

    start: Numbers
    fixed: Numbers
    until: Numbers
    kept: Flags
    moves: Moves = field(default_factory=Moves.none)
    spared: Flags = field(default_factory=lambda: np.empty(0, np.bool_))
    anew: Numbers | None = None

    def __len__(self) -> int:
        return len(self.start)


@dataclass(eq=False)
class Lapses:
    """Times in which clocks ran although they were over: which clock (its place), when it was due, from when and until when it ran
    so."""

    parts: list[tuple[Numbers, Numbers, Numbers, Numbers]] = field(default_factory=list)

    def columns(self) -> tuple[Numbers, ...]:
        """Place, due, since, until of all of them."""
        empty = (np.empty(0, np.int64),) * 4
        return tuple(np.concatenate(column) for column in zip(empty, *self.parts, strict=True))


@dataclass(frozen=True, eq=False)
class Judged:
    """What rules make of each run: when it is due (UNDETERMINED where no calendar says), whether it was late, how many
    reminders came; and its lapses, where they are asked for."""

    due: Numbers
    late: Flags
    reminders: Numbers
    lapses: Lapses | None = None

    @classmethod
    def empty(cls, count: int, lapses: bool = False) -> Judged:
        """Nothing judged yet."""
        due, late = np.full(count, UNDETERMINED), np.zeros(count, np.bool_)
        return cls(due, late, np.zeros(count, np.int64), Lapses() if lapses else None)


Steps = tuple[Timing, ...]
"""The timings of a ladder's rungs."""
ENDS = tuple(DayEnd)


@dataclass(frozen=True, eq=False)
class Law:
    """What one text says to runs: the calendar they run by; for each of all runs its span (1 is the first of ``spans``, 0: a
    moment is named) and its ladder (the same way)."""

    calendar: WorkCalendar
    span: Numbers
    spans: Sequence[Span]
    ladder: Numbers
    ladders: Sequence[Steps]

    def steps(self, code: int) -> Steps:
        """A ladder."""
        return self.ladders[code - 1] if code else ()


def judge(runs: Runs, places: Places, law: Law, into: Judged) -> None:
    """Judge the runs at some ``places`` by one text. What is found is put ``into`` the answer."""
    moved = np.zeros(len(runs), np.bool_)
    moved[runs.moves.clock] = True
    plain = places[~moved[places]]
    for group in alike(law.span[plain], law.ladder[plain]):
        here = plain[group]
        course = begun(runs, here, law)
        _settle(runs, here, course, law, into)
    here = places[moved[places]]
    course = begun(runs, here, law)
    for way, last in phases(runs, here, course, law):
        _settle(runs, here[way.which], way.course, law, into, last)


def begun(runs: Runs, here: Places, law: Law) -> Course:
    """Runs in their first phase."""
    start, due = runs.start[here], np.full(len(here), UNDETERMINED)
    midnight = np.zeros(len(here), np.bool_)
    for group in alike(law.span[here]):
        code = int(law.span[here[group[0]]])
        some = here[group]
        spans = [law.spans[code - 1]] if code else []
        due[group] = due_ticks(law.calendar, np.where(runs.fixed[some] != NEVER, runs.fixed[some], start[group]), spans)
        midnight[group] = any(span.in_days and span.ends is DayEnd.MIDNIGHT for span in spans)
    return Course(start, start, due, midnight, runs.until[here])


@dataclass(frozen=True, eq=False)
class Way:
    """Some of the runs on their way: which (places among those that were begun), in which phase each is, and the move that ends it
    (-1: none)."""

    which: Places
    course: Course
    move: Places


def phases(runs: Runs, here: Places, course: Course, law: Law) -> Iterator[tuple[Way, Flags]]:
    """The phases of some runs: each ends with a move that the run takes, or lasts (the second of a pair) to where it stops
    counting. What is late when the others are suspended runs on, and isn't moved by it."""
    moves = runs.moves
    which = np.arange(len(here))
    ptr = np.searchsorted(moves.clock, here)
    end = np.searchsorted(moves.clock, here, side="right")
    while len(which):
        ptr = _next(runs, ptr, end, course.due)
        last = ptr >= end
        move = np.where(last, -1, ptr)
        until = course.until.copy()
        until[~last] = moves.since[ptr[~last]]
        yield Way(which, replace(course, until=until), move), last
        which, ptr, end, course = which[~last], ptr[~last], end[~last], course.where(np.flatnonzero(~last))
        course = _moved(course, ptr, here[which], runs, law)
        ptr = ptr + 1


def _next(runs: Runs, ptr: Places, end: Places, due: Numbers) -> Places:
    """The next move that each run takes."""
    moves, ptr = runs.moves, ptr.copy()
    while True:
        on_way = np.flatnonzero(ptr < end)
        at = ptr[on_way]
        over = (moves.why[at] == SUSPENDED) & (due[on_way] != UNDETERMINED) & (moves.since[at] > due[on_way])
        passed = on_way[over | (runs.spared[at] if len(runs.spared) else False)]
        if not len(passed):
            return ptr
        ptr[passed] += 1


def _moved(course: Course, move: Places, here: Places, runs: Runs, law: Law) -> Course:
    """Runs after a move: as it was given, in its own unit; more days end at the time of day at which the run's own days end."""
    moves = runs.moves
    due, midnight = course.due.copy(), course.midnight.copy()
    for group in alike(moves.span[move], law.span[here], course.midnight.astype(np.int64)):
        span, code = moves.spans[moves.span[move[group[0]]] - 1], int(law.span[here[group[0]]])
        if code and span.in_days and law.spans[code - 1].in_days:
            span = span.ending_like(law.spans[code - 1])
        due[group] = further(law.calendar, course.due[group], bool(course.midnight[group[0]]), span)
        midnight[group] = span.in_days and span.ends is DayEnd.MIDNIGHT
    return replace(course, due=due, midnight=midnight, since=moves.at[move])


def _settle(runs: Runs, here: Places, course: Course, law: Law, into: Judged, last: Flags | None = None) -> None:
    """A phase of some runs, the last one where nothing is said: deadlines stand, and what came of them."""
    final = slice(None) if last is None else last
    kept, known = runs.kept[here], course.due != UNDETERMINED
    late = kept & known & (course.until > course.due)
    into.due[here[final]] = course.due[final]
    into.late[here[final]] = late[final]
    if into.lapses is not None:
        into.lapses.parts.append((here[late], course.due[late], course.since[late], course.until[late]))
    some = np.flatnonzero(kept & known & (course.since >= runs.anew[here] if runs.anew is not None else True))
    for group in alike(law.ladder[here[some]]):
        rest = some[group]
        for timing in law.steps(int(law.ladder[here[rest[0]]])):
            into.reminders[here[rest]] += climbed(law.calendar, timing, course.where(rest))
