"""Booking what a sheet brought: an entry for every row that is new or says something new, in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from zhuqi.base.events import Event
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change, record_many, update_many
from zhuqi.core.search import actions as search
from zhuqi.domain.directory.actions.altering import alterations
from zhuqi.domain.directory.actions.correcting import corrected

Row = TypeVar("Row", bound=Model)


def entered(actor: Actor, kind: str, rows: Iterable[Row], event: Callable[[Row], Event], *, now: dt.datetime) -> None:
    """Book rows that were just stored, each on itself; from now on they are found."""
    booked, stored = [], list(rows)
    for row in stored:
        change = Change(actor, kind, row.pk, now=now)
        change.touched(row)
        booked.append((change, event(row)))
    record_many(booked)
    search.keep(kind, [row.pk for row in stored])


def correct(actor: Actor, kind: str, changed: Iterable[tuple[Model, Mapping[str, Any]]], *, now: dt.datetime) -> None:
    """Write the columns that a sheet says anew, each row's on itself."""
    changes = [(Change(actor, kind, row.pk, now=now), row, fields) for row, fields in changed]
    past = [(change, was) for change, row, fields in changes for was in alterations(change, row, fields)]
    update_many(changes)
    bulk.insert([was for _, was in past])
    for change, was in past:
        change.touched(was)
    record_many((change, corrected(row, fields)) for change, row, fields in changes)
    search.keep(kind, [row.pk for _, row, fields in changes if search.follows(kind, fields)])
