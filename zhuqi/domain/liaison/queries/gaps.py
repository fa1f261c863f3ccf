"""What the rulebook asks of liaison and nobody does: enterprises with too few officials, vacancies, empty seats of the chain.

Which rules hold is asked of the edition in force where each enterprise lies; where it says nothing of liaison, nothing is
lacking.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhuqi.base.period import Period
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.days import holds_on
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Listed, Organisation
from zhuqi.domain.directory.rules import SECTIONS, Kind, Rank, Scale
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.domain.liaison.life.coverage import midnight
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.queries import facts
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.liaison.rules.bonds import Form
from zhuqi.domain.liaison.rules.firms import Both, Industry, Size, Sort
from zhuqi.domain.liaison.sections import LiaisonRules

WATCHERS = (Role.TEAM_LEAD, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
"""Who reads what is lacking."""
SEATS = {Kind.TEAM: (Duty.LEADS_TEAM, Duty.HOLDS_TEAM), Kind.GROUP: (Duty.HOLDS_GROUP,)}
"""The duties that an organisation of a kind is to have filled."""
NOBODY = Q(pk__in=())
STANDS = Coalesce("enterprise__merged_into", "enterprise")
"""The enterprise that the row of a link stands for."""
GONE = (Standing.STOPPED.value, Standing.MOVED_OUT.value)
"""Enterprises that nobody need serve any more."""


@dataclass(frozen=True)
class Ruled:
    """The areas in which one text of the rules holds."""

    rules: LiaisonRules
    regions: tuple[int, ...]


def ruled(rows: QuerySet[Enterprise], day: dt.date) -> list[Ruled]:
    """The rules that hold for some enterprises, each with its areas. Two queries."""
    areas = Organisation.objects.filter(pk__in=rows.order_by().values("region"))
    paths = dict(areas.values_list("pk", "path"))
    by_path = facts.rules_each(set(paths.values()), day)
    alike: dict[LiaisonRules, list[int]] = defaultdict(list)
    for pk, path in paths.items():
        if path in by_path:
            alike[by_path[path]].append(pk)
    return [Ruled(rules, tuple(sorted(regions))) for rules, regions in alike.items()]


def of_sorts(sorts: Iterable[Sort]) -> Q:
    """The condition under which an enterprise is of one of some sorts; no sort means all."""
    asked = list(sorts)
    if not asked:
        return Q()
    found = NOBODY
    for sort in asked:
        found |= _of(sort)
    return found


def _of(sort: Sort) -> Q:
    if isinstance(sort, Both):
        every = Q()
        for part in sort.sorts:
            every &= _of(part)
        return every
    if isinstance(sort, Industry):
        return _industry(sort.code)
    if isinstance(sort, Scale):
        return Q(scale=sort.value)
    if isinstance(sort, Size):
        return Q(in_base_since__isnull=sort is Size.BELOW)
    return Q(Exists(Listed.objects.filter(enterprise=OuterRef("pk"), until=None, list__until=None, list__name=sort)))


def _industry(code: str) -> Q:
    if code.isdigit():
        return Q(industry__startswith=code)
    found = Q(industry__in=list(code))
    for letter in code:
        first, last = SECTIONS[letter]
        found |= Q(industry__gte=f"{first:02d}", industry__lt=f"{last + 1:02d}")
    return found


def short(rules: LiaisonRules, day: dt.date) -> Q:
    """The condition under which an enterprise that is to have officials has too few on a day."""
    held = Liaison.objects.filter(holds_on(day))
    lacking = Q(_fewer(held, rules.least))
    for row in rules.chain:
        if row.duty is Duty.HOLDS_ENTERPRISES and row.of_each:
            theirs = held.filter(staff__rank__in=[rank.value for rank in row.ranks]) if row.ranks else held
            lacking |= of_sorts(row.scope) & Q(_fewer(theirs, row.of_each))
    there = (Q(standing=None) | ~Q(standing__in=GONE)) & Q(merged_into=None)
    return there & of_sorts(rules.scope) & lacking


def _fewer(held: QuerySet[Liaison], least: int) -> Q:
    """The condition under which an enterprise has fewer than ``least`` of some links. Those of all rows that are one enterprise
    count together, each official once; they are counted once for all enterprises, not for each anew."""
    if least < 1:
        return NOBODY
    counted = held.order_by().annotate(stands=STANDS).values("stands")
    enough = counted.annotate(n=Count("staff", distinct=True)).filter(n__gte=least)
    return ~Q(pk__in=enough.values("stands"))


def unbound(actor: Actor, day: dt.date) -> QuerySet[Enterprise]:
    """The enterprises in the actor's sight that are to have officials and have too few on a day. Two queries beside its own."""
    return lacking(directory.visible(actor), day)


def lacking(seen: QuerySet[Enterprise], day: dt.date) -> QuerySet[Enterprise]:
    """Those of some enterprises. Two queries beside its own."""
    found = NOBODY
    for one in ruled(seen, day):
        found |= Q(region__in=one.regions) & short(one.rules, day)
    return seen.filter(found).select_related("region")


def vacant(actor: Actor, day: dt.date) -> QuerySet[Enterprise]:
    """Those of them that had an official: ``left`` is the first day without the last one."""
    return vacant_of(unbound(actor, day), day)


def vacant_of(rows: QuerySet[Enterprise], day: dt.date) -> QuerySet[Enterprise]:
    """Those of some that lack an official and had one."""
    ended = Liaison.objects.filter(until__lte=day).order_by().annotate(stands=STANDS)
    last = ended.filter(stands=OuterRef("pk")).values("stands").annotate(last=Max("until")).values("last")
    return rows.filter(pk__in=ended.values("stands")).annotate(left=Subquery(last))


@dataclass(frozen=True)
class Due:
    """Until when a vacancy is to be filled, and who looks after it until then. ``due``: None where the calendar of that
    year isn't published."""

    due: dt.datetime | None
    late: bool
    keeper: Duty | Rank | None


def dues(rows: Iterable[Enterprise], now: dt.datetime, day: dt.date) -> dict[int, Due]:
    """{enterprise: how its vacancy stands} of rows of ``vacant``, with their regions. Three queries at most."""
    asked = list(rows)
    rules = facts.rules_each({row.region.path for row in asked}, day)
    calendar = work_calendar()
    return {
        row.pk: _due(rules[row.region.path], row.left, now, calendar)  # type: ignore[attr-defined]
        for row in asked
        if row.region.path in rules
    }


def _due(rules: LiaisonRules, since: dt.date, now: dt.datetime, calendar: WorkCalendar) -> Due:
    due = calendar.add(midnight(since, calendar), rules.vacancy.within)
    return Due(due, calendar.late(now, due), rules.vacancy.keeper)


@dataclass(frozen=True)
class EmptySeat:
    """A duty at a team or group that has too few people. ``since``: the first day without the last who left, where somebody
    did; then with its due day."""

    org: Organisation
    duty: Duty
    needed: int
    there: int
    since: dt.date | None
    due: Due | None


def empty_seats(actor: Actor, now: dt.datetime, day: dt.date) -> list[EmptySeat]:
    """The empty seats of the chain at the teams and groups that the actor oversees, by path. Four queries."""
    rows = directory.organisations().filter(below(actor.sight_paths, "path"), kind__in=list(SEATS))
    return list(seats_of(list(rows), now, day))


def seats_of(
    orgs: list[Organisation], now: dt.datetime, day: dt.date, known: Sequence[Post] | None = None
) -> Iterator[EmptySeat]:
    """The empty seats of some teams and groups; ``known``: their posts with staff, where they were read already. Three queries at
    most."""
    rules = facts.rules_each({org.path for org in orgs}, day)
    posts = known
    if posts is None:
        posts = list(Post.objects.filter(org__in=orgs).select_related("staff")) if rules else []
    calendar = work_calendar()
    for org in orgs:
        its = rules.get(org.path)
        for duty in SEATS[Kind(org.kind)] if its is not None and Form.CHAIN in its.forms else ():
            assert its is not None
            theirs = [post for post in posts if post.org_id == org.pk and post.duty == duty]
            there = [post for post in theirs if Period(post.since, post.until).holds(day)]
            for row in (row for row in its.chain if row.duty is duty):
                n = sum(row.holds(Rank(post.staff.rank)) for post in there)
                needed = max(row.least, 1)
                if n < needed:
                    left = max((post.until for post in theirs if post.until and post.until <= day), default=None)
                    yield EmptySeat(org, duty, needed, n, left, _due(its, left, now, calendar) if left else None)
