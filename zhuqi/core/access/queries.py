"""Sight: which rows an actor sees. Every context's ``visible`` is composed from these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuqi.base.paths import span
from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.core.access.models import Grant, Scope


def seats(account_id: int, day: dt.date) -> tuple[Seat, ...]:
    """The grants of an account that hold on ``day``, as values. One query."""
    held = Grant.objects.filter(account_id=account_id, since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    return tuple(
        Seat(Role(role), org, path, sight, sight_path)
        for role, org, path, sight, sight_path in held.order_by("id").values_list(
            "role", "org", "path", "sight", "sight_path"
        )
    )


LIVE = ("holder", "co", "desk")
"""Reasons of a scope that last only while somebody works on the row."""


def works_on(org: int) -> bool:
    """Whether an organisation, or one below it, holds a row, helps with one, or is the desk in charge of one."""
    return Scope.objects.filter(org=org, reason__in=LIVE).exists()


def in_sight(actor: Actor, kind: str) -> Exists | Q:
    """The condition under which a row of ``kind`` is in the actor's sight; nothing is, without seats."""
    sights = actor.sights
    if not sights:
        return Q(pk__in=())
    return Exists(Scope.objects.filter(kind=kind, row=OuterRef("pk"), org__in=sights))


def accounts_below(paths: Iterable[str]) -> QuerySet[Grant, int]:
    """The accounts that hold, or held, a role at or below one of some organisations, as a subquery."""
    found = Q(pk__in=())
    for path in paths:
        start, end = span(path)
        found |= Q(path__gte=start, path__lt=end)
    return Grant.objects.filter(found).values_list("account", flat=True)


def below_sight(actor: Actor, column: str) -> Q:
    """The condition under which a path column lies in the actor's sight: a range of text for each seat."""
    found = Q(pk__in=())
    for path in sorted(actor.sight_paths):
        start, end = span(path)
        found |= Q(**{f"{column}__gte": start, f"{column}__lt": end})
    return found
