"""Loading the register of enterprises, some tens of thousands at a time."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from zhuqi.base import uscc
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import BATCH, Change, record_many
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.directory import events
from zhuqi.domain.directory.actions.enterprises import NO_AREA, NOT_YOURS, columns
from zhuqi.domain.directory.actions.loading.staff import NO_UNIT, organisations
from zhuqi.domain.directory.models import Enterprise, Organisation
from zhuqi.domain.directory.rules import AREAS, may_register

TYPED = ("uscc", "name", "industry", "staff_count", "revenue_wan", "assets_wan", "address")
ASKED_AT_ONCE = 5000


@transaction.atomic
def load_enterprises(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Register and correct enterprises from a sheet, scales computed. A column left out leaves what is stored. Raises
    Faulty with every fault found; unusual codes come back as warnings."""
    loading = Loading(table)
    regions = organisations(loading.codes("region"))
    allowed = {code: may_register(actor, region.path) for code, region in regions.items()}
    known = _known(loading.codes("uscc"))
    new: list[Enterprise] = []
    changed: list[tuple[Enterprise, dict[str, Any]]] = []
    same = 0
    for row in loading.rows("uscc"):
        region, held = regions.get(row.values["region"]), known.get(row.values["uscc"])
        for sentence in uscc.check(row.values["uscc"]).warnings:
            loading.warn(row, "uscc", sentence)
        if region is None or region.kind not in AREAS:
            loading.fault(row, "region", NO_AREA if region else NO_UNIT)
            continue
        said = _said(loading, row, region, held)
        fields = {key: value for key, value in said.items() if held and getattr(held, key) != value}
        if (held is None or fields) and not (
            allowed[region.code] and (held is None or may_register(actor, held.region.path))
        ):
            loading.fault(row, "region", NOT_YOURS)
        if held is None:
            new.append(Enterprise(salt=secrets.token_hex(16), **said))
        elif fields:
            changed.append((held, fields))
        else:
            same += 1
    loading.judge()
    Enterprise.objects.bulk_create(new, batch_size=BATCH)
    record_many(_entries(actor, new, now))
    for held, fields in changed:
        change = Change(actor, "enterprise", held.pk, now=now)
        change.update(held, **fields)
        change.record(events.Corrected(columns=tuple(sorted(fields))))
    return Loaded(len(new), len(changed), same, tuple(loading.warnings))


def _known(codes: set[str]) -> dict[str, Enterprise]:
    """{code: enterprise, with its region}, some thousands asked for at a time."""
    ordered = iter(sorted(codes))
    known: dict[str, Enterprise] = {}
    while some := list(islice(ordered, ASKED_AT_ONCE)):
        known |= {held.uscc: held for held in Enterprise.objects.select_related("region").filter(uscc__in=some)}
    return known


def _said(loading: Loading, row: Row, region: Organisation, held: Enterprise | None) -> dict[str, Any]:
    """What the enterprise's columns are to be: the sheet's, and those it leaves out as they are."""
    typed = {
        key: row.values[key] if loading.has(key) or held is None else getattr(held, key)
        for key in TYPED
        if held is not None or key in row.values
    }
    blank = dict.fromkeys(TYPED)
    return {**columns({**blank, **typed}), "region_id": region.pk}


def _entries(
    actor: Actor, enterprises: list[Enterprise], now: dt.datetime
) -> Iterator[tuple[Change, events.Registered]]:
    for enterprise in enterprises:
        change = Change(actor, "enterprise", enterprise.pk, now=now)
        change.touched(enterprise)
        yield change, events.Registered(region=enterprise.region_id, scale=enterprise.scale)
