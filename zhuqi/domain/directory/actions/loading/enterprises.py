"""Loading the register of enterprises, some tens of thousands at a time."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhuqi.base import uscc
from zhuqi.base.paths import highest
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal import bulk
from zhuqi.core.sheets.columns import NEEDED
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.enterprises import NO_AREA, NOT_YOURS, columns
from zhuqi.domain.directory.actions.loading.booking import correct, entered
from zhuqi.domain.directory.models import Enterprise, Organisation
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.queries.areas import Meant, areas_at, areas_by_word, topmost_areas
from zhuqi.domain.directory.rules import AREAS, may_register
from zhuqi.domain.directory.rules.firms import registrar_paths
from zhuqi.domain.directory.sheets import ENTERPRISES, NO_PARK, NO_UNIT

TYPED = ("uscc", "name", "industry", "staff_count", "revenue_wan", "assets_wan", "address")
REGION = next(column for column in ENTERPRISES.columns if column.key == "region")
BESIDE = ("park", "in_base_since")
"""Columns from which nothing is computed."""
NOWHERE = Meant((), frozenset())
MERGED = say("This row was merged into another: what the sheet says of it is left out.")


@transaction.atomic
def load_enterprises(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Register and correct enterprises from a sheet, scales computed. A column left out leaves what is stored. Raises
    Faulty with every fault found; unusual codes come back as warnings."""
    loading = Loading(table)
    regions = areas_by_word(loading.codes("region"))
    own = Own(actor, loading)
    known = queries.rows_by_code(loading.codes("uscc"))
    parks = queries.parks_by_code(loading.codes("park"))
    new: list[Enterprise] = []
    changed: list[tuple[Enterprise, dict[str, Any]]] = []
    for row in loading.rows("uscc"):
        for unusual in uscc.check(row.values["uscc"]).warnings:
            loading.warn(row, "uscc", unusual)
        held = known.get(row.values["uscc"])
        region = _region(actor, loading, row, regions) if loading.has("region") else held.region if held else own.area()
        if region is None:
            continue
        if held is not None and held.merged_into_id is not None:
            loading.warn(row, "uscc", MERGED)
            loading.same()
            continue
        fields = _fields(loading, row, region, held) | _beside(loading, row, parks, held)
        if fields and not _registers(actor, region, held):
            loading.fault(row, "region", NOT_YOURS)
        if held is None:
            new.append(Enterprise(salt=secrets.token_hex(16), **fields))
            loading.new(row)
        elif fields:
            changed.append((held, fields))
            loading.changed(row, _cells(held, fields, region, row))
        else:
            loading.same()
    loading.judge()
    endings.hold([park.pk for park in parks.values()])
    bulk.insert(new)
    entered(actor, "enterprise", new, _registered, now=now)
    correct(actor, "enterprise", changed, now=now)
    return loading.loaded()


class Own:
    """The one area that whoever hands in a sheet keeps: where new enterprises lie of a sheet that has no column for it."""

    def __init__(self, actor: Actor, loading: Loading) -> None:
        self._actor, self._loading = actor, loading
        self._area: Organisation | None = None

    def area(self) -> Organisation:
        """The area; said once. Raises Faulty where there isn't one."""
        if self._area is None:
            found = topmost_areas() if self._actor.clock else areas_at(highest(registrar_paths(self._actor)))
            if len(found) != 1:
                self._loading.lacks(REGION)
            self._area = found[0]
            self._loading.note(
                REGION, say("The sheet has no such column: what is new in it lies in {area}.", area=found[0].name)
            )
        return self._area


def _region(actor: Actor, loading: Loading, row: Row, regions: Mapping[str, Meant]) -> Organisation | None:
    """The area a row names; of several that it may name the one that the actor keeps. Notes what is wrong where it names
    none."""
    typed = row.values["region"]
    if typed is None:
        loading.fault(row, "region", NEEDED)
        return None
    meant = regions.get(typed, NOWHERE)
    mine = [org for org in meant.areas if len(meant.areas) == 1 or may_register(actor, org.path)]
    if len(mine) == 1 and mine[0].kind in AREAS:
        if mine[0].pk not in meant.known:
            loading.warn(row, "region", say("Not all of this is known here: it is put to {area}.", area=mine[0].name))
        return mine[0]
    if len(meant.areas) > 1:
        loading.fault(row, "region", say("Several areas have this name. Write the code."))
    else:
        loading.fault(row, "region", NO_AREA if meant.areas else NO_UNIT)
    return None


def _fields(loading: Loading, row: Row, region: Organisation, held: Enterprise | None) -> dict[str, Any]:
    """The columns that a row says anew: all of them about a new enterprise. One that the sheet leaves out stays."""
    typed = dict.fromkeys(TYPED) | {key: row.values[key] for key in TYPED if key in row.values}
    if held is not None:
        typed |= {key: getattr(held, key) for key in TYPED if key not in row.values}
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


def _cells(held: Enterprise, fields: Mapping[str, Any], region: Organisation, row: Row) -> dict[str, tuple[Any, Any]]:
    """What is stored and what a row says, by the sheet's columns; what is computed from them isn't among them."""
    cells = {key: (getattr(held, key), fields[key]) for key in (*TYPED, "in_base_since") if key in fields}
    if "park_id" in fields:
        cells["park"] = (held.park.code if held.park is not None else None, row.values["park"])
    return cells | ({"region": (held.region.code, region.code)} if "region_id" in fields else {})


def _registers(actor: Actor, region: Organisation, held: Enterprise | None) -> bool:
    """Whether the actor keeps the register where the enterprise is to lie, and where it lies."""
    return may_register(actor, region.path) and (held is None or may_register(actor, held.region.path))


def _registered(enterprise: Enterprise) -> events.Registered:
    return events.Registered(region=enterprise.region_id, scale=enterprise.scale)
