"""Cases to read: lists, one case, one whole life."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.domain.cases.queries import joined, lighting, lists
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.words import State
from zhuqi.interfaces import cursors
from zhuqi.interfaces.api import pages, shapes
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.bodies import CODE
from zhuqi.interfaces.api.case_shapes import Telling, row
from zhuqi.interfaces.api.faults import READING, documented
from zhuqi.interfaces.api.values import Flag, InAddress, InQuery, Shape, choice, line

ROWS = 50
router = Router(tags=["cases"])
"""Of everything below ``/cases``; the steps are added in ``acts``."""


class Filters(Shape):
    """What narrows a list of cases. All hold together."""

    state: Annotated[str, choice(State)] | None = None
    live: Flag | None = Field(None, description="true: cases in hand; false: cases that have ended.")
    late: Flag | None = Field(None, description="true: only cases with a deadline that somebody has missed.")
    unit: InQuery | None = Field(None, description="The unit that holds the case.")
    kind: Annotated[str, line(CODE)] | None = None
    words: Annotated[str, line()] | None = Field(
        None,
        description="A whole number finds its case alone; else part of a number, of a title or of an enterprise's name.",
    )
    rows: pages.Rows | None = Field(None, description="Rows of the page; 50 where nothing is said.")
    cursor: pages.Cursor | None = Field(None, description="What the page before gave as “next”.")


@router.get("/cases", operation_id="list_cases", response={200: shapes.Rows, **documented(*READING)})
def several(request: Asked, asked: Query[Filters]) -> HttpResponse:
    """The cases in sight, newest first, by pages."""
    found = lists.filtered(
        request.actor,
        state=State(asked.state) if asked.state else None,
        live=asked.live,
        late_by=request.now if asked.late else None,
        unit=asked.unit,
        kind=asked.kind or "",
        words=asked.words or "",
    )
    return paged("cases", found, asked, request)


def paged(of: str, found: Any, asked: Any, request: Asked) -> HttpResponse:
    """A page of some cases in sight. ``asked``: its ``rows`` and ``cursor``; ``of``: the list, whose cursors are its own."""
    cases, after = cursors.page(of, lists.rows(found), lists.NEWEST, size=asked.rows or ROWS, cursor=asked.cursor)
    clocks, count = lists.due_clocks(cases), lists.counted(found)
    lit = lighting.lit([*clocks.values()], {case.pk: case for case in cases}, request.now)
    return answer(
        shapes.Rows(
            cases=[row(case, clocks.get(case.pk), request.now, lit) for case in cases],
            count=min(count, lists.MOST),
            more=count > lists.MOST,
            next=after,
        )
    )


@router.get("/cases/{case_id}", operation_id="show_case", response={200: shapes.CaseOut, **documented(*READING)})
def one(request: Asked, case_id: InAddress) -> HttpResponse:
    """One case: where it stands, who has it, its deadlines, and what this actor can do now. The ETag is its version."""
    found = detail(request.actor, case_id, now=request.now)
    fellows = joined.fellows(request.actor, found.case)
    telling = Telling(found, request.now, inside=request.actor.enterprise is None, fellows=fellows)
    return answer(telling.case(), version=found.case.version)


@router.get("/cases/{case_id}/life", operation_id="show_life", response={200: shapes.LifeOut, **documented(*READING)})
def whole(request: Asked, case_id: InAddress) -> HttpResponse:
    """One whole life: every entry and every movement. It is of the inside: the enterprise doesn't see it."""
    if request.actor.enterprise is not None:
        raise Missing
    found = detail(request.actor, case_id, now=request.now)
    return answer(Telling(found, request.now, inside=True).life(), version=found.case.version)
