"""The deadlines of a sample case on one axis: under one text, or under two beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.interfaces.web.cases.clock_rows import marks, works
from zhuqi.interfaces.web.cases.rulers import Axis, Bar, Mark, Ruler, Stretch, axis, rests, ruler
from zhuqi.interfaces.web.rulebooks.playing import Ran, due_words

SENT = "told"
"""The stroke of a moment at which something is sent."""


@dataclass(frozen=True)
class Told:
    """What is sent about a deadline or which lamp it lights. ``new``: only after the change; ``gone``: only before it."""

    words: str
    new: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Row:
    """A deadline on the time line. ``was``: when it was due before the change, where that is another moment; ``new`` and ``gone``:
    it is there only after the change, or only before."""

    name: str
    whose: str
    due: str
    why: str
    ruler: Ruler
    told: tuple[Told, ...] = ()
    was: str = ""
    new: bool = False
    gone: bool = False

    @property
    def differs(self) -> bool:
        """Whether the change makes a difference here."""
        return bool(self.was) or self.new or self.gone or any(each.new or each.gone for each in self.told)


@dataclass(frozen=True)
class Line:
    """The time line: its deadlines, the soonest first, the days that don't count, the words on the axis. ``compared``: two texts
    are beside each other; then ``rows`` are those that differ, ``same`` the others."""

    rows: tuple[Row, ...]
    rests: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    same: tuple[Row, ...] = ()
    compared: bool = False

    @property
    def noticed(self) -> bool:
        """Whether something is sent about a deadline."""
        return any(bar.kind == SENT for row in (*self.rows, *self.same) for bar in row.ruler.strokes)


def line(ran: Sequence[Ran], calendar: WorkCalendar, at: dt.datetime, before: Sequence[Ran] | None = None) -> Line:
    """The time line of a case. ``before``: its deadlines under the text before a change."""
    every = [*ran, *(before or ())]
    sent = [when for each in every for when in each.sent]
    along = axis([at, *sent, *(when for each in every for when in (each.start, each.due) if when is not None)])
    if before is None:
        rows = tuple(_row(each, along, at) for each in ran)
        return Line(rows, rests(along, lambda day: works(calendar, day)), marks(along, at))
    old = {each.known_by: each for each in before}
    new = {each.known_by for each in ran}
    rows = tuple(_beside(each, old.get(each.known_by), along, at) for each in ran)
    gone = tuple(replace(_row(each, along, at), gone=True) for each in before if each.known_by not in new)
    return Line(
        (*(row for row in rows if row.differs), *gone),
        rests(along, lambda day: works(calendar, day)),
        marks(along, at),
        tuple(row for row in rows if not row.differs),
        compared=True,
    )


def _row(one: Ran, along: Axis, at: dt.datetime, was: Ran | None = None) -> Row:
    due = due_words(one.due, at)
    end = Stretch("run", one.due, one.due) if one.due else None
    stretches = [Stretch("ahead", one.start, one.due)] if one.due else []
    drawn = ruler(along, stretches, end=end, now=at, label=f"{one.name} {due}")
    strokes = [along.bar(Stretch(SENT, when, when)) for when in one.sent]
    if was is not None and was.due is not None and was.due != one.due:
        strokes.append(along.bar(Stretch("was", was.due, was.due)))
    told = tuple(Told(words) for words in one.told)
    return Row(one.name, one.whose, due, one.why, replace(drawn, strokes=tuple(strokes)), told)


def _beside(one: Ran, was: Ran | None, along: Axis, at: dt.datetime) -> Row:
    """A deadline beside what it was before."""
    row = _row(one, along, at, was)
    if was is None:
        return replace(row, new=True)
    told = [Told(words, new=words not in was.told) for words in one.told]
    told += [Told(words, gone=True) for words in was.told if words not in one.told]
    return replace(row, told=tuple(told), was=due_words(was.due, at) if was.due != one.due else "")
