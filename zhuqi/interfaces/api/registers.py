"""Who one is, which units there are, and which enterprises are in sight."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.paths import lineage
from zhuqi.base.words import say
from zhuqi.core.access.actor import Role
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.days import day_of
from zhuqi.domain.cases.rules.needs import Shape as Written
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import SECTIONS, Kind
from zhuqi.domain.directory.rules.above import Above
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.interfaces import cursors
from zhuqi.interfaces.api import pages
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import READING, documented
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Flag, InQuery, Shape, Taken, cannot, choice, line
from zhuqi.interfaces.web.cases.acting import LONGEST

NAME = LONGEST[Written.ENTERPRISE]
router = Router(tags=["registers"])


class Seat(Shape):
    """One role at one unit; ``sight``: the unit from which downward it sees."""

    role: Role
    unit: Unit
    sight: Unit


class Me(Shape):
    """Whoever holds the token."""

    account: int
    staff: int | None
    name: str
    scopes: list[TokenScope]
    seats: list[Seat]


@router.get("/me", operation_id="me", response={200: Me, **documented(*READING)})
def me(request: Asked) -> HttpResponse:
    """In whose name the token speaks, and what they may do where today."""
    actor = request.actor
    names = directory.names({seat.org for seat in actor.seats} | {seat.sight for seat in actor.seats})
    seats = [
        Seat(
            role=seat.role,
            unit=Unit(id=seat.org, name=names.get(seat.org, "")),
            sight=Unit(id=seat.sight, name=names.get(seat.sight, "")),
        )
        for seat in actor.seats
    ]
    scopes = [TokenScope(scope) for scope in request.scopes]
    return answer(Me(account=actor.account or 0, staff=actor.staff, name=actor.name, scopes=scopes, seats=seats))


class UnitRow(Shape):
    """One organisation."""

    id: int
    code: str
    name: str
    kind: Kind
    area: int | None
    parent: int | None


class UnitRows(Shape):
    """A page of the organisations, each after the one it hangs under."""

    units: list[UnitRow]
    next: str | None


class UnitsAsked(Shape):
    """What narrows the list of units."""

    words: Annotated[str, line()] | None = Field(None, description="Part of a name, or a code.")
    rows: pages.Rows | None = Field(None, description="Rows of the page; 100 where nothing is said.")
    cursor: pages.Cursor | None = Field(None, description="What the page before gave as “next”.")


@router.get("/units", operation_id="list_units", response={200: UnitRows, **documented(*READING)})
def units(request: Asked, asked: Query[UnitsAsked]) -> HttpResponse:
    """The organisations in force: no secret among those who have a role somewhere; nobody else is told any."""
    found = directory.organisations() if request.actor.seats else directory.organisations().none()
    if asked.words:
        found = directory.fitting(found, asked.words)
    size = asked.rows or pages.MOST
    shown, after = cursors.page("units", found, ("path",), size=size, cursor=asked.cursor)
    return answer(
        UnitRows(
            units=[
                UnitRow(
                    id=unit.pk,
                    code=unit.code,
                    name=unit.name,
                    kind=Kind(unit.kind),
                    area=unit.area_id,
                    parent=(None, *lineage(unit.path))[-2],
                )
                for unit in shown
            ],
            next=after,
        )
    )


class EnterpriseRow(Shape):
    """One enterprise."""

    id: int
    uscc: str
    name: str
    region: Unit


class EnterpriseRows(Shape):
    """What fits, by name. ``more``: further ones fit too; write more of the name."""

    enterprises: list[EnterpriseRow]
    more: bool


def _letter(value: Any) -> str:
    if value not in SECTIONS:
        raise cannot(say("This isn't one of the choices."))
    return str(value)


Section = Annotated[str, Taken(_letter, {"type": "string", "enum": list(SECTIONS)})]
"""A section of GB/T 4754."""


class EnterprisesAsked(Shape):
    """What to look for; what isn't said narrows nothing."""

    words: Annotated[str, line(NAME)] | None = Field(None, description="A name, a part of it, or a credit code.")
    region: Annotated[str, line(60)] | None = Field(
        None, description="The code or the name of an area: what lies in it."
    )
    section: Section | None = Field(None, description="The letter of a section of GB/T 4754.")
    above: Annotated[str, choice(Above)] | None = Field(None, description="Whether it is above scale (四上).")
    standing: Annotated[str, choice(Standing)] | None = Field(None, description="Whether it is at work.")
    park_id: InQuery | None = Field(None, description="The number of a park.")
    list_id: InQuery | None = Field(None, description="The number of a key list that one sees: who stands on it today.")
    merged: Flag | None = Field(None, description="True: only those that stand for other rows, merged into them.")


def _fitting(request: Asked, asked: EnterprisesAsked) -> Any:
    """The enterprises in sight, narrowed. One query for an area; a list that the actor doesn't see holds nobody."""
    rows = directory.visible(request.actor).select_related("region")
    if asked.words:
        rows = directory.fitting(rows, asked.words, "uscc")
    area = directory.area_called(asked.region) if asked.region else None
    if asked.region and area is None:
        return rows.none()
    if asked.list_id is not None and not register.key_lists(request.actor).filter(pk=asked.list_id).exists():
        return rows.none()
    if asked.merged is not None:
        rows = rows.filter(register.STANDS_FOR_MORE if asked.merged else ~register.STANDS_FOR_MORE)
    return register.narrowed(
        rows,
        region=area.path if area is not None else "",
        section=asked.section or "",
        park=asked.park_id,
        above=asked.above or "",
        standing=asked.standing or "",
        key_list=asked.list_id,
        day=day_of(request.now),
    )


@router.get("/enterprises", operation_id="find_enterprises", response={200: EnterpriseRows, **documented(*READING)})
def enterprises(request: Asked, asked: Query[EnterprisesAsked]) -> HttpResponse:
    """The enterprises in sight that fit what is asked, as the page of a new need and the register find them."""
    fitting = _fitting(request, asked).order_by("name", "id")
    found = list(fitting[: pages.MOST + 1])
    return answer(
        EnterpriseRows(
            enterprises=[
                EnterpriseRow(
                    id=firm.pk,
                    uscc=firm.uscc,
                    name=firm.name,
                    region=Unit(id=firm.region_id, name=firm.region.name),
                )
                for firm in found[: pages.MOST]
            ],
            more=len(found) > pages.MOST,
        )
    )
