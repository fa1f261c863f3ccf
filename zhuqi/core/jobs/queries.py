"""What is owed and doesn't get done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from zhuqi.base.paths import is_root
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.journal.models import Reaction

LONGEST_OWED = ("entry_id", "name")
"""The order of consequences: that of the entries they follow from."""


@dataclass(frozen=True)
class Owed:
    """How many reactions aren't done yet, how many of these have failed, and since when the longest is owed."""

    count: int
    failing: int
    since: dt.datetime | None


def tends(actor: Actor) -> bool:
    """Whether the actor sees to what doesn't get done: the system administrator of the whole place. It may be any unit's, and
    its errors may name what stands in any row."""
    return any(seat.role is Role.SYSTEM_ADMIN and is_root(seat.path) for seat in actor.seats)


def owed() -> Owed:
    """What is owed now. One query."""
    figures = Reaction.objects.filter(done_at=None).aggregate(
        count=Count("name"), failing=Count("name", filter=Q(attempts__gt=0)), since=Min("entry__at")
    )
    return Owed(**figures)


def consequence(entry_id: int, name: str) -> Reaction | None:
    """One reaction to an entry, done or owed. One query."""
    return Reaction.objects.filter(entry=entry_id, name=name).first()


def failing() -> QuerySet[Reaction]:
    """Reactions that failed and are tried again, the longest owed first."""
    return Reaction.objects.filter(done_at=None, attempts__gt=0).select_related("entry").order_by(*LONGEST_OWED)
