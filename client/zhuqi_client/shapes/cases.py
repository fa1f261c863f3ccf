"""Types of cases. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from zhuqi_client.shapes.register import Unit


class Rows(TypedDict):
    """A page of a list, newest first."""

    cases: list[Row]
    count: int
    more: bool
    next: str | None


class Row(TypedDict):
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
    recorded_at: str
    told_at: str
    ended_at: str | None
    clock: NextClock | None


State = Literal["found", "screening", "assigned", "handling", "planned", "suspended", "replied", "checked", "ended"]


End = Literal["closed", "withdrawn", "merged", "not_accepted", "transferred_out"]


class Firm(TypedDict):
    """An enterprise as a list shows it."""

    id: int
    name: str


class NextClock(TypedDict):
    """The deadline that somebody must keep next."""

    tick: Tick
    unit: Unit
    due: str | None
    paused: bool
    late: bool
    lamp: LampOut | None


Tick = Literal[
    "case",
    "submit",
    "screen",
    "accept",
    "handle",
    "redo",
    "plan",
    "recheck",
    "rule",
    "check",
    "ask",
    "silence",
    "class",
    "sign",
    "own",
    "watch",
]


class LampOut(TypedDict):
    """The lamp that the rules of the place light for a clock that runs: what it is called there, the colour
    that is shown, which by itself means nothing, and why: the figure and the band.
    """

    label: str
    colour: str
    why: str


class Done(TypedDict):
    """Where the case stands after a step. ``version`` is also the ETag: the If-Match of the next step."""

    id: int
    number: str
    version: int
    state: State
    end: End | None


class CaseOut(TypedDict):
    """One case as the actor sees it. The enterprise itself sees nothing of the inside: no holder, no rows, no
    requests.
    """

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
    ended_at: str | None
    found_on: str
    told_at: str
    recorded_at: str
    submitted_at: str | None
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
    amount_yuan: int | None
    firms: int | None
    signed: bool | None
    instructed_on: str | None
    class_awaits: Judge | None
    task_force: list[Unit]
    together: list[Fellow]
    words: list[Words]
    actions: list[Action]
    must_rise: list[str]


Channel = Literal[
    "visit", "phone", "link", "portal", "callback", "hotline", "window", "app", "meeting", "letter", "superior"
]


Outcome = Literal["solved", "answered", "explained", "planned"]


Confirmation = Literal["enterprise", "reported", "callback", "unconfirmed", "disputed"]


class HoldingOut(TypedDict):
    """One unit answering for the case for a time."""

    n: int
    unit: Unit
    hand: Hand
    opened_by: Action
    began_at: str
    accepted_at: str | None
    contributed_at: str | None
    ended_at: str | None
    how: How | None
    locked: bool


Hand = Literal["hold", "lead", "part", "assist"]


Action = Literal[
    "record",
    "settle",
    "submit",
    "screen",
    "not_accept",
    "merge",
    "transfer_out",
    "assign",
    "send_down",
    "escalate",
    "recall",
    "succeed",
    "accept",
    "hand_back",
    "rule",
    "ask_extension",
    "extend",
    "ask_suspension",
    "suspend",
    "resume",
    "ask_escalation",
    "ask_signing",
    "sign",
    "take_back",
    "refuse",
    "contact",
    "opine",
    "stage_reply",
    "contribute",
    "reply",
    "check",
    "ask",
    "confirm",
    "contest",
    "withdraw",
    "end",
    "reopen",
    "restate",
    "instruct",
    "classify",
    "set_up",
    "meet",
    "stand_down",
    "join",
    "take_out",
]


How = Literal["passed", "returned", "escalated", "done", "void", "recalled", "succeeded", "closed"]


class ClockOut(TypedDict):
    """One deadline. ``met_at``: kept or missed then; void and left ones run no more."""

    n: int
    tick: Tick
    name: str | None
    unit: Unit | None
    episode: int
    start: str
    span: str | None
    shifts: list[ShiftOut]
    due: str | None
    met_at: str | None
    paused_at: str | None
    void_at: str | None
    left_at: str | None
    running: bool
    late: bool
    lamp: LampOut | None


class ShiftOut(TypedDict):
    """One move of a clock."""

    why: Shifted
    span: str
    at: str


Shifted = Literal["extension", "suspension", "class", "sorted"]


class RequestOut(TypedDict):
    """What a handler asked of its room, and the ruling. ``ground``: why it isn't theirs, where it was handed
    back.
    """

    n: int
    holding: int
    asked: Asked
    ground: Ground | None
    at: str
    amount: str | None
    until: str | None
    ruled_at: str | None
    granted: bool | None
    void_at: str | None
    taken_back_at: str | None


Asked = Literal["return", "extension", "suspension", "escalation", "signing"]


Ground = Literal["duty", "place", "higher", "unclear", "twice"]


class ReplyOut(TypedDict):
    """What was told to the enterprise, and when. ``stage``: on progress only."""

    n: int
    unit: Unit | None
    at: str
    stage: bool
    outcome: Outcome | None
    told_on: str | None
    next_on: str | None
    recheck_on: str | None
    passed: bool | None
    contested_at: str | None


Judge = Literal["supervision", "above", "leader"]


class Fellow(TypedDict):
    """A case that is handled together with another."""

    id: int
    number: str
    title: str
    state: State
    enterprise: Firm


class Words(TypedDict):
    """Words about a case. ``outside``: the enterprise reads them too."""

    seq: int
    name: str
    outside: bool
    body: str
    at: str


class LifeOut(TypedDict):
    """One whole life: what happened, and how the case moved through the books."""

    id: int
    number: str
    version: int
    entries: list[EntryOut]
    edges: list[EdgeOut]


class EntryOut(TypedDict):
    """One entry of the case's journal."""

    seq: int
    at: str
    verb: str
    sentence: str
    facts: dict[str, Any]
    who: str
    behalf: str
    words: list[Words]


class EdgeOut(TypedDict):
    """One movement from account to account."""

    n: int
    at: str
    action: Action
    source: BookAccount
    target: BookAccount
    kind: str


class BookAccount(TypedDict):
    """Where a case lies in the books: a unit's account, or a boundary account without a unit."""

    unit: Unit | None
    name: str


class JoinableRows(TypedDict):
    """The most alike first, fifty at most. Their ids are what the step ``join`` takes as ``with_ids``."""

    cases: list[JoinableOut]


class JoinableOut(TypedDict):
    """A case of another enterprise that lies where the one asked about lies, and stands as it stands.
    ``alike``: how alike their words are, 0 to 1; ``words``: what it said first.
    """

    case: CaseLine
    words: str
    alike: float


class CaseLine(TypedDict):
    """A case by its number and title."""

    id: int
    number: str
    title: str
    enterprise: Firm
