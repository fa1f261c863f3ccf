"""One question that finds cases, enterprises, organisations and people."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.core.search.queries import FEW, find
from zhuqi.core.search.rules import LONGEST, Reason
from zhuqi.interfaces.api import pages
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import READING, documented
from zhuqi.interfaces.api.values import Shape, choice, line
from zhuqi.interfaces.web.search import Sort, code

router = Router(tags=["search"])


class FoundOut(Shape):
    """One thing found, and why. ``code``: a case's number, a credit code, a code; ``said``: the code or the piece of a case's
    text that fits, empty where the name does."""

    id: int
    name: str
    code: str
    why: Reason
    said: str


class FoundOfKind(Shape):
    """What fits of one kind, the nearest first. ``more``: there may be others; type more, or ask for this kind alone."""

    kind: Sort
    found: list[FoundOut]
    more: bool


class SearchOut(Shape):
    """What fits, by kind; kinds of which nothing does are left out."""

    groups: list[FoundOfKind]


class SearchAsked(Shape):
    """What to look for."""

    words: Annotated[str, line(LONGEST, 2)] = Field(
        description="Two characters of a name, initials of its pinyin, a code or its beginning, a number, words of a case."
    )
    kind: Annotated[str, choice(Sort)] | None = Field(None, description="Of this kind alone.")
    rows: pages.Rows | None = Field(None, description=f"How many of a kind; {FEW} where nothing is said.")


@router.get("/search", operation_id="search", response={200: SearchOut, **documented(*READING)})
def search(request: Asked, asked: Query[SearchAsked]) -> HttpResponse:
    """Whatever fits of that which one sees: cases, enterprises, organisations, people, the same as on their lists. For whoever
    has no role, nothing does."""
    groups = find(request.actor, asked.words, kind=asked.kind, most=asked.rows or FEW)
    return answer(
        SearchOut(
            groups=[
                FoundOfKind(
                    kind=Sort(group.kind),
                    found=[
                        FoundOut(
                            id=hit.row.pk,
                            name="".join(piece.text for piece in hit.name),
                            code=code(Sort(group.kind), hit.row),
                            why=hit.reason,
                            said="".join(piece.text for piece in hit.said),
                        )
                        for hit in group.hits
                    ],
                    more=group.more,
                )
                for group in groups
            ]
        )
    )
