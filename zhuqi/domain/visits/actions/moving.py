"""What follows here when an organisation hangs under another, or stands in its place: visits are seen from there."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.actions import share_many
from zhuqi.core.access.queries import rows_seen
from zhuqi.core.journal.models import Entry
from zhuqi.domain.visits.models import Visit
from zhuqi.domain.visits.queries import sights


def seen_from_there(entry: Entry, *, now: dt.datetime) -> None:
    """Share every visit that was seen from an organisation that moved, or from below it. Repeating changes nothing."""
    share_many("visit", sights(Visit.objects.filter(pk__in=rows_seen("visit", entry.subject))))
