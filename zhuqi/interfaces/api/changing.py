"""Changes of organisations and staff: moves at a midnight to come, going up in another, transfers."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.core import succession
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import may_administer
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, get, post
from zhuqi.interfaces.api.keeping_units import UnitOut, named_unit, told_unit
from zhuqi.interfaces.api.people import PersonOut, named_person, told_person
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, line

router = Router(tags=["changes"])
Why = Annotated[str, line(200, 0)]


class MoveBody(Shape):
    """Under which organisation, and from the midnight of which day."""

    parent_id: Id
    on: Day = Field(description="Tomorrow or later.")
    why: Why | None = None


class MergeUnitBody(Shape):
    """In which organisation of its kind it goes up, and from the midnight of which day."""

    into_id: Id
    on: Day = Field(description="Tomorrow or later.")
    why: Why | None = None


class LyingRow(Shape):
    """How much of one kind lies with an organisation."""

    kind: str
    count: int


class LyingRows(Shape):
    """What lies with an organisation."""

    lying: list[LyingRow]


class TransferBody(Shape):
    """To which unit somebody goes."""

    unit_id: Id
    colleague_id: Id | None = Field(None, description="Who takes what they had, if they serve at the same place.")
    why: Why | None = None


def _changed(org: Any) -> HttpResponse:
    return answer(told_unit(org))


@post(router, "/units/{unit_id}/plan_move", UnitOut, administers=True)
def plan_move(request: Asked, unit_id: InAddress, typed: MoveBody) -> HttpResponse:
    """Plan that an organisation hangs under another from a midnight on, with all below it: for the system administrator of
    both. Until then it can be called off."""
    named_unit(request.actor, unit_id)
    named_unit(request.actor, typed.parent_id)
    why = typed.why or ""
    return _changed(
        actions.plan_move(
            request.actor, unit_id, parent_id=typed.parent_id, on=typed.on, why=why, key=key(request), now=request.now
        )
    )


@post(router, "/units/{unit_id}/cancel_move", UnitOut, administers=True)
def cancel_move(request: Asked, unit_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Call a planned move off: for the system administrator of that place."""
    named_unit(request.actor, unit_id)
    return _changed(actions.cancel_move(request.actor, unit_id, key=key(request), now=request.now))


@post(router, "/units/{unit_id}/merge", UnitOut, administers=True)
def merge_unit(request: Asked, unit_id: InAddress, typed: MergeUnitBody) -> HttpResponse:
    """Plan that an organisation goes up in another of its kind: at that midnight its staff, what hangs under it and all that lies
    with it go over, the roles held at it end, it retires. Until then it can be called off."""
    named_unit(request.actor, unit_id)
    named_unit(request.actor, typed.into_id)
    why = typed.why or ""
    return _changed(
        actions.merge_unit(
            request.actor, unit_id, into_id=typed.into_id, on=typed.on, why=why, key=key(request), now=request.now
        )
    )


@post(router, "/units/{unit_id}/cancel_ending", UnitOut, administers=True)
def cancel_ending(request: Asked, unit_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Call off that an organisation ends: for the system administrator of that place."""
    named_unit(request.actor, unit_id)
    return _changed(actions.cancel_ending(request.actor, unit_id, key=key(request), now=request.now))


@get(router, "/units/{unit_id}/lying", LyingRows)
def show_lying(request: Asked, unit_id: InAddress) -> HttpResponse:
    """What lies with an organisation itself and would go over if it ended, kind by kind: for the system administrator of that
    place. Kinds without anything aren't there."""
    org = directory.kept_organisations(request.actor).filter(pk=unit_id).first()
    if org is None or not may_administer(request.actor, org.path):
        raise Missing
    return answer(LyingRows(lying=[LyingRow(kind=one.code, count=one.n) for one in succession.lying(org.pk)]))


@post(router, "/people/{person_id}/transfer", PersonOut, administers=True)
def transfer(request: Asked, person_id: InAddress, typed: TransferBody) -> HttpResponse:
    """Let somebody belong to another unit from today on. The roles held at the old one end and they log in anew; what they
    have from there is handed over, what they hold elsewhere stays."""
    named_person(request.actor, person_id)
    named_unit(request.actor, typed.unit_id)
    one = actions.transfer(
        request.actor,
        person_id,
        unit_id=typed.unit_id,
        colleague_id=typed.colleague_id,
        why=typed.why or "",
        key=key(request),
        now=request.now,
    )
    return told_person(request, one)
