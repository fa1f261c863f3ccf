"""Types of rulebook. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict

from zhuqi_client.shapes.registers import Unit


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
