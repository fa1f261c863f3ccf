"""Who answers for whom, on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from zhuqi.base.paths import lineage
from zhuqi.base.period import Period
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.core.days import holds_on
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.queries import kept_staff
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.directory.rules import Kind, reach
from zhuqi.domain.liaison.models import Handover, Liaison, Post
from zhuqi.domain.liaison.rules import CHAIN, Duty

SERVED_IN = (Kind.GROUP, Kind.TEAM)
"""Where a linked official serves: a group, else a team."""
ALWAYS = Period(dt.date.min)
STANDING = Coalesce("enterprise__merged_into", "enterprise")
"""The row that stands for a link's enterprise."""


def _liaisons(day: dt.date) -> QuerySet[Liaison]:
    """Liaisons of a day with whom they name; those in a group first, then the older."""
    held = Liaison.objects.filter(holds_on(day)).select_related("staff__unit", "group", "place")
    return held.order_by(models.F("group").asc(nulls_last=True), "since", "pk")


def group_of(staff_id: int, day: dt.date) -> Organisation | None:
    """The group, else the team, in which somebody serves on a day: by post, by a link to an enterprise, or as their own
    unit. Three queries."""
    return groups_of({(staff_id, day)}).get((staff_id, day))


def groups_of(asked: Collection[tuple[int, dt.date]]) -> dict[tuple[int, dt.date], Organisation]:
    """{(staff, day): the group, else the team, in which they serve that day}; whoever serves in none isn't there. Three
    queries."""
    serving = _serving({staff for staff, _ in asked})
    found = {(staff, day): _on(day, serving[staff]) for staff, day in asked}
    return {who: org for who, org in found.items() if org is not None}


def _serving(staff: Collection[int]) -> dict[int, list[tuple[Period, Organisation]]]:
    """{staff: when they serve in which group or team, what counts first before the rest}."""
    posts = Post.objects.filter(staff__in=staff, org__kind__in=SERVED_IN).select_related("org")
    links = Liaison.objects.filter(staff__in=staff).select_related("group").order_by("group", "since", "pk")
    members = Staff.objects.filter(pk__in=staff, unit__kind__in=SERVED_IN).select_related("unit")
    found: dict[int, list[tuple[Period, Organisation]]] = defaultdict(list)
    for post in sorted(posts, key=_by_duty):
        found[post.staff_id].append((Period(post.since, post.until), post.org))
    for link in links:
        if link.group is not None:
            found[link.staff_id].append((Period(link.since, link.until), link.group))
    for member in members:
        found[member.pk].append((ALWAYS, member.unit))
    return found


def _by_duty(post: Post) -> tuple[int, int, int]:
    """A group before a team, and there who is nearest to the enterprises first."""
    return SERVED_IN.index(Kind(post.org.kind)), -CHAIN.index(Duty(post.duty)), post.pk


def _on(day: dt.date, served: Iterable[tuple[Period, Organisation]]) -> Organisation | None:
    return next((org for period, org in served if period.holds(day)), None)


def liaison_of(enterprise_id: int, day: dt.date) -> Liaison | None:
    """The link that answers for an enterprise on a day, with its staff and group: one in a group before one without, the
    older before the younger. One query."""
    return _liaisons(day).filter(enterprise__in=family(enterprise_id)).first()


def bound_group(enterprise_id: int, day: dt.date) -> Organisation | None:
    """The group that an enterprise is linked to on a day, if it is linked to one; where its official left and nobody
    followed yet, the group that holds it meanwhile. Two queries at most."""
    held = liaison_of(enterprise_id, day)
    if held is None:
        waiting = Handover.objects.select_related("ended__group")
        last = (
            waiting.filter(enterprise__in=family(enterprise_id), successor=None, since__lte=day)
            .order_by("-since", "-pk")
            .first()
        )
        held = last.ended if last else None
    return held.group if held else None


def answers_for(
    enterprise_id: int, day: dt.date, known: Iterable[Liaison] | None = None
) -> list[tuple[Duty, Staff, Organisation]]:
    """The responsibility chain of an enterprise on a day, top down: 带队, 包队, 包组 of the groups it is linked to and of what
    they hang under, then 包企. One to one there is only the last, at the official's own unit. ``known``: what ``links_of``
    gave. Two queries, one where that is known."""
    if known is None:
        held = list(_liaisons(day).filter(enterprise__in=family(enterprise_id)))
    else:
        held = [link for link in known if Period(link.since, link.until).holds(day)]
    above = {pk for link in held if link.group for pk in lineage(link.group.path)}
    posts = Post.objects.filter(holds_on(day), org__in=above).exclude(duty=Duty.HOLDS_ENTERPRISES)
    chain = [
        (Duty(post.duty), post.staff, post.org)
        for post in posts.select_related("staff__unit", "org").order_by("org__path", "since", "pk")
    ]
    chain.sort(key=lambda link: CHAIN.index(link[0]))
    return [*chain, *((Duty.HOLDS_ENTERPRISES, link.staff, link.place) for link in held)]


def posts_of(staff_id: int) -> QuerySet[Post]:
    """Every post of somebody, with its organisation: those without an end first, the younger before the older."""
    held = Post.objects.filter(staff=staff_id).select_related("org")
    return held.order_by(models.F("until").desc(nulls_first=True), "-since", "-pk")


def kept_posts(actor: Actor) -> QuerySet[Post]:
    """The posts that the actor looks after, those that are over too: of the organisations and of the people in their reach."""
    people = kept_staff(actor).values("pk")
    return Post.objects.filter(below(reach(actor), "org__path") | Q(staff__in=people)).select_related("org", "staff")


def links_of(enterprise_id: int) -> QuerySet[Liaison]:
    """Every link of an enterprise, with whom and from where: those without an end first, the younger before the older."""
    held = Liaison.objects.filter(enterprise__in=family(enterprise_id)).select_related("staff", "group", "place")
    return held.order_by(models.F("until").desc(nulls_first=True), "-since", "-pk")


def serves_at(staff_id: int, org_id: int) -> bool:
    """Whether somebody has a duty at a group or unit, or holds an enterprise from there, without an end. Two queries."""
    duties = Post.objects.filter(staff=staff_id, org=org_id, until=None)
    return duties.exists() or Liaison.objects.filter(staff=staff_id, place=org_id, until=None).exists()


def held_from(facts: Mapping[str, int]) -> Callable[[str], Q]:
    """By what is booked of somebody's going: the condition, on a column of paths, under which something was held from the unit
    that they came from, or from below it; where they left for good, everything was. One query at most."""
    if "came_from" not in facts:
        return lambda column: Q()
    path = directory.unit(facts["came_from"]).path
    return lambda column: below({path}, column)


def links_held(staff_id: int) -> int:
    """How many enterprises somebody holds; rows that are one enterprise count once. One query."""
    held = Liaison.objects.filter(staff=staff_id, until=None)
    return held.aggregate(n=Count(STANDING, distinct=True))["n"]  # type: ignore[no-any-return]


def my_enterprises(actor: Actor, day: dt.date) -> QuerySet[Enterprise]:
    """The enterprises that the actor holds on a day, by name; of a row that was merged, the one that stands for it."""
    held = Liaison.objects.filter(holds_on(day), staff=actor.staff) if actor.staff else Liaison.objects.none()
    own, merged = Q(pk__in=held.values("enterprise")), Q(pk__in=held.values("enterprise__merged_into"))
    return Enterprise.objects.filter(own | merged, merged_into=None).select_related("region").order_by("name", "pk")


def sights(enterprise_ids: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """{enterprise: (path, reason)} from where links that haven't ended let it be seen: the group, or the official's unit.
    Where an official left and nobody followed yet, the group or unit goes on seeing it. Every id asked for is there. Two
    queries."""
    found: dict[int, set[tuple[str, str]]] = {pk: set() for pk in enterprise_ids}
    held = Liaison.objects.filter(enterprise__in=enterprise_ids, until=None)
    for pk, path in held.values_list("enterprise", "place__path"):
        found[pk].add((path, "liaison"))
    waiting = Handover.objects.filter(enterprise__in=enterprise_ids, successor=None)
    for pk, path in waiting.values_list("enterprise", "place__path"):
        found[pk].add((path, "liaison"))
    return found


def scopes() -> set[tuple[int, int, str]]:
    """(enterprise, organisation, reason) of every scope that links and open hand-overs must have, for verification. Four
    queries."""
    linked = set(Liaison.objects.filter(until=None).values_list("enterprise", flat=True))
    linked |= set(Handover.objects.filter(successor=None).values_list("enterprise", flat=True))
    seen = sights(linked)
    return {(pk, org, reason) for pk, pairs in seen.items() for path, reason in pairs for org in lineage(path)}


def links_seen(actor: Actor) -> QuerySet[Liaison]:
    """The links of the enterprises in the actor's sight, with both ends and the group."""
    seen = directory.visible(actor).values("pk")
    return Liaison.objects.filter(enterprise__in=seen).select_related("enterprise", "staff", "group")
