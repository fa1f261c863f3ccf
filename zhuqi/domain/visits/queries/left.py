"""What was promised and planned and lies with a unit itself, and who of it can take it on by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet

from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import holds_on
from zhuqi.core.succession import Lying
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import serving
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules.planning import leads
from zhuqi.domain.visits.rules.promises import Kept


def lying(org: int) -> Iterator[Lying]:
    """What lies with a unit. One query."""
    yield Lying("promises", term("promises made on visits"), Promise.objects.filter(unit=org, state=Kept.OPEN).count())


def takers(unit_id: int, day: dt.date) -> QuerySet[Staff]:
    """Who can keep what somebody left with a unit: who belongs to it, or serves there by a duty or a link, by name."""
    theirs = Q(unit=unit_id)
    theirs |= Q(holds_on(day, "posts__"), posts__org=unit_id)
    theirs |= Q(holds_on(day, "liaisons__"), liaisons__place=unit_id)
    found = serving(day).filter(theirs).exclude(account=None)
    return Staff.objects.filter(pk__in=found.values("pk")).select_related("unit").order_by("name", "pk")


def own(actor: Actor, day: dt.date) -> frozenset[int]:
    """The units of which the actor can keep what was left: to which they belong, or where they serve. One query, none for whoever
    has no role."""
    if not (actor.seats and actor.staff):
        return frozenset()
    posts = Post.objects.filter(holds_on(day), staff=actor.staff).order_by().values_list("org")
    links = Liaison.objects.filter(holds_on(day), staff=actor.staff).order_by().values_list("place")
    found = serving(day).filter(pk=actor.staff).exclude(account=None).order_by().values_list("unit").union(posts, links)
    return frozenset(row[0] for row in found)


def hands(actor: Actor, unit: Organisation, theirs: Collection[int]) -> bool:
    """Whether the actor gives what was left there to somebody: its lead or dispatcher to anybody of it, others of it, whose units
    are ``theirs``, to themselves."""
    return leads(actor, unit.path) or unit.pk in theirs
