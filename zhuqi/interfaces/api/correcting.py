"""Correcting what the registers say. What is left out of a body stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from zhuqi.base.errors import Refused
from zhuqi.domain.directory import actions
from zhuqi.domain.directory.actions.enterprises import NOT_YOURS, Beside
from zhuqi.domain.directory.rules import Rank
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.firms import Amount, Count, EnterpriseOut, seen_firm, told_firm
from zhuqi.interfaces.api.keeping import post
from zhuqi.interfaces.api.keeping_units import UnitOut, named_unit, told_unit
from zhuqi.interfaces.api.people import NAME as PERSON
from zhuqi.interfaces.api.people import PersonOut, named_person, told_person
from zhuqi.interfaces.api.people import router as people
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.registers import NAME, router
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, choice, line

__all__ = ["people", "router"]
TOLD = Field(default_factory=str)
NAMED = Field(default_factory=int)
"""What may be left out and can't be null: never read where it was left out."""


class CorrectUnitBody(Shape):
    """What is to be said of an organisation instead."""

    name: Annotated[str, line()] = TOLD
    region_code: Annotated[str, line(12, 0)] = Field(
        default_factory=str, description="GB/T 2260; empty where it has none."
    )


class CorrectPersonBody(Shape):
    """What is to be said of somebody instead; another unit moves them, and their roles stay where they are."""

    name: Annotated[str, line(PERSON)] = TOLD
    rank: Annotated[str, choice(Rank)] = TOLD
    unit_id: Id = NAMED


class CorrectEnterpriseBody(Shape):
    """What is to be said of an enterprise instead. Null: it isn't known."""

    region_id: Id = NAMED
    name: Annotated[str, line(NAME)] = TOLD
    industry: Annotated[str, line(5, 0)] = Field(
        default_factory=str, description="GB/T 4754-2017; empty where it isn't known."
    )
    staff_count: Count | None = None
    revenue_wan: Amount | None = Field(None, description="10,000 yuan, as a text.")
    assets_wan: Amount | None = Field(None, description="10,000 yuan, as a text.")
    address: Annotated[str, line(200, 0)] = TOLD
    park_id: Id | None = Field(None, description="The park it lies in; null for none.")
    in_base_since: Day | None = Field(None, description="Really in the statistics base since; null: it isn't.")


def _said(typed: Shape, stands: Mapping[str, Any]) -> dict[str, Any]:
    """What stands, with what was said instead."""
    return {**stands, **{name: getattr(typed, name) for name in typed.model_fields_set}}


@post(router, "/units/{unit_id}/correct", UnitOut, administers=True)
def correct_unit(request: Asked, unit_id: InAddress, typed: CorrectUnitBody) -> HttpResponse:
    """Give an organisation another name or region code: for the system administrator of that place."""
    org = named_unit(request.actor, unit_id)
    said = _said(typed, {"name": org.name, "region_code": org.region_code})
    org = actions.correct_organisation(request.actor, unit_id, **said, key=key(request), now=request.now)
    return answer(told_unit(org))


@post(people, "/people/{person_id}/correct", PersonOut, administers=True)
def correct_person(request: Asked, person_id: InAddress, typed: CorrectPersonBody) -> HttpResponse:
    """Correct somebody's name or rank, or move them to another unit: for the system administrator of both."""
    one = named_person(request.actor, person_id)
    said = _said(typed, {"name": one.name, "rank": one.rank, "unit_id": one.unit_id})
    named_unit(request.actor, said["unit_id"])
    said["rank"] = Rank(said["rank"])
    one = actions.correct_staff(request.actor, person_id, **said, key=key(request), now=request.now)
    return told_person(request, one)


@post(router, "/enterprises/{enterprise_id}/correct", EnterpriseOut, administers=True)
def correct_enterprise(request: Asked, enterprise_id: InAddress, typed: CorrectEnterpriseBody) -> HttpResponse:
    """Correct what the register says of an enterprise, but for its code: for the dispatcher or the system administrator of
    its area. Another area sees it from then on; its scale is computed anew."""
    firm = seen_firm(request.actor, enterprise_id)
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    said = _said(typed, {name: getattr(firm, name) for name in CorrectEnterpriseBody.model_fields})
    named_unit(request.actor, said["region_id"])
    beside = Beside(park_id=said.pop("park_id"), in_base_since=said.pop("in_base_since"))
    firm = actions.correct_enterprise(
        request.actor, enterprise_id, **said, beside=beside, key=key(request), now=request.now
    )
    return answer(told_firm(request, firm))
