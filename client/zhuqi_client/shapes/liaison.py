"""Types of liaison. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.outside import Somebody
from zhuqi_client.shapes.registers import Unit


class PostRows(TypedDict):
    """A page of posts, the one filled last first."""

    posts: list[PostRow]
    next: str | None


class PostRow(TypedDict):
    """A duty that somebody holds or held. ``until``: the first day without it."""

    id: int
    duty: Duty
    person: Somebody
    unit: Unit
    since: str
    until: str | None


Duty = Literal["leads_team", "holds_team", "holds_group", "holds_enterprises"]


class Chain(TypedDict):
    """Who answers for an enterprise today, top down."""

    chain: list[Answering]


class Answering(TypedDict):
    """Somebody who answers for an enterprise, and from where."""

    duty: Duty
    person: Somebody
    unit: Unit


class LinkRows(TypedDict):
    """A page of an enterprise's links, the one made last first."""

    links: list[LinkRow]
    next: str | None


class LinkRow(TypedDict):
    """An official who holds or held the enterprise. ``group``: null where it is held one to one; ``place``:
    from where it is held and seen.
    """

    id: int
    person: Somebody
    place: Unit
    group: Unit | None
    since: str
    until: str | None
