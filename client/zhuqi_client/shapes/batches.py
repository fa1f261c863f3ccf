"""Types of batches. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.register import Somebody, Unit


class BatchRows(TypedDict):
    """A page of batches, the newest first."""

    batches: list[BatchOut]
    next: str | None


class BatchOut(TypedDict):
    """Cases that a dispatch room assigned to one unit together. ``number``: the room's own, without a gap in
    its year.
    """

    id: int
    number: str
    desk: Unit
    lead: Unit
    person: Somebody | None
    at: str


class BatchSheet(TypedDict):
    """One batch with its cases and what was told to the unit."""

    batch: BatchOut
    note: str
    cases: list[BatchCase]


class BatchCase(TypedDict):
    """A case of a batch, as far as its reader sees it. ``left``: why it didn't go with the others; then it has
    no dates by it.
    """

    case: int
    number: str
    title: str
    sign_by: str | None
    answer_by: str | None
    left: LeftOut | None


LeftOut = Literal["moved", "refused"]
