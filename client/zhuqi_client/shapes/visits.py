"""Types of visits. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from zhuqi_client.shapes.cases import Firm
from zhuqi_client.shapes.register import Somebody, Unit


class RoundRows(TypedDict):
    """A page of rounds, the one announced last first."""

    rounds: list[RoundOut]
    next: str | None


class RoundOut(TypedDict):
    """A round of contact in an area. ``until``: the first day after it."""

    id: int
    name: str
    area: Unit
    since: str
    until: str | None


class VisitRows(TypedDict):
    """A page of visits, the latest day first."""

    visits: list[VisitOut]
    next: str | None


class VisitOut(TypedDict):
    """An official served an enterprise on a day. ``region``: where it lay then. ``contact``: as what it stands
    in the book.
    """

    id: int
    enterprise: Firm
    person: Somebody
    unit: Unit
    region: Unit
    day: str
    mode: Mode
    kind: Purpose
    round: int | None
    contact: int | None
    recorded_at: str


Mode = Literal["on_site", "remote", "asked"]


Purpose = Literal["service", "problem", "policy", "joint"]


class NeedBody(TypedDict):
    """A need found on a visit; the fields are those of a new case."""

    title: str
    body: str
    kind: str
    category: NotRequired[str | None]


class PromiseBody(TypedDict):
    """Something promised on a visit. ``due``: the last day on which it is kept in time."""

    text: str
    due: str


class BookRows(TypedDict):
    """A page of an enterprise's book, the latest day first."""

    contacts: list[BookRow]
    next: str | None


class BookRow(TypedDict):
    """A contact of an enterprise's book, of whatever unit. Contacts of one ``event`` go together and are
    counted once. ``beyond``: why it took place though the budget had no room for it.
    """

    id: int
    unit: Unit
    day: str
    how: ContactHow
    kind: Purpose
    state: ContactState
    event: str
    asked_on: str | None
    beyond: str


ContactHow = Literal["on_site", "remote", "meeting", "asked"]


ContactState = Literal["planned", "held", "cancelled", "declined", "missed"]


class PlanRows(TypedDict):
    """A page of plans, the latest day first."""

    plans: list[PlanOut]
    next: str | None


class PlanOut(TypedDict):
    """A planned contact. ``seen``: what a step after it names as the state it saw."""

    id: int
    contact: int
    enterprise: Firm
    unit: Unit
    day: str
    begins_at: str | None
    how: ContactHow
    kind: Purpose
    state: ContactState
    purpose: str
    asked: str
    asked_on: str | None
    asked_case: int | None
    round: int | None
    people: list[Somebody]
    why: str
    seen: int


class WishRows(TypedDict):
    """A page of wishes, the last first."""

    wishes: list[WishOut]
    next: str | None


class WishOut(TypedDict):
    """An enterprise wishes to be left alone. ``until``: the first day on which it doesn't; ``said_by`` empty:
    by its own door.
    """

    id: int
    enterprise: int
    since: str
    until: str | None
    said_by: str
    said_on: str
    lifted_on: str | None


class PromiseRows(TypedDict):
    """A page of promises, the last first."""

    promises: list[PromiseOut]
    next: str | None


class PromiseOut(TypedDict):
    """Something promised to an enterprise. ``due``: the last day on which it is kept in time. ``seen``: what a
    step after it names as the state it saw. ``person``: who keeps it; null where whoever did has gone, and
    the unit answers for it.
    """

    id: int
    visit: int
    enterprise: Firm
    person: Somebody | None
    unit: Unit
    text: str
    due: str
    state: Kept
    ended_on: str | None
    why: str
    seen: int


Kept = Literal["open", "kept", "overtaken"]


class TargetRows(TypedDict):
    """A page of targets, by the order in which they were named."""

    targets: list[TargetRow]
    next: str | None


class TargetRow(TypedDict):
    """An enterprise that a round is to reach."""

    enterprise: Firm
    reached_on: str | None


class ReachOut(TypedDict):
    """How far a round has come among the enterprises in sight. ``beside``: reached without being aimed at."""

    round: int
    aimed: int
    reached: int
    beside: int


class CoverageRows(TypedDict):
    """A page of enterprises: never asked first, then the longest ago."""

    enterprises: list[CoverageRow]
    next: str | None


class CoverageRow(TypedDict):
    """An enterprise, and when somebody was last there or asked it; null where nobody ever was."""

    enterprise: Firm
    region: Unit
    asked_on: str | None


class DutyRows(TypedDict):
    """One's own duties, by the name of the enterprise."""

    duties: list[DutyRow]


class DutyRow(TypedDict):
    """How one of one's own duties stands for an enterprise. ``until``: the first day after the period;
    ``reasons``: the codes that explain a zero, as far as the edition names any.
    """

    enterprise: Firm
    since: str
    until: str | None
    least: int
    made: int
    standing: DutyStanding
    reasons: dict[str, str]


DutyStanding = Literal["met", "short", "excused", "unexplained", "spared", "not_yet"]


class ZeroOut(TypedDict):
    """Why an enterprise wasn't served in a period."""

    id: int
    enterprise: int
    since: str
    until: str
    code: str
