"""The responsibility chain as it stands (一带三包): teams, who leads and holds them, their groups, their officials."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhuqi.base.paths import span, within
from zhuqi.base.period import Period
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.core.days import holds_on
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.liaison.models import Handover, Liaison, Post
from zhuqi.domain.liaison.queries import STANDING, gaps
from zhuqi.domain.liaison.queries.gaps import EmptySeat
from zhuqi.domain.liaison.rules import Duty


@dataclass(frozen=True)
class Serving:
    """An official, and how many enterprises they hold from there."""

    staff: Staff
    enterprises: int


@dataclass(frozen=True)
class Node:
    """A team or group: who has which duty there, which seats are empty, who holds how many enterprises, and how many wait for
    a successor."""

    org: Organisation
    duties: Sequence[tuple[Duty, Staff]]
    empty: Sequence[EmptySeat]
    officials: Sequence[Serving]
    waiting: int
    groups: Sequence[Node] = ()


def teams(actor: Actor) -> QuerySet[Organisation]:
    """The teams that the actor oversees, and those above a group of theirs, by path."""
    mine = directory.organisations().filter(below(actor.sight_paths, "path"), kind=Kind.GROUP).values("parent")
    seen = Q(below(actor.sight_paths, "path")) | Q(pk__in=mine)
    return directory.organisations().filter(seen, kind=Kind.TEAM).select_related("area")


def nodes(actor: Actor, some: Sequence[Organisation], now: dt.datetime, day: dt.date) -> list[Node]:
    """Some teams with their groups, as far as the actor sees them. Seven queries at most, however many."""
    if not some:
        return []
    inside = Q()
    for team in some:
        start, end = span(team.path)
        inside |= Q(path__gte=start, path__lt=end)
    sights = actor.sight_paths
    rows = [
        org
        for org in directory.organisations().filter(inside, kind__in=(Kind.TEAM, Kind.GROUP)).select_related("area")
        if any(within(org.path, path) or within(path, org.path) for path in sights)
    ]
    duties: dict[int, list[tuple[Duty, Staff]]] = defaultdict(list)
    every = list(Post.objects.filter(org__in=rows).select_related("staff").order_by("since", "pk"))
    posts = [post for post in every if Period(post.since, post.until).holds(day)]
    for post in posts:
        if post.duty != Duty.HOLDS_ENTERPRISES:
            duties[post.org_id].append((Duty(post.duty), post.staff))
    empty: dict[int, list[EmptySeat]] = defaultdict(list)
    for seat in gaps.seats_of(rows, now, day, every):
        empty[seat.org.pk].append(seat)
    officials = _officials(rows, posts, day)
    waiting_ = Handover.objects.filter(place__in=rows, successor=None)
    waits = waiting_.values_list("place").annotate(n=Count(STANDING, distinct=True))
    waiting = dict(waits.order_by())
    whole = {
        org.pk: Node(org, duties[org.pk], empty[org.pk], officials[org.pk], waiting.get(org.pk, 0)) for org in rows
    }
    return [
        Node(
            team,
            own.duties,
            own.empty,
            own.officials,
            own.waiting,
            [whole[org.pk] for org in rows if org.pk != team.pk and within(org.path, team.path)],
        )
        for team in some
        for own in [whole.get(team.pk) or Node(team, (), (), (), 0)]
    ]


def _officials(rows: Sequence[Organisation], posts: Sequence[Post], day: dt.date) -> dict[int, list[Serving]]:
    """{organisation: who holds enterprises there, in the order of their codes}, from the posts held there. Two queries."""
    held = Liaison.objects.filter(holds_on(day), place__in=rows)
    counted = {
        (place, who): n
        for place, who, n in held.values_list("place", "staff").annotate(n=Count(STANDING, distinct=True)).order_by()
    }
    for post in posts:
        if post.duty == Duty.HOLDS_ENTERPRISES:
            counted.setdefault((post.org_id, post.staff_id), 0)
    people = Staff.objects.in_bulk({who for _, who in counted})
    found: dict[int, list[Serving]] = defaultdict(list)
    for (place, who), n in sorted(counted.items(), key=lambda pair: people[pair[0][1]].code):
        found[place].append(Serving(people[who], n))
    return found
