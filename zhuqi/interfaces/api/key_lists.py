"""Key lists of enterprises: which there are, who stands on them; opened, filled, closed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Body, Query, Router
from pydantic import Field

from zhuqi.base.errors import Refused
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory.actions.key_lists import NOT_YOURS
from zhuqi.domain.directory.queries import register
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.firms import seen_firm
from zhuqi.interfaces.api.keeping import Paged, get, on, page, post, unit_of
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.registers import EnterpriseRow
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, line

router = Router(tags=["key_lists"])


class KeyListRow(Shape):
    """One key list. ``until``: the first day without it."""

    id: int
    name: str
    document: str
    area: Unit
    since: dt.date
    until: dt.date | None


class KeyListRows(Shape):
    """The key lists that are told to one, those closed too, the latest first."""

    lists: list[KeyListRow]
    next: str | None


class ListedRow(Shape):
    """An enterprise on a list, since when."""

    enterprise: EnterpriseRow
    since: dt.date


class ListedRows(Shape):
    """The enterprises on a list today that one sees or keeps."""

    listed: list[ListedRow]
    next: str | None


class OpenListBody(Shape):
    """A list, the document that orders it, and the area in which it is kept."""

    area_id: Id
    name: Annotated[str, line(60)]
    document: Annotated[str, line(60, 0)] | None = Field(None, description="Document number (文号).")
    since: Day | None = Field(None, description="Today where nothing is said.")


class CloseListBody(Shape):
    """When a list ends."""

    until: Day | None = Field(None, description="The first day without it; today where nothing is said.")


class PutBody(Shape):
    """Which enterprise stands on the list from when on."""

    enterprise_id: Id
    since: Day | None = Field(None, description="Today where nothing is said.")


class TakeOffBody(Shape):
    """Which enterprise stands there no longer."""

    enterprise_id: Id
    until: Day | None = Field(None, description="The first day without it; today where nothing is said.")


TODAY: Any = Body(CloseListBody.model_validate({}))
"""Where no body need come."""


def _told(row: Any) -> KeyListRow:
    return KeyListRow(
        id=row.pk,
        name=row.name,
        document=row.document,
        area=unit_of(row.area),
        since=row.since,
        until=row.until,
    )


@get(router, "/key-lists", KeyListRows)
def list_key_lists(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The key lists of the areas at, above and below those from where one sees or keeps."""
    rows, after = page("key_lists", register.key_lists(request.actor), ("-since", "-pk"), asked)
    return answer(KeyListRows(lists=[_told(row) for row in rows], next=after))


@post(router, "/key-lists", KeyListRow, makes=True)
def open_key_list(request: Asked, typed: OpenListBody) -> HttpResponse:
    """Open a key list in an area: for who keeps the register of enterprises there."""
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    named_unit(request.actor, typed.area_id)
    row = actions.open_list(
        request.actor,
        typed.area_id,
        name=typed.name,
        document=typed.document or "",
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return answer(_told(row), status=201, at=reverse("api-1:list_listed", args=[row.pk]))


@get(router, "/key-lists/{list_id}/enterprises", ListedRows)
def list_listed(request: Asked, list_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """Who stands on a list today, as far as one sees or keeps them."""
    held = register.key_list(request.actor, list_id)
    rows, after = page(
        f"listed/{held.pk}", register.on_list(request.actor, held.pk, day_of(request.now)), ("pk",), asked
    )
    told = []
    for row in rows:
        firm = row.enterprise.merged_into or row.enterprise
        region = Unit(id=row.enterprise.region_id, name=row.enterprise.region.name)
        shown = EnterpriseRow(id=firm.pk, uscc=firm.uscc, name=firm.name, region=region)
        told.append(ListedRow(enterprise=shown, since=row.since))
    return answer(ListedRows(listed=told, next=after))


@post(router, "/key-lists/{list_id}/enterprises", KeyListRow)
def put_on_key_list(request: Asked, list_id: InAddress, typed: PutBody) -> HttpResponse:
    """Put an enterprise on a list; one that stands there stays: for who keeps the register in both places."""
    register.key_list(request.actor, list_id)
    seen_firm(request.actor, typed.enterprise_id)
    row = actions.put_on_list(
        request.actor,
        list_id,
        enterprise_id=typed.enterprise_id,
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return answer(_told(row))


@post(router, "/key-lists/{list_id}/enterprises/take-off", KeyListRow)
def take_off_key_list(request: Asked, list_id: InAddress, typed: TakeOffBody) -> HttpResponse:
    """Take an enterprise off a list: for who keeps the register in both places."""
    register.key_list(request.actor, list_id)
    seen_firm(request.actor, typed.enterprise_id)
    row = actions.take_off_list(
        request.actor,
        list_id,
        enterprise_id=typed.enterprise_id,
        until=on(typed.until, request),
        key=key(request),
        now=request.now,
    )
    return answer(_told(row))


@post(router, "/key-lists/{list_id}/close", KeyListRow)
def close_key_list(request: Asked, list_id: InAddress, typed: CloseListBody = TODAY) -> HttpResponse:
    """Close a list, and end every place on it: for who keeps it."""
    row = actions.close_list(request.actor, list_id, until=on(typed.until, request), key=key(request), now=request.now)
    return answer(_told(row))
