"""Types of common. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.cases import CaseLine
from zhuqi_client.shapes.register import Somebody, Unit


class SimilarOut(TypedDict):
    """What is like a case, and the units that such cases stayed with: a suggestion, never a decision."""

    similar: list[LikeOut]
    enterprises: int
    likely: list[LikelyOut]
    not_theirs: list[RuledOut]


class LikeOut(TypedDict):
    """A case like another. ``alike``: 0 to 1; ``answer``: the words of its latest answer, with the unit that
    gave it.
    """

    case: CaseLine
    alike: float
    answered_by: str | None
    answer: str | None
    answered_at: str | None


class LikelyOut(TypedDict):
    """A unit that kept ``n`` of the ``of`` nearest cases; ``few``: it rests on few. ``cases``: those it rests
    on.
    """

    unit: Unit
    n: int
    of: int
    few: bool
    cases: list[int]


class RuledOut(TypedDict):
    """A unit that isn't named: it was ruled that such a case isn't its own."""

    unit: Unit
    case: int
    ruled_at: str


class IssueRows(TypedDict):
    """A page of common issues, the newest first."""

    issues: list[IssueRow]
    next: str | None


class IssueRow(TypedDict):
    """A common issue. ``version``: what is named as seen; ``due_on``: by when its owner means to have changed
    it.
    """

    id: int
    version: int
    title: str
    standing: IssueStanding
    owner: Unit
    area: Unit
    cases: int
    enterprises: int
    opened_at: str
    due_on: str | None
    ended_at: str | None


IssueStanding = Literal["proposed", "taken_up", "changed", "given_up"]


class IssueOut(TypedDict):
    """One issue. ``in_sight``: the cases in it that one sees; ``deeds``: what one can do about it."""

    id: int
    version: int
    title: str
    standing: IssueStanding
    owner: Unit
    area: Unit
    cases: int
    enterprises: int
    opened_at: str
    due_on: str | None
    ended_at: str | None
    matter: str
    wanted: str
    in_sight: list[CaseLine]
    told: list[ToldOut]
    deeds: list[IssueDeed]


class ToldOut(TypedDict):
    """Words that the enterprises read."""

    deed: IssueDeed
    body: str
    at: str
    by: Somebody | None


IssueDeed = Literal["open", "amend", "join", "leave", "take_up", "tell", "change", "give_up"]


class CommonStatement(TypedDict):
    """The common issues in sight by owner; both days are counted."""

    since: str
    until: str
    lines: list[StatementLine]


class StatementLine(TypedDict):
    """One owner: opening + opened − changed − given_up = closing. ``overdue``: open ones whose day has passed."""

    owner: Unit
    opening: int
    opened: int
    changed: int
    given_up: int
    closing: int
    overdue: int
    waiting_since: str | None
    cases: int
    enterprises: int
