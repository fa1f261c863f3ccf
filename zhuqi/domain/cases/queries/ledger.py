"""Statements: frozen days and live ones together, of any unit or subtree, each line opening its cases."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Set

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from zhuqi.base.errors import Missing
from zhuqi.base.paths import within_any
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import start_of
from zhuqi.domain.cases.models import Case, DayBalance, DayEdge, Edge, FoldedDay, Holding
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.ledger import NEW, UNIT, Flow, Ledger, Side, Statement, net, statement
from zhuqi.domain.cases.rules.words import CARRIES
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation

FLOW = ("day", "source_unit_id", "source_name", "target_unit_id", "target_name", "action", "kind")
DAY = dt.timedelta(days=1)


def last_folded() -> dt.date:
    """The last day whose movements are frozen; the first of all days where none is."""
    return FoldedDay.objects.order_by("-day").values_list("day", flat=True).first() or dt.date.min


def balances(units: Set[int], day: dt.date) -> dict[int, int]:
    """{unit: what it held when a folded day was over}. One query, whose cost doesn't grow with history."""
    latest = DayBalance.objects.filter(unit=OuterRef("pk"), day__lte=day).order_by("-day").values("n")[:1]
    held = Organisation.objects.filter(pk__in=units).annotate(n=Subquery(latest)).values_list("pk", "n")
    return {unit: n for unit, n in held if n}


def books(units: Set[int], since: dt.date, until: dt.date) -> Ledger:
    """The books of some units: frozen where the day is folded, live else. Four queries."""
    folded = last_folded()
    held = Counter(balances(units, min(since - DAY, folded)))
    fresh = list(live(folded, until, units))
    held.update(net(flow for flow in fresh if flow.day < since))
    frozen = DayEdge.objects.filter(_touching(units), day__gte=since, day__lte=min(until, folded))
    flows = [Flow(*row) for row in frozen.values_list(*FLOW, "n")]
    return Ledger(since, until, held, [*flows, *(flow for flow in fresh if flow.day >= since)])


def _touching(units: Set[int]) -> Q:
    return Q(source_unit__in=units) | Q(target_unit__in=units)


def live(folded: dt.date, until: dt.date, units: Set[int] | None = None) -> Iterator[Flow]:
    """The movements after the last folded day, of some units or of all. One query."""
    edges = Edge.objects.filter(day__gt=folded, day__lte=until)
    if units is not None:
        edges = edges.filter(_touching(units))
    for row in edges.values(*FLOW).annotate(n=Count("id")).order_by(*FLOW).values_list(*FLOW, "n"):
        yield Flow(*row)


def scope(actor: Actor, org_id: int, *, tree: bool) -> frozenset[int]:
    """The units of a statement: one, or its subtree (retired ones too). Raises Missing out of sight."""
    org = directory.unit(org_id)
    if not (actor.clock or within_any(org.path, actor.sight_paths)):
        raise Missing
    return directory.ever_below(org.path) if tree else frozenset({org.pk})


def account(actor: Actor, org_id: int, since: dt.date, until: dt.date, *, tree: bool = False) -> Statement:
    """The statement of a unit or subtree from ``since`` to ``until``, both included. Raises Missing out of sight."""
    units = scope(actor, org_id, tree=tree)
    return statement(books(units, since, until), units)


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
    among: Set[int] | None = None,
    tree: bool = False,
) -> QuerySet[Case]:
    """The cases behind one figure of a statement; ``unit`` and ``name`` narrow it to one account, ``among`` to those of some
    units. Newest first."""
    units = scope(actor, org_id, tree=tree)
    edges = Edge.objects.filter(_across(side, units), day__gte=since, day__lte=until)
    if name:
        edges = edges.filter(_beyond(side, name))
    if unit is not None:
        edges = edges.filter(Q(source_unit=unit) if side is Side.RECEIVED else Q(target_unit=unit))
    if among is not None:
        edges = edges.filter(Q(source_unit__in=among) if side is Side.RECEIVED else Q(target_unit__in=among))
    return visible(actor).filter(pk__in=edges.values("case")).order_by("-recorded_at", "-id")


def between(actor: Actor, sources: Set[int], targets: Set[int], since: dt.date, until: dt.date) -> QuerySet[Case]:
    """The cases that went from one of some units to one of others, those in sight. Newest first."""
    edges = Edge.objects.filter(source_unit__in=sources, target_unit__in=targets, day__gte=since, day__lte=until)
    return visible(actor).filter(pk__in=edges.values("case")).order_by("-recorded_at", "-id")


def _across(side: Side, units: Set[int]) -> Q:
    """The movements that ``crossing`` puts on a side."""
    came, went = Q(source_unit__in=units), Q(target_unit__in=units)
    if side is Side.RECEIVED:
        return went & (Q(source_unit=None) | ~came)
    return came & (Q(target_unit=None) if side is Side.CLOSED else Q(target_unit__isnull=False) & ~went)


def _beyond(side: Side, name: str) -> Q:
    """The movements that have this account on the other side, as ``crossing`` names it."""
    if side is Side.CLOSED:
        return Q(target_name=name)
    if name == UNIT:
        return Q(**{f"{'source' if side is Side.RECEIVED else 'target'}_unit__isnull": False})
    return Q(source_unit=None) & (Q(source_name=NEW) if name == NEW else ~Q(source_name=NEW))


def held_on(actor: Actor, units: Set[int], day: dt.date) -> QuerySet[Case]:
    """The cases that units held when a day was over, as the actor sees them: an opening, a closing, a balance."""
    over = start_of(day + DAY)
    rows = Holding.objects.filter(unit__in=units, hand__in=CARRIES, began_at__lt=over)
    held = rows.filter(Q(ended_at=None) | Q(ended_at__gte=over))
    return visible(actor).filter(pk__in=held.values("case")).order_by("-recorded_at", "-id")
