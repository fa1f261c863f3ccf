"""What each page costs, and whether it costs more among many cases: ``python -m tools.postgres python -m benchmarks.pages``.

The tests' town with something of everything, and whole lives copied beside it until there are 1,000 cases, then 100,000; one in
ten is in hand. Every page is asked as its reader's browser would ask. Prints bytes as they go over the line, queries, milliseconds
at both sizes, and where a page became slower by more than a third.
"""

# ruff: noqa: E402  # settings come first
from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings, setup_test_environment

from benchmarks.times.town import LIVES, grow, lead
from tests.interfaces.conftest import Town, peopled
from tests.reach.walk import Walk, come_in, walked

SIZES = (1_000, 100_000)
TIMES, WARM = 9, 2
"""How often a page is asked for each figure, and how often before that."""
MOST, LEAST = 4 / 3, 3.0
"""How much slower a page may become, and below how many milliseconds that is nobody's matter."""
OPEN = {
    "MAIL": True, "DEFAULT_FROM_EMAIL": "zhuqi@example.com", "ORIGIN": "http://localhost", "PASSKEY_DOMAIN": "localhost",
}  # fmt: skip
"""What must be set for every page to be there."""


@dataclass(frozen=True)
class Cost:
    """Of one page: bytes as they go over the line, queries, and the median in milliseconds."""

    size: int
    queries: int
    took: float


def cost(client: Client, path: str) -> Cost:
    """Ask for a page, some times over."""
    for _ in range(WARM):
        client.get(path)
    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer: Any = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    head = sum(len(name) + len(str(value)) + 4 for name, value in answer.headers.items())
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - began) * 1000)
    return Cost(len(answer.content) + head, len(asked), statistics.median(took))


def costs(town: Town, walk: Walk) -> dict[tuple[str, str], Cost]:
    """{(who, path): what it costs}."""
    found = {}
    for who, paths in walk.pages.items():
        client = come_in(walk, town, who)
        for path in paths:
            found[who, path] = cost(client, path)
    return found


def told(sizes: tuple[int, ...], columns: list[dict[tuple[str, str], Cost]]) -> None:
    """The table, the dearest page first, and what became slower than it may."""
    few, many = columns[0], columns[-1]
    print(
        f"{'page':58}{'bytes':>8}{'queries':>9}"
        + "".join(f"{f'ms at {size:,}':>14}" for size in sizes)
        + f"{'ratio':>7}"
    )
    for page in sorted(many, key=lambda page: -many[page].took):
        who, path = page
        times = "".join(f"{column[page].took:14.1f}" for column in columns)
        ratio = many[page].took / few[page].took
        said = f"{who} {path}"[:57]
        print(f"{said:58}{many[page].size:8,}{many[page].queries:9}{times}{ratio:7.2f}")
    slower = [p for p in many if many[p].took > max(LEAST, few[p].took * MOST)]
    more = [p for p in many if many[p].queries > few[p].queries]
    middle = [statistics.median(one.took for one in column.values()) for column in columns]
    print(f"{len(many)} pages; half of them within " + ", ".join(f"{ms:.1f} ms" for ms in middle))
    print(f"slower by more than a third: {len(slower)}", *(f"{who} {path}" for who, path in slower), sep="\n  ")
    print(f"more queries: {len(more)}", *(f"{who} {path}" for who, path in more), sep="\n  ")


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with override_settings(**OPEN):
        town = peopled()
        walk = walked(town)
        lives = [lead(town.city, n) for n in range(LIVES)]
        columns = []
        for size in sizes:
            grow(size, lives)
            columns.append(costs(town, walk))
    told(sizes, columns)


if __name__ == "__main__":
    main()
