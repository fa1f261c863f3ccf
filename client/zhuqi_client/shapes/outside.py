"""Types of outside. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict

from zhuqi_client.shapes.cases import Channel
from zhuqi_client.shapes.register import Somebody, Unit


class CaseLinks(TypedDict):
    """A page of a case's links, the one made last first."""

    links: list[CaseLink]
    next: str | None


class CaseLink(TypedDict):
    """A link by which the enterprise comes to its case. ``until``: when it ends; ``open``: whether it opens
    now.
    """

    id: int
    case: int
    channel: Channel
    made_at: str
    made_by: Somebody | None
    until: str
    revoked_at: str | None
    open: bool


class LinkMade(TypedDict):
    """A new link. ``address`` is told this one time: null where a key was repeated. Revoke one that was lost on
    the way.
    """

    id: int
    case: int
    channel: Channel
    made_at: str
    made_by: Somebody | None
    until: str
    revoked_at: str | None
    open: bool
    address: str | None


class RatingRows(TypedDict):
    """A page of ratings, the one given last first."""

    ratings: list[RatingRow]
    next: str | None


class RatingRow(TypedDict):
    """What an enterprise thinks of a reply and, apart from that, of the result; 1 to 5, null where it didn't
    say. The grades are what the place calls these, null where its rules name none. ``more``: what else the
    place lets it rate.
    """

    id: int
    case: CaseName
    unit: Unit
    area: Unit
    reply: int
    reply_rating: int | None
    result_rating: int | None
    reply_grade: str | None
    result_grade: str | None
    more: list[MoreRow]
    channel: Channel
    at: str


class CaseName(TypedDict):
    """A case by its id and number."""

    id: int
    number: str


class MoreRow(TypedDict):
    """Something else that an enterprise rated, by itself: 1 to 5, and what the place calls that."""

    name: str
    rating: int
    grade: str | None


class ComplaintRows(TypedDict):
    """A page of complaints, the latest first."""

    complaints: list[ComplaintRow]
    next: str | None


class ComplaintRow(TypedDict):
    """What an enterprise complains of."""

    id: int
    case: CaseName
    unit: Unit | None
    area: Unit
    body: str
    channel: Channel
    at: str
