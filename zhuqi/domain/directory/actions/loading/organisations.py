"""Loading organisations: a whole tree, in any order of rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import BATCH
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.loading.booking import correct, entered
from zhuqi.domain.directory.actions.organisations import NOT_YOURS, ONE_DESK, fresh, placed
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind, may_administer, misplaced

UNMOVED = say("An organisation keeps its kind and its place; a sheet can't change them.")


@transaction.atomic
def load_organisations(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Set up and correct organisations from a sheet. Raises Faulty with every fault found, and then nothing is kept."""
    loading = Loading(table)
    wanted = loading.codes("code") | loading.codes("parent")
    there = queries.by_code(Organisation.objects.all(), wanted)  # none of them ends until this is stored
    known = queries.by_code(queries.kept_there(org.pk for org in there.values()).select_related("parent"), wanted)
    rows = list(loading.rows("code"))
    held = [row for row in rows if row.values["code"] in known]
    said = [(known[row.values["code"]], _changes(actor, loading, row, known)) for row in held]
    changed = [(org, fields) for org, fields in said if fields]
    for row, (org, fields) in zip(held, said, strict=True):
        if fields:
            loading.changed(row, {key: (getattr(org, key), value) for key, value in fields.items()})
        else:
            loading.same()
    made = _place(actor, loading, [row for row in rows if row.values["code"] not in known], known, day_of(now))
    loading.judge()
    entered(actor, "organisation", made, _founded, now=now)
    correct(actor, "organisation", changed, now=now)
    return loading.loaded()


def _changes(actor: Actor, loading: Loading, row: Row, known: dict[str, Organisation]) -> dict[str, Any]:
    """What a row says anew about an organisation that is there."""
    org, values = known[row.values["code"]], row.values
    parent = org.parent.code if org.parent else None
    if values["kind"] != org.kind:
        loading.fault(row, "kind", UNMOVED)
    if loading.has("parent") and values["parent"] != parent:
        loading.fault(row, "parent", UNMOVED)
    said = {"name": values["name"]}
    if loading.has("region_code"):
        said["region_code"] = values["region_code"] or ""
    if values.get("since") is not None:
        said["since"] = values["since"]
    fields = {key: value for key, value in said.items() if getattr(org, key) != value}
    if fields and not may_administer(actor, org.path):
        loading.fault(row, "code", NOT_YOURS)
    if "since" in fields and org.retired_on is not None and fields["since"] > org.retired_on:
        loading.fault(row, "since", say("It was retired before that day."))
    return fields


def _place(
    actor: Actor, loading: Loading, rows: list[Row], known: dict[str, Organisation], today: dt.date
) -> list[Organisation]:
    """Write new organisations, those first whose parent is there, then those below them, and so on."""
    desks = set(Organisation.objects.filter(kind=Kind.DESK, retired_on=None).values_list("area", flat=True))
    refused = loading.codes("code") - {row.values["code"] for row in rows} - set(known)
    made: list[Organisation] = []
    while ready := [row for row in rows if row.values.get("parent") is None or row.values["parent"] in known]:
        orgs = []
        for row in ready:
            parent = known.get(row.values.get("parent") or "")
            wrong = _wrong(actor, row, parent, desks)
            if wrong is None:
                orgs.append(_fresh(row, parent, today))
                loading.new(row)
            else:
                loading.fault(row, "kind", wrong)
                refused.add(row.values["code"])
        known |= {org.code: org for org in _stored(orgs)}
        made += orgs
        done = {row.number for row in ready}
        rows = [row for row in rows if row.number not in done]
    _unplaced(loading, rows, refused)
    return made


def _unplaced(loading: Loading, rows: list[Row], refused: set[str]) -> None:
    """Say of the rows left over why they hang nowhere. Those below a refused row need no fault of their own."""
    waiting = {row.values["code"] for row in rows}
    for row in rows:
        if row.values["parent"] not in waiting | refused:
            loading.fault(row, "parent", say("No organisation has the code {code}.", code=row.values["parent"]))
            refused.add(row.values["code"])
    while spoilt := {row.values["code"] for row in rows if row.values["parent"] in refused} - refused:
        refused |= spoilt
    for row in rows:
        if row.values["code"] not in refused:
            loading.fault(row, "parent", say("Following the organisations above it never comes to a root."))


def _wrong(actor: Actor, row: Row, parent: Organisation | None, desks: set[int | None]) -> Sentence | None:
    """Why a new row can't be taken, if it can't. Notes the dispatch room it brings."""
    kind = Kind(row.values["kind"])
    if not may_administer(actor, parent.path if parent else ""):
        return NOT_YOURS
    if parent is not None and parent.retired_on is not None:
        return say("The organisation above it is retired.")
    wrong = misplaced(kind, Kind(parent.kind) if parent else None, parent.path if parent else "")
    if wrong is None and kind is Kind.DESK and parent is not None:
        if parent.area_id in desks:
            return ONE_DESK
        desks.add(parent.area_id)
    return wrong


def _fresh(row: Row, parent: Organisation | None, today: dt.date) -> Organisation:
    said = row.values
    since = said.get("since") or today
    return fresh(said["kind"], said["name"], said["code"], parent, said.get("region_code") or "", since)


def _stored(orgs: list[Organisation]) -> list[Organisation]:
    bulk.insert(orgs)
    for org in orgs:
        for column, value in placed(org, org.parent).items():
            setattr(org, column, value)
    Organisation.objects.bulk_update(orgs, ["path", "area"], batch_size=BATCH)
    return orgs


def _founded(org: Organisation) -> events.Founded:
    return events.Founded(kind=org.kind, parent=org.parent_id, since=org.since)
