"""Correcting what the registers say of an organisation, somebody, an enterprise. What says nothing new leaves no entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.events import Event
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import taken
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions import enterprises
from zhuqi.domain.directory.actions.altering import alter, reason
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.actions.staff import administered
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import AREAS, Rank, may_administer, may_register
from zhuqi.domain.directory.sheets import ENTERPRISES, ORGANISATIONS, STAFF


@verb
def correct_organisation(
    actor: Actor, org_id: int, *, name: str, region_code: str = "", why: str = "", key: str = "", now: dt.datetime
) -> Organisation:
    """Give an organisation another name or region code; its kind and its place it keeps. Raises Invalid, field by field."""
    org = queries.unit(org_id)
    if not may_administer(actor, org.path):
        raise Refused(NOT_YOURS)
    typed = taken(ORGANISATIONS, name=name, region_code=region_code)
    said = {"name": typed["name"], "region_code": typed["region_code"] or ""}
    _write(Change(actor, "organisation", org.pk, now=now, key=key), org, said, reason(why))
    return org


@verb
def correct_staff(
    actor: Actor, staff_id: int, *, name: str, rank: Rank, unit_id: int, key: str = "", now: dt.datetime
) -> Staff:
    """Correct somebody's name or rank, or move them to another unit; their roles stay where they are."""
    staff = administered(actor, staff_id)
    if staff.left_on is not None:
        raise Refused(say("This member of staff has left already."))
    unit = queries.unit(unit_id)
    if not may_administer(actor, unit.path):
        raise Refused(NOT_YOURS)
    if unit.retired_on is not None:
        raise Refused(say("This organisation is retired."))
    typed = taken(STAFF, name=name)
    said = {"name": typed["name"], "rank": rank, "unit": unit}
    _write(Change(actor, "staff", staff.pk, now=now, key=key), staff, said)
    return staff


@verb
def correct_enterprise(
    actor: Actor,
    enterprise_id: int,
    *,
    region_id: int,
    name: str,
    industry: str = "",
    staff_count: int | None = None,
    revenue_wan: Decimal | None = None,
    assets_wan: Decimal | None = None,
    address: str = "",
    beside: enterprises.Beside | None = None,
    why: str = "",
    key: str = "",
    now: dt.datetime,
) -> Enterprise:
    """Correct what the register says of an enterprise, but for its code; the scale is computed anew. What stands ``beside`` stays
    where nothing is said of it. Raises Invalid."""
    held = Enterprise.objects.select_related("region", "park").filter(pk=enterprise_id).first()
    if held is None:
        raise Missing
    region = queries.unit(region_id)
    if not (may_register(actor, held.region.path) and may_register(actor, region.path)):
        raise Refused(enterprises.NOT_YOURS)
    if held.merged_into_id is not None:
        raise Refused(enterprises.GONE)
    if region.kind not in AREAS:
        raise Refused(enterprises.NO_AREA)
    typed = taken(
        ENTERPRISES,
        name=name,
        industry=industry,
        staff_count=staff_count,
        revenue_wan=revenue_wan,
        assets_wan=assets_wan,
        address=address,
    )
    more = enterprises.columns_beside(beside, now) if beside is not None else {}
    said = {**enterprises.columns(typed), "region": region, **more}
    _write(Change(actor, "enterprise", held.pk, now=now, key=key), held, said, reason(why))
    return held


def _write(change: Change, row: Model, said: Mapping[str, Any], why: str = "") -> None:
    """Write and book the columns that say something new."""
    fields = {name: value for name, value in said.items() if getattr(row, name) != value}
    if fields:
        alter(change, row, why=why, **fields)
        change.record(corrected(row, fields))


def corrected(row: Model, fields: Iterable[str]) -> Event:
    """The event of columns that were written anew: whatever is seen from an enterprise's area follows where that is one."""
    columns = tuple(sorted(fields))
    if isinstance(row, Enterprise) and {"region", "region_id"} & set(columns):
        return events.Moved(columns=columns, region=row.region_id)
    return events.Corrected(columns=columns)
