"""Statistics of visits. They count enterprises reached, never visits made by a person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count

from zhuqi.base.measure import Measure
from zhuqi.base.words import term
from zhuqi.domain.visits.models import Visit
from zhuqi.domain.visits.rules import Mode

CONTACTED = Measure(
    code="contacted",
    name=term("enterprises contacted"),
    unit=term("enterprises"),
    definition=term("Enterprises with at least one visit of the round on a day of the window, each counted once."),
    additive=False,
)


def contacted(round_id: int, since: dt.date, until: dt.date, *, mode: Mode | None = None) -> int:
    """``CONTACTED`` in the window from ``since`` on, until but without ``until``; of one ``mode`` where the programme
    doesn't let a call stand for a visit. One query."""
    made = Visit.objects.filter(round=round_id, day__gte=since, day__lt=until)
    if mode is not None:
        made = made.filter(mode=mode)
    return int(made.aggregate(n=Count("enterprise", distinct=True))["n"])
