"""Looking at and loading a sheet of enterprises, beside a bare reading of the file and a bare writing of its rows
(``executemany``; COPY on PostgreSQL), in one run.

    DATABASE_URL=sqlite:////tmp/intake.sqlite3 .venv/bin/python -m benchmarks.intake 20000
    .venv/bin/python -m tools.postgres .venv/bin/python -m benchmarks.intake 20000
"""

# ruff: noqa: E402  # settings come first
from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from python_calamine import CalamineWorkbook

from tests.cast import NAMES, SETUP, SINCE
from zhuqi.base.uscc import body, complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.sheets.loading import look, without
from zhuqi.core.sheets.reading import read_one
from zhuqi.core.sheets.writing import Written, xlsx
from zhuqi.domain.directory.actions.loading import load_enterprises
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.directory.sheets import ENTERPRISES

COLUMNS = 20
KEYS = ("uscc", "name", "region", "industry", "staff_count", "revenue_wan", "assets_wan", "address")


def place() -> None:
    """A city, a district, a town."""
    city = found(CLOCK, None, kind=Kind.CITY, name=NAMES["cc"], code="cc", since=SINCE, now=SETUP)
    district = found(CLOCK, city.pk, kind=Kind.DISTRICT, name=NAMES["ng"], code="ng", since=SINCE, now=SETUP)
    found(CLOCK, district.pk, kind=Kind.TOWN, name=NAMES["xf"], code="xf", since=SINCE, now=SETUP)


def rows(n: int, more: int) -> Iterator[list[Written]]:
    for at in range(n):
        code = complete(f"91220102{body(f'MA{at:06d}')}")
        known: list[Written] = [
            code, f"演练企业{at:06d}有限公司", "xf", ("1311", "6510", "3911")[at % 3], 50 + at % 300 + more,
            Decimal(1000 + at + more), Decimal(2000 + at), f"演练路 {at} 号",
        ]  # fmt: skip
        yield known + [f"其他{at}-{k}" for k in range(COLUMNS - len(known))]


def sheet(n: int, more: int) -> bytes:
    headers = {column.key: column.headers[0] for column in ENTERPRISES.columns}
    head = [headers[key] for key in KEYS] + [f"其他列{k}" for k in range(COLUMNS - len(KEYS))]
    return xlsx("企业", head, rows(n, more))


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that passed (``WALL=1``), or that this process and those it started worked: what a busy machine can't change
    much."""
    began = _worked()
    answer = act()
    return _worked() - began, answer


def _worked() -> float:
    return time.perf_counter() if os.environ.get("WALL") == "1" else sum(os.times()[:4])


def bare(content: bytes) -> None:
    """Read the file and write its cells into a table without keys, constraints or journal."""
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    cells = [[str(cell) for cell in row] for row in table]
    names = ", ".join(f"c{k} text" for k in range(COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(f"CREATE TABLE bare ({names})")
        if connection.vendor == "postgresql":
            with cursor.cursor.copy("COPY bare FROM STDIN") as copy:
                for row in cells:
                    copy.write_row(row)
        else:
            cursor.execute("BEGIN")
            cursor.executemany(f"INSERT INTO bare VALUES ({', '.join(['%s'] * COLUMNS)})", cells)
            cursor.execute("COMMIT")
        cursor.execute("DROP TABLE bare")


def load(content: bytes) -> tuple[float, float, Any]:
    """Seconds of looking, seconds of loading what was shown, and what was done."""

    def seen() -> Any:
        return look(load_enterprises, CLOCK, read_one(content, ENTERPRISES, name="x.xlsx"), now=SETUP)

    def done() -> Any:
        table = without(read_one(content, ENTERPRISES, name="x.xlsx"), shown.refused)
        return load_enterprises(CLOCK, table, now=SETUP)

    looking, shown = timed(seen)
    loading, loaded = timed(done)
    assert loaded.mark() == shown.loaded.mark()
    return looking, loading, loaded


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    call_command("migrate", verbosity=0)
    place()
    print(
        f"{connection.vendor}, {n} rows × {COLUMNS} columns, seconds {'passed' if os.environ.get('WALL') == '1' else 'of work'}"
    )
    for what, more in (("new", 0), ("the same again", 0), ("every row changed", 1)):
        content = sheet(n, more)
        without_any, _ = timed(lambda content=content: bare(content))
        looking, loading, done = load(content)
        whole = looking + loading
        print(
            f"{what:18} look {looking:5.2f}  load {loading:5.2f}  together {whole:5.2f}  bare {without_any:5.2f}"
            f"  ratio {whole / without_any:4.1f}  ({done.new} new, {done.changed} changed, {done.same} same)",
            flush=True,
        )


if __name__ == "__main__":
    main()
