"""Hands in the database that aren't the program's: raw SQL past every constraint the engine lets one past."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from zhuqi.core.access.models import Scope
from zhuqi.core.journal.digests import columns
from zhuqi.core.journal.models import Chain, Entry, Reaction
from zhuqi.domain.common.models import Posting

Model = type[models.Model]
Row = dict[str, Any]
FAR = 7_000_000


class Impossible(Exception):
    """This engine doesn't let that be done to that row."""


@dataclass(frozen=True)
class Done:
    """What was done, in words, and what of it may be named: (table, row) pairs, each of which is an answer."""

    words: str
    named: frozenset[tuple[str, int]]


@contextmanager
def lawless(model: Model) -> Iterator[None]:
    """The table without foreign keys, uniqueness and checks, as far as the engine lets one; all is undone afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for statement in _unfettered(cursor, model._meta.db_table):
                    cursor.execute(statement)
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        try:
            yield
        finally:
            transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _unfettered(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'c', 'f')"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = pg_constraint.conindid AND f.contype = 'f')",
        [table],
    )
    dropped = [f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"' for (name,) in cursor.fetchall()]
    cursor.execute(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass AND indisunique"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    )
    dropped += [f"DROP INDEX {name}" for (name,) in cursor.fetchall()]
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnotnull AND attnum > 0"
        " AND NOT attnum = ANY (SELECT unnest(conkey) FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p')",
        [table],
    )
    return dropped + [f'ALTER TABLE "{table}" ALTER COLUMN "{name}" DROP NOT NULL' for (name,) in cursor.fetchall()]


class Hand:
    """One table and a source of chance."""

    def __init__(self, model: Model, rng: random.Random) -> None:
        self.model, self.rng, self.table = model, rng, model._meta.db_table
        self.fields = columns(model)
        self.names = [str(field.column) for field in self.fields]
        self.key = [str(field.column) for field in model._meta.pk_fields]

    def rows(self) -> list[Row]:
        """Every row as it lies there, by primary key; on SQLite past the driver's conversions."""
        bare = "+" if connection.vendor == "sqlite" else ""
        listed = ", ".join(f'{bare}"{name}"' for name in self.names)
        order = ", ".join(f'"{name}"' for name in self.key)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {listed} FROM "{self.table}" ORDER BY {order}')
            return [dict(zip(self.names, row, strict=True)) for row in cursor.fetchall()]

    def edit(self, column: str | None = None) -> Done:
        """One column of one row written over. Raises Impossible."""
        rows = self.rows()
        row, field = self.rng.choice(rows), self.rng.choice(self.fields)
        if column is not None:
            field = next(f for f in self.fields if f.column == column)
        name = str(field.column)
        values = [
            *others(field, row[name], self.rng),
            *(other[name] for other in self.rng.sample(rows, min(9, len(rows)))),
        ]
        for value in values:
            if value == row[name] and type(value) is type(row[name]):
                continue
            if self._write(f'UPDATE "{self.table}" SET "{name}" = %s', [value], row) and self.rows() != rows:
                said = f"{self.table}: {name} of {self._key(row)} was {row[name]!r} and is {value!r}"
                return Done(said, self._named(row) | self._named({**row, name: value}))
        raise Impossible(f"{self.table}.{name}: nothing but {row[name]!r} fits there")

    def delete(self, *, last: int = 0) -> Done:
        """One row gone, or the ``last`` ones by primary key."""
        rows = self.rows()
        return self.delete_of(*(rows[-last:] if last else [self.rng.choice(rows)]))

    def delete_of(self, *doomed: Row) -> Done:
        """These rows gone."""
        named: frozenset[tuple[str, int]] = frozenset()
        for row in doomed:
            named |= self._named(row)
            assert self._write(f'DELETE FROM "{self.table}"', [], row)
        return Done(f"{self.table}: {[self._key(row) for row in doomed]} are gone", named)

    def insert(self) -> Done:
        """A copy of a row under a key of its own; where the engine insists on more, its other columns differ too."""
        row = self.rng.choice(self.rows())
        surrogate = len(self.key) == 1
        copy = {**row, self.key[0]: self.rng.randrange(FAR, 2 * FAR)} if surrogate else dict(row)
        for attempt in range(5):
            if attempt or not (surrogate or connection.vendor == "postgresql"):
                copy |= {n: self._beside(n, row[n]) for n in self._unique() if not (surrogate and n in self.key)}
            marks = ", ".join(["%s"] * len(self.names))
            listed = ", ".join(f'"{name}"' for name in self.names)
            sql = f'INSERT INTO "{self.table}" ({listed}) VALUES ({marks})'
            if self._tried(sql, [copy[name] for name in self.names]):
                return Done(
                    f"{self.table}: {self._key(row)} copied as {self._key(copy)}", self._named(row) | self._named(copy)
                )
        raise Impossible(f"{self.table}: {self._key(row)} can't be copied")

    def _unique(self) -> set[str]:
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, self.table).values()
        return {name for rule in found if rule["unique"] or rule["primary_key"] for name in rule["columns"]}

    def _beside(self, name: str, value: Any) -> Any:
        field = next(f for f in self.fields if f.column == name)
        wanted = [v for v in others(field, value, self.rng) if type(v) is type(value)]
        return self.rng.choice(wanted or [value])

    def _write(self, sql: str, values: list[Any], row: Row) -> bool:
        where = " AND ".join(f'"{name}" = %s' for name in self.key)
        return self._tried(f"{sql} WHERE {where}", [*values, *(row[name] for name in self.key)])

    def _tried(self, sql: str, values: list[Any]) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
                return bool(cursor.rowcount == 1)
        except (IntegrityError, OverflowError):
            return False

    def _key(self, row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.key)

    def _named(self, row: Row) -> frozenset[tuple[str, int]]:
        """What a finding may point at for a tampered row: the row, or in the journal what holds it."""
        if self.model is Entry:
            later = Entry.objects.filter(
                kind=row["kind"], subject=row["subject"], seq__gt=row["seq"] if isinstance(row["seq"], int) else 0
            )
            follower = later.order_by("seq").values_list("pk", flat=True)[:1]
            entries = {("journal_entry", pk) for pk in (row["id"], *follower)}
            return frozenset(entries | {("journal_chain", row["subject"]), ("journal_reaction", row["id"])})
        column = {Chain: "subject", Reaction: "entry_id", Scope: "row", Posting: "case_id"}.get(self.model, self.key[0])
        return frozenset({(self.table, row[column])})


def others(field: models.Field[Any, Any], value: Any, rng: random.Random) -> list[Any]:
    """Values that could be written over one, in a random order; some of another form or type, some that read the same."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    found: list[Any] = []
    if isinstance(field, models.BooleanField):
        found = [not value, None]
    elif isinstance(field, models.DateTimeField | models.DateField):
        found = [*_moments(value), None]
    elif isinstance(field, models.IntegerField):
        number = value or 0
        found = [number + 1, number + rng.randrange(2, 999), FAR, None]
    elif isinstance(field, models.DecimalField):
        found = [Decimal("12.01"), Decimal("0.00"), None]
    elif isinstance(field, models.BinaryField):
        content = bytes(value or b"")
        found = [content + b"\0", content[:-1], bytes([content[0] ^ 1]) + content[1:], b"", None]
    elif isinstance(field, models.CharField | models.TextField):
        text = value or ""
        found = [text + " ", text + "乙", text[:-1], text.swapcase(), text.replace(",", ", "), "", None]
        found = [item if item is None else item[: getattr(field, "max_length", None)] for item in found]
    rng.shuffle(found)
    if connection.vendor == "sqlite":
        found[rng.randrange(3) : 0] = rng.sample(_odd(field, value), 1)
    return found


def _moments(value: Any) -> list[Any]:
    if isinstance(value, str):
        day = value[:10]
        return [f"2031-01-01{value[10:]}", f"{day[:8]}28{value[10:]}", f"{day[:8]}27{value[10:]}"]
    if value is None:
        return ["2031-01-01", "2019-05-28"]
    return [value + dt.timedelta(days=n) for n in (-1, 1, 700)]


def _odd(field: models.Field[Any, Any], value: Any) -> list[Any]:
    """What only SQLite lets lie in such a column."""
    text = str(value)
    if isinstance(field, models.DateTimeField):
        return ["", text.replace(" ", "T"), text + ".000000", 0, b"2019"]
    if isinstance(field, models.DateField):
        return ["", text + " 00:00:00", 20190513, "soon"]
    if isinstance(field, models.BooleanField):
        return [2, "", "true", -1]
    if isinstance(field, models.IntegerField):
        return ["", "many", (value or 0) + 0.5]
    if isinstance(field, models.BinaryField):
        return [bytes(value or b"").decode("latin-1"), 7, ""]
    if isinstance(field, models.DecimalField):
        return ["", (value or 0) + 0.001]
    return [text.encode(), b"\xff"]
