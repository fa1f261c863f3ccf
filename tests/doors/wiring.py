"""What follows here beside the house's own: a reaction that can be held in its middle, an hourly job that is counted."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from zhuqi import reactions, schedule
from zhuqi.core.jobs.work import Periodic
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.models import Staff
from zhuqi.interfaces.cli import running

TABLES = (
    "CREATE TABLE doors_done (entry bigint NOT NULL, pid integer NOT NULL)",
    "CREATE TABLE doors_hours (at timestamptz NOT NULL, pid integer NOT NULL)",
)
MOST = 60.0
"""Seconds that a reaction is held at most."""


def slow(entry: Entry, *, now: dt.datetime) -> None:
    """Write, then wait for as long as a file ``hold`` lies in the folder; ``holding`` says which process does."""
    folder = Path(settings.VAR)
    _fail(folder)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO doors_done (entry, pid) VALUES (%s, %s)", [entry.pk, os.getpid()])
    end = time.monotonic() + MOST
    while (folder / "hold").exists() and time.monotonic() < end:
        (folder / "holding").touch()
        time.sleep(0.02)
    (folder / "holding").unlink(missing_ok=True)


def hourly(now: dt.datetime) -> None:
    """Write down that it was done."""
    _fail(Path(settings.VAR))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO doors_hours (at, pid) VALUES (%s, %s)", [now, os.getpid()])


def _fail(folder: Path) -> None:
    """Break, with people's words in what is said, where a file ``fail`` lies in the folder."""
    if (folder / "fail").exists():
        raise RuntimeError(f"a row says {list(Staff.objects.values_list('name', flat=True))}")


REACTIONS = {**reactions.REACTIONS, ("staff", "left"): {**reactions.REACTIONS["staff", "left"], "doors.slow": slow}}
SCHEDULE = (*schedule.SCHEDULE, Periodic("doors.hourly", dt.timedelta(hours=1), hourly))
running.BEAT = 0.2
