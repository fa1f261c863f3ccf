"""Writing very many rows. One prepared statement is run row by row (``executemany``), which both engines do tens of thousands
of times a second; to PostgreSQL many rows go by COPY. Django's own ``bulk_create`` and ``bulk_update`` compile every cell of a
statement anew: for a register of 20,000 that is a third of the whole loading (``benchmarks/intake``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from zhuqi.base.errors import Stale
from zhuqi.core.journal.digests import Cell, as_stored, cells

AT_ONCE = 1000
"""Rows that are asked for in one query."""


def write(rows: Sequence[models.Model], names: Sequence[str], *, where: Sequence[str] = ("id",)) -> None:
    """Write some columns of rows of one table as the rows now hold them; ``where``: the columns that name a row."""
    if not rows:
        return
    meta = rows[0]._meta
    held = {name: cell for cell in cells(type(rows[0])) for name in (cell.name, cell.field.name)}
    written, named = [held[name] for name in names], [held[name] for name in where]
    quote = connection.ops.quote_name
    table, changed, known = quote(meta.db_table), [_name(cell) for cell in written], [_name(cell) for cell in named]
    values = (_stored(row, (*written, *named)) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > AT_ONCE:
            names = ", ".join([*changed, *known])
            cursor.execute(f"CREATE TEMPORARY TABLE written AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608
            _copy(cursor, f"written ({names})", values)
            sets = ", ".join(f"{name} = written.{name}" for name in changed)
            tests = " AND ".join(f"{table}.{name} = written.{name}" for name in known)
            cursor.execute(f"UPDATE {table} SET {sets} FROM written WHERE {tests}")  # noqa: S608
            cursor.execute("DROP TABLE written")
        else:
            sets = ", ".join(f"{name} = %s" for name in changed)
            tests = " AND ".join(f"{name} = %s" for name in known)
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {tests}", list(values))  # noqa: S608  # columns of a table


def _name(cell: Cell) -> str:
    return connection.ops.quote_name(str(cell.field.column))


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table; those without an id get theirs. Raises IntegrityError as a save does."""
    if not rows:
        return
    meta = rows[0]._meta
    _number(meta, [row for row in rows if meta.auto_field is not None and row.pk is None])
    into = cells(type(rows[0]))
    _put(meta.db_table, [str(cell.field.column) for cell in into], (_stored(row, into) for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _number(meta: Any, rows: Sequence[models.Model]) -> None:
    """Give rows the table's next ids. On SQLite nobody else can write before the transaction ends; a sequence of PostgreSQL
    gives no number twice."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(meta.db_table), meta.auto_field.column, len(rows)],
            )
            ids = sorted(number for (number,) in cursor.fetchall())
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
            last = (cursor.fetchone() or (0,))[0]
            ids = list(range(last + 1, last + 1 + len(rows)))
    for row, number in zip(rows, ids, strict=True):
        row.pk = number


def _put(table: str, names: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, names))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, into, values)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", list(values))  # noqa: S608  # columns of a table


def _copy(cursor: Any, into: str, values: Iterable[Sequence[Any]]) -> None:
    with connection.wrap_database_errors, cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _stored(row: models.Model, into: Sequence[Cell]) -> list[Any]:
    """The cells of a row as the engine takes them."""
    return [
        value
        if (value := getattr(row, cell.name)) is None or type(value) is cell.plain
        else cell.field.get_db_prep_save(value, connection)
        for cell in into
    ]


def still(rows: Iterable[models.Model]) -> None:
    """Lock rows that are about to be written, and raise Stale where somebody wrote one since it was read. Where a transaction
    has the database to itself (SQLite), nobody can have. One query for each 1,000 rows."""
    if not connection.features.has_select_for_update:
        return
    asked = sorted(rows, key=lambda row: row.pk)
    for start in range(0, len(asked), AT_ONCE):
        part = asked[start : start + AT_ONCE]
        model = type(part[0])
        read = cells(model)
        locked = model._default_manager.select_for_update().filter(pk__in=[row.pk for row in part]).order_by("pk")
        held = {then[0]: then[1:] for then in locked.values_list("pk", *[cell.name for cell in read])}
        for row in part:
            then = held.get(row.pk)
            if then is None or any(map(_differs, read, then, map(row.__getattribute__, [cell.name for cell in read]))):
                raise Stale


def _differs(cell: Cell, then: Any, now: Any) -> bool:
    return bool(then != now) and as_stored(cell.field, then) != as_stored(cell.field, now)
