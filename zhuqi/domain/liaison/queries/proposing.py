"""Proposals: who sees them, and what they are made from: who lacks officials, who may take some more."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from zhuqi.base.paths import span
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.days import holds_on
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.matching import Lack, Match, Official, match
from zhuqi.domain.liaison.models import Liaison, Post, Proposal, ProposedLink
from zhuqi.domain.liaison.queries import SERVED_IN, facts, gaps
from zhuqi.domain.liaison.rules import Duty, Term
from zhuqi.domain.liaison.rules.bonds import Form
from zhuqi.domain.liaison.sections import LiaisonRules

SPARE = 1.2
"""Where the rulebook sets no limit, nobody gets more than so many times the average."""
TRADE = 3
"""From so many enterprises of a division on it is the line of work of a unit."""


def visible(actor: Actor) -> QuerySet[Proposal]:
    """The proposals of the areas where the actor dispatches; ``kept``: how many of their links aren't left out."""
    paths = {seat.sight_path for seat in actor.seats if seat.role is Role.DISPATCHER}
    rows = Proposal.objects.filter(below(paths, "area__path")).select_related("area", "author")
    return rows.annotate(kept=Count("links", filter=Q(links__dropped=False)))


def rows(proposal: Proposal) -> QuerySet[ProposedLink]:
    """The proposed links."""
    held = ProposedLink.objects.filter(proposal=proposal)
    return held.select_related("enterprise__region", "staff__unit", "group")


@dataclass(frozen=True)
class Candidate:
    """Somebody who may take enterprises, with the group in which they would."""

    staff: Staff
    group: Organisation | None
    area: str
    lines: frozenset[str]
    held: int


@dataclass(frozen=True)
class Drawn:
    """What a proposal comes to. ``wanted``: officials that are lacking."""

    wanted: int
    matches: tuple[Match, ...]
    groups: Mapping[int, Organisation | None]
    """{official: the group in which they would hold}, one to one None."""


def draw(actor: Actor, area: Organisation, weights: Mapping[Term, int], day: dt.date) -> Drawn:
    """The best division of an area's lacking enterprises among its officials; nobody gets any from themselves. Some nine
    queries, and six for each text of rules."""
    start, end = span(area.path)
    inside = Enterprise.objects.filter(region__path__gte=start, region__path__lt=end)
    people = [one for one in _candidates(area, day) if one.staff.pk != actor.staff]
    held = {one.staff.pk: one.held for one in people}
    before = dict(
        Liaison.objects.filter(enterprise__in=inside, until__lte=day)
        .order_by("until", "pk")
        .values_list("enterprise", "staff")
    )
    found: list[Match] = []
    groups: dict[int, Organisation | None] = {}
    wanted = 0
    for one in gaps.ruled(inside, day):
        lacks = _lacks(one.rules, inside.filter(region__in=one.regions), before, day)
        wanted += sum(need for _, need in lacks)
        free = [(who, _group(one.rules, who)) for who in people]
        groups |= {who.staff.pk: group for who, (able, group) in free if able}
        able = [who for who, (able, _) in free if able]
        most = _most(one.rules, able, held, sum(need for _, need in lacks))
        while lacks:
            officials = [
                Official(it.staff.pk, it.area, Rank(it.staff.rank), it.lines, held[it.staff.pk], most[it.staff.pk])
                for it in able
            ]
            given = match([lack for lack, _ in lacks], officials, weights)
            found += given
            for pair in given:
                held[pair.staff] += 1
            took = {pair.firm: pair.staff for pair in given}
            lacks = [
                (replace(lack, holders=lack.holders | {took[lack.firm]}), need - 1)
                for lack, need in lacks
                if need > 1 and lack.firm in took
            ]
    return Drawn(wanted, tuple(found), groups)


def _lacks(
    rules: LiaisonRules, inside: QuerySet[Enterprise], before: Mapping[int, int], day: dt.date
) -> list[tuple[Lack, int]]:
    """The enterprises that lack officials and how many, by id. Four queries."""
    lacking = inside.filter(gaps.short(rules, day)).order_by("pk")
    told = list(lacking.values_list("pk", "region__path", "industry"))
    known = facts.firms(lacking)
    holders: dict[int, set[int]] = defaultdict(set)
    linked = Liaison.objects.filter(holds_on(day), enterprise__in=lacking)
    for firm, staff in linked.values_list("enterprise", "staff"):
        holders[firm].add(staff)
    return [
        (
            Lack(
                pk,
                path,
                industry[:2] if industry.isdigit() else "",
                rules.ranks(Duty.HOLDS_ENTERPRISES, known[pk]),
                before.get(pk),
                frozenset(holders[pk]),
            ),
            max(1, rules.least - len(holders[pk])),
        )
        for pk, path, industry in told
    ]


def _group(rules: LiaisonRules, one: Candidate) -> tuple[bool, Organisation | None]:
    """Whether somebody may hold enterprises by the forms of a place, and in which group."""
    if Form.CHAIN in rules.forms and one.group is not None:
        return True, one.group
    return bool(rules.forms & {Form.ONE_TO_ONE, Form.SEVERAL}), None


def _most(rules: LiaisonRules, people: Collection[Candidate], held: Mapping[int, int], wanted: int) -> dict[int, int]:
    """{official: how many they may hold}: the rulebook's limit, else somewhat more than the average."""
    whole = wanted + sum(held[one.staff.pk] for one in people)
    even = max(1, int(-(-whole * SPARE // max(1, len(people)))))
    return {
        one.staff.pk: limit if limit is not None else even
        for one in people
        for limit in [rules.limit(Duty.HOLDS_ENTERPRISES, Rank(one.staff.rank))]
    }


def _candidates(area: Organisation, day: dt.date) -> list[Candidate]:
    """Who holds enterprises in an area, by post or by link, in the order of their ids. Five queries."""
    start, end = span(area.path)
    posts = Post.objects.filter(duty=Duty.HOLDS_ENTERPRISES, until=None, org__path__gte=start, org__path__lt=end)
    links = Liaison.objects.filter(until=None, place__path__gte=start, place__path__lt=end)
    serving = Staff.objects.filter(left_on=None).exclude(account=None)
    people = list(
        serving.filter(Q(pk__in=posts.values("staff")) | Q(pk__in=links.values("staff")))
        .select_related("unit__area")
        .order_by("pk")
    )
    ids = {one.pk for one in people}
    from_post = {post.staff_id: post.org for post in posts.select_related("org__area").order_by("-pk")}
    from_link = {link.staff_id: link.place for link in links.select_related("place__area").order_by("-pk")}
    held = Counter(Liaison.objects.filter(until=None, staff__in=ids).values_list("staff", flat=True))
    lines = _lines(people)
    found = []
    for one in people:
        place = from_post.get(one.pk) or from_link.get(one.pk) or one.unit
        group = place if place.kind in SERVED_IN else None
        seat = place.area or place
        found.append(Candidate(one, group, seat.path, lines[one.pk], held[one.pk]))
    return found


def _lines(people: Collection[Staff]) -> dict[int, frozenset[str]]:
    """{official: the divisions of industry that they serve or served, or that their unit serves}. One query."""
    units = {one.pk: one.unit_id for one in people}
    own: dict[int, set[str]] = defaultdict(set)
    trades: Counter[tuple[int, str]] = Counter()
    told = Liaison.objects.filter(staff__unit__in=set(units.values()))
    for staff, unit, industry in told.values_list("staff", "staff__unit", "enterprise__industry"):
        if industry.isdigit():
            own[staff].add(industry[:2])
            trades[unit, industry[:2]] += 1
    shared: dict[int, set[str]] = defaultdict(set)
    for (unit, line), n in trades.items():
        if n >= TRADE:
            shared[unit].add(line)
    return {one.pk: frozenset(own[one.pk] | shared[one.unit_id]) for one in people}
