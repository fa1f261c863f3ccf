"""Hand-overs: who sees them, what waits, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below_sight
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.liaison.life import coverage
from zhuqi.domain.liaison.models import Handover
from zhuqi.domain.liaison.queries import facts

WITH = ("enterprise__region", "outgoing", "successor", "place", "ended", "link")


def visible(actor: Actor) -> QuerySet[Handover]:
    """The hand-overs in the actor's sight: of enterprises it sees, of places it oversees, and its own."""
    if actor.staff is None:
        return Handover.objects.none()
    mine = Q(successor=actor.staff)
    seen = Handover.objects.filter(
        Q(enterprise__in=directory.visible(actor)) | below_sight(actor, "place__path") | mine
    )
    return seen.select_related(*WITH)


def waiting(actor: Actor) -> QuerySet[Handover]:
    """Those of them without a successor, or of which the successor hasn't taken note; the oldest first."""
    return visible(actor).filter(noted_at=None).order_by("since", "pk")


def mine(actor: Actor) -> QuerySet[Handover]:
    """What the actor has still to take note of, the oldest first."""
    return visible(actor).filter(successor=actor.staff, noted_at=None).order_by("since", "pk")


def dues(rows: Iterable[Handover], now: dt.datetime, day: dt.date) -> dict[int, coverage.Handover]:
    """{hand-over: until when it is to be done, and where open cases go}; without such rules it isn't there. Three queries at
    most."""
    asked = list(rows)
    rules = facts.rules_each({row.enterprise.region.path for row in asked}, day)
    calendar = work_calendar()
    return {
        row.pk: coverage.handover(rules[path], row.since, row.noted_at, now, calendar)
        for row in asked
        for path in [row.enterprise.region.path]
        if path in rules
    }


def between(enterprise_id: int, outgoing: int, successor: int) -> Handover:
    """The last hand-over of an enterprise between two, for whoever just made it. Raises Missing. One query."""
    rows = Handover.objects.filter(enterprise=enterprise_id, outgoing=outgoing, successor=successor)
    found = rows.select_related(*WITH).order_by("-pk").first()
    if found is None:
        raise Missing
    return found
