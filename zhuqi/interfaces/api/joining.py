"""Which cases can be handled together with one: what the form offers that joins them."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from zhuqi.domain.cases.queries import joined
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.common import CaseLine, case_line
from zhuqi.interfaces.api.keeping import get
from zhuqi.interfaces.api.values import InAddress, Shape

router = Router(tags=["cases"])


class JoinableOut(Shape):
    """A case of another enterprise that lies where the one asked about lies, and stands as it stands. ``alike``: how alike their
    words are, 0 to 1; ``words``: what it said first."""

    case: CaseLine
    words: str
    alike: float


class JoinableRows(Shape):
    """The most alike first, fifty at most. Their ids are what the step ``join`` takes as ``with_ids``."""

    cases: list[JoinableOut]


@get(router, "/cases/{case_id}/joinable", JoinableRows)
def list_joinable(request: Asked, case_id: InAddress) -> HttpResponse:
    """The cases that one can join to this one now; none where one can't."""
    found = joined.offered(request.actor, case_id, now=request.now)
    rows = [JoinableOut(case=case_line(one.case), words=one.words, alike=round(one.alike, 2)) for one in found]
    return answer(JoinableRows(cases=rows))
