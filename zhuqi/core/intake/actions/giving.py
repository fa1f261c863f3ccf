"""Sheets out: a register as whoever asks may see it, in the columns that its loading takes."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.intake import events
from zhuqi.core.intake.models import Extract
from zhuqi.core.intake.registers import Register, actor_of, registers, to_read
from zhuqi.core.intake.rules import ROWS_AT_ONCE, ExtractState
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets import writing
from zhuqi.core.sheets.columns import Choice, Column
from zhuqi.core.sheets.loading import told

CHUNK = 2000


@verb
def export(actor: Actor, register: str, *, key: str = "", now: dt.datetime) -> Extract:
    """Have a register written as a sheet (导出): as many rows as the actor may see, in the columns that its loading takes, without
    personal ones. At once where it is small, else by the worker. Raises Missing."""
    held = to_read(actor, register)
    change = Change(actor, "extract", None, now=now, key=key)
    extract = change.insert(
        Extract(
            account_id=actor.account or 0,
            register=register,
            state=ExtractState.WAITING,
            content=b"",
            salt=secrets.token_hex(16),
            at=now,
        )
    )
    change.subject = extract.pk
    change.record(events.Asked(register=register))
    if held.rows(actor, day_of(now)).count() <= ROWS_AT_ONCE:
        _draw(actor, extract, held, now)
    return extract


def draw(entry: Entry, *, now: dt.datetime) -> None:
    """Write a register that was asked for. Does nothing where that is done."""
    extract = Extract.objects.select_for_update().get(pk=entry.subject)
    if extract.state == ExtractState.WAITING:
        _draw(actor_of(extract.account_id, day_of(now)), extract, registers()[extract.register], now)


def _draw(actor: Actor, extract: Extract, register: Register, now: dt.datetime) -> None:
    columns = [column for column in register.layout.columns if not column.personal]
    rows = Counted(_rows(actor, register, columns, now))
    content = writing.xlsx(register.layout.titles[0], [column.headers[0] for column in columns], rows)
    change = Change(actor, "extract", extract.pk, now=now)
    change.update(extract, state=ExtractState.READY, rows=rows.n, content=content)
    change.record(events.GivenOut(register=extract.register, rows=rows.n))


class Counted:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterator[list[writing.Written]]) -> None:
        self.rows, self.n = rows, 0

    def __iter__(self) -> Iterator[list[writing.Written]]:
        for row in self.rows:
            self.n += 1
            yield row


def _rows(actor: Actor, register: Register, columns: list[Column], now: dt.datetime) -> Iterator[list[writing.Written]]:
    words = {column.key: _words(column) for column in columns}
    for row in register.rows(actor, day_of(now)).iterator(chunk_size=CHUNK):
        held = register.cells(row)
        yield [_cell(held.get(column.key), words[column.key]) for column in columns]


def _words(column: Column) -> dict[str, str]:
    """{value: the word by which a sheet says it}, of a column of choices."""
    if not isinstance(column.kind, Choice):
        return {}
    first: dict[str, str] = {}
    for word, value in column.kind.words.items():
        first.setdefault(str(value), word)
    return first


def _cell(value: Any, words: dict[str, str]) -> writing.Written:
    if isinstance(value, int | Decimal):
        return value
    return words.get(str(value), told(value))
