"""Whether enterprises know the official who is linked to them: asked of each, told by unit, with silence as silence.

Never by official, and never in an order of figures (N6): units stand in the order of the organisation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.days import holds_on
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.liaison.rules import Knows

READERS = (Role.SUPERVISOR, Role.LEADER)
FEW = 10
"""Below so many answers a share is shown and not to be compared."""


def asked(enterprise_id: int, day: dt.date) -> list[Liaison]:
    """The links of an enterprise that stand on a day, with whom they name and what it said of them. One query."""
    held = Liaison.objects.filter(holds_on(day), enterprise=enterprise_id)
    return list(held.select_related("staff", "place", "enterprise", "acquaintance").order_by("since", "pk"))


@dataclass(frozen=True)
class Known:
    """Of the links that a unit holds: how many, how many enterprises answered, and what. Whoever said nothing is in no
    share but the first."""

    unit: int
    name: str
    path: str
    links: int
    yes: int
    no: int
    other: int

    @property
    def answered(self) -> int:
        """How many said anything."""
        return self.yes + self.no + self.other

    @property
    def silent(self) -> int:
        """How many said nothing."""
        return self.links - self.answered


def by_unit(actor: Actor, day: dt.date) -> list[Known]:
    """What enterprises said, by the group or unit that holds them, for the supervisors and leaders of an area; none of a unit
    in which the actor has a seat. By path. One query."""
    areas = {seat.sight_path for seat in actor.seats if seat.role in READERS}
    held = Liaison.objects.filter(below(areas, "place__path"), holds_on(day)).exclude(place__in=actor.orgs())
    rows: Any = held.values("place", "place__name", "place__path").annotate(
        links=Count("pk"), **{answer.value: Count("pk", filter=Q(acquaintance__answer=answer)) for answer in Knows}
    )
    names = {"unit": "place", "name": "place__name", "path": "place__path"}
    return [
        Known(**{name: row[names.get(name, name)] for name in Known.__dataclass_fields__})
        for row in rows.order_by("place__path")
    ]
