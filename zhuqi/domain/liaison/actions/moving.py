"""What follows here when an organisation hangs under another: linked enterprises are seen from there."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.queries import rows_seen
from zhuqi.core.journal.models import Entry
from zhuqi.domain.liaison.actions.links import reveal


def seen_from_there(entry: Entry, *, now: dt.datetime) -> None:
    """Share every enterprise that was seen from an organisation that moved, or from below it. Repeating changes nothing."""
    reveal(sorted(set(rows_seen("enterprise", entry.subject))))
