"""What time it is: the wall's, or a replayed database's own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs.events import ClockSet
from zhuqi.core.jobs.models import ReplayClock
from zhuqi.core.journal.change import Change


def now() -> dt.datetime:
    """The one place interfaces take the time from. One query."""
    held = ReplayClock.objects.first()
    return held.at if held else dt.datetime.now(dt.UTC)


@transaction.atomic
def stand_at(preset: str, at: dt.datetime) -> None:
    """Put the database's own clock at a moment; it stands there until it is moved."""
    held = ReplayClock.objects.first()
    change = Change(CLOCK, "clock", held.pk if held else None, now=at)
    if held is None:
        change.subject = change.insert(ReplayClock(preset=preset, at=at)).pk
    else:
        change.update(held, at=at)
    change.record(ClockSet(at=at))
