"""Columns of many rows as NumPy arrays, without a Python object for each row."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler
from numpy.typing import NDArray

from zhuqi.base.worktime.bulk import UNDETERMINED

Numbers = NDArray[np.int64]
Kind = str | Sequence[str]
NUMBER, MOMENT, FLAG = "number", "moment", "flag"
NONE, NEVER = -1, UNDETERMINED
"""What an empty number, and an empty moment, become."""
OTHER = -1
"""What a word becomes that wasn't named."""
POSTGRES_EPOCH = 946_684_800_000_000
"""Microseconds from 1970 to 2000, from where PostgreSQL counts."""
HEAD, LIST_HEAD = 19, 20
"""Bytes before the rows of a binary COPY, and before the items of a list in it."""
PORTION = 50_000
"""Rows that are brought together: one by one each would cost a call."""


class Fact(Func):
    """One fact of an entry as text."""

    output_field = TextField()

    def __init__(self, name: str) -> None:
        super().__init__(F("facts"), template=f"CAST(json_extract(%(expressions)s, '$.{name}') AS TEXT)")
        self.name = name

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The same by the other engine."""
        return self.as_sql(compiler, connection, template=f"(%(expressions)s::jsonb ->> '{self.name}')")


def fetch(rows: QuerySet[Any], columns: Mapping[str, Kind]) -> dict[str, Numbers]:
    """{column: its values}, rows in no order. NUMBER; FLAG; MOMENT in microseconds since 1970; or the words it may hold: 1 is the
    first of them, 0 none, OTHER any other. One query."""
    plain = rows.order_by().values_list(*columns)
    try:
        sql, params = plain.query.sql_with_params()
    except EmptyResultSet:  # who sees nothing asks nothing
        return {name: np.empty(0, np.int64) for name in columns}
    if connection.vendor == "postgresql":
        return _copied(sql, params, columns)
    return _read(sql, params, columns)


def _copied(sql: str, params: Sequence[Any], columns: Mapping[str, Kind]) -> dict[str, Numbers]:
    """By COPY in binary, a portion of the rows as a list for each column."""
    asked, words = [], []
    for n, kind in enumerate(columns.values()):
        if kind == NUMBER:
            asked.append(f"COALESCE(q.c{n}::int8, {NONE})")
        elif kind == FLAG:
            asked.append(f"COALESCE(q.c{n}::int4::int8, {NONE})")
        elif kind == MOMENT:
            asked.append(f"COALESCE(q.c{n}, '-infinity'::timestamptz)")
        else:
            asked.append(
                f"COALESCE(array_position(%s::text[], q.c{n}::text), CASE WHEN q.c{n} IS NULL THEN 0 ELSE {OTHER} END)::int8"
            )
            words.append(list(kind))
    names = ", ".join(f"c{n}" for n in range(len(columns)))
    lists = ", ".join(f"array_agg(v{n})" for n in range(len(columns)))
    values = ", ".join(f"{one} AS v{n}" for n, one in enumerate(asked))
    numbered = f"SELECT {values}, row_number() OVER () / {PORTION} AS portion FROM ({sql}) AS q({names})"  # noqa: S608
    query = f"COPY (SELECT {lists} FROM ({numbered}) AS r GROUP BY portion) TO STDOUT (FORMAT BINARY)"  # noqa: S608
    found: list[list[Numbers]] = [[np.empty(0, np.int64)] for _ in columns]
    with connection.cursor() as cursor, cursor.cursor.copy(query, (*words, *params)) as copy:
        for n, row in enumerate(copy):
            _unpack(bytes(row), HEAD if n == 0 else 0, found)
    told = _joined(columns, found)
    for name, kind in columns.items():
        if kind == MOMENT:
            told[name][told[name] != NEVER] += POSTGRES_EPOCH
    return told


def _joined(columns: Mapping[str, Kind], parts: list[list[Numbers]]) -> dict[str, Numbers]:
    """The parts of each column as one, each column's parts let go before the next is joined."""
    told = {}
    for n, name in enumerate(columns):
        told[name] = np.concatenate(parts[n])
        parts[n] = []
    return told


ITEM = np.dtype([("length", ">i4"), ("value", ">i8")])
"""One item of a list: it is never empty, so that it has always eight bytes."""


def _unpack(row: bytes, start: int, found: list[list[Numbers]]) -> None:
    """One row of a binary COPY: the number of fields, then each as its length and a list with its own head."""
    (fields,) = struct.unpack_from(">h", row, start)
    at = start + 2
    for n in range(max(fields, 0)):  # the last row, with -1 fields, says that there are no more
        (length,) = struct.unpack_from(">i", row, at)
        count = (length - LIST_HEAD) // ITEM.itemsize
        found[n].append(np.frombuffer(row, ITEM, count=count, offset=at + 4 + LIST_HEAD)["value"].astype(np.int64))
        at += 4 + length


def _read(sql: str, params: Sequence[Any], columns: Mapping[str, Kind]) -> dict[str, Numbers]:
    """Row by row, a portion at a time. The plus keeps the engine's module from making objects of moments and flags."""
    portions: list[list[Numbers]] = [[np.empty(0, np.int64)] for _ in columns]
    codes: list[dict[str | None, int]] = [
        {word: code for code, word in enumerate(kind, 1)} | {None: 0} for kind in columns.values()
    ]
    names = [f"c{n}" for n in range(len(columns))]
    asked = ", ".join(f"+{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH q({', '.join(names)}) AS ({sql}) SELECT {asked} FROM q", params)  # noqa: S608
        while portion := cursor.fetchmany(PORTION):
            for n, (kind, told) in enumerate(zip(columns.values(), zip(*portion, strict=True), strict=True)):
                portions[n].append(_numbers(kind, told, codes[n]))
    return _joined(columns, portions)


def _numbers(kind: Kind, told: Sequence[Any], codes: Mapping[str | None, int]) -> Numbers:
    if kind == MOMENT:
        return _moments(told)
    if kind in (NUMBER, FLAG):
        return np.array([NONE if value is None else value for value in told] if None in told else told, np.int64)
    return np.array([codes.get(value, OTHER) for value in told], np.int64)


BLANK = "0000-00-00 00:00:00.000000"
WHOLE = len("0000-00-00 00:00:00")


def _moments(told: Sequence[str | None]) -> Numbers:
    """Moments as SQLite keeps them, in UTC, their fraction left out where there is none: microseconds since 1970."""
    if not any(told):
        return np.full(len(told), NEVER)
    whole = [BLANK if at is None else at + BLANK[WHOLE:] if len(at) == WHOLE else at for at in told]
    digits = np.frombuffer("".join(whole).encode(), np.uint8).reshape(-1, len(BLANK)) - ord("0")

    def number(*places: int) -> Numbers:
        found = np.zeros(len(digits), np.int64)
        for place in places:
            found = found * 10 + digits[:, place]
        return found

    month = (number(0, 1, 2, 3) - 1970) * 12 + number(5, 6) - 1
    known = digits[:, 6] + digits[:, 5] > 0
    day = np.where(known, month, 0).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + number(8, 9) - 1
    second = ((day * 24 + number(11, 12)) * 60 + number(14, 15)) * 60 + number(17, 18)
    return np.where(known, second * 1_000_000 + number(20, 21, 22, 23, 24, 25), NEVER)
