"""Types of books. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.register import Unit


class Statement(TypedDict):
    """opening + received − passed on − closed = closing. A subtree counts only what crosses its border."""

    unit: Unit
    tree: bool
    since: str
    until: str
    opening: int
    received: int
    passed_on: int
    closed: int
    closing: int
    lines: list[Line]


class Line(TypedDict):
    """One line. ``beyond``: the unit on the other side; ``account``: what the other side is where it is no
    unit.
    """

    day: str
    side: Side
    beyond: Unit | None
    account: str
    n: int


Side = Literal["received", "passed_on", "closed"]
