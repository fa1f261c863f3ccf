"""The books of units and subtrees balance, whatever the cases did."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db.models import Q

from tests.cases.walker import Walker
from tests.cast import START, ZONE, City, stage
from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.models import DayEdge, Edge, Holding
from zhuqi.domain.cases.queries import ledger
from zhuqi.domain.cases.rules.ledger import Flow, Side, crossing, statement
from zhuqi.domain.cases.rules.words import CARRIES
from zhuqi.domain.directory import queries as directory

DAY = dt.timedelta(days=1)
FIRST = START.date()


@pytest.mark.django_db
def test_opening_and_movements_come_to_the_closing_counted_from_holdings() -> None:
    city = stage(city_checks=True)
    rng = random.Random(11)
    last = START
    for n in range(40):
        walker = Walker(city, random.Random(n), START + DAY * rng.randint(0, 20))
        for _ in range(30):
            walker.step()
        last = max(last, walker.now)
    clockwork.fold_days(START + DAY * 45)
    assert DayEdge.objects.exists() and Edge.objects.filter(day__gt=DayEdge.objects.latest("day").day).exists()
    days = (last.astimezone(ZONE).date() - FIRST).days
    sides = dict.fromkeys(Side, 0)
    for _ in range(200):
        org = rng.choice(list(city.orgs.values()))
        tree = rng.random() < 0.5
        since, until = sorted(FIRST + DAY * rng.randint(-2, days + 2) for _ in range(2))
        book = ledger.account(CLOCK, org.pk, since, until, tree=tree)
        units = ledger.scope(CLOCK, org.pk, tree=tree)
        assert book.opening == held(units, since - DAY), "what was in hand when the period began"
        assert book.closing == held(units, until), "opening + received − passed on − closed = closing"
        if tree:
            parts_agree_with_the_whole(units, since, until, book.opening, book.closing)
        for side in Side:
            sides[side] += book.total(side)
            assert sum(n for _, _, n in book.by_account(side)) == book.total(side)
    assert all(sides.values()), "every side was met"
    everything_opens(city, rng, FIRST, last.astimezone(ZONE).date())


def held(units: frozenset[int], day: dt.date) -> int:
    """How many cases the units held at the end of a day, counted from rows of holding: no edge is asked."""
    midnight = dt.datetime.combine(day + DAY, dt.time(), ZONE)
    rows = Holding.objects.filter(unit__in=units, hand__in=CARRIES, began_at__lt=midnight)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gte=midnight)).count()


def parts_agree_with_the_whole(
    units: frozenset[int], since: dt.date, until: dt.date, opening: int, closing: int
) -> None:
    """The parts' balances add up to the whole's; what they passed to each other cancels."""
    books = ledger.books(units, since, until)
    parts = [statement(books, {unit}) for unit in units]
    assert sum(part.opening for part in parts) == opening
    assert sum(part.closing for part in parts) == closing
    received = sum(n for part in parts for unit, _, n in part.by_account(Side.RECEIVED) if unit in units)
    passed = sum(n for part in parts for unit, _, n in part.by_account(Side.PASSED_ON) if unit in units)
    assert received == passed


def everything_opens(city: City, rng: random.Random, since: dt.date, until: dt.date) -> None:
    """Each figure opens its cases: as many as moved, each once."""
    for code in ("ng-desk", "ng", "cc", "ng-utilities"):
        tree = code in city.orgs and city.orgs[code].area_id == city.org(code)
        book = ledger.account(CLOCK, city.org(code), since, until, tree=tree)
        units = ledger.scope(CLOCK, city.org(code), tree=tree)
        for side in Side:
            for unit, name, n in book.by_account(side):
                found = ledger.behind(CLOCK, city.org(code), since, until, side, unit=unit, name=name, tree=tree)
                assert 0 < found.count() <= n, "a case may have passed twice, never less than once"
                assert {case.pk for case in found} == crossed(units, since, until, (side, unit, name))


def crossed(units: frozenset[int], since: dt.date, until: dt.date, where: tuple[Side, int | None, str]) -> set[int]:
    """The cases of the movements that cross the border as the rule sees it, one by one."""
    edges = Edge.objects.filter(day__gte=since, day__lte=until).values_list("case", *ledger.FLOW)
    return {case for case, *row in edges if crossing(Flow(*row), units) == where}


@pytest.mark.django_db
def test_a_statement_out_of_sight_is_not_there() -> None:
    city = stage()
    with pytest.raises(Missing):
        ledger.account(city.actor("official"), city.org("ng-desk"), FIRST, FIRST)
    with pytest.raises(Missing):
        ledger.account(city.actor("town_dispatcher"), city.org("ng"), FIRST, FIRST, tree=True)
    assert ledger.account(city.actor("leader"), city.org("xf-group"), FIRST, FIRST).closing == 0
    assert directory.desk_serving(city.org("xf-group")) == city.orgs["ng-desk"]


@pytest.mark.django_db
def test_a_folded_day_gives_the_same_statement_and_folding_again_changes_nothing() -> None:
    city = stage()
    for n in range(4):
        walker = Walker(city, random.Random(n))
        for _ in range(20):
            walker.step()
    until = FIRST + DAY * 200
    before = ledger.account(CLOCK, city.org("ng"), FIRST, until, tree=True)
    assert clockwork.fold_days(START + DAY * 30) > 0
    assert ledger.account(CLOCK, city.org("ng"), FIRST, until, tree=True) == before
    assert clockwork.fold_days(START + DAY * 30) == 0


@pytest.mark.django_db
def test_an_opening_stands_on_the_last_frozen_balance_and_reads_no_history() -> None:
    city = stage()
    for n in range(4):
        walker = Walker(city, random.Random(n))
        for _ in range(20):
            walker.step()
    last = Edge.objects.latest("day").day
    assert clockwork.fold_days(START + DAY * 500) > 3
    since = last - DAY * 2
    books = {code: ledger.account(CLOCK, city.org(code), since, last, tree=True) for code in ("ng", "cc", "ng-desk")}
    assert books["cc"].opening
    for table in (Edge, DayEdge):
        table._default_manager.filter(day__lt=since).delete()
    for code, book in books.items():
        assert ledger.account(CLOCK, city.org(code), since, last, tree=True) == book


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ((None, "outside"), (1, "open"), (Side.RECEIVED, None, "outside")),
        ((None, "closed:solved:enterprise"), (1, "open"), (Side.RECEIVED, None, "reopened")),
        ((3, "open"), (2, "open"), (Side.RECEIVED, 3, "unit")),
        ((1, "open"), (2, "open"), None),
        ((1, "open"), (1, "suspended"), None),
        ((2, "open"), (3, "open"), (Side.PASSED_ON, 3, "unit")),
        ((2, "awaiting"), (None, "closed:solved:enterprise"), (Side.CLOSED, None, "closed:solved:enterprise")),
        ((2, "open"), (None, "merged"), (Side.CLOSED, None, "merged")),
        ((3, "open"), (4, "open"), None),
    ],
)
def test_only_what_crosses_the_border_of_a_subtree_counts(
    source: tuple[int | None, str], target: tuple[int | None, str], expected: tuple[Side, int | None, str] | None
) -> None:
    flow = Flow(FIRST, *source, *target, "assign", "other")
    assert crossing(flow, frozenset({1, 2})) == expected
