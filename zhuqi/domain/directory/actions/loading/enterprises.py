"""Loading the register of enterprises, some tens of thousands at a time."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhuqi.base import uscc
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import BATCH
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.enterprises import NO_AREA, NOT_YOURS, columns
from zhuqi.domain.directory.actions.loading.booking import correct, entered
from zhuqi.domain.directory.models import Enterprise, Organisation
from zhuqi.domain.directory.rules import AREAS, may_register
from zhuqi.domain.directory.sheets import NO_PARK, NO_UNIT

TYPED = ("uscc", "name", "industry", "staff_count", "revenue_wan", "assets_wan", "address")
BESIDE = ("park", "in_base_since")
"""Columns from which nothing is computed."""
MERGED = say("This row was merged into another: what the sheet says of it is left out.")


@transaction.atomic
def load_enterprises(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Register and correct enterprises from a sheet, scales computed. A column left out leaves what is stored. Raises
    Faulty with every fault found; unusual codes come back as warnings."""
    loading = Loading(table)
    regions = queries.organisations_by_code(loading.codes("region"))
    known = queries.rows_by_code(loading.codes("uscc"))
    parks = queries.parks_by_code(loading.codes("park"))
    new: list[Enterprise] = []
    changed: list[tuple[Enterprise, dict[str, Any]]] = []
    same = 0
    for row in loading.rows("uscc"):
        for unusual in uscc.check(row.values["uscc"]).warnings:
            loading.warn(row, "uscc", unusual)
        region, held = _region(loading, row, regions), known.get(row.values["uscc"])
        if region is None:
            continue
        if held is not None and held.merged_into_id is not None:
            loading.warn(row, "uscc", MERGED)
            same += 1
            continue
        fields = _fields(loading, row, region, held) | _beside(loading, row, parks, held)
        if fields and not _registers(actor, region, held):
            loading.fault(row, "region", NOT_YOURS)
        if held is None:
            new.append(Enterprise(salt=secrets.token_hex(16), **fields))
        elif fields:
            changed.append((held, fields))
        else:
            same += 1
    loading.judge()
    Enterprise.objects.bulk_create(new, batch_size=BATCH)
    entered(actor, "enterprise", new, _registered, now=now)
    correct(actor, "enterprise", changed, now=now)
    return Loaded(len(new), len(changed), same, tuple(loading.warnings))


def _region(loading: Loading, row: Row, regions: Mapping[str, Organisation]) -> Organisation | None:
    """The area a row names; notes what is wrong where it names none."""
    region = regions.get(row.values["region"])
    if region is not None and region.kind in AREAS:
        return region
    loading.fault(row, "region", NO_AREA if region else NO_UNIT)
    return None


def _fields(loading: Loading, row: Row, region: Organisation, held: Enterprise | None) -> dict[str, Any]:
    """The columns that a row says anew: all of them about a new enterprise. One that the sheet leaves out stays."""
    typed = dict.fromkeys(TYPED) | {key: row.values[key] for key in TYPED if loading.has(key)}
    if held is not None:
        typed |= {key: getattr(held, key) for key in TYPED if not loading.has(key)}
    said = {**columns(typed), "region_id": region.pk}
    return {key: value for key, value in said.items() if held is None or getattr(held, key) != value}


def _beside(loading: Loading, row: Row, parks: Mapping[str, Organisation], held: Enterprise | None) -> dict[str, Any]:
    """The columns beside that a row says anew, as far as the sheet has them."""
    said = {key: row.values[key] for key in BESIDE if loading.has(key)}
    if said.get("in_base_since") is None:  # a day left blank leaves what is stored
        said.pop("in_base_since", None)
    if "park" in said:
        code = said.pop("park")
        if code and code not in parks:
            loading.fault(row, "park", NO_PARK)
        said["park_id"] = parks[code].pk if code in parks else None
    return {key: value for key, value in said.items() if held is None or getattr(held, key) != value}


def _registers(actor: Actor, region: Organisation, held: Enterprise | None) -> bool:
    """Whether the actor keeps the register where the enterprise is to lie, and where it lies."""
    return may_register(actor, region.path) and (held is None or may_register(actor, held.region.path))


def _registered(enterprise: Enterprise) -> events.Registered:
    return events.Registered(region=enterprise.region_id, scale=enterprise.scale)
