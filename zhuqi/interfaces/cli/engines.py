"""How each engine's database becomes one file while others write to it, and how such a file is checked and put back."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say

PATIENCE = "-c lock_timeout=10s"
"""How long putting a database back waits for others who use it."""
ENTRIES, MIGRATIONS = "journal_entry", "django_migrations"


class Failed(Refused):
    """A program of the engine ended badly."""


@dataclass(frozen=True)
class Counted:
    """What a snapshot holds: {table: rows}, and the migrations done, as ``app.name``."""

    rows: Mapping[str, int]
    migrations: tuple[str, ...]


def dump(target: Path) -> Counted:
    """Write the database as it stands at one moment into a file. Writers go on meanwhile."""
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgres(target)


def check(file: Path, engine: str, rows: Mapping[str, int]) -> None:
    """Read a dump through, as its engine does. Raises Failed where it isn't sound or a table is missing."""
    if engine == "sqlite":
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as held:
            said = [line for (line,) in held.execute("PRAGMA integrity_check(3)")]
            if said != ["ok"]:
                raise Failed(say("SQLite finds the copy broken: {why}", why="; ".join(said)[:200]))
            if _counts(held) != rows:
                raise Failed(_incomplete())
        return
    listed = _run("pg_restore", "--list", str(file))
    data = set(re.findall(r"TABLE DATA \S+ (\S+)", listed))
    if not set(rows) <= data:
        raise Failed(_incomplete())
    _run("pg_restore", "--file=/dev/null", str(file))


def _incomplete() -> Sentence:
    return say("The copy doesn't hold all that the database held.")


def _dump_sqlite(target: Path) -> Counted:
    """The online backup in one step: it reads one snapshot of the write-ahead log, and keeps no writer from writing."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source = Path(str(connection.settings_dict["NAME"]))
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return Counted(_counts(copy), _migrations(copy))


def _counts(held: sqlite3.Connection) -> dict[str, int]:
    tables = [
        name
        for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if not name.startswith("sqlite_")
    ]
    return {name: held.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def _migrations(held: sqlite3.Connection) -> tuple[str, ...]:
    rows = held.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")  # noqa: S608
    return tuple(f"{app}.{name}" for app, name in rows)


def counts() -> dict[str, int]:
    """{table: rows} of the database as it stands. One query a table."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
        return found


def _dump_postgres(target: Path) -> Counted:
    """A dump of one snapshot, and the counts of that same snapshot."""
    with _snapshot() as name:
        held = Counted(counts(), migrations())
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={target}")
    with target.open("rb") as file:
        os.fsync(file.fileno())
    return held


@contextmanager
def _snapshot() -> Iterator[str]:
    """A snapshot that another session may read, as long as this lasts."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            yield str(cursor.fetchone()[0])
        finally:
            cursor.execute("ROLLBACK")


def migrations() -> tuple[str, ...]:
    """The migrations that the database has, as ``app.name``; none where it has no tables."""
    if MIGRATIONS not in connection.introspection.table_names():
        return ()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")  # noqa: S608
        return tuple(f"{app}.{name}" for app, name in cursor.fetchall())


def load_postgres(file: Path, scratch: Path) -> None:
    """Put a dump in the place of every table there is: all of it or, where it fails, nothing."""
    names = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    connection.close()
    away, script = scratch / "away.sql", scratch / "script.sql"
    away.write_text(f"DROP TABLE IF EXISTS {names} CASCADE;\n" if names else "", "utf-8")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    psql = ("psql", "-X", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction")
    _run(*psql, f"--file={away}", f"--file={script}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def programs() -> Iterator[Path]:
    """The folders in which PostgreSQL's programs may lie: the one that is named, those on the path, Debian's."""
    if settings.POSTGRES_PROGRAMS:
        yield Path(settings.POSTGRES_PROGRAMS)
    yield from (Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _major(program: Path) -> int:
    """The major version that a program says it is; 0 where it says none."""
    try:
        said = subprocess.run((program, "--version"), capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def _program(name: str, wanted: int) -> Path:
    """One of PostgreSQL's programs, no older than the server. Raises Refused, with the package that is missing."""
    found = (folder / name for folder in programs())
    for program in found:
        if program.is_file() and _major(program) >= wanted:
            return program
    raise Refused(
        say(
            "{program} of PostgreSQL {version} or newer isn't on this machine. Install the Debian package {package}, or "
            "name its folder in ZHUQI_POSTGRES_PROGRAMS.",
            program=name,
            version=wanted,
            package=f"postgresql-client-{wanted}",
        )
    )


def server() -> int:
    """The server's major version."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10000  # type: ignore[attr-defined]  # this engine's alone


def _run(name: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs; gives what it prints. The password isn't among the arguments, where others read it."""
    named = connection.settings_dict
    door = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {variable: str(named[key]) for variable, key in door.items() if named.get(key)}
    ended = subprocess.run(
        (_program(name, server()), *arguments),
        env={**os.environ, **told, "PGOPTIONS": PATIENCE},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        lines = [line for line in ended.stderr.splitlines() if line.strip()]
        why = next((line for line in lines if "error" in line.lower()), lines[0] if lines else str(ended.returncode))
        raise Failed(say("{program} failed: {why}", program=name, why=why[:300]))
    return ended.stdout
