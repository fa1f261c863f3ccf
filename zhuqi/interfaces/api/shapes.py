"""What goes out about a case. Moments carry the place's offset, units come with their names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from zhuqi.domain.cases.rules.words import (
    Action,
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
    State,
    Tick,
)
from zhuqi.interfaces.api.values import Shape


class Unit(Shape):
    """An organisation by its id."""

    id: int
    name: str


class Firm(Shape):
    """An enterprise as a list shows it."""

    id: int
    name: str


class Fellow(Shape):
    """A case that is handled together with another."""

    id: int
    number: str
    title: str
    state: State
    enterprise: Firm


class LampOut(Shape):
    """The lamp that the rules of the place light for a clock that runs: what it is called there, the colour that is shown,
    which by itself means nothing, and why: the figure and the band."""

    label: str
    colour: str
    why: str


class NextClock(Shape):
    """The deadline that somebody must keep next."""

    tick: Tick
    unit: Unit
    due: dt.datetime | None
    paused: bool
    late: bool
    lamp: LampOut | None = Field(description="Null where the rules of the place say nothing of lamps.")


class Row(Shape):
    """A case as a list shows it."""

    id: int
    number: str
    title: str
    version: int
    state: State
    kind: str
    grade: str | None
    end: End | None
    enterprise: Firm
    holder: Unit | None
    recorded_at: dt.datetime
    told_at: dt.datetime
    ended_at: dt.datetime | None
    clock: NextClock | None


class Rows(Shape):
    """A page of a list, newest first."""

    cases: list[Row]
    count: int = Field(description="How many there are on all pages; at most 1000.")
    more: bool = Field(description="Whether there are more than 1000.")
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class HoldingOut(Shape):
    """One unit answering for the case for a time."""

    n: int
    unit: Unit
    hand: Hand
    opened_by: Action
    began_at: dt.datetime
    accepted_at: dt.datetime | None
    contributed_at: dt.datetime | None
    ended_at: dt.datetime | None
    how: How | None
    locked: bool


class ShiftOut(Shape):
    """One move of a clock."""

    why: Shifted
    span: str
    at: dt.datetime


class ClockOut(Shape):
    """One deadline. ``met_at``: kept or missed then; void and left ones run no more."""

    n: int
    tick: Tick
    name: str | None = Field(description="What a clock of the place's own is called; then tick is own or watch.")
    unit: Unit | None = Field(description="Null for the enterprise itself.")
    episode: int
    start: dt.datetime
    span: str | None
    shifts: list[ShiftOut]
    due: dt.datetime | None = Field(description="Null while it is paused, or where no calendar reaches so far.")
    met_at: dt.datetime | None
    paused_at: dt.datetime | None
    void_at: dt.datetime | None
    left_at: dt.datetime | None
    running: bool
    late: bool
    lamp: LampOut | None = Field(
        description="Null once it stopped, or where the rules of the place say nothing of lamps."
    )


class RequestOut(Shape):
    """What a handler asked of its room, and the ruling. ``ground``: why it isn't theirs, where it was handed back."""

    n: int
    holding: int
    asked: Asked
    ground: Ground | None
    at: dt.datetime
    amount: str | None
    until: dt.date | None
    ruled_at: dt.datetime | None
    granted: bool | None
    void_at: dt.datetime | None
    taken_back_at: dt.datetime | None


class ReplyOut(Shape):
    """What was told to the enterprise, and when. ``stage``: on progress only."""

    n: int
    unit: Unit | None = Field(description="Null for the enterprise itself.")
    at: dt.datetime
    stage: bool
    outcome: Outcome | None
    told_on: dt.date | None
    next_on: dt.date | None
    recheck_on: dt.date | None
    passed: bool | None
    contested_at: dt.datetime | None


class Words(Shape):
    """Words about a case. ``outside``: the enterprise reads them too."""

    seq: int
    name: str = Field(description="The field of the step they were typed into.")
    outside: bool
    body: str
    at: dt.datetime


class CaseOut(Shape):
    """One case as the actor sees it. The enterprise itself sees nothing of the inside: no holder, no rows, no requests."""

    id: int
    number: str
    title: str
    version: int
    state: State
    kind: str
    grade: str | None
    channel: Channel
    outcome: Outcome | None
    confirmation: Confirmation | None
    end: End | None
    ended_at: dt.datetime | None
    found_on: dt.date
    told_at: dt.datetime
    recorded_at: dt.datetime
    submitted_at: dt.datetime | None
    episode: int
    contests: int
    merged_into: int | None
    enterprise: Firm
    area: Unit
    desk: Unit | None
    holder: Unit | None
    holdings: list[HoldingOut]
    clocks: list[ClockOut]
    requests: list[RequestOut]
    replies: list[ReplyOut]
    amount_yuan: int | None = Field(description="What is at stake, in yuan, where somebody has said it.")
    firms: int | None = Field(description="How many enterprises it concerns.")
    signed: bool | None = Field(description="Whether there is a signed request.")
    instructed_on: dt.date | None = Field(
        description="When a leader instructed it last. Null for the enterprise itself."
    )
    class_awaits: Judge | None = Field(description="Who must still confirm its class; until then it is provisional.")
    task_force: list[Unit] = Field(description="The units of its task force, the one that leads it first.")
    together: list[Fellow] = Field(
        description="The cases of other enterprises with which it is handled, as far as this actor sees them. "
        "A step of the room or the lead is taken on all of them, or on none. Empty for the enterprise itself."
    )
    words: list[Words]
    actions: list[Action] = Field(description="Exactly what this actor can do now.")
    must_rise: list[str] = Field(
        description="Why it must go up to the desk above by the rules of the place, a line each."
    )


class EntryOut(Shape):
    """One entry of the case's journal."""

    seq: int
    at: dt.datetime
    verb: str
    sentence: str
    facts: dict[str, Any]
    who: str
    behalf: str
    words: list[Words]


class BookAccount(Shape):
    """Where a case lies in the books: a unit's account, or a boundary account without a unit."""

    unit: Unit | None
    name: str


class EdgeOut(Shape):
    """One movement from account to account."""

    n: int
    at: dt.datetime
    action: Action
    source: BookAccount
    target: BookAccount
    kind: str


class LifeOut(Shape):
    """One whole life: what happened, and how the case moved through the books."""

    id: int
    number: str
    version: int
    entries: list[EntryOut]
    edges: list[EdgeOut]


class Done(Shape):
    """Where the case stands after a step. ``version`` is also the ETag: the If-Match of the next step."""

    id: int
    number: str
    version: int
    state: State
    end: End | None
