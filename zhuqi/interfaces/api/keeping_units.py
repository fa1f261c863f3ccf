"""Organisations: one of them, setting one up, retiring one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Body
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import Actor
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Code, get, maybe_unit, on, post
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.registers import router
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, choice, line

__all__ = ["router"]


class UnitOut(Shape):
    """One organisation. ``desk``: the dispatch room that serves it; ``retired_on``: the first day without it; ``successor``: who
    stands in its place since."""

    id: int
    code: str
    name: str
    kind: Kind
    area: Unit | None
    parent: Unit | None
    desk: Unit | None
    region_code: str
    since: dt.date
    retired_on: dt.date | None
    successor: Unit | None


class FoundBody(Shape):
    """What an organisation needs."""

    parent_id: Id | None = Field(None, description="What it hangs under; null for a root.")
    kind: Annotated[str, choice(Kind)]
    name: Annotated[str, line()]
    code: Code
    region_code: Annotated[str, line(12, 0)] | None = Field(None, description="GB/T 2260, of an area that has one.")
    since: Day | None = Field(None, description="Today where nothing is said.")


class RetireBody(Shape):
    """When an organisation ends."""

    on: Day | None = Field(None, description="The first day without it; today where nothing is said.")
    successor_id: Id | None = Field(None, description="Who takes its place, from the midnight of a day to come.")
    why: Annotated[str, line(200, 0)] | None = None


TODAY: Any = Body(RetireBody.model_validate({}))
"""Where no body need come."""


def named_unit(actor: Actor, unit_id: int) -> Any:
    """An organisation that the actor can name: one in force for all who have a role, a retired one for those who look after
    it. Raises Missing."""
    if not actor.seats:
        raise Missing
    org = directory.unit(unit_id)
    if org.retired_on is not None and not directory.kept_organisations(actor).filter(pk=org.pk).exists():
        raise Missing
    return org


def told_unit(org: Any) -> UnitOut:
    """An organisation on its way out. Four queries at most."""
    return UnitOut(
        id=org.pk,
        code=org.code,
        name=org.name,
        kind=Kind(org.kind),
        area=maybe_unit(org.area),
        parent=maybe_unit(org.parent),
        desk=maybe_unit(directory.desk_serving(org.pk)),
        region_code=org.region_code,
        since=org.since,
        retired_on=org.retired_on,
        successor=maybe_unit(org.successor),
    )


@get(router, "/units/{unit_id}", UnitOut)
def show_unit(request: Asked, unit_id: InAddress) -> HttpResponse:
    """One organisation: what it hangs under, in which area, and which dispatch room serves it."""
    return answer(told_unit(named_unit(request.actor, unit_id)))


@post(router, "/units", UnitOut, makes=True, administers=True)
def found_unit(request: Asked, typed: FoundBody) -> HttpResponse:
    """Set up an organisation under another: for the system administrator of that place."""
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    if typed.parent_id is not None:
        named_unit(request.actor, typed.parent_id)
    org = actions.found(
        request.actor,
        typed.parent_id,
        kind=Kind(typed.kind),
        name=typed.name,
        code=typed.code,
        region_code=typed.region_code or "",
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return answer(told_unit(org), status=201, at=reverse("api-1:show_unit", args=[org.pk]))


@post(router, "/units/{unit_id}/retire", UnitOut, administers=True)
def retire_unit(request: Asked, unit_id: InAddress, typed: RetireBody = TODAY) -> HttpResponse:
    """End an organisation; the roles held there end with it. Without a successor only what holds nothing ends, and at once; with
    one it is planned, and all that lies with it goes over at that midnight."""
    named_unit(request.actor, unit_id)
    if typed.successor_id is not None:
        named_unit(request.actor, typed.successor_id)
    org = actions.retire(
        request.actor,
        unit_id,
        on=on(typed.on, request),
        successor_id=typed.successor_id,
        why=typed.why or "",
        key=key(request),
        now=request.now,
    )
    return answer(told_unit(org))
