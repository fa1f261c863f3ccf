"""Rows of the register that may be one enterprise by a slip of the pen: the list to work off, and telling them apart."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence
from zhuqi.domain.directory import actions
from zhuqi.domain.directory.actions.enterprises import NOT_YOURS
from zhuqi.domain.directory.queries import register
from zhuqi.interfaces.api.about import router
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.firms import EnterpriseOut, seen_firm, told_firm
from zhuqi.interfaces.api.keeping import Paged, get, page, post
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.registers import EnterpriseRow
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Id, InAddress, Shape, line
from zhuqi.interfaces.web.wording import phrase

__all__ = ["router"]


class AlikeRow(Shape):
    """Two rows that may be one enterprise, how likely, and why."""

    one: EnterpriseRow
    other: EnterpriseRow
    score: int
    why: str


class AlikeRows(Shape):
    """A page of such pairs."""

    pairs: list[AlikeRow]
    next: str | None


class ApartBody(Shape):
    """From which row it is told apart, and why."""

    other_id: Id
    why: Annotated[str, line(200)]


@get(router, "/alike", AlikeRows)
def list_alike(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """Pairs of rows of the register that one keeps and that may be one by a slip of the pen, the likeliest first: found each night,
    without those that were told apart."""
    rows, after = page("alike", register.alike(request.actor), ("-score", "pk"), asked)
    told = [AlikeRow(one=_found(it.one), other=_found(it.other), score=it.score, why=_why(it, request)) for it in rows]
    return answer(AlikeRows(pairs=told, next=after))


def _found(firm: Any) -> EnterpriseRow:
    region = Unit(id=firm.region_id, name=firm.region.name)
    return EnterpriseRow(id=firm.pk, uscc=firm.uscc, name=firm.name, region=region)


def _why(it: Any, request: Asked) -> str:
    why = json.loads(it.why)
    return phrase(Sentence(why["text"], why["facts"]), request.now)


@post(router, "/enterprises/{enterprise_id}/tell_apart", EnterpriseOut, administers=True)
def tell_apart(request: Asked, enterprise_id: InAddress, typed: ApartBody) -> HttpResponse:
    """Say that two rows are two enterprises: they are proposed as one no more. For who keeps the register of both."""
    firm = seen_firm(request.actor, enterprise_id)
    seen_firm(request.actor, typed.other_id)
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    actions.tell_apart(
        request.actor, firm.pk, other_id=typed.other_id, why=typed.why, key=key(request), now=request.now
    )
    return answer(told_firm(request, firm))
