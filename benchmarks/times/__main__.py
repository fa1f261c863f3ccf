"""``python -m tools.postgres python -m benchmarks.times [1000 10000 100000]``: the table of waiting times.

Every figure is the median in milliseconds over HTTP on one kept connection, one request at a time, both sites served by
one process with four threads. Asked of both sites in turns, so that a busy machine is busy for both.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import requests

from benchmarks.times import by_hand, clients
from benchmarks.times.desk import HelpDesk
from tests.doors.site import Site

SIZES = (1_000, 10_000, 100_000)
TIMES = 30
"""Requests behind each figure; whole lives: a third of it."""
WARM, LONGEST = 2, 30.0
"""Requests of each that aren't counted; seconds after which a figure makes do with fewer."""
LASTING = "".join(f"ALTER SYSTEM SET {name} = on;" for name in ("fsync", "synchronous_commit", "full_page_writes"))


def main(sizes: tuple[int, ...]) -> None:
    """Fill, serve, ask, print."""
    url = os.environ["DATABASE_URL"]
    folder = Path(tempfile.mkdtemp(prefix="zhuqi-times-"))
    desk = HelpDesk(Path(os.environ.get("ZHUQI_HELPDESK", "var/helpdesk")).resolve(), _other(url, "helpdesk"))
    site = Site(folder, _other(url, "ours"))
    helping: subprocess.Popen[bytes] | None = None
    try:
        told = _lasting(url, desk, site)
        columns = []
        for size in sizes:
            desk.grow(size)
            told |= json.loads(site.run("benchmarks.times.town", "grow", str(size)))
            site.start("web", "serve", "--port", str(site.port), "--workers", "1")
            site.wait()
            helping = desk.serve(site.port + 1, folder / "desk.log")
            columns.append(measured(site, told, desk.url))
            site.close()
            ended(helping)
            helping = None
            _print(sizes, columns)
    finally:
        site.close()
        ended(helping)
        shutil.rmtree(folder, ignore_errors=True)


def ended(process: subprocess.Popen[bytes] | None) -> None:
    """Nothing of it is left running."""
    if process is not None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _other(url: str, name: str) -> str:
    """The address of another database of the same server."""
    head, _, tail = url.partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{tail}" if tail else "")


def _lasting(url: str, desk: HelpDesk, site: Site) -> dict[str, Any]:
    """A server that writes through to the disk, with a database for each; gives what our clients need."""
    with psycopg.connect(url, autocommit=True) as session:
        for statement in filter(None, LASTING.split(";")):
            session.execute(statement)
        session.execute("SELECT pg_reload_conf()")
        for name in ("helpdesk", "ours"):
            session.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(url) as session:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            ((shown,),) = session.execute(f"SHOW {name}")
            print(f"{name}: {shown}")
    desk.prepare()
    by_hand.tables(desk.url)
    told: dict[str, Any] = json.loads(site.run("benchmarks.times.town", "stage"))
    return told


def measured(site: Site, told: dict[str, Any], desk_url: str) -> dict[str, tuple[float, float]]:
    """{what is asked: median of ours, of the other}; 0 where nobody else has it. Milliseconds."""
    ours, theirs = clients.Ours(site.port, told), clients.Theirs(site.port + 1)
    figures = {}
    for name, mine, other in (
        ("list, page", ours.list_page, theirs.list_page),
        ("list, API", ours.list_api, theirs.list_api),
        ("one case, page", ours.case_page, theirs.case_page),
        ("one case, API", ours.case_api, theirs.case_api),
        ("create, API", ours.create, theirs.create),
        ("search by number, API", ours.search, theirs.search),
        ("statement of the district, page", ours.statement_page, None),
        ("statement of the district, API", ours.statement_api, None),
    ):
        figures[name] = taken(mine, other, TIMES)
    figures["one whole life: 8 steps, API"] = (
        taken(ours.life, None, TIMES // 3)[0],
        1000 * statistics.median(by_hand.lives(desk_url, TIMES // 3)),
    )
    return figures


def taken(mine: Callable[[], object], other: Callable[[], object] | None, times: int) -> tuple[float, float]:
    """Both in turns, after two to warm up; the medians. Fewer where it takes long: three of each, or a single one."""
    spent: dict[Callable[[], object], list[float]] = {ask: [] for ask in (mine, other) if ask}
    end = time.perf_counter() + LONGEST
    for n in range(WARM + times):
        for ask, took in spent.items():
            if not took or took[0] < LONGEST:
                began = time.perf_counter()
                ask()
                took.append(time.perf_counter() - began)
        if n >= WARM + 2 and time.perf_counter() > end:
            break
    middle = {ask: 1000 * statistics.median(took[WARM:] or took) for ask, took in spent.items()}
    return middle[mine], middle[other] if other else 0.0


def _print(sizes: tuple[int, ...], columns: list[dict[str, tuple[float, float]]]) -> None:
    print(f"\n{'milliseconds: ours / other':34}" + "".join(f"{size:>24,}" for size in sizes[: len(columns)]))
    for name in columns[0]:
        cells = (f"{mine:.1f} / {other:.1f}" if other else f"{mine:.1f}" for mine, other in (c[name] for c in columns))
        print(f"{name:34}" + "".join(f"{cell:>24}" for cell in cells))
    print("other: django-helpdesk's; for the whole life SQL written by hand")


if __name__ == "__main__":
    try:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
    except (requests.RequestException, subprocess.CalledProcessError) as trouble:
        sys.exit(f"It can't be timed: {trouble}")
