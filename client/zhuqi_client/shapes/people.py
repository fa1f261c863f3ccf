"""Types of people. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict

from zhuqi_client.shapes.changes import Rank
from zhuqi_client.shapes.register import Unit


class PersonRows(TypedDict):
    """A page of the people in one's reach, by staff code."""

    people: list[PersonRow]
    next: str | None


class PersonRow(TypedDict):
    """Somebody on the staff. ``left_on``: the first day without them."""

    id: int
    code: str
    name: str
    rank: Rank
    unit: Unit
    since: str
    left_on: str | None
