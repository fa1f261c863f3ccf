"""Who at a dispatch room has which case open just now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Glance
from zhuqi.domain.cases.queries.sight import visible


def others(actor: Actor, cases: Iterable[int], *, now: dt.datetime) -> dict[int, tuple[str, ...]]:
    """{case: who else has it open}, of cases that the actor sees. ``now``: the wall's. One query."""
    rows = Glance.objects.filter(case__in=visible(actor).filter(pk__in=set(cases)).values("pk"), until__gt=now)
    found: dict[int, tuple[str, ...]] = {}
    for case, name in rows.exclude(staff=actor.staff).order_by("staff").values_list("case", "staff__name"):
        found[case] = (*found.get(case, ()), name)
    return found
