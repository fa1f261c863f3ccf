"""Doing what is owed: reactions one by one, each in a transaction of its own; periodic jobs at their times."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from zhuqi.base.errors import Fault, Refused
from zhuqi.base.words import say
from zhuqi.core.journal.change import consequences
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Reaction

log = logging.getLogger(__name__)
Owed = tuple[int, str]
"""Entry and name of a reaction."""
PATIENCE = (1, 5, 30, 120, 720)
"""Minutes until a failed reaction is tried again; the last one repeats."""


@dataclass(frozen=True)
class Periodic:
    """A job of the clock. ``job(now)`` does whatever is due by then and not yet done, so a missed tick loses nothing
    and a repeated one doubles nothing."""

    name: str
    every: dt.timedelta
    job: Callable[[dt.datetime], object]


@lru_cache(maxsize=1)
def periodic() -> tuple[Periodic, ...]:
    """The wiring's list of periodic jobs. Loaded on first use."""
    return tuple(import_string(settings.SCHEDULE))


def drain(now: dt.datetime, *, most: int = 1000) -> int:
    """Do what is due, oldest first, and what that causes in its turn; try at most ``most``. Gives the number done."""
    done = tried = 0
    due = Reaction.objects.filter(done_at=None, next_at__lte=now).order_by("next_at", "entry", "name")
    while waiting := list(due.values_list("entry", "name")[: most - tried]):
        tried += len(waiting)
        done += sum(_do(owed, now) for owed in waiting)
    return done


def _do(owed: Owed, now: dt.datetime) -> int:
    """Do one reaction in a transaction of its own, unless another worker has; 1 if it was done here."""
    try:
        with transaction.atomic():
            reaction = _taken(owed)
            if reaction.done_at is not None or reaction.next_at > now:
                return 0
            _wired(reaction)(reaction.entry, now=now)
            _note(reaction, done_at=now, attempts=reaction.attempts + 1, error="")
    except Exception as failure:  # whatever it was, it is kept for the administrator and tried again
        _put_off(owed, now, failure)
        return 0
    return 1


def _taken(owed: Owed) -> Reaction:
    """The reaction and its entry; another worker that wants it waits."""
    held = Reaction.objects.select_for_update(of=("self",)).select_related("entry")
    return held.get(entry=owed[0], name=owed[1])


def _wired(reaction: Reaction) -> Callable[..., None]:
    entry = reaction.entry
    found = consequences(entry.kind, entry.verb).get(reaction.name)
    if found is None:
        raise Refused(say("Nothing is wired under the name “{name}” any more.", name=reaction.name))
    return found


def _put_off(owed: Owed, now: dt.datetime, failure: Exception) -> None:
    with transaction.atomic():
        reaction = _taken(owed)
        wait = PATIENCE[min(reaction.attempts, len(PATIENCE) - 1)]
        said = str(failure) if isinstance(failure, Fault) else f"{type(failure).__name__}: {failure}"
        log.warning("reaction %s of entry %s failed, attempt %s", *owed[::-1], reaction.attempts + 1)
        _note(reaction, next_at=now + dt.timedelta(minutes=wait), attempts=reaction.attempts + 1, error=said[:1000])


def _note(reaction: Reaction, **fields: object) -> None:
    for name, value in fields.items():
        setattr(reaction, name, value)
    reaction.mac = reaction_mac(reaction)
    reaction.save(update_fields=[*fields, "mac"])


def tick(since: dt.datetime, until: dt.datetime, jobs: Iterable[Periodic] | None = None) -> None:
    """Run every periodic job at each of its times in ``since < t <= until``, in the order of time."""
    jobs = periodic() if jobs is None else tuple(jobs)
    times = sorted({(at, rank) for rank, job in enumerate(jobs) for at in _times(job.every, since, until)})
    for at, rank in times:
        jobs[rank].job(at)


def _times(every: dt.timedelta, since: dt.datetime, until: dt.datetime) -> Iterable[dt.datetime]:
    step = every.total_seconds()
    first = int(since.timestamp() // step) + 1
    last = int(until.timestamp() // step)
    return (dt.datetime.fromtimestamp(n * step, dt.UTC) for n in range(first, last + 1))
