"""Sheets in and out: handing one in, what it would do, confirming it, its refused rows; a register written as a sheet. Contents
travel as base64 in JSON."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.core.intake import actions, queries
from zhuqi.core.intake.queries import NEWEST, Finding
from zhuqi.core.intake.rules import LARGEST, NAME, SHOWN, ExtractState, SheetState
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.files import BASE64, NAMED, _bytes
from zhuqi.interfaces.api.keeping import Paged, get, page, post, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import InAddress, Shape, Taken, line
from zhuqi.interfaces.web.wording import local, phrase

LONGEST = (LARGEST + 2) // 3 * 4
"""Characters that the largest sheet has in base64."""
router = Router(tags=["sheets"])
Register = Annotated[str, line(30)]


class SheetIn(Shape):
    """A sheet for a register."""

    kind: Register = Field(
        description="Which register: organisations, staff, grants, enterprises, posts, liaisons, visits."
    )
    name: Annotated[str, line(NAMED)] = Field(description="The file's name.")
    content: Annotated[bytes, Taken(_bytes, {**BASE64, "maxLength": LONGEST})]


class Confirming(Shape):
    """That what a sheet would do was seen."""

    mark: Annotated[str, line(64)] = Field(description="As the sheet showed it.")


class RegisterAsked(Shape):
    """Which register is wanted."""

    kind: Register


class FindingOut(Shape):
    """One thing about a row: why it is refused, or what is unusual. ``row``: 0 for the whole sheet."""

    row: int
    column: str
    typed: str
    sentence: str


class CellOut(Shape):
    """A cell that says something else than what is stored."""

    row: int
    column: str
    old: str
    new: str


class SheetRow(Shape):
    """A sheet that was handed in."""

    id: int
    kind: str
    name: str
    size: int
    state: SheetState
    at: dt.datetime
    done_at: dt.datetime | None


class SheetRows(Shape):
    """A page of one's own sheets, the latest first."""

    sheets: list[SheetRow]
    next: str | None


class SheetOut(SheetRow):
    """A sheet with what it would do, or did: rows by what becomes of them; the first of what is refused and why, of what is
    unusual, of the cells that change; columns and rows that were passed over. ``again``: what is stored changed after it had
    been looked at, so it was looked at anew."""

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


class Workbook(Shape):
    """An .xlsx."""

    content: str = Field(description="Base64.")


class ExtractRow(Shape):
    """A register that was asked for as a sheet."""

    id: int
    kind: str
    state: ExtractState
    rows: int
    at: dt.datetime


class ExtractRows(Shape):
    """A page of the registers that one asked for, the latest first."""

    extracts: list[ExtractRow]
    next: str | None


class ExtractOut(ExtractRow):
    """A register as a sheet; without content until it is written, and when it isn't kept any longer."""

    content: str | None = Field(description="Base64 of an .xlsx.")


@get(router, "/sheets", SheetRows)
def list_sheets(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The sheets that one handed in."""
    rows, after = page("sheets", queries.visible(request.actor), NEWEST, asked)
    return answer(SheetRows(sheets=[SheetRow(**_row(row)) for row in rows], next=after))


@post(router, "/sheets", SheetOut, makes=True, administers=True)
def hand_in_sheet(request: Asked, body: SheetIn) -> HttpResponse:
    """Hand in a sheet for a register. What it would do is found at once where it is small, else by the worker: ask for the sheet
    until it is looked at. Nothing is loaded before it is confirmed."""
    upload = actions.hand_in(
        request.actor, body.kind, name=body.name[-NAME:], content=body.content, key=key(request), now=request.now
    )
    return answer(_sheet(request, upload), status=201, at=reverse("api-1:show_sheet", args=[upload.pk]))


@get(router, "/sheets/{sheet_id}", SheetOut)
def show_sheet(request: Asked, sheet_id: InAddress) -> HttpResponse:
    """One sheet, and what it would do."""
    return answer(_sheet(request, queries.handed_in(request.actor, sheet_id)))


@post(router, "/sheets/{sheet_id}/confirm", SheetOut, administers=True)
def confirm_sheet(request: Asked, sheet_id: InAddress, body: Confirming) -> HttpResponse:
    """Load the rows that aren't refused, all of them or none. Where what is stored changed since the look, nothing is loaded and
    the sheet is looked at anew: it has another mark then."""
    upload = actions.confirm(request.actor, sheet_id, seen=body.mark, key=key(request), now=request.now)
    return answer(_sheet(request, upload))


@get(router, "/sheets/{sheet_id}/refused", Workbook)
def fetch_refused(request: Asked, sheet_id: InAddress) -> HttpResponse:
    """The rows that were refused, as a sheet with the reasons in a column more."""
    content = queries.refused_rows(request.actor, sheet_id, say_in=lambda said: phrase(said, request.now))
    return answer(Workbook(content=base64.b64encode(content).decode()))


@get(router, "/extracts", ExtractRows)
def list_extracts(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The registers that one asked for as sheets."""
    rows, after = page("extracts", queries.given(request.actor), NEWEST, asked)
    return answer(ExtractRows(extracts=[ExtractRow(**_extract(row)) for row in rows], next=after))


@post(router, "/extracts", ExtractOut, makes=True)
def extract_register(request: Asked, body: RegisterAsked) -> HttpResponse:
    """Have a register written as a sheet: what one may see of it, in the columns that handing in takes. A large one is written
    by the worker: ask for it until it is ready."""
    extract = actions.export(request.actor, body.kind, key=key(request), now=request.now)
    found = queries.extract(request.actor, extract.pk)
    return answer(_written(request, found), status=201, at=reverse("api-1:fetch_extract", args=[extract.pk]))


@get(router, "/extracts/{extract_id}", ExtractOut)
def fetch_extract(request: Asked, extract_id: InAddress) -> HttpResponse:
    """A register as a sheet."""
    return answer(_written(request, queries.extract(request.actor, extract_id)))


def _row(upload: Any) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "kind": upload.register,
        "name": upload.name,
        "size": upload.size,
        "state": SheetState(upload.state),
        "at": local(upload.at),
        "done_at": told_at(upload.done_at),
    }


def _sheet(request: Asked, upload: Any) -> SheetOut:
    found = queries.findings(upload)

    def told(rows: tuple[Finding, ...]) -> list[FindingOut]:
        return [
            FindingOut(row=one.row, column=one.column, typed=one.typed, sentence=phrase(one.sentence, request.now))
            for one in rows[:SHOWN]
        ]

    return SheetOut(
        **_row(upload),
        digest=upload.digest,
        mark=upload.mark,
        new=found.new,
        changed=found.changed,
        same=found.same,
        refused=found.refused,
        faults=told(found.faults),
        warnings=told(found.warnings),
        changes=[CellOut(row=cell.row, column=cell.key, old=cell.old, new=cell.new) for cell in found.changes],
        cells=found.cells,
        passed=list(found.passed),
        skipped=list(found.skipped),
        again=found.again,
    )


def _extract(extract: Any) -> dict[str, Any]:
    return {
        "id": extract.pk,
        "kind": extract.register,
        "state": ExtractState(extract.state),
        "rows": extract.rows,
        "at": local(extract.at),
    }


def _written(request: Asked, extract: Any) -> ExtractOut:
    ready = extract.state == ExtractState.READY
    content = base64.b64encode(queries.written(request.actor, extract.pk)).decode() if ready else None
    return ExtractOut(**_extract(extract), content=content)
