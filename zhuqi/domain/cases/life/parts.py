"""The parts of a life as frozen values: who holds it, its clocks, what was asked, answered and moved. Each carries its number ``n``
within the case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import (
    NOBODY_LATE,
    Action,
    Approver,
    Asked,
    Channel,
    Ground,
    Hand,
    How,
    Outcome,
    Shifted,
    Tick,
)


@dataclass(frozen=True)
class Account:
    """Where a case lies in the books: (unit, open | awaiting | suspended), or a boundary account without a unit."""

    unit: int | None
    name: str


OUTSIDE = Account(None, "outside")


@dataclass(frozen=True)
class Holding:
    """One unit answering for the case for a time (交办)."""

    n: int
    unit: int
    hand: Hand
    dispatch: int
    opened_by: Action
    began_at: dt.datetime
    source: int | None = None
    """``n`` of the row it came from."""
    accepted_at: dt.datetime | None = None
    contributed_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    how: How | None = None
    locked: bool = False
    """A return was refused: it can't be asked again."""


@dataclass(frozen=True)
class Shift:
    """One move of a clock, in its own unit."""

    why: Shifted
    span: Span
    at: dt.datetime


@dataclass(frozen=True)
class Clock:
    """One deadline: start, span and shifts are facts, ``due`` follows from them. ``fixed`` where a day was named."""

    n: int
    tick: Tick
    unit: int
    area: int
    start: dt.datetime
    episode: int
    holding: int | None = None
    span: Span | None = None
    fixed: dt.datetime | None = None
    shifts: tuple[Shift, ...] = ()
    due: dt.datetime | None = None
    paused_at: dt.datetime | None = None
    met_at: dt.datetime | None = None
    void_at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    """Its holding or case ended while it was late: it stays late."""
    rungs: int = 0
    """Rungs of the reminder ladder already climbed."""
    remind_at: dt.datetime | None = None
    """When the next rung comes; follows from ``due``."""
    name: str | None = None
    """What a clock of the place's own is called; then ``tick`` is OWN."""
    overdue: bool | None = None
    """More time was asked too late: by the rules it counts as late, whatever was granted."""

    @property
    def called(self) -> Tick | str:
        """What it is called: a standing clock's word, or the name of the place's own."""
        return self.name or self.tick

    @property
    def running(self) -> bool:
        """Neither met nor void nor left."""
        return self.met_at is None and self.void_at is None and self.left_at is None

    def missed(self, now: dt.datetime) -> bool:
        """Whether somebody is late by it, or was."""
        return self.tick not in NOBODY_LATE and self.late(now)

    def late(self, now: dt.datetime) -> bool:
        """Past its due moment (``==`` isn't late), by when it stopped or by ``now``."""
        if self.overdue:
            return self.void_at is None
        until = self.met_at or self.left_at or now
        return self.due is not None and self.void_at is None and until > self.due


@dataclass(frozen=True)
class Request:
    """What a handler asked of its room, and the ruling."""

    n: int
    holding: int
    asked: Asked
    at: dt.datetime
    amount: Span | None = None
    until: dt.date | None = None
    ruled_at: dt.datetime | None = None
    granted: bool | None = None
    void_at: dt.datetime | None = None
    taken_back_at: dt.datetime | None = None
    """When who had asked withdrew it."""
    ground: Ground | None = None
    approver: Approver | None = None
    """Who grants it; None for the room, as before there was a choice."""
    cause: str | None = None
    """The reason for a suspension, as the edition calls it."""
    late: bool | None = None
    """Asked too late: what it gives doesn't undo that the unit is late."""
    staff: int | None = None
    """Who asked, where somebody in person grants it: the head of the unit, or a leader."""
    outcome: Outcome | None = None
    """What the answer says that is to be signed."""
    ruled_by: int | None = None
    """Who signed the answer."""
    next_on: dt.date | None = None
    """The next date that the answer names."""
    recheck_on: dt.date | None = None
    """When it is looked at again, as the answer says."""

    @property
    def open(self) -> bool:
        """Not ruled on, not overtaken, not withdrawn."""
        return self.ruled_at is None and self.void_at is None and self.taken_back_at is None


@dataclass(frozen=True)
class Reply:
    """What was told to the enterprise, and when. ``stage``: on progress only."""

    n: int
    holding: int
    unit: int
    at: dt.datetime
    stage: bool
    staff: int | None = None
    outcome: Outcome | None = None
    told_on: dt.date | None = None
    next_on: dt.date | None = None
    recheck_on: dt.date | None = None
    checked_at: dt.datetime | None = None
    passed: bool | None = None
    contested_at: dt.datetime | None = None
    spared: bool | None = None
    """By the rules it goes unchecked, where others are checked."""


@dataclass(frozen=True)
class Asking:
    """The enterprise asked what it thinks of a reply."""

    n: int
    reply: int
    channel: Channel
    at: dt.datetime
    arrived_on: dt.date | None = None
    void_at: dt.datetime | None = None


@dataclass(frozen=True)
class Copy:
    """A unit that sees the case from a moment on, and only looks at it (抄送)."""

    n: int
    unit: int
    moment: Moment
    at: dt.datetime


@dataclass(frozen=True)
class Member:
    """A unit in a task force set up for this one case (专班). ``force``: which, counted from 1."""

    n: int
    force: int
    unit: int
    leads: bool
    at: dt.datetime
    ended_at: dt.datetime | None = None


@dataclass(frozen=True)
class Edge:
    """One movement from account to account (往来)."""

    n: int
    at: dt.datetime
    action: Action
    source: Account
    target: Account
    kind: str
