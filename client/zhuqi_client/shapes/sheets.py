"""Types of sheets. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict


class SheetRows(TypedDict):
    """A page of one's own sheets, the latest first."""

    sheets: list[SheetRow]
    next: str | None


class SheetRow(TypedDict):
    """A sheet that was handed in."""

    id: int
    kind: str
    name: str
    size: int
    state: SheetState
    at: str
    done_at: str | None


SheetState = Literal["waiting", "unreadable", "looked", "confirmed", "loaded", "swept"]


class SheetOut(TypedDict):
    """A sheet with what it would do, or did: rows by what becomes of them; the first of what is refused and
    why, of what is unusual, of the cells that change; columns and rows that were passed over. ``again``:
    what is stored changed after it had been looked at, so it was looked at anew.
    """

    id: int
    kind: str
    name: str
    size: int
    state: SheetState
    at: str
    done_at: str | None
    digest: str
    mark: str
    new: int
    changed: int
    same: int
    refused: int
    faults: list[FindingOut]
    warnings: list[FindingOut]
    changes: list[CellOut]
    cells: int
    passed: list[str]
    skipped: list[int]
    again: bool


class FindingOut(TypedDict):
    """One thing about a row: why it is refused, or what is unusual. ``row``: 0 for the whole sheet."""

    row: int
    column: str
    typed: str
    sentence: str


class CellOut(TypedDict):
    """A cell that says something else than what is stored."""

    row: int
    column: str
    old: str
    new: str


class Workbook(TypedDict):
    """An .xlsx."""

    content: str


class ExtractRows(TypedDict):
    """A page of the registers that one asked for, the latest first."""

    extracts: list[ExtractRow]
    next: str | None


class ExtractRow(TypedDict):
    """A register that was asked for as a sheet."""

    id: int
    kind: str
    state: ExtractState
    rows: int
    at: str


ExtractState = Literal["waiting", "ready", "swept"]


class ExtractOut(TypedDict):
    """A register as a sheet; without content until it is written, and when it isn't kept any longer."""

    id: int
    kind: str
    state: ExtractState
    rows: int
    at: str
    content: str | None
