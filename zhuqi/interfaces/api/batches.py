"""Cases assigned together: a room's batches, one of them with its cases, and assigning one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.domain.cases.actions.batching import MOST, assign_many
from zhuqi.domain.cases.queries import batches
from zhuqi.domain.cases.rules.words import LeftOut
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, Somebody, get, page, post, somebody, told_at, unit_of
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Id, InAddress, Shape, text

router = Router(tags=["batches"])


class BatchOut(Shape):
    """Cases that a dispatch room assigned to one unit together. ``number``: the room's own, without a gap in its year."""

    id: int
    number: str
    desk: Unit
    lead: Unit
    person: Somebody | None
    at: dt.datetime


class BatchRows(Shape):
    """A page of batches, the newest first."""

    batches: list[BatchOut]
    next: str | None


class BatchCase(Shape):
    """A case of a batch, as far as its reader sees it. ``left``: why it didn't go with the others; then it has no dates by it."""

    case: int
    number: str
    title: str
    sign_by: dt.datetime | None
    answer_by: dt.datetime | None
    left: LeftOut | None


class BatchSheet(Shape):
    """One batch with its cases and what was told to the unit."""

    batch: BatchOut
    note: str
    cases: list[BatchCase]


class BatchBody(Shape):
    """Cases that wait screened at one's own room, and the unit that is to lead them. Those that can't go stay, and are named."""

    case_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST)]
    lead_id: Id
    note: Annotated[str, text(0)] = ""
    seen: Annotated[list[Id], Field(max_length=MOST)] = Field(
        [], description="Their versions as they were seen, in the same order; as they are now where nothing is said."
    )


def _batch(held: Any) -> BatchOut:
    return BatchOut(
        id=held.pk,
        number=held.number,
        desk=unit_of(held.desk),
        lead=unit_of(held.lead),
        person=somebody(held.staff) if held.staff is not None else None,
        at=told_at(held.at) or held.at,
    )


def _case(row: Any) -> BatchCase:
    return BatchCase(
        case=row.case_id,
        number=row.case.number,
        title=row.case.title,
        sign_by=told_at(row.sign_by),
        answer_by=told_at(row.answer_by),
        left=LeftOut(row.left) if row.left else None,
    )


def _sheet(request: Asked, batch_id: int) -> BatchSheet:
    held = batches.rows(batches.visible(request.actor)).filter(pk=batch_id).first()
    if held is None:
        raise Missing
    cases = batches.cases(request.actor, held)
    return BatchSheet(batch=_batch(held), note=batches.note(cases), cases=[_case(row) for row in cases])


@get(router, "/batches", BatchRows)
def list_batches(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The batches of one's own room, those that went to one's unit, and those below what one oversees."""
    shown, after = page("batches", batches.rows(batches.visible(request.actor)), batches.NEWEST, asked)
    return answer(BatchRows(batches=[_batch(held) for held in shown], next=after))


@get(router, "/batches/{batch_id}", BatchSheet)
def show_batch(request: Asked, batch_id: InAddress) -> HttpResponse:
    """One batch with its cases."""
    return answer(_sheet(request, batch_id))


@post(router, "/batches", BatchSheet, makes=True)
def assign_batch(request: Asked, typed: BatchBody) -> HttpResponse:
    """Assign cases to one unit together, under the next number of the room."""
    made = assign_many(request.actor, **typed.model_dump(), key=key(request), now=request.now)
    return answer(_sheet(request, made.pk), status=201, at=reverse("api-1:show_batch", args=[made.pk]))
