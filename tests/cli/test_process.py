"""Commands as processes of their own, on a SQLite database of their own: what no runner inside a test can show."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.house.source import ROOT
from zhuqi.interfaces.cli.running import LAST_CALL

ZHUQI = (sys.executable, "-m", "zhuqi")
PATIENCE = 60.0
SETTING_UP = """
import zhuqi.interfaces.cli
from tests.cast import START, stage
from zhuqi.core.jobs import clock
from zhuqi.interfaces.cli import database
stage()
"""
REPLAYED = """
clock.stand_at("cast", START)
assert database.holds_something()
database.empty()
assert not database.holds_something() and not database.pending()
"""


def surroundings(folder: Path, **more: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHUQI", "DATABASE", "DJANGO"))}
    return {**kept, "ZHUQI_VAR": str(folder), "ZHUQI_LANG": "en", "PYTHONUNBUFFERED": "1", **more}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var")
    assert run(folder, "migrate").returncode == 0
    return folder


def run(folder: Path, *words: str, command: tuple[str, ...] = ZHUQI, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*command, *words),
        cwd=ROOT,
        env=surroundings(folder, **more),
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )


@pytest.fixture
def started(migrated: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []

    def start(*words: str, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            (*ZHUQI, *words),
            cwd=ROOT,
            env=surroundings(migrated, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()


def test_a_database_without_tables_is_told_in_one_sentence(tmp_path):
    said = run(tmp_path, "user", "list")
    assert said.returncode == 1
    assert said.stderr.splitlines() == ["The database isn't up to date with the program. Run: zhuqi migrate"]


def test_a_database_that_can_t_be_reached_is_told_in_one_sentence_without_its_password(tmp_path):
    said = run(tmp_path, "verify", DATABASE_URL="postgresql://somebody:secret@127.0.0.1:1/zhuqi")
    assert said.returncode == 1
    assert said.stderr.startswith("The database can't be reached: ")
    assert len(said.stderr.splitlines()) == 1
    assert "secret" not in said.stderr


def test_a_worker_that_starts_before_its_database_says_so_and_waits_until_it_is_stopped(started):
    worker = started("work", DATABASE_URL="postgresql://somebody:secret@127.0.0.1:1/zhuqi")
    assert worker.stdout.readline().startswith("The database can't be reached: ")
    assert worker.stdout.readline() == "The worker waits for it. Stop it with Ctrl-C.\n"
    worker.send_signal(signal.SIGTERM)
    assert (worker.wait(PATIENCE), worker.stdout.read()) == (0, "Stopped.\n")


def test_a_clean_database_verifies(migrated):
    said = run(migrated, "verify")
    assert (said.returncode, said.stderr) == (0, "")


def test_the_worker_ends_cleanly_when_told_to(started):
    process = started("work")
    assert process.stdout.readline().startswith("At work.")
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert process.stdout.read() == "Stopped.\n"


def opened(started: Callable[..., subprocess.Popen[str]]) -> tuple[subprocess.Popen[str], int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    process = started("serve", "--port", str(port))
    assert process.stdout.readline().startswith(f"The site opens at http://127.0.0.1:{port} ")
    assert answer(f"http://127.0.0.1:{port}/login") == 200
    return process, port


def test_the_site_opens_answers_and_ends_cleanly(started):
    process, _ = opened(started)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert process.stdout.read() == "Stopped.\n"


def test_ctrl_c_reaches_every_process_and_ends_the_site_at_once_with_one_sentence(started):
    process, port = opened(started)
    browser = http.client.HTTPConnection("127.0.0.1", port)  # which keeps its connection open, as browsers do
    browser.request("GET", "/login")
    browser.getresponse().read()
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert time.monotonic() - began < LAST_CALL
    assert process.stdout.read() == "Stopped.\n"
    browser.close()


def test_a_body_that_no_page_reads_and_that_comes_late_does_not_end_the_line(started):
    _, port = opened(started)
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        for method, address, body in (("POST", "/nowhere", b"text=late"), ("GET", "/nowhere", b"")):
            head = f"{method} {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode())
            time.sleep(0.5)  # the answer would be out by now
            line.sendall(body)
            told = http.client.HTTPResponse(line)
            told.begin()
            told.read()
            assert told.status == 404


def answer(address: str) -> int:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address) as page:
                return page.status
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize(("script", "ends"), [(REPLAYED, 0), ("database.empty()", 1)])
def test_a_replayed_database_can_be_emptied_and_no_other(tmp_path, script, ends):
    assert run(tmp_path, "migrate").returncode == 0
    said = run(tmp_path, SETTING_UP + script, command=(sys.executable, "-c"))
    assert said.returncode == ends, said.stderr
    assert ("no replay put there" in said.stderr) == bool(ends)
