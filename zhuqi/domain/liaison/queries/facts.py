"""Links, posts and enterprises as the plain values that the rules take, and which rules hold where."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from zhuqi.core.days import not_over
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.standing import rooted
from zhuqi.domain.directory.models import Enterprise, Listed
from zhuqi.domain.directory.queries import ASKED_AT_ONCE
from zhuqi.domain.directory.rules import Rank, Scale
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.liaison.rules.bonds import Bond, Seat
from zhuqi.domain.liaison.rules.firms import Firm, Key
from zhuqi.domain.liaison.sections import LiaisonRules

SECTION = "联系"


def rules_each(paths: Collection[str], day: dt.date) -> dict[str, LiaisonRules]:
    """{path: what the rulebook in force there says of liaison}; places whose rulebook says nothing of it aren't there. One
    query."""
    editions = rulebook.in_force_each(paths, day)
    return {path: rulebook.section(edition, SECTION) for path, edition in editions.items() if _says(edition)}


def _says(edition: Edition) -> bool:
    """Whether an edition, or one that it stands on, says anything of liaison: what is left out is nobody's rule."""
    return any(_written(each.text) for each in rulebook.chain(edition))


@lru_cache(maxsize=64)
def _written(text: str) -> bool:
    return rooted(text).has(SECTION)


def rules_at(path: str, day: dt.date) -> LiaisonRules | None:
    """What the rulebook in force at a place says of liaison; None where it says nothing. One query."""
    return rules_each({path}, day).get(path)


def firm_of(scale: str, industry: str, above: bool, lists: frozenset[str] = frozenset()) -> Firm:
    """An enterprise as the rules see it; above scale is who really is in the statistics base, whatever the figures say."""
    return Firm(above=above, scale=Scale(scale), industry=industry, lists=lists)


def firms(rows: QuerySet[Enterprise]) -> dict[Key, Firm]:
    """{id: as the rules see it} of some enterprises, with the named lists on which they are now. Two queries."""
    lists = lists_of(rows.order_by().values("pk"))
    told = rows.values_list("pk", "scale", "industry", "in_base_since")
    return {
        pk: firm_of(scale, industry, since is not None, lists.get(pk, frozenset()))
        for pk, scale, industry, since in told
    }


def lists_of(enterprises: Iterable[int] | QuerySet[Any, Any]) -> dict[int, frozenset[str]]:
    """{enterprise: the key lists on which it is now}, of those that are on any. One query."""
    found: dict[int, set[str]] = defaultdict(set)
    named = Listed.objects.filter(enterprise__in=enterprises, until=None, list__until=None)
    for pk, name in named.values_list("enterprise", "list__name"):
        found[pk].add(name)
    return {pk: frozenset(names) for pk, names in found.items()}


def firms_of(ids: Iterable[int]) -> dict[Key, Firm]:
    """{id: as the rules see it} of the enterprises with some ids. Two queries for each 5,000."""
    asked = sorted(ids)
    found: dict[Key, Firm] = {}
    for start in range(0, len(asked), ASKED_AT_ONCE):
        found |= firms(Enterprise.objects.filter(pk__in=asked[start : start + ASKED_AT_ONCE]))
    return found


def bond_of(link: Liaison) -> Bond:
    """A link, stored or not; it comes with its staff."""
    return Bond(
        link.enterprise_id, link.staff_id, link.since, link.until, rank=Rank(link.staff.rank), group=link.group_id
    )


def bonds(rows: QuerySet[Liaison]) -> list[Bond]:
    """Some links as the rules see them. One query."""
    told = rows.values_list("enterprise", "staff", "since", "until", "staff__rank", "group")
    return [
        Bond(firm, staff, since, until, rank=Rank(rank), group=group) for firm, staff, since, until, rank, group in told
    ]


def beside(enterprises: Iterable[int], staff: Iterable[int], day: dt.date) -> list[Bond]:
    """The links of some enterprises and of some officials that hold on a day or later. One query."""
    held = Liaison.objects.filter(not_over(day))
    some, people = set(enterprises), set(staff)
    if len(some) + len(people) > ASKED_AT_ONCE:  # so many that reading every link is less
        return [bond for bond in bonds(held) if bond.firm in some or bond.staff in people]
    return bonds(held.filter(Q(enterprise__in=some) | Q(staff__in=people)))


def seats(rows: QuerySet[Post]) -> list[Seat]:
    """Some posts as the rules see them. One query."""
    told = rows.values_list("staff", "duty", "org", "since", "until", "staff__rank")
    return [
        Seat(staff, Duty(duty), org, since, until, rank=Rank(rank)) for staff, duty, org, since, until, rank in told
    ]
