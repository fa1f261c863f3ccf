"""Columns of many rows as NumPy arrays, without a Python object for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
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
HEAD, TAIL = 19, 2
"""Bytes before and after the rows of a binary COPY."""
PORTION = 50_000


def fetch(rows: QuerySet[Any], columns: Mapping[str, Kind]) -> dict[str, Numbers]:
    """{column: its values}, rows in no order. NUMBER; FLAG; MOMENT in microseconds since 1970; or the words it may hold: 1 is the
    first of them, 0 none, OTHER any other. One query."""
    plain = rows.order_by().values_list(*columns)
    sql, params = plain.query.sql_with_params()
    if connection.vendor == "postgresql":
        return _copied(sql, params, columns)
    return _read(sql, params, columns)


def _copied(sql: str, params: Sequence[Any], columns: Mapping[str, Kind]) -> dict[str, Numbers]:
    """By COPY in binary, eight bytes a value."""
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
    query = f"COPY (SELECT {', '.join(asked)} FROM ({sql}) AS q({names})) TO STDOUT (FORMAT BINARY)"  # noqa: S608
    with connection.cursor() as cursor, cursor.cursor.copy(query, (*words, *params)) as copy:
        told = b"".join(copy)
    shape = [("fields", ">i2"), *((f"{part}{n}", f">i{size}") for n in range(len(columns)) for part, size in PARTS)]
    row = np.dtype(shape)
    table = np.frombuffer(told, row, count=(len(told) - HEAD - TAIL) // row.itemsize, offset=HEAD)
    found = {name: table[f"value{n}"].astype(np.int64) for n, name in enumerate(columns)}
    for name, kind in columns.items():
        if kind == MOMENT:
            found[name][found[name] != NEVER] += POSTGRES_EPOCH
    return found


PARTS = (("length", 4), ("value", 8))


def _read(sql: str, params: Sequence[Any], columns: Mapping[str, Kind]) -> dict[str, Numbers]:
    """Row by row, a portion at a time."""
    portions: list[list[Numbers]] = [[np.empty(0, np.int64)] for _ in columns]
    codes: list[dict[str | None, int]] = [
        {word: code for code, word in enumerate(kind, 1)} | {None: 0} for kind in columns.values()
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = iter(cursor)
        while portion := list(islice(rows, PORTION)):
            for n, (kind, told) in enumerate(zip(columns.values(), zip(*portion, strict=True), strict=True)):
                portions[n].append(_numbers(kind, told, codes[n]))
    return {name: np.concatenate(parts) for name, parts in zip(columns, portions, strict=True)}


def _numbers(kind: Kind, told: Sequence[Any], codes: Mapping[str | None, int]) -> Numbers:
    if kind == MOMENT:
        return np.array(told, "datetime64[us]").astype(np.int64)
    if kind in (NUMBER, FLAG):
        return np.array([NONE if value is None else value for value in told], np.int64)
    return np.array([codes.get(value, OTHER) for value in told], np.int64)
