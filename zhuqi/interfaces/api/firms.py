"""The register of enterprises: one of them, and entering one."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.enterprises import NOT_YOURS, Beside
from zhuqi.domain.directory.rules import Scale
from zhuqi.domain.directory.rules.above import Above
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import get, maybe_unit, post, unit_of
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.registers import NAME, router
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, Taken, cannot, line
from zhuqi.interfaces.web.wording import phrase

__all__ = ["router"]
MANY = 2**31 - 1
"""The most staff that are counted."""
MONEY = "^[0-9]{1,13}([.][0-9]{1,2})?$"


def _amount(value: Any) -> Decimal:
    if not isinstance(value, str) or not re.fullmatch(MONEY.strip("^$"), value):
        raise cannot(say("Write an amount as a text like “1200.50”: digits, with two decimals at most."))
    return Decimal(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MANY:
        raise cannot(say("Write a whole number from 0 to {most}.", most=MANY))
    return value


Amount = Annotated[Decimal, Taken(_amount, {"type": "string", "pattern": MONEY})]
Count = Annotated[int, Taken(_count, {"type": "integer", "minimum": 0, "maximum": MANY})]


class EnterpriseOut(Shape):
    """One enterprise of the register. ``why``: from what its scale was computed. Money in 10,000 yuan."""

    id: int
    uscc: str
    name: str
    region: Unit
    address: str
    industry: str = Field(description="GB/T 4754-2017; empty where it isn't known.")
    staff_count: int | None
    revenue_wan: str | None
    assets_wan: str | None
    scale: Scale
    why: str
    above: Above | None = Field(
        description="Where it stands to the threshold of its industry (四上); null: not yet computed."
    )
    above_why: str
    park: Unit | None
    in_base_since: dt.date | None = Field(description="Really in the statistics base since; never computed.")
    standing: Standing
    standing_since: dt.date | None


class RegisterBody(Shape):
    """What is known of an enterprise; what isn't known is left out."""

    region_id: Id = Field(description="The district, town or village it lies in.")
    uscc: Annotated[str, line(40)] = Field(description="A unified social credit code, or a number of 15 digits.")
    name: Annotated[str, line(NAME)]
    industry: Annotated[str, line(5, 0)] | None = Field(None, description="GB/T 4754-2017.")
    staff_count: Count | None = None
    revenue_wan: Amount | None = Field(None, description="10,000 yuan, as a text.")
    assets_wan: Amount | None = Field(None, description="10,000 yuan, as a text.")
    address: Annotated[str, line(200, 0)] | None = None
    park_id: Id | None = Field(None, description="The park it lies in.")
    in_base_since: Day | None = Field(None, description="Really in the statistics base since; today or earlier.")


def seen_firm(actor: Actor, enterprise_id: int) -> Any:
    """An enterprise that the actor sees, or whose register they keep. Raises Missing. One query."""
    found = directory.registered(actor).select_related("park").filter(pk=enterprise_id).first()
    if found is None:
        raise Missing
    return found


def told_firm(request: Asked, firm: Any) -> EnterpriseOut:
    """An enterprise on its way out."""
    return EnterpriseOut(
        id=firm.pk,
        uscc=firm.uscc,
        name=firm.name,
        region=unit_of(firm.region),
        address=firm.address,
        industry=firm.industry,
        staff_count=firm.staff_count,
        revenue_wan=_written(firm.revenue_wan),
        assets_wan=_written(firm.assets_wan),
        scale=Scale(firm.scale),
        why=_reason(firm.scale_reason, request),
        above=Above(firm.above) if firm.above else None,
        above_why=_reason(firm.above_reason, request),
        park=maybe_unit(firm.park),
        in_base_since=firm.in_base_since,
        standing=Standing(firm.standing or Standing.OPEN),
        standing_since=firm.standing_since,
    )


def _reason(stored: str | None, request: Asked) -> str:
    why = json.loads(stored or "{}")
    return phrase(Sentence(why["text"], why["facts"]), request.now) if why.get("text") else ""


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


@get(router, "/enterprises/{enterprise_id}", EnterpriseOut)
def show_enterprise(request: Asked, enterprise_id: InAddress) -> HttpResponse:
    """One enterprise that one sees, or whose register one keeps."""
    return answer(told_firm(request, seen_firm(request.actor, enterprise_id)))


@post(router, "/enterprises", EnterpriseOut, makes=True)
def register(request: Asked, typed: RegisterBody) -> HttpResponse:
    """Enter an enterprise in the register: for the dispatcher or the system administrator of its area. Its scale is
    computed."""
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    named_unit(request.actor, typed.region_id)
    firm = actions.register(
        request.actor,
        typed.region_id,
        uscc=typed.uscc,
        name=typed.name,
        industry=typed.industry or "",
        staff_count=typed.staff_count,
        revenue_wan=typed.revenue_wan,
        assets_wan=typed.assets_wan,
        address=typed.address or "",
        beside=Beside(park_id=typed.park_id, in_base_since=typed.in_base_since),
        key=key(request),
        now=request.now,
    )
    return answer(told_firm(request, firm), status=201, at=reverse("api-1:show_enterprise", args=[firm.pk]))
