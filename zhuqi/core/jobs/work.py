"""Doing what is owed: reactions one by one, each in a transaction of its own; periodic jobs at their times."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import InterfaceError, connection, transaction
from django.utils.module_loading import import_string

from zhuqi.base.errors import Fault, Refused
from zhuqi.base.words import say
from zhuqi.core.journal.change import consequences
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Reaction
from zhuqi.core.journal.verbs import without_values

log = logging.getLogger(__name__)
Owed = tuple[int, str]
"""Entry and name of a reaction."""
PATIENCE = (1, 5, 30, 120, 720)
"""Minutes until a failed reaction is tried again; the last one repeats."""
CLOCK_LOCK = 0x7A68_7571_6A6F_6273
"""The number of the lock that whoever keeps the clock holds. It means nothing; it must only be nobody else's."""


@dataclass(frozen=True)
class Periodic:
    """A job of the clock. ``job(now)`` does whatever is due by then and not yet done, so a missed tick loses nothing
    and a repeated one doubles nothing. ``outward``: it reaches out of the house, so a replay leaves it out."""

    name: str
    every: dt.timedelta
    job: Callable[[dt.datetime], object]
    outward: bool = False


@lru_cache(maxsize=1)
def periodic() -> tuple[Periodic, ...]:
    """The wiring's list of periodic jobs. Loaded on first use."""
    return tuple(import_string(settings.SCHEDULE))


class ClockKeeper:
    """Of all workers on one database, one keeps the clock: the others only do what is owed. Who keeps it holds a lock of
    the server's for as long as its session lasts; when that ends, however it ends, the next to ask has it."""

    def __init__(self) -> None:
        self._session: object = None

    def keeps(self) -> bool:
        """Whether this process keeps the clock now. No query where it does already. A file has one worker (SQLite)."""
        if connection.vendor != "postgresql":
            return True
        with connection.cursor() as cursor:  # a session that the server ended is replaced here
            if self._session is not connection.connection:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [CLOCK_LOCK])
                self._session = connection.connection if cursor.fetchone()[0] else None
        return self._session is not None


def gone() -> bool:
    """Whether the session with the database broke: the server ended it, or can't be reached. A file has no such."""
    return connection.vendor == "postgresql" and (connection.connection is None or not connection.is_usable())


def drain(now: dt.datetime, *, most: int = 1000, stop: Callable[[], bool] = lambda: False) -> int:
    """Do what is due, oldest first, and what that causes in its turn; try at most ``most``, and no more once ``stop``
    says so. Gives the number done."""
    done, tried = 0, set[Owed]()
    due = Reaction.objects.filter(done_at=None, next_at__lte=now).order_by("next_at", "entry", "name")
    while fresh := [owed for owed in due.values_list("entry", "name")[:most] if owed not in tried][: most - len(tried)]:
        for owed in fresh:
            if stop():
                return done
            tried.add(owed)
            done += _do(owed, now)
    return done


def _do(owed: Owed, now: dt.datetime) -> int:
    """Do one reaction in a transaction of its own, unless another worker has or is at it; 1 if it was done here."""
    try:
        with transaction.atomic():
            reaction = _taken(owed, now)
            if reaction is None:
                return 0
            _wired(reaction)(reaction.entry, now=now)
            _note(reaction, done_at=now, attempts=reaction.attempts + 1, error="")
    except Exception as failure:  # whatever it was, it is kept for the administrator and tried again
        if gone():  # perhaps this process was stopped, and another has done it meanwhile
            raise InterfaceError("the session with the database broke") from failure
        _put_off(owed, now, failure)
        return 0
    return 1


def _taken(owed: Owed, now: dt.datetime) -> Reaction | None:
    """The reaction and its entry, if it is still due and nobody else is at it: who is stopped with it in hand keeps no
    other from the rest."""
    held = Reaction.objects.select_for_update(of=("self",), skip_locked=True).select_related("entry")
    return held.filter(entry=owed[0], name=owed[1], done_at=None, next_at__lte=now).first()


def _wired(reaction: Reaction) -> Callable[..., None]:
    entry = reaction.entry
    found = consequences(entry.kind, entry.verb).get(reaction.name)
    if found is None:
        raise Refused(say("Nothing is wired under the name “{name}” any more.", name=reaction.name))
    return found


def _put_off(owed: Owed, now: dt.datetime, failure: Exception) -> None:
    with transaction.atomic():
        reaction = _taken(owed, now)
        if reaction is None:  # another worker was quicker
            return
        wait = PATIENCE[min(reaction.attempts, len(PATIENCE) - 1)]
        said = str(failure) if isinstance(failure, Fault) else f"{type(failure).__name__}: {without_values(failure)}"
        log.warning("reaction %s of entry %s failed, attempt %s", *owed[::-1], reaction.attempts + 1)
        _note(reaction, next_at=now + dt.timedelta(minutes=wait), attempts=reaction.attempts + 1, error=said[:1000])


def _note(reaction: Reaction, **fields: object) -> None:
    for name, value in fields.items():
        setattr(reaction, name, value)
    reaction.mac = reaction_mac(reaction)
    reaction.save(update_fields=[*fields, "mac"])


def tick(since: dt.datetime, until: dt.datetime, jobs: Iterable[Periodic] | None = None) -> None:
    """Run every periodic job at each of its times in ``since < t <= until``, in the order of time: those that reach nobody
    outside, for this is how what was is played again."""
    jobs = [job for job in (periodic() if jobs is None else jobs) if not job.outward]
    times = sorted({(at, rank) for rank, job in enumerate(jobs) for at in _times(job.every, since, until)})
    for at, rank in times:
        jobs[rank].job(at)


def _times(every: dt.timedelta, since: dt.datetime, until: dt.datetime) -> Iterable[dt.datetime]:
    step = every.total_seconds()
    first = int(since.timestamp() // step) + 1
    last = int(until.timestamp() // step)
    return (dt.datetime.fromtimestamp(n * step, dt.UTC) for n in range(first, last + 1))
