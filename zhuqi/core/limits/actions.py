"""Counting, in one statement that all processes share.

A count is no promise: it costs no wait for the disk, and where SQLite is busy with something long, it is left out. Who is over
the limit is remembered here until the window ends, so that a flood costs the database nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection

from zhuqi.core.accounts.wall import wall
from zhuqi.core.limits.models import Tally
from zhuqi.core.limits.rules import Door, Limit

PATIENCE = 250
"""Milliseconds for which a count waits for other writers of SQLite."""
MOST_SHUT = 10_000
"""How many a process remembers to be over their limit."""
SHUT: dict[str, int] = {}
"""{who: the second in which their window ends}."""
TABLE = Tally._meta.db_table
SAME = f"{TABLE}.began > excluded.began - %(seconds)s AND {TABLE}.began <= excluded.began + %(seconds)s"
COUNT = f"""
    INSERT INTO {TABLE} (who, began, n) VALUES (%(who)s, %(moment)s, 1)
    ON CONFLICT (who) DO UPDATE SET
        n = CASE WHEN {SAME} THEN {TABLE}.n + 1 ELSE 1 END,
        began = CASE WHEN {SAME} THEN {TABLE}.began ELSE excluded.began END
    RETURNING n, began
"""  # noqa: S608


def count(door: Door, who: str, *, now: dt.datetime) -> int:
    """Count one more at a door. Gives the seconds to wait, 0 for whoever may pass. At most one write.

    ``who``: an account, or a place. ``now``: the wall's, also where a database stands at a moment of its own.
    """
    limit, moment = Limit(*settings.LIMITS[door.value]), int(now.timestamp())
    if not limit.most:
        return 0
    known = _digest(door, who)
    if (until := SHUT.get(known, 0)) > moment:
        return until - moment
    try:
        n, began = _one_more(known, moment, limit.seconds)
    except OperationalError:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            return 0
        raise
    wait = limit.wait(n, began, moment)
    if wait:
        _remember(known, moment + wait, moment)
    return wait


def _digest(door: Door, who: str) -> str:
    """Under which name somebody is counted: nobody reads an address in the table."""
    return hmac.new(settings.SECRET_KEY.encode(), f"limits:{door}:{who}".encode(), hashlib.sha256).hexdigest()


def _one_more(who: str, moment: int, seconds: int) -> tuple[int, int]:
    with connection.cursor() as cursor, _lightly():
        cursor.execute(COUNT, {"who": who, "moment": moment, "seconds": seconds})
        n, began = cursor.fetchone()
    return int(n), int(began)


@contextmanager
def _lightly() -> Iterator[None]:
    """SQLite: without waiting for the disk, nor long for others. The next write that does wait takes this one along."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    raw = connection.connection
    before = [(name, raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("synchronous", "busy_timeout")]
    raw.execute("PRAGMA synchronous = NORMAL")
    raw.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        for name, value in before:
            raw.execute(f"PRAGMA {name} = {value}")


def _remember(who: str, until: int, moment: int) -> None:
    if len(SHUT) >= MOST_SHUT:
        for over in [known for known, end in list(SHUT.items()) if end <= moment]:
            SHUT.pop(over, None)
    if len(SHUT) < MOST_SHUT:
        SHUT[who] = until


def sweep(now: dt.datetime) -> None:
    """Forget the windows that have ended. By the wall's clock."""
    longest = max(seconds for _, seconds in settings.LIMITS.values())
    Tally.objects.filter(began__lte=int(wall().timestamp()) - longest).delete()
