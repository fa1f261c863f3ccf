"""What enterprises say of the service: ratings and complaints. For those who oversee, never for the unit itself."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from zhuqi.base.paths import span
from zhuqi.core.access.actor import Actor, Role
from zhuqi.domain.cases.models import Complaint, Rating

Row = TypeVar("Row", bound=Model)


def ratings(actor: Actor) -> QuerySet[Rating]:
    """The ratings of an area, for its supervisors and leaders; none of a unit in which the actor has a seat. The rated
    never see one, and nobody sees who in an enterprise gave it."""
    return _overseen(actor, Rating.objects.all(), Role.SUPERVISOR, Role.LEADER).order_by("-at", "-pk")


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """The complaints of an area, for its supervisors; none of a unit in which the actor has a seat."""
    return _overseen(actor, Complaint.objects.all(), Role.SUPERVISOR).order_by("-at", "-pk")


def _overseen(actor: Actor, rows: QuerySet[Row], *roles: Role) -> QuerySet[Row]:
    areas = Q(pk__in=())
    for path in sorted({seat.sight_path for seat in actor.seats if seat.role in roles}):
        start, end = span(path)
        areas |= Q(area__path__gte=start, area__path__lt=end)
    return rows.filter(areas).exclude(unit__in=actor.orgs())
