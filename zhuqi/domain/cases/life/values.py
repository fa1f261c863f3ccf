"""A life as one frozen value, with the parts that make it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhuqi.domain.cases.life.parts import (
    OUTSIDE,
    Account,
    Asking,
    Clock,
    Copy,
    Edge,
    Holding,
    Member,
    Reply,
    Request,
    Shift,
)
from zhuqi.domain.cases.rules.tally import Tally
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import (
    ANSWERED,
    CARRIES,
    CO_HANDS,
    NOBODY_LATE,
    Action,
    Asked,
    Channel,
    Confirmation,
    End,
    Hand,
    Judge,
    Outcome,
    Stand,
    State,
)

__all__ = [
    "OUTSIDE",
    "Account",
    "Asking",
    "Clock",
    "Copy",
    "Edge",
    "Holding",
    "Life",
    "Member",
    "Reply",
    "Request",
    "Shift",
    "edit",
    "stand",
]


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
    joined: str | None = None
    """The mark that cases bear which are handled together."""
    heirs: str | None = None
    """Units of it that ended, each with the one that stands in its place: ``12>45 7>45``."""
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
            redone=self.redone > 0,
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
        return tuple(sorted((one for one in self.members if one.ended_at is None), key=lambda one: not one.leads))

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

    def now(self, unit: int) -> int:
        """The unit that stands in the place of one of its units today: itself, or who followed when it ended."""
        after = dict(pair.split(">") for pair in self.heirs.split()) if self.heirs else {}
        found = str(unit)
        while found in after:
            found = after[found]
        return int(found)

    @property
    def followed(self) -> set[int]:
        """The units of it that ended, and those that followed them."""
        return {int(unit) for pair in (self.heirs or "").split() for unit in pair.split(">")}

    @property
    def found_by(self) -> int | None:
        """The unit of whoever found it, as it stands today."""
        return None if self.finder_unit is None else self.now(self.finder_unit)

    def first(self, row: Holding) -> Holding:
        """The row as it was opened, before units followed each other in it."""
        while row.opened_by is Action.SUCCEED and row.source is not None:
            row = self.row(row.source)
        return row

    def then(self, row: Holding, at: dt.datetime) -> Holding:
        """The row that stood in a row's place at a moment, before other units followed in it."""
        while row.began_at > at and row.opened_by is Action.SUCCEED and row.source is not None:
            row = self.row(row.source)
        return row

    def passed(self, clock: Clock) -> tuple[Holding, ...]:
        """The rows by which units followed each other in a clock of theirs while it ran, in order."""
        found: list[Holding] = []
        row = self.row(clock.holding) if clock.holding is not None else None
        while row is not None and row.opened_by is Action.SUCCEED and row.source is not None:
            found.append(row)
            row = self.row(row.source)
        stop = clock.met_at or clock.void_at or clock.left_at
        return tuple(r for r in reversed(found) if clock.start < r.began_at and (stop is None or r.began_at < stop))

    def sender(self, row: Holding) -> int:
        """The room that dispatched a row: the nearest before it that held the case to screen it."""
        while row.hand is not Hand.HOLD and row.source is not None:
            row = self.row(row.source)
        return self.now(row.unit)

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
