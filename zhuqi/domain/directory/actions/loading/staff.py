"""Loading staff, with their accounts; and what they may do where."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.accounts.actions import open_many
from zhuqi.core.days import day_of
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change
from zhuqi.core.search import actions as search
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.loading.booking import correct, entered
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.actions.roles import NOT_YOURS as NOT_GRANTED
from zhuqi.domain.directory.actions.roles import entitle, grants_at
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import may_administer
from zhuqi.domain.directory.sheets import NO_STAFF, NO_UNIT


@transaction.atomic
def load_staff(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Take in and correct staff from a sheet; whoever is new gets an account, called like the staff code, that has no
    password yet. Raises Faulty with every fault found."""
    loading = Loading(table)
    units = queries.organisations_by_code(loading.codes("unit"))
    known = queries.staff_by_code(loading.codes("code"))
    new: list[Row] = []
    changed: list[tuple[Staff, dict[str, Any]]] = []
    for row in loading.rows("code"):
        unit, staff = units.get(row.values["unit"]), known.get(row.values["code"])
        if unit is None:
            loading.fault(row, "unit", NO_UNIT)
            continue
        fields = _changes(row, staff, unit) if staff else {}
        if (staff is None or fields) and not _administers(actor, unit, staff):
            loading.fault(row, "unit", NOT_YOURS)
        if staff is None:
            new.append(row)
            loading.new(row)
        elif fields:
            changed.append((staff, fields))
            loading.changed(row, _cells(staff, fields))
        else:
            loading.same()
    loading.judge()
    endings.hold([unit.pk for unit in units.values()])
    _employ(actor, new, units, now)
    correct(actor, "staff", changed, now=now)
    return loading.loaded()


def _administers(actor: Actor, unit: Organisation, staff: Staff | None) -> bool:
    return may_administer(actor, unit.path) and (staff is None or may_administer(actor, staff.unit.path))


def _changes(row: Row, staff: Staff, unit: Organisation) -> dict[str, Any]:
    """What a row says anew about somebody who is there."""
    said = {"name": row.values["name"], "rank": row.values["rank"], "unit_id": unit.pk}
    if row.values.get("since") is not None:
        said["since"] = row.values["since"]
    fields = {key: value for key, value in said.items() if getattr(staff, key) != value}
    if "unit_id" in fields:
        fields["unit"] = unit
        del fields["unit_id"]
    return fields


def _cells(staff: Staff, fields: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is stored and what a row says, by the sheet's columns."""
    cells = {key: (getattr(staff, key), value) for key, value in fields.items() if key != "unit"}
    return cells | ({"unit": (staff.unit.code, fields["unit"].code)} if "unit" in fields else {})


def _employ(actor: Actor, rows: list[Row], units: dict[str, Organisation], now: dt.datetime) -> None:
    accounts = open_many(actor, [row.values["code"] for row in rows], now=now)
    made = [
        Staff(
            code=row.values["code"],
            name=row.values["name"],
            salt=secrets.token_hex(16),
            rank=row.values["rank"],
            unit=units[row.values["unit"]],
            account=account,
            since=row.values.get("since") or day_of(now),
        )
        for row, account in zip(rows, accounts, strict=True)
    ]
    bulk.insert(made)
    entered(actor, "staff", made, _employed, now=now)


def _employed(staff: Staff) -> events.Employed:
    return events.Employed(unit=staff.unit_id, rank=staff.rank, since=staff.since)


@transaction.atomic
def load_grants(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Give roles from a sheet. A role that is held already stays as it is. Raises Faulty with every fault found."""
    loading = Loading(table)
    orgs = queries.organisations_by_code(loading.codes("organisation"))
    staff = queries.staff_by_code(loading.codes("staff"))
    wanted = []
    for row in loading.rows("staff", "role", "organisation"):
        holder, org = staff.get(row.values["staff"]), orgs.get(row.values["organisation"])
        if holder is None:
            loading.fault(row, "staff", NO_STAFF)
        elif org is None:
            loading.fault(row, "organisation", NO_UNIT)
        elif not grants_at(actor, Role(row.values["role"]), org):
            loading.fault(row, "organisation", NOT_GRANTED)
        else:
            wanted.append((row, holder, org))
    endings.hold([org.pk for _, _, org in wanted])
    for row, holder, org in wanted:
        change = Change(actor, "staff", holder.pk, now=now)
        since = row.values.get("since") or day_of(now)
        try:
            given = entitle(change, holder, Role(row.values["role"]), org, since)
        except Refused as refused:
            loading.fault(row, "role", refused.sentence)
            continue
        if given:
            loading.new(row)
        else:
            loading.same()
    loading.judge()
    search.keep("staff", {holder.pk for _, holder, _ in wanted})
    return loading.loaded()
