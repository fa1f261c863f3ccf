"""What organisations, staff and enterprises are found by, and from where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from zhuqi.base.paths import lineage
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import seen_at
from zhuqi.core.search.rules import Words
from zhuqi.core.search.sources import Source
from zhuqi.domain.directory import queries
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import reach

OWN = slice(8, 17)
"""Where in a credit code the organisation's own code stands (组织机构代码, GB 32100-2015)."""


def _firms() -> QuerySet[Any]:
    return Enterprise.objects.values_list("pk", "name", "uscc", "region__path", named=True)


def _words_of_firms(rows: Sequence[Any]) -> dict[int, Words]:
    return {row.pk: Words(row.name, (row.uscc, *((row.uscc[OWN],) if len(row.uscc) == 18 else ()))) for row in rows}


def _places_of_firms(rows: Sequence[Any]) -> Mapping[int, set[int]]:
    """The area an enterprise lies in and those above, and from where it is held. One query."""
    found = seen_at("enterprise", [row.pk for row in rows])
    return {row.pk: found.get(row.pk, set()) | set(lineage(row.region__path)) for row in rows}


def _firms_within(actor: Actor) -> frozenset[int]:
    return actor.sights | actor.orgs(Role.SYSTEM_ADMIN)


def _units() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def _words_of_units(rows: Sequence[Organisation]) -> dict[int, Words]:
    return {row.pk: Words(row.name, (row.code,), (row.code,)) for row in rows}


def _visible_units(actor: Actor) -> QuerySet[Organisation]:
    """The live organisations, no secret among those who have a role, and those looked after that are retired."""
    kept = queries.kept_organisations(actor).values("pk")
    return Organisation.objects.filter(retired_on=None) | Organisation.objects.filter(pk__in=kept)


def _people() -> QuerySet[Staff]:
    return Staff.objects.select_related("unit")


def _words_of_people(rows: Sequence[Staff]) -> dict[int, Words]:
    return {row.pk: Words(row.name, (row.code,), (row.code,)) for row in rows}


def _places_of_people(rows: Sequence[Staff]) -> Mapping[int, set[int]]:
    """The unit of each and those above, and where they hold or held a role. One query."""
    held: dict[int, set[int]] = defaultdict(set)
    accounts = {row.account_id for row in rows if row.account_id is not None}
    for account, path in Grant.objects.filter(account__in=accounts).values_list("account", "path"):
        held[account].update(lineage(path))
    return {row.pk: held[row.account_id or 0] | set(lineage(row.unit.path)) for row in rows}


def _people_within(actor: Actor) -> frozenset[int]:
    return frozenset(lineage(path)[-1] for path in reach(actor))


ENTERPRISES = Source(
    _firms, _words_of_firms, _places_of_firms, _firms_within, queries.registered, frozenset({"name", "uscc", "region"})
)
ORGANISATIONS = Source(
    _units, _words_of_units, lambda rows: {}, lambda actor: None, _visible_units, frozenset({"name", "code"})
)
STAFF = Source(
    _people, _words_of_people, _places_of_people, _people_within, queries.kept_staff,
    frozenset({"name", "code", "unit", "account"}),
)  # fmt: skip
