"""What follows here when an organisation hangs under another: needs told without an account are seen from there."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.actions import share_many
from zhuqi.core.access.queries import rows_seen
from zhuqi.core.journal.models import Entry
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries.sight import seen_from


def seen_from_there(entry: Entry, *, now: dt.datetime) -> None:
    """Share every one that was seen from an organisation that moved, or from below it. Repeating changes nothing."""
    held = Voice.objects.filter(pk__in=rows_seen("voice", entry.subject)).order_by("pk")
    share_many(
        "voice", {pk: seen_from(desk, stage) for pk, desk, stage in held.values_list("pk", "desk__path", "stage")}
    )
