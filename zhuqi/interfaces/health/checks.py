"""What must hold before a process may be given requests. Each check says what it found, and never a secret."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

BEAT_AGE = 120.0
"""Seconds after which a worker that left no word counts as gone."""


class NotReady(Exception):
    """A check that doesn't hold; its text is for the administrator."""


def database() -> str:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor


def migrations() -> str:
    """The tables are those of this program. One query."""
    done = set(MigrationRecorder(connection).applied_migrations())
    if missing := _ours() - done:
        raise NotReady(f"{len(missing)} missing; run zhuqi migrate")
    if unknown := done - _ours():
        raise NotReady(f"{len(unknown)} of a newer program")
    return "done"


@lru_cache(maxsize=1)
def _ours() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def worker() -> str:
    """A worker of this machine left word not long ago; or it is said that it runs on another."""
    if settings.WORKER == "elsewhere":
        return "elsewhere"
    try:
        age = time.time() - Path(settings.WORKER_BEAT).stat().st_mtime
    except FileNotFoundError as never:
        raise NotReady("no worker was ever here; run zhuqi work") from never
    if age > BEAT_AGE:
        raise NotReady(f"no word for {age:.0f} s")
    return f"{max(age, 0):.0f} s ago"


def folder() -> str:
    """The variable folder takes a file."""
    with tempfile.TemporaryFile(dir=settings.VAR) as file:
        file.write(b"1")
        file.flush()
    return "writable"


CHECKS: Mapping[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "worker": worker,
    "folder": folder,
}


def all_of_them() -> dict[str, dict[str, object]]:
    """{check: {"ok", "found"}}; one that breaks keeps no other from being made."""
    return {name: _made(check) for name, check in CHECKS.items()}


def _made(check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"ok": True, "found": check()}
    except NotReady as told:
        return {"ok": False, "found": str(told)}
    except (DatabaseError, OSError) as broken:  # its text may name hosts, users and paths
        return {"ok": False, "found": type(broken).__name__}
