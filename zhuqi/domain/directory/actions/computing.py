"""What is computed of enterprises that were entered before it was: by the clock, some thousands at a time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change, record_many
from zhuqi.domain.directory import events
from zhuqi.domain.directory.actions.enterprises import judged
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.rules.firms import folded, own_code

AT_ONCE = 2000


@transaction.atomic
def judge_anew(now: dt.datetime) -> int:
    """Compute for the oldest rows that lack it whether they are above scale, and how they are found among their like. Gives how
    many were written; one query where none is left."""
    rows = list(Enterprise.objects.filter(above=None).order_by("pk")[:AT_ONCE])
    booked = []
    for row in rows:
        said = judged(row.industry, row.revenue_wan)
        change = Change(CLOCK, "enterprise", row.pk, now=now)
        change.update(row, **said, folded=folded(row.name), own_code=own_code(row.uscc))
        booked.append((change, events.Judged(above=said["above"])))
    record_many(booked)
    return len(rows)
