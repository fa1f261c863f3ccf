"""A life and its parts as frozen values. Each part carries its number ``n`` within the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.tally import Tally
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import (
    ANSWERED,
    CARRIES,
    CO_HANDS,
    NOBODY_LATE,
    Action,
    Approver,
    Asked,
    Channel,
    Confirmation,
    End,
    Ground,
    Hand,
    How,
    Judge,
    Outcome,
    Shifted,
    Stand,
    State,
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


@dataclass(frozen=True)
class Life:
    """A whole case as values."""

    enterprise: int
    kind: str
    channel: Channel
    desk: int
    area: int
    found_on: dt.date
    told_at: dt.datetime
    recorded_at: dt.datetime
    state: State = State.FOUND
    grade: str | None = None
    finder: int | None = None
    finder_unit: int | None = None
    submitted_at: dt.datetime | None = None
    episode: int = 1
    episode_at: dt.datetime | None = None
    """From when the elapsed time of this episode counts."""
    settled: bool = False
    contests: int = 0
    outcome: Outcome | None = None
    confirmation: Confirmation | None = None
    end: End | None = None
    ended_at: dt.datetime | None = None
    merged_into: int | None = None
    category: str | None = None
    urgency: str | None = None
    scale: str | None = None
    """How large its enterprise was when it was recorded."""
    proposer: int | None = None
    """Who proposed not to accept it, while somebody else must agree."""
    refused_for: str | None = None
    """The reason for not accepting it, as the edition calls it: proposed, or given."""
    tally: Tally | None = None
    """Why it stands apart in the books, now that it is over."""
    raised: int | None = None
    """Which triggers of the edition said that it must go up, since it came to the desk where it lies: one bit each."""
    stake: int | None = None
    """What is at stake, in yuan."""
    firms: int | None = None
    """How many enterprises it concerns."""
    signed: bool | None = None
    """Whether there is a signed request."""
    instructed_on: dt.date | None = None
    """When a leader instructed it last."""
    provisional: Judge | None = None
    """Who must still confirm its class."""
    editions: Mapping[int, int] = field(default_factory=dict)
    """area → edition in force on the day the case entered it."""
    holdings: tuple[Holding, ...] = ()
    clocks: tuple[Clock, ...] = ()
    requests: tuple[Request, ...] = ()
    replies: tuple[Reply, ...] = ()
    askings: tuple[Asking, ...] = ()
    copies: tuple[Copy, ...] = ()
    members: tuple[Member, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def traits(self) -> Traits:
        """What rules can depend on."""
        return Traits(
            kind=self.kind,
            category=self.category or "",
            grade=self.grade or "",
            urgency=self.urgency or "",
            channel=self.channel,
            scale=self.scale or "",
        )

    @property
    def carrier(self) -> Holding | None:
        """The row that carries the balance; None once ended."""
        return next((h for h in self.holdings if h.ended_at is None and h.hand in CARRIES), None)

    @property
    def co_rows(self) -> tuple[Holding, ...]:
        """Open rows of co-handlers."""
        return tuple(h for h in self.holdings if h.ended_at is None and h.hand in CO_HANDS)

    @property
    def force(self) -> tuple[Member, ...]:
        """The units of the task force that works on it, the one that leads it first."""
        return tuple(member for member in self.members if member.ended_at is None)

    @property
    def running(self) -> tuple[Clock, ...]:
        """Clocks that run."""
        return tuple(c for c in self.clocks if c.running)

    @property
    def due(self) -> dt.datetime | None:
        """The next deadline that somebody must keep."""
        return min((c.due for c in self.running if c.due is not None and c.tick not in NOBODY_LATE), default=None)

    @property
    def reply(self) -> Reply | None:
        """The latest reply that isn't on progress only."""
        return next((r for r in reversed(self.replies) if not r.stage), None)

    @property
    def asking(self) -> Asking | None:
        """The latest asking of the latest reply that wasn't overtaken."""
        reply = self.reply
        return next((a for a in reversed(self.askings) if reply and a.reply == reply.n and a.void_at is None), None)

    def request(self, asked: Asked | None = None, holding: int | None = None) -> Request | None:
        """The open request of a kind, of a row."""
        return next(
            (r for r in self.requests if r.open and asked in (None, r.asked) and holding in (None, r.holding)), None
        )

    def row(self, n: int) -> Holding:
        """The holding with number ``n``."""
        return self.holdings[n - 1]

    def sender(self, row: Holding) -> int:
        """The room that dispatched a row: the nearest before it that held the case to screen it."""
        while row.hand is not Hand.HOLD and row.source is not None:
            row = self.row(row.source)
        return row.unit

    def area_of(self, row: Holding) -> int:
        """The area under whose edition a row stands: for assists named in an escalation the one below."""
        return next((clock.area for clock in self.clocks if clock.holding == row.n), self.area)

    @property
    def account(self) -> Account:
        """Where the case lies in the books."""
        carrier = self.carrier
        if carrier is not None:
            return Account(carrier.unit, stand(self.state).value)
        name = self.end.value if self.end else OUTSIDE.name
        if self.end is End.CLOSED:
            name = f"{name}:{self.outcome}:{self.confirmation}"
        return Account(None, f"{self.tally}:{name}" if self.tally else name)

    @property
    def redone(self) -> int:
        """How often it was done again: contested, or opened again."""
        return sum(reply.contested_at is not None for reply in self.replies) + self.episode - 1


def stand(state: State) -> Stand:
    """In which of its unit's accounts a live case lies."""
    if state in ANSWERED:
        return Stand.AWAITING
    return Stand.SUSPENDED if state is State.SUSPENDED else Stand.OPEN


def edit(life: Life, part: str, n: int, **fields: object) -> Life:
    """The life with one part changed."""
    parts = getattr(life, part)
    changed: dict[str, Any] = {part: (*parts[: n - 1], replace(parts[n - 1], **fields), *parts[n:])}
    return replace(life, **changed)
