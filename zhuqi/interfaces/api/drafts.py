"""Texts that are to become editions: handed in by one person, signed by another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import NOT_YOURS, draft, sign, withdraw
from zhuqi.core.rulebook.checking import Level
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.rules import DRAFTS
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.sheets import NO_UNIT
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.editions import EditionOut, Rules, edition_out
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, Paged, Somebody, get, page, post, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import InAddress, Shape
from zhuqi.interfaces.web.rulebooks.frame import draft_state
from zhuqi.interfaces.web.rulebooks.report import judged_at
from zhuqi.interfaces.web.wording import local, phrase

router = Router(tags=["rulebook"])


class DraftRow(Shape):
    """A text that was handed in. ``state``: waits, signed, taken_back; ``edition``: what it became."""

    id: int
    state: str
    name: str
    number: str
    place: Unit
    effective_on: dt.date
    handed_in_at: dt.datetime
    handed_in_by: Somebody | None
    signed_at: dt.datetime | None
    taken_back_at: dt.datetime | None
    edition: int | None


class DraftRows(Shape):
    """A page of texts, the one handed in last first."""

    drafts: list[DraftRow]
    next: str | None


class FaultOut(Shape):
    """What is wrong with a text: in which line, at which key; ``law``: the one that forbids it; ``refused``, or to be looked at."""

    line: int
    key: str
    sentence: str
    law: str
    refused: bool


class DraftOut(DraftRow):
    """A text with what is found about it today: where nothing is refused, it can be signed."""

    text: str
    faults: list[FaultOut]


class HandInBody(Shape):
    """A rulebook's text; its place is the organisation code under “地区”, its first day the one under “施行”."""

    text: Rules


def _row(found: Any, places: dict[int, str], staff: dict[int, str]) -> dict[str, Any]:
    by = found.drafter
    return {
        "id": found.pk,
        "state": draft_state(found).value,
        "name": found.name,
        "number": found.number,
        "place": Unit(id=found.place, name=places.get(found.place, "")),
        "effective_on": found.effective_on,
        "handed_in_at": local(found.drafted_at),
        "handed_in_by": Somebody(id=by, name=staff[by]) if by in staff else None,
        "signed_at": told_at(found.signed_at),
        "taken_back_at": told_at(found.withdrawn_at),
        "edition": found.edition_id,
    }


def _rows(some: list[Any]) -> list[dict[str, Any]]:
    """Two queries."""
    places = directory.names(each.place for each in some)
    staff = directory.staff_names(each.drafter for each in some if each.drafter)
    return [_row(each, places, staff) for each in some]


def _told(found: Any, request: Asked) -> DraftOut:
    faults = judged_at(found.text, (found.place, found.path), above=found.above).faults
    (row,) = _rows([found])
    told = [
        FaultOut(
            line=fault.line,
            key=fault.key,
            sentence=phrase(fault.sentence, request.now),
            law=fault.law,
            refused=fault.level is Level.REFUSED,
        )
        for fault in faults
    ]
    return DraftOut(**row, text=found.text, faults=told)


def _at(wrong: Unreadable) -> Invalid:
    """Everything wrong with a text, as what is wrong with the field that holds it."""
    sentence: Sentence = wrong.sentence
    return Invalid({"text": sentence})


@get(router, "/drafts", DraftRows)
def list_drafts(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The texts handed in for places where the asker hands in or signs; nobody else is told any."""
    shown, after = page("drafts", queries.drafts(request.actor), ("-pk",), asked)
    return answer(DraftRows(drafts=[DraftRow(**row) for row in _rows(shown)], next=after))


@get(router, "/drafts/{draft_id}", DraftOut)
def show_draft(request: Asked, draft_id: InAddress) -> HttpResponse:
    """One of them with its text, and all that is wrong with it."""
    return answer(_told(queries.draft(request.actor, draft_id), request))


@post(router, "/drafts", DraftOut, makes=True, administers=True)
def hand_in(request: Asked, typed: HandInBody) -> HttpResponse:
    """Hand a text in, to be signed by somebody else: for the system administrator of its place."""
    if not request.actor.has(DRAFTS):
        raise Refused(NOT_YOURS)
    try:
        area = read(typed.text).at("地区")
        place = directory.organisations_by_code([area.text()]).get(area.text())
        if place is None:
            raise area.wrong(NO_UNIT)
        made = draft(request.actor, text=typed.text, place=(place.pk, place.path), key=key(request), now=request.now)
    except Unreadable as wrong:
        raise _at(wrong) from None
    return answer(_told(made, request), status=201, at=reverse("api-1:show_draft", args=[made.pk]))


@post(router, "/drafts/{draft_id}/sign", EditionOut, makes=True, administers=True)
def sign_draft(request: Asked, draft_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Put a text in force that somebody else handed in: for a leader of its place. An edition is never changed: the next is
    another text with a later day."""
    try:
        edition = sign(request.actor, draft_id, key=key(request), now=request.now)
    except Unreadable as wrong:
        raise Refused(wrong.sentence) from None
    return answer(edition_out(edition), status=201, at=reverse("api-1:show_edition", args=[edition.pk]))


@post(router, "/drafts/{draft_id}/withdraw", DraftOut, administers=True)
def withdraw_draft(request: Asked, draft_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Take a text back, or send it back instead of signing it."""
    return answer(_told(withdraw(request.actor, draft_id, key=key(request), now=request.now), request))
