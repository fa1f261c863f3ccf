"""Rows as they really lie in the database, each value in the form that digests are taken over.

SQLite keeps whatever it is given in whatever column, and the framework then reads much of it as something else: an empty
text as no date, a 2 as no, 12.001 as 12.00. So verification reads around the framework. A value that the program itself
wouldn't have written there comes out as ``Odd``, and no digest was ever taken over one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db import connection, models

from zhuqi.core.journal.digests import bytes_digest, columns

CHUNK, HEAVY = 2000, 8
"""Rows that are fetched at once: of a table that holds files, few."""
Reader = Callable[[Any], Any]


class Odd(NamedTuple):
    """What lies in a column in which the program would have written something else, or otherwise."""

    kind: str
    stored: str


def rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """Every row's columns in the order of ``columns(model)``, by primary key. One query; memory for one chunk."""
    fields = columns(model)
    readers = [_reader(field) for field in fields]
    heavy = any(isinstance(field, models.BinaryField) for field in fields)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_select(model, fields))
        while chunk := cursor.fetchmany(HEAVY if heavy else CHUNK):
            for row in chunk:
                yield tuple(map(_read, readers, row))


def _select(model: type[models.Model], fields: list[models.Field[Any, Any]]) -> str:
    """A plus before a column keeps SQLite's driver from converting what it finds there."""
    bare = "+" if connection.vendor == "sqlite" else ""
    quote = connection.ops.quote_name
    names = ", ".join(bare + quote(str(field.column)) for field in fields)
    order = ", ".join(quote(str(field.column)) for field in model._meta.pk_fields)
    return f"SELECT {names} FROM {quote(model._meta.db_table)} ORDER BY {order}"  # noqa: S608 - names are the models'


def _read(reader: Reader, raw: Any) -> Any:
    if raw is None:
        return None
    try:
        return reader(raw)
    except (ValueError, TypeError, ArithmeticError):
        return Odd(type(raw).__name__, repr(raw))


def _reader(field: models.Field[Any, Any]) -> Reader:
    """How a column is read on this engine. Raises TypeError for a kind of column that no table had so far."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DecimalField):
        return partial(_decimal, Decimal(1).scaleb(-field.decimal_places))
    known = SQLITE if connection.vendor == "sqlite" else TYPED
    for kind, reader in known.items():
        if isinstance(field, kind):
            return reader
    raise TypeError(f"verification doesn't know how to read {field}")


def _exactly(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:
        raise ValueError
    return raw


def _yes(raw: Any) -> bool:
    return (False, True).index(_exactly(int, raw)) == 1


def _moment(raw: Any) -> str:
    """A moment as SQLite holds it: UTC without saying so, ``2019-05-13 01:00:00``."""
    at = dt.datetime.fromisoformat(_exactly(str, raw))
    if at.tzinfo is not None or str(at) != raw:
        raise ValueError
    return at.replace(tzinfo=dt.UTC).isoformat()


def _day(raw: Any) -> str:
    day = dt.date.fromisoformat(_exactly(str, raw)).isoformat()
    if day != raw:
        raise ValueError
    return day


def _decimal(step: Decimal, raw: Any) -> str:
    """A decimal. SQLite holds it as a number of its own, so its last digits are what the number prints."""
    found = raw if isinstance(raw, Decimal) else Decimal(repr(raw))
    if found.quantize(step) != found:
        raise ValueError
    return str(found.quantize(step))


INTEGER, TEXT = partial(_exactly, int), partial(_exactly, str)
SQLITE: Mapping[type[models.Field[Any, Any]], Reader] = {
    models.BooleanField: _yes,
    models.DateTimeField: _moment,
    models.DateField: _day,
    models.IntegerField: INTEGER,
    models.CharField: TEXT,
    models.TextField: TEXT,
    models.BinaryField: lambda raw: bytes_digest(_exactly(bytes, raw)),
}
"""Kind of column → reader, where columns hold anything. A moment is also a day to the framework, so it comes first."""

TYPED: Mapping[type[models.Field[Any, Any]], Reader] = {
    models.BooleanField: partial(_exactly, bool),
    models.DateTimeField: lambda at: at.astimezone(dt.UTC).isoformat(),
    models.DateField: dt.date.isoformat,
    models.IntegerField: INTEGER,
    models.CharField: TEXT,
    models.TextField: TEXT,
    models.BinaryField: bytes_digest,
}
"""The same, where the engine holds its columns to their types."""
