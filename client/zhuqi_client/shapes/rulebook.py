"""Types of rulebook. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict

from zhuqi_client.shapes.register import Somebody, Unit


class EditionRows(TypedDict):
    """A page of editions, the one adopted last first."""

    editions: list[EditionRow]
    next: str | None


class EditionRow(TypedDict):
    """An edition: in force at a place and below it from a day on. ``number``: of its document (文号)."""

    id: int
    name: str
    number: str
    place: Unit
    effective_on: str
    adopted_at: str


class EditionOut(TypedDict):
    """An edition with its text."""

    id: int
    name: str
    number: str
    place: Unit
    effective_on: str
    adopted_at: str
    text: str


class DifferencesOut(TypedDict):
    """What an edition changes of another, in the order of the keys."""

    edition: int
    against: int
    differences: list[DifferenceOut]


class DifferenceOut(TypedDict):
    """A key or row that differs. ``path``: its keys; ``before``, ``now``: in words, null where it isn't there;
    ``stance``: stricter, laxer, same, unlike or unknown.
    """

    path: list[str]
    what: str
    case: str
    before: str | None
    now: str | None
    stance: str


class DraftRows(TypedDict):
    """A page of texts, the one handed in last first."""

    drafts: list[DraftRow]
    next: str | None


class DraftRow(TypedDict):
    """A text that was handed in. ``state``: waits, signed, taken_back; ``edition``: what it became."""

    id: int
    state: str
    name: str
    number: str
    place: Unit
    effective_on: str
    handed_in_at: str
    handed_in_by: Somebody | None
    signed_at: str | None
    taken_back_at: str | None
    edition: int | None


class DraftOut(TypedDict):
    """A text with what is found about it today: where nothing is refused, it can be signed."""

    id: int
    state: str
    name: str
    number: str
    place: Unit
    effective_on: str
    handed_in_at: str
    handed_in_by: Somebody | None
    signed_at: str | None
    taken_back_at: str | None
    edition: int | None
    text: str
    faults: list[FaultOut]


class FaultOut(TypedDict):
    """What is wrong with a text: in which line, at which key; ``law``: the one that forbids it; ``refused``, or
    to be looked at.
    """

    line: int
    key: str
    sentence: str
    law: str
    refused: bool
