"""Sheets in: handed in, looked at, confirmed, loaded. A small one goes all the way at once, a large one by the worker."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.events import plain
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.intake import events
from zhuqi.core.intake.models import Upload
from zhuqi.core.intake.registers import Register, actor_of, registers, to_load
from zhuqi.core.intake.rules import AT_ONCE, LARGEST, NAME, ROWS_AT_ONCE, SHOWN, SheetState
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import short, shown
from zhuqi.core.sheets.faults import Fault, Faulty, bearable
from zhuqi.core.sheets.loading import Loaded, Look, look, without
from zhuqi.core.sheets.reading import Table, read_one

NOTHING = say("Nothing would change: there is nothing to load.")
NOT_LOOKED = say("There is nothing to confirm here: this sheet isn't waiting for it.")


class Moved(Exception):
    """What a sheet would do isn't what was shown any more."""


@verb
def hand_in(actor: Actor, register: str, *, name: str, content: bytes, key: str = "", now: dt.datetime) -> Upload:
    """Hand in a sheet for a register (导入). What it would do is found at once where it is small, else by the worker; nothing is
    loaded before it is confirmed. Raises Missing, Invalid."""
    held = to_load(actor, register)
    if not content:
        raise Invalid({"file": say("Please choose a file.")})
    if len(content) > LARGEST:
        raise Invalid({"file": say("It has more than {most} MB. Make it smaller, or split it.", most=LARGEST >> 20)})
    change = Change(actor, "upload", None, now=now, key=key)
    digest = hashlib.sha256(content).hexdigest()
    upload = change.insert(
        Upload(
            account_id=actor.account or 0,
            register=register,
            name=_named(name),
            size=len(content),
            digest=digest,
            content=content,
            salt=secrets.token_hex(16),
            state=SheetState.WAITING,
            at=now,
        )
    )
    change.subject = upload.pk
    change.record(events.HandedIn(register=register, size=len(content), digest=digest))
    if len(content) <= AT_ONCE:
        _look(actor, upload, held, now)
    return upload


def _named(name: str) -> str:
    """A file's name as it is shown: without what can't be seen."""
    return "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())[:NAME]


def look_through(entry: Entry, *, now: dt.datetime) -> None:
    """Find what a sheet would do that was handed in and waits for it. Does nothing where that was found already."""
    upload = Upload.objects.select_for_update().get(pk=entry.subject)
    if upload.state == SheetState.WAITING:
        _look(actor_of(upload.account_id, day_of(now)), upload, registers()[upload.register], now)


def _look(actor: Actor, upload: Upload, register: Register, now: dt.datetime, *, again: bool = False) -> None:
    """Note what a sheet would do. Nothing else is written."""
    change = Change(actor, "upload", upload.pk, now=now)
    try:
        table = read_one(bytes(upload.content), register.layout, name=upload.name)
        seen = look(register.load, actor, table, now=now)
        bearable(seen.faults, table.sheet)
    except Faulty as faulty:
        told = _told(faulty.faults, None)
        change.update(upload, state=SheetState.UNREADABLE, findings=_written({"faults": told, "refused": 0}), mark="")
        change.record(events.Unread())
        return
    found = _found(table, seen, again=again)
    change.update(upload, state=SheetState.LOOKED, findings=_written(found), mark=seen.loaded.mark())
    counts = {name: found[name] for name in ("new", "changed", "same", "refused")}
    change.record(events.LookedThrough(**counts, anew=again))


def _found(table: Table, seen: Look, *, again: bool) -> dict[str, Any]:
    loaded = seen.loaded
    return {
        "new": loaded.new,
        "changed": loaded.changed,
        "same": loaded.same,
        "refused": len(seen.refused),
        "faults": _told(seen.faults, table),
        "warnings": _told(loaded.warnings[:SHOWN], table),
        "changes": [
            (cell.row, table.headers.get(cell.key, cell.key), cell.old, cell.new) for cell in loaded.changes[:SHOWN]
        ],
        "cells": len(loaded.changes),
        "passed": list(table.passed),
        "skipped": list(table.skipped),
        "again": again,
    }


def _told(faults: Iterable[Fault], table: Table | None) -> list[Any]:
    """Faults as they are kept: [row, column, sentence, its facts, what stands in the cell]."""
    raw = table.raw.rows if table is not None and table.raw is not None else []
    heads = [shown(cell) for cell in raw[table.top]] if table is not None and raw else []
    told = []
    for fault in faults:
        at = heads.index(fault.column) if fault.column in heads else -1
        row = raw[fault.row - 1] if 0 < fault.row <= len(raw) else []
        typed = short(shown(row[at])) if 0 <= at < len(row) and isinstance(row[at], str | int | float) else ""
        told.append([fault.row, fault.column, fault.sentence.text, plain(dict(fault.sentence.facts)), typed])
    return told


def _written(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)


@verb
def confirm(actor: Actor, upload_id: int, *, seen: str, key: str = "", now: dt.datetime) -> Upload:
    """Load the rows of a sheet that aren't refused (确认导入): all of them or none. ``seen``: the mark of what was shown. Where
    what is stored changed since, nothing is loaded and the sheet is looked at anew. Raises Missing, Refused, Stale."""
    upload = Upload.objects.select_for_update().filter(account=actor.account or 0, pk=upload_id).first()
    if upload is None:
        raise Missing
    held = to_load(actor, upload.register)
    if upload.state != SheetState.LOOKED:
        raise Refused(NOT_LOOKED)
    if seen != upload.mark:
        raise Stale
    found = json.loads(upload.findings)
    if not found["new"] + found["changed"]:
        raise Refused(NOTHING)
    change = Change(actor, "upload", upload.pk, now=now, key=key)
    change.update(upload, state=SheetState.CONFIRMED)
    change.record(events.Confirmed())
    if found["new"] + found["changed"] <= ROWS_AT_ONCE and upload.size <= AT_ONCE:
        _load(actor, upload, held, now)
    return upload


def load(entry: Entry, *, now: dt.datetime) -> None:
    """Load what was confirmed. Does nothing where that is done."""
    upload = Upload.objects.select_for_update().get(pk=entry.subject)
    if upload.state == SheetState.CONFIRMED:
        _load(actor_of(upload.account_id, day_of(now)), upload, registers()[upload.register], now)


def _load(actor: Actor, upload: Upload, register: Register, now: dt.datetime) -> None:
    """Load the rows that weren't refused; look anew where that would do something else than was shown."""
    found = json.loads(upload.findings)
    table = read_one(bytes(upload.content), register.layout, name=upload.name)
    left = without(table, frozenset(row for row, *_ in found["faults"]))
    try:
        with transaction.atomic():
            loaded = _as_shown(register.load(actor, left, now=now), upload.mark)
    except (Faulty, Moved, Stale):
        _look(actor, upload, register, now, again=True)
        return
    change = Change(actor, "upload", upload.pk, now=now)
    change.update(upload, state=SheetState.LOADED, done_at=now)
    counts = {"new": loaded.new, "changed": loaded.changed, "same": loaded.same, "refused": found["refused"]}
    change.record(events.Taken(**counts))


def _as_shown(loaded: Loaded, mark: str) -> Loaded:
    if loaded.mark() != mark:
        raise Moved
    return loaded
