"""A site of its own: web and worker processes on a database in a folder, or on a PostgreSQL that can be killed."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds to wait for a process that must come up."""

STILL = {"T", "Z"}
"""Stopped, or ended and not yet asked after."""


@dataclass
class Answer:
    """What the site said: status and body, parsed where it is JSON."""

    status: int
    body: Any


@dataclass
class Site:
    """Processes that are started, stopped and killed; ``kills`` counts the last."""

    folder: Path
    url: str = ""
    port: int = 0
    more: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def environment(self) -> dict[str, str]:
        """The processes' environment."""
        left = {name: text for name, text in os.environ.items() if not name.startswith(("ZHUQI_", "PYTEST_"))}
        own = {"ZHUQI_VAR": str(self.folder), "DJANGO_SETTINGS_MODULE": "zhuqi.settings", "LC_ALL": "C.UTF-8"}
        own |= {"ZHUQI_LIMIT_TOKEN": "0", "ZHUQI_LIMIT_STRANGER": "0", **self.more}
        return {**left, **own, "DATABASE_URL": self.url}

    def run(self, *command: str) -> str:
        """Run one of our modules to its end; gives what it printed. Raises where it failed."""
        done = subprocess.run(
            (sys.executable, "-m", *command), cwd=ROOT, env=self.environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    def start(self, name: str, *command: str) -> None:
        """Start a process in a group of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                (sys.executable, "-m", "zhuqi", *command),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def serve(self) -> None:
        """Start the site and wait until it answers."""
        self.start("web", "serve", "--port", str(self.port))
        self.wait()

    def wait(self) -> None:
        """Until the site answers. Raises TimeoutError."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/login").status == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "web.log").read_text()[-2000:])

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a process and all it started. What is told to stand still does so when this returns: the system
        lets the other threads of a process run on until the one that it chose to hear of it has its turn."""
        group = self.running[name].pid
        os.killpg(group, number)
        while number == signal.SIGSTOP and set(_threads_of(group)) - STILL:
            time.sleep(0.01)

    def ends(self, name: str) -> int:
        """Wait until a process has ended by itself; gives its exit code. Raises subprocess.TimeoutExpired."""
        return self.running.pop(name).wait(PATIENCE)

    def take_keys(self, other: Site) -> None:
        """Have the keys of another machine."""
        for key in other.folder.glob("*.key"):
            (self.folder / key.name).write_bytes(key.read_bytes())

    def kill(self, name: str) -> None:
        """``kill -9`` of a process and all it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.kills[name] = self.kills.get(name, 0) + 1

    def close(self) -> None:
        """Nothing of it is left running."""
        for name in list(self.running):
            self.kill(name)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own. Raises OSError or HTTPException where the site is away."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = {"Content-Type": "application/json", **(headers or {})} if body is not None else headers or {}
            connection.request(method, path, json.dumps(body) if body is not None else None, sent)
            answer = connection.getresponse()
            text = answer.read()
            return Answer(answer.status, json.loads(text) if text[:1] in (b"{", b"[") else text.decode())
        finally:
            connection.close()


def _threads_of(group: int) -> Iterator[str]:
    """In which state each thread of a group of processes is, by the letter that Linux has for it."""
    for stat in Path("/proc").glob("[0-9]*/task/*/stat"):
        with contextlib.suppress(OSError):  # it may have ended since
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group:
                yield state


@contextlib.contextmanager
def site(folder: Path, url: str = "", *, leavers: int = 0) -> Iterator[tuple[Site, dict[str, Any]]]:
    """A staged site that serves; gives it with what a client needs (tokens, ids)."""
    place = Site(folder, url)
    try:
        told = json.loads(place.run("tests.doors.prepare", str(leavers)))
        place.serve()
        yield place, told
    finally:
        place.close()
