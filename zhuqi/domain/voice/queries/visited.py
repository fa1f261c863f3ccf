"""Which visits an enterprise reads that were made to it, and which of them it says didn't take place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.voice.models import Doubt
from zhuqi.domain.voice.rules import OF_DOUBTS

SHOWN = 20
"""Visits on an enterprise's page."""
LATEST_DOUBTS = ("-at", "-pk")
"""The order of what is doubted."""


@dataclass(frozen=True)
class Visited:
    """A visit as its enterprise reads it: who came, from where, when, how and for what. ``doubted``: it says that it didn't
    take place."""

    visit: Any
    doubted: bool


def visits_of(actor: Actor) -> QuerySet[Any]:
    """The visits to the enterprise that the actor is, also where it came by the link of one case; nobody else's."""
    if actor.enterprise is None:
        return visits.visible(Actor())
    return visits.visible(replace(actor, case=None)).select_related("staff", "unit")


def visited(actor: Actor) -> tuple[Visited, ...]:
    """The last visits to the enterprise, the latest first. Two queries."""
    found = list(visits_of(actor).order_by("-day", "-pk")[:SHOWN])
    doubted = set(Doubt.objects.filter(visit__in=found).values_list("visit", flat=True)) if found else set()
    return tuple(Visited(visit, visit.pk in doubted) for visit in found)


def doubts(actor: Actor) -> QuerySet[Doubt]:
    """What enterprises doubt of the visits of units that the actor supervises, none of its own unit."""
    areas = {seat.sight_path for seat in actor.seats if seat.role in OF_DOUBTS}
    rows = Doubt.objects.filter(below(areas, "unit__path")).exclude(unit__in=actor.orgs())
    return rows.select_related("unit", "visit__enterprise", "visit__staff")
