"""Granting, ending and following moves. Called down the stairs inside the caller's own change."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q

from zhuqi.base.errors import Refused
from zhuqi.base.paths import lineage, span, within
from zhuqi.base.words import say
from zhuqi.core.access.actor import ADMINISTRATORS, Role
from zhuqi.core.access.models import Grant, Scope
from zhuqi.core.access.queries import lasting

BATCH = 500


class Writes(Protocol):
    """What this room needs of the caller's change: writing a row so that the journal knows it."""

    def touched(self, row: Any) -> Any: ...

    def update(self, row: Any, **fields: Any) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Given:
    """A role at ``org`` (id, path), seeing from ``sight`` downward."""

    account_id: int
    role: Role
    org: tuple[int, str]
    sight: tuple[int, str]
    since: dt.date

    def same(self, held: Grant) -> bool:
        """Whether an open grant gives this already."""
        return held.until is None and (held.role, held.org) == (self.role, self.org[0])

    def clashes(self, held: Grant) -> bool:
        """Whether it would be a second administrator's role: the three are mutually exclusive (三员分立)."""
        lasts = held.until is None or held.until > self.since
        return self.role in ADMINISTRATORS and lasts and held.role in ADMINISTRATORS - {self.role}

    def row(self) -> Grant:
        """The grant, not stored yet."""
        (org, path), (sight, sight_path) = self.org, self.sight
        return Grant(
            account_id=self.account_id,
            role=self.role,
            org=org,
            path=path,
            sight=sight,
            sight_path=sight_path,
            since=self.since,
        )


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
    given = Given(account_id=account_id, role=role, org=org, sight=sight, since=since)
    return grant_many([(change, given)])[0]


def grant_many(wanted: Sequence[tuple[Writes, Given]]) -> list[Grant]:
    """The same for many, in their order, each inside its own change. One query, and one for each 500 that are new."""
    held: dict[int, list[Grant]] = defaultdict(list)
    for row in Grant.objects.filter(account__in={given.account_id for _, given in wanted}):
        held[row.account_id].append(row)
    new: list[tuple[Writes, Grant]] = []
    answers = []
    for change, given in wanted:
        theirs = held[given.account_id]
        same = next((row for row in theirs if given.same(row)), None)
        if same is None and any(given.clashes(row) for row in theirs):
            raise Refused(say("One person can't hold two of the three administrators' roles."))
        if same is None:
            same = given.row()
            theirs.append(same)
            new.append((change, same))
        answers.append(same)
    Grant.objects.bulk_create([row for _, row in new], batch_size=BATCH)
    for change, row in new:
        change.touched(row)
    return answers


def end_grant(change: Writes, *, account_id: int, role: Role, org: int, until: dt.date, today: dt.date) -> None:
    """End each grant of ``role`` at ``org`` that isn't over ``today`` and would last longer than that: ``until`` is the first
    day without it."""
    for held in lasting(max(until, today)).filter(account_id=account_id, role=role, org=org).order_by("pk"):
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


Sees = Callable[[Grant], tuple[int, str]]
"""From where a role sees: (id, path) of an organisation."""


def repath(change: Writes, old: str, new: str, *, sees: Sees) -> int:
    """Let every grant at or below an organisation follow it from one path to another, those that are over too. ``sees`` tells
    from where a role sees that doesn't lie there itself. Gives how many grants followed. One query, and one a grant."""
    start, end = span(old)
    inside = Q(path__gte=start, path__lt=end) | Q(sight_path__gte=start, sight_path__lt=end)
    held = list(Grant.objects.filter(inside).order_by("pk"))
    for row in held:
        path = _followed(row.path, old, new)
        if within(row.sight_path, old):
            sight, sight_path = row.sight, _followed(row.sight_path, old, new)
        else:
            sight, sight_path = sees(row)
        change.update(row, path=path, sight=sight, sight_path=sight_path)
    return len(held)


def _followed(path: str, old: str, new: str) -> str:
    return new + path[len(old) :] if within(path, old) else path
