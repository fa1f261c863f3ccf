"""What follows here when an organisation hangs under another: common issues are seen from there."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.actions import share_many
from zhuqi.core.access.queries import rows_seen
from zhuqi.core.journal.models import Entry
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.common.queries.issues import KIND, seen_from


def seen_from_there(entry: Entry, *, now: dt.datetime) -> None:
    """Share every issue that was seen from an organisation that moved, or from below it. Repeating changes nothing."""
    held = CommonIssue.objects.filter(pk__in=rows_seen(KIND, entry.subject)).order_by("pk")
    share_many(KIND, {pk: seen_from(*paths) for pk, *paths in held.values_list("pk", "owner__path", "area__path")})
