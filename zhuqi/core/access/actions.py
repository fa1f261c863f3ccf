"""Granting, ending and following moves. Called down the stairs inside the caller's own change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db.models import Q

from zhuqi.base.errors import Refused
from zhuqi.base.paths import lineage
from zhuqi.base.words import say
from zhuqi.core.access.actor import ADMINISTRATORS, Role
from zhuqi.core.access.models import Grant, Scope

BATCH = 500


class Writes(Protocol):
    """What this room needs of the caller's change: writing a row so that the journal knows it."""

    def insert(self, row: Any) -> Any: ...

    def update(self, row: Any, **fields: Any) -> Any: ...


def grant(
    change: Writes,
    *,
    account_id: int,
    role: Role,
    org: tuple[int, str],
    sight: tuple[int, str],
    since: dt.date,
) -> Grant:
    """Give a role at ``org`` (id, path), seeing from ``sight`` downward. An open grant of the same is kept as it is.

    Raises Refused where a second administrator's role would meet the first: the three are mutually exclusive (三员分立).
    """
    held = Grant.objects.filter(account_id=account_id).filter(Q(until=None) | Q(until__gt=since))
    same = held.filter(role=role, org=org[0], until=None).first()
    if same is not None:
        return same
    if role in ADMINISTRATORS and held.filter(role__in=ADMINISTRATORS - {role}).exists():
        raise Refused(say("One person can't hold two of the three administrators' roles."))
    given: Grant = change.insert(
        Grant(
            account_id=account_id,
            role=role,
            org=org[0],
            path=org[1],
            sight=sight[0],
            sight_path=sight[1],
            since=since,
        )
    )
    return given


def end_grant(change: Writes, *, account_id: int, role: Role, org: int, until: dt.date) -> None:
    """End the open grant of ``role`` at ``org``, if there is one: ``until`` is the first day without it."""
    for held in Grant.objects.filter(account_id=account_id, role=role, org=org, until=None):
        change.update(held, until=max(until, held.since))


def share(kind: str, row: int, seen_from: Iterable[tuple[str, str]]) -> None:
    """Let the row be seen from each (path, reason) and from every organisation above it, and from nowhere else.

    Scopes are derived from facts that the journal holds; verification recomputes them. Repeating changes nothing.
    """
    share_many(kind, {row: seen_from})


def share_many(kind: str, seen_from: Mapping[int, Iterable[tuple[str, str]]]) -> None:
    """The same for many rows. Two queries for each 500 rows, and one for each 500 scopes that go."""
    rows = list(seen_from)
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        wanted = {(row, org, reason) for row in some for path, reason in seen_from[row] for org in lineage(path)}
        known = set(Scope.objects.filter(kind=kind, row__in=some).values_list("row", "org", "reason"))
        Scope.objects.bulk_create(
            (Scope(kind=kind, row=row, org=org, reason=reason) for row, org, reason in sorted(wanted - known)),
            batch_size=BATCH,
        )
        gone = [(kind, org, row, reason) for row, org, reason in sorted(known - wanted)]
        for first in range(0, len(gone), BATCH):
            Scope.objects.filter(pk__in=gone[first : first + BATCH]).delete()
