"""The areas of a place as tiles: which they are, where they stand, what is lacking in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from zhuqi.base.errors import Missing
from zhuqi.base.paths import within, within_any
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import AREAS, Kind
from zhuqi.domain.liaison.queries import facts, gaps
from zhuqi.domain.liaison.rules.tiles import laid

STEPS = (Kind.DISTRICT, Kind.TOWN, Kind.VILLAGE)


@dataclass(frozen=True)
class Tiles:
    """An area with the areas right below it, and where each stands: rows of their numbers."""

    root: Organisation
    areas: Sequence[Organisation]
    rows: Sequence[Sequence[int | None]]


def tiles(actor: Actor, area_id: int | None, day: dt.date) -> Tiles:
    """The tiles of an area in the actor's sight, or of the highest one there is; an area without areas below is its own tile.
    Raises Missing. Three queries."""
    seen = directory.organisations().filter(below(actor.sight_paths, "path"), kind__in=AREAS)
    root = (seen.filter(pk=area_id) if area_id is not None else seen.order_by("path")).first()
    if root is None or not within_any(root.path, actor.sight_paths):
        raise Missing
    inside = [org for org in directory.subtree(root.path).filter(kind__in=AREAS) if org.pk != root.pk]
    step = next((kind for kind in STEPS if any(org.kind == kind for org in inside)), None)
    areas = [org for org in inside if org.kind == step] or [root]
    rules = facts.rules_at(root.path, day)
    return Tiles(root, areas, laid((rules.tiles if rules is not None else None) or "", [org.name for org in areas]))


def unbound_by_region(actor: Actor, root: Organisation, day: dt.date) -> dict[str, int]:
    """{path of a region: how many enterprises in sight have too few officials}, those without any left out. Three queries."""
    rows = gaps.unbound(actor, day).filter(below({root.path}, "region__path")).order_by()
    return dict(rows.values_list("region__path").annotate(n=Count("pk")))


def by_tile(areas: Sequence[Organisation], paths: Iterable[tuple[str, int]]) -> tuple[list[int], int]:
    """What lies in each area, and what in none of them: figures added up by where their paths lead."""
    found, outside = [0] * len(areas), 0
    for path, n in paths:
        at = next((k for k, area in enumerate(areas) if within(path, area.path)), None)
        if at is None:
            outside += n
        else:
            found[at] += n
    return found, outside
