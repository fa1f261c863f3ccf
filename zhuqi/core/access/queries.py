"""Sight: which rows an actor sees. Every context's ``visible`` is composed from these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhuqi.base.paths import span
from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.core.access.models import Grant, Scope


def lasting(day: dt.date) -> QuerySet[Grant]:
    """The roles that hold on a day or later, those among them whose end is booked."""
    return Grant.objects.filter(Q(until=None) | Q(until__gt=day))


def in_force(day: dt.date) -> QuerySet[Grant]:
    """The roles that hold on a day."""
    return lasting(day).filter(since__lte=day)


def seats(account_id: int, day: dt.date) -> tuple[Seat, ...]:
    """The grants of an account that hold on ``day``, as values. One query."""
    held = in_force(day).filter(account_id=account_id)
    return tuple(
        Seat(Role(role), org, path, sight, sight_path)
        for role, org, path, sight, sight_path in held.order_by("id").values_list(
            "role", "org", "path", "sight", "sight_path"
        )
    )


def rows_seen(kind: str, org: int) -> QuerySet[Scope, int]:
    """The rows of a kind that are seen from an organisation, as a subquery."""
    return Scope.objects.filter(kind=kind, org=org).values_list("row", flat=True)


def newest_seen(actor: Actor, kind: str, most: int) -> list[int]:
    """The newest rows of a kind in the actor's sight, so many at most. One query."""
    held = Scope.objects.filter(kind=kind, org__in=actor.sights).order_by("-row")
    return list(held.values_list("row", flat=True).distinct()[:most])


def in_sight(actor: Actor, kind: str) -> Exists | Q:
    """The condition under which a row of ``kind`` is in the actor's sight; nothing is, without seats."""
    sights = actor.sights
    if not sights:
        return Q(pk__in=())
    return Exists(Scope.objects.filter(kind=kind, row=OuterRef("pk"), org__in=sights))


def accounts_below(paths: Iterable[str]) -> QuerySet[Grant, int]:
    """The accounts that hold, or held, a role at or below one of some organisations, as a subquery."""
    return Grant.objects.filter(below(paths, "path")).values_list("account", flat=True)


def held_below(paths: Iterable[str], account: str, day: str) -> Exists:
    """The condition under which an account held a role at or below one of some organisations on a day; both are columns of the
    row."""
    grants = Grant.objects.filter(below(paths, "path"), account=OuterRef(account), since__lte=OuterRef(day))
    return Exists(grants.filter(Q(until=None) | Q(until__gt=OuterRef(day))))


def held(account_id: int) -> QuerySet[Grant]:
    """Every role of an account: those without an end first, the younger before the older."""
    return Grant.objects.filter(account=account_id).order_by(F("until").desc(nulls_first=True), "-since", "-pk")


def held_at(org: int, day: dt.date) -> QuerySet[Grant]:
    """The roles at an organisation that haven't ended by a day, in their order of time, with the account and its staff."""
    return lasting(day).filter(org=org).select_related("account__staff").order_by("since", "pk")


def open_grants(accounts: Iterable[int], day: dt.date) -> QuerySet[Grant]:
    """The roles that some accounts hold on a day, the older first."""
    return in_force(day).filter(account__in=accounts).order_by("account", "since", "pk")


def below_sight(actor: Actor, column: str) -> Q:
    """The condition under which a path column lies in the actor's sight: a range of text for each seat."""
    return below(actor.sight_paths, column)


def below(paths: Iterable[str], column: str) -> Q:
    """The condition under which a path column lies at or below one of some organisations: a range of text for each."""
    found = Q(pk__in=())
    for path in sorted(paths):
        start, end = span(path)
        found |= Q(**{f"{column}__gte": start, f"{column}__lt": end})
    return found


def seen_at(kind: str, rows: Iterable[int]) -> dict[int, set[int]]:
    """{row: the organisations from which it is seen, whatever the reason}. One query."""
    found: dict[int, set[int]] = {}
    for row, org in Scope.objects.filter(kind=kind, row__in=list(rows)).values_list("row", "org"):
        found.setdefault(row, set()).add(org)
    return found
