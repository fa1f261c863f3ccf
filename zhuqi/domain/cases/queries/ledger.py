"""Statements: frozen days and live ones together, of any unit or subtree, each line opening its cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set

from django.db.models import Count, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.base.paths import within
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Case, DayEdge, Edge, FoldedDay, Holding
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.ledger import Flow, Side, Statement, crossing, statement
from zhuqi.domain.cases.rules.words import CARRIES
from zhuqi.domain.directory import queries as directory

ACCOUNTS = ("day", "source_unit_id", "source_name", "target_unit_id", "target_name", "action", "kind")


def flows(until: dt.date) -> Iterator[Flow]:
    """Every movement up to a day, summed by day and accounts: frozen where the day is folded, live else. Three queries."""
    for row in DayEdge.objects.filter(day__lte=until).values_list(*ACCOUNTS, "n"):
        yield Flow(*row)
    yield from live_flows(until)


def live_flows(until: dt.date) -> Iterator[Flow]:
    """The movements of days that aren't folded yet."""
    folded = FoldedDay.objects.order_by("-day").values_list("day", flat=True).first()
    live = Edge.objects.filter(day__lte=until)
    if folded is not None:
        live = live.filter(day__gt=folded)
    for row in live.values(*ACCOUNTS).annotate(n=Count("id")).values_list(*ACCOUNTS, "n"):
        yield Flow(*row)


def scope(actor: Actor, org_id: int, *, tree: bool) -> frozenset[int]:
    """The units of a statement: one, or its subtree (retired ones too). Raises Missing out of sight."""
    org = directory.unit(org_id)
    if not (actor.clock or any(within(org.path, path) for path in actor.sight_paths)):
        raise Missing
    return directory.ever_below(org.path) if tree else frozenset({org.pk})


def account(actor: Actor, org_id: int, since: dt.date, until: dt.date, *, tree: bool = False) -> Statement:
    """The statement of a unit or subtree from ``since`` to ``until``, both included. Raises Missing out of sight."""
    return statement(flows(until), scope(actor, org_id, tree=tree), since, until)


def in_hand(units: Set[int]) -> int:
    """How many cases the units hold now, counted from holdings: what a statement up to today must close with."""
    return Holding.objects.filter(unit__in=units, hand__in=CARRIES, ended_at=None).count()


def behind(
    actor: Actor,
    org_id: int,
    since: dt.date,
    until: dt.date,
    side: Side,
    *,
    unit: int | None = None,
    name: str = "",
    tree: bool = False,
) -> QuerySet[Case]:
    """The cases behind one figure of a statement; ``unit`` and ``name`` narrow it to one account. Newest first."""
    units = scope(actor, org_id, tree=tree)
    found = set()
    for case_id, *row in Edge.objects.filter(day__gte=since, day__lte=until).values_list("case_id", *ACCOUNTS):
        crossed = crossing(Flow(*row), units)
        if crossed is None or crossed[0] is not side:
            continue
        if (unit is None or crossed[1] == unit) and (not name or crossed[2] == name):
            found.add(case_id)
    return visible(actor).filter(pk__in=found).order_by("-recorded_at", "-id")
