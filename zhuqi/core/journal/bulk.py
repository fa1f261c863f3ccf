"""Updates of very many rows: one prepared statement run row by row (``executemany``), which both engines do tens of thousands
of times a second. Django's own ``bulk_update`` builds one statement of as many cases as there are rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from zhuqi.base.errors import Stale
from zhuqi.core.journal.digests import as_stored, columns

AT_ONCE = 1000
"""Rows that are asked for in one query."""


def write(rows: Sequence[models.Model], names: Sequence[str], *, where: Sequence[str] = ("id",)) -> None:
    """Write some columns of rows of one table as the rows now hold them; ``where``: the columns that name a row."""
    if not rows:
        return
    meta = rows[0]._meta
    written = [_column(meta, name) for name in names]
    named = [_column(meta, name) for name in where]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in written)
    tests = " AND ".join(f"{quote(field.column)} = %s" for field in named)
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in (*written, *named)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {tests}", values)  # noqa: S608  # columns of a table


def _column(meta: Any, name: str) -> Any:
    return next(field for field in meta.concrete_fields if name in (field.name, field.attname) and field.column)


def still(rows: Iterable[models.Model]) -> None:
    """Lock rows that are about to be written, and raise Stale where somebody wrote one since it was read. Where a transaction
    has the database to itself (SQLite), nobody can have. One query for each 1,000 rows."""
    if not connection.features.has_select_for_update:
        return
    asked = sorted(rows, key=lambda row: row.pk)
    for start in range(0, len(asked), AT_ONCE):
        part = asked[start : start + AT_ONCE]
        model = type(part[0])
        locked = model._default_manager.select_for_update().filter(pk__in=[row.pk for row in part]).order_by("pk")
        held = {row.pk: row for row in locked}
        for row in part:
            then = held.get(row.pk)
            if then is None or any(
                as_stored(f, getattr(then, f.attname)) != as_stored(f, getattr(row, f.attname)) for f in columns(model)
            ):
                raise Stale
