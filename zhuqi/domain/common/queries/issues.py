"""Common issues: who sees which, lists of them, one of them with the cases in it that the actor sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from zhuqi.base.errors import Missing
from zhuqi.base.paths import lineage
from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import in_sight
from zhuqi.core.succession import Lying
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.queries.lists import rows as shown
from zhuqi.domain.common.models import CommonIssue, Membership, Told
from zhuqi.domain.common.rules.steps import open_deeds, opening_areas, parties
from zhuqi.domain.common.rules.words import OPEN, IssueDeed, IssueStanding, Party
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import organisations, subtree
from zhuqi.domain.directory.rules import AREAS

KIND = "common"
"""What the journal and the scopes call an issue."""
NEWEST = ("-opened_at", "-pk")
SAID = ("seq", "deed", "body", "at")
"""What is told of words that enterprises read: nobody's name among it."""
SHOWN = 200
"""Cases of an issue that stand on its page."""


def visible(actor: Actor) -> QuerySet[CommonIssue]:
    """The issues in the actor's sight: those of its unit, and of the area it oversees. No enterprise sees one this way."""
    if actor.enterprise is not None:
        return CommonIssue.objects.none()
    return CommonIssue.objects.filter(in_sight(actor, KIND))


def seen_from(owner_path: str, area_path: str) -> list[tuple[str, str]]:
    """(path, reason) from where an issue is seen."""
    return [(owner_path, "owner"), (area_path, "territory")]


def scopes() -> set[tuple[int, int, str]]:
    """(issue, organisation, reason) of every scope that issues must have, for verification. One query."""
    made = CommonIssue.objects.values_list("pk", "owner__path", "area__path")
    return {(pk, org, why) for pk, *paths in made for path, why in seen_from(*paths) for org in lineage(path)}


BODY = Coalesce("memberships__case__enterprise__merged_into", "memberships__case__enterprise")
"""The enterprise of a case in an issue: one body, however many rows of the register it had."""


def rows(issues: QuerySet[CommonIssue]) -> QuerySet[CommonIssue]:
    """With what a row of a list shows: its owner and area, how many cases of how many enterprises are in it."""
    now = Q(memberships__left_at=None)
    return issues.select_related("owner", "area").annotate(
        cases=Count("memberships", filter=now),
        enterprises=Count(BODY, filter=now, distinct=True),
    )


def listed(actor: Actor, *, standing: IssueStanding | None = None, owner: int | None = None) -> QuerySet[CommonIssue]:
    """The issues an actor sees, narrowed."""
    found = rows(visible(actor))
    if standing is not None:
        found = found.filter(standing=standing.value)
    return found if owner is None else found.filter(owner=owner)


@dataclass(frozen=True)
class Detail:
    """One issue: the cases in it that the actor sees, how many it doesn't, what was told, what the actor can do about it."""

    issue: CommonIssue
    cases: tuple[Case, ...]
    unseen: int
    enterprises: int
    told: tuple[Told, ...]
    who: frozenset[Party]
    deeds: tuple[IssueDeed, ...]


def one(actor: Actor, issue_id: int) -> Detail:
    """One issue. Raises Missing out of sight. Five queries."""
    issue = rows(visible(actor)).filter(pk=issue_id).first()
    if issue is None:
        raise Missing
    held = Membership.objects.filter(issue=issue, left_at=None)
    cases = tuple(
        shown(sight.visible(actor).filter(pk__in=held.values("case"))).order_by("-recorded_at", "-pk")[:SHOWN]
    )
    who = parties(actor, area_path=issue.area.path, owner=issue.owner_id)
    return Detail(
        issue=issue,
        cases=cases,
        unseen=max(0, issue.cases - len(cases)),  # type: ignore[attr-defined]
        enterprises=issue.enterprises,  # type: ignore[attr-defined]
        told=tuple(Told.objects.filter(issue=issue).select_related("staff").order_by("-seq")),
        who=who,
        deeds=open_deeds(IssueStanding(issue.standing), who),
    )


def of_case(actor: Actor, case_id: int) -> list[CommonIssue]:
    """The issues in the actor's sight in which a case is, the newest first. One query."""
    held = Membership.objects.filter(issue=OuterRef("pk"), case=case_id, left_at=None)
    return list(visible(actor).filter(Exists(held)).select_related("owner").order_by(*NEWEST))


def of_cases(actor: Actor, cases: Collection[int]) -> list[CommonIssue]:
    """The open issues in the actor's sight in which one of some cases is, the newest first. One query."""
    held = Membership.objects.filter(issue=OuterRef("pk"), case__in=cases, left_at=None)
    return list(visible(actor).filter(Exists(held), standing__in=OPEN).select_related("owner").order_by(*NEWEST))


def areas(actor: Actor) -> list[Organisation]:
    """The areas in which the actor opens common issues, the lowest first. One query, none for whoever opens none."""
    paths = opening_areas(actor)
    return list(organisations().filter(path__in=paths, kind__in=AREAS).order_by("-path")) if paths else []


def owners(area_path: str) -> QuerySet[Organisation]:
    """The units of an area that can own an issue."""
    return subtree(area_path).exclude(kind__in=AREAS)


@dataclass(frozen=True)
class Outside:
    """What an enterprise is told of a common issue that its case is in."""

    title: str
    owner: str
    standing: IssueStanding
    since: dt.datetime
    taken_up: dt.datetime | None
    due_on: dt.date | None
    told: tuple[Told, ...]


def outside(actor: Actor, case_id: int) -> tuple[Outside, ...]:
    """What an enterprise reads of the issues its case is in; nobody else reads it this way. Nothing of who else is in them.
    One query."""
    if actor.enterprise is None:
        return ()
    mine = sight.visible(actor).filter(pk=case_id)
    said = {name: F(f"issue__told__{name}") for name in SAID}
    rows = Membership.objects.filter(case__in=mine.values("pk"), left_at=None).select_related("issue__owner")
    held: dict[int, Membership] = {}
    told: dict[int, list[Told]] = {}
    for row in rows.annotate(**said).order_by("-joined_at", "-pk", F("issue__told__seq").desc(nulls_last=True)):
        held.setdefault(row.pk, row)
        if getattr(row, SAID[0]) is not None:
            words = {name: getattr(row, name) for name in SAID}
            told.setdefault(row.issue_id, []).append(Told(issue=row.issue, **words))
    return tuple(
        Outside(
            title=one.issue.title,
            owner=one.issue.owner.name,
            standing=IssueStanding(one.issue.standing),
            since=one.issue.opened_at,
            taken_up=one.issue.taken_up_at,
            due_on=one.issue.due_on,
            told=tuple(told.get(one.issue_id, ())),
        )
        for one in held.values()
    )


@dataclass(frozen=True)
class Line:
    """One owner's line of the statement: opening + opened − changed − given up = closing. ``waiting_since``: since when the
    oldest of those that are open; ``overdue``: open ones whose day has passed; ``cases``, ``enterprises``: in its open ones."""

    owner: int
    name: str
    opening: int
    opened: int
    changed: int
    given_up: int
    closing: int
    overdue: int
    waiting_since: dt.datetime | None
    cases: int
    enterprises: int


def statement(actor: Actor, *, since: dt.datetime, until: dt.datetime, today: dt.date) -> list[Line]:
    """The issues in sight by owner, in the order of names, between two moments (half-open). An issue counts for who owns it now.
    Two queries."""
    found: dict[int, list[CommonIssue]] = {}
    for issue in (
        visible(actor).filter(opened_at__lt=until).select_related("owner").order_by("owner__name", "owner", "pk")
    ):
        found.setdefault(issue.owner_id, []).append(issue)
    inside = _inside({issue.pk for mine in found.values() for issue in mine if _open(issue, until)})
    return [_line(mine, inside, since, until, today) for mine in found.values()]


def _open(issue: CommonIssue, at: dt.datetime) -> bool:
    return issue.opened_at < at and (issue.ended_at is None or issue.ended_at >= at)


def _inside(issues: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """{issue: (case, enterprise) pairs in it}. One query."""
    found: dict[int, list[tuple[int, int]]] = {}
    held = Membership.objects.filter(issue__in=issues, left_at=None)
    for issue, case, enterprise in held.values_list(
        "issue", "case", Coalesce("case__enterprise__merged_into", "case__enterprise")
    ):
        found.setdefault(issue, []).append((case, enterprise))
    return found


def _line(
    mine: list[CommonIssue],
    inside: dict[int, list[tuple[int, int]]],
    since: dt.datetime,
    until: dt.datetime,
    today: dt.date,
) -> Line:
    still = [issue for issue in mine if _open(issue, until)]
    ended = [issue for issue in mine if issue.ended_at is not None and since <= issue.ended_at < until]
    pairs = {pair for issue in still for pair in inside.get(issue.pk, ())}
    return Line(
        owner=mine[0].owner_id,
        name=mine[0].owner.name,
        opening=sum(_open(issue, since) for issue in mine),
        opened=sum(since <= issue.opened_at < until for issue in mine),
        changed=sum(issue.standing == IssueStanding.CHANGED for issue in ended),
        given_up=sum(issue.standing == IssueStanding.GIVEN_UP for issue in ended),
        closing=len(still),
        overdue=sum(issue.due_on is not None and issue.due_on < today for issue in still),
        waiting_since=min((issue.opened_at for issue in still), default=None),
        cases=len({case for case, _ in pairs}),
        enterprises=len({enterprise for _, enterprise in pairs}),
    )


def lying(org: int) -> Iterator[Lying]:
    """What of common issues lies with a unit itself. One query."""
    held = CommonIssue.objects.filter(owner=org, standing__in=sorted(OPEN))
    yield Lying("issues", term("common issues it owns"), held.count())
