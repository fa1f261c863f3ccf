"""Sight begins at nothing. A parent sees, a sibling and a child don't; administrators see no business."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q

from tests.cast import START
from zhuqi.base.paths import below, lineage
from zhuqi.core.access.actions import share, share_many
from zhuqi.core.access.actor import ADMINISTRATORS, CLOCK, SEEING_AREA, Actor, Role, Seat, of_enterprise
from zhuqi.core.access.models import Scope
from zhuqi.core.access.queries import below_sight, in_sight
from zhuqi.core.accounts.actions import open_many
from zhuqi.core.accounts.models import Account

CITY = below("", 1)
DISTRICT, OTHER = below(CITY, 2), below(CITY, 3)
TOWN, FAR = below(DISTRICT, 4), below(DISTRICT, 40)
ELSEWHERE = below("", 9)


def at(path: str, *roles: Role) -> Actor:
    org = lineage(path)[-1]
    return Actor(account=1, seats=tuple(Seat(role, org, path, org, path) for role in roles or (Role.HANDLER,)))


def seen(actor: Actor) -> set[str]:
    """Which of the rows shared below the actor sees; an account stands for a row of any table."""
    return set(Account.objects.filter(Q(in_sight(actor, "case"))).values_list("username", flat=True))


@pytest.fixture
def rows() -> dict[str, Account]:
    """One row found in a district, one in another, one in a town, one in two places, one shared with nobody."""
    names = ["district", "other", "town", "both", "nobody"]
    held = dict(zip(names, open_many(CLOCK, names, now=START), strict=True))
    for name, paths in {"district": [DISTRICT], "other": [OTHER], "town": [TOWN], "both": [TOWN, OTHER]}.items():
        share("case", held[name].pk, [(path, "holder") for path in paths])
    return held


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "names"),
    [
        (Actor(), set()),
        (Actor(account=1, staff=1), set()),
        (of_enterprise(1), set()),
        (CLOCK, set()),
        (at(CITY), {"district", "other", "town", "both"}),
        (at(DISTRICT), {"district", "town", "both"}),
        (at(TOWN), {"town", "both"}),
        (at(OTHER), {"other", "both"}),
        (at(FAR), set()),
        (at(below(TOWN, 5)), set()),
        (at(ELSEWHERE), set()),
        (Actor(seats=(*at(FAR).seats, *at(OTHER).seats)), {"other", "both"}),
        *((at(CITY, role), set()) for role in sorted(ADMINISTRATORS)),
        (at(CITY, Role.AUDIT_ADMIN, Role.LEADER), {"district", "other", "town", "both"}),
    ],
)
def test_a_row_is_seen_from_where_it_is_shared_and_from_above(
    rows: dict[str, Account], actor: Actor, names: set[str]
) -> None:
    assert seen(actor) == names


@pytest.mark.django_db
def test_a_row_seen_for_two_reasons_is_there_once(rows: dict[str, Account]) -> None:
    share("case", rows["town"].pk, [(TOWN, "holder"), (TOWN, "finder"), (DISTRICT, "territory")])
    found = Account.objects.filter(Q(in_sight(at(CITY), "case")))
    assert sorted(found.values_list("username", flat=True)) == ["both", "district", "other", "town"]


@pytest.mark.django_db
def test_a_scope_of_another_kind_shows_nothing(rows: dict[str, Account]) -> None:
    share("visit", rows["nobody"].pk, [(DISTRICT, "visit")])
    assert "nobody" not in seen(at(DISTRICT))


@pytest.mark.django_db
def test_sight_is_one_query_however_many_rows(rows: dict[str, Account], django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        seen(at(CITY, *SEEING_AREA))


@pytest.mark.django_db
def test_sharing_reaches_every_organisation_above() -> None:
    share("case", 7, [(TOWN, "holder")])
    assert scopes(7) == {(1, "holder"), (2, "holder"), (4, "holder")}


@pytest.mark.django_db
def test_sharing_again_changes_nothing() -> None:
    for _ in range(3):
        share("case", 7, [(TOWN, "holder"), (DISTRICT, "holder"), (DISTRICT, "desk")])
    assert Scope.objects.count() == 5


@pytest.mark.django_db
def test_sharing_less_takes_away_the_rest_and_leaves_other_rows_alone() -> None:
    share("case", 7, [(TOWN, "holder"), (OTHER, "finder")])
    share("case", 8, [(OTHER, "finder")])
    share("visit", 7, [(OTHER, "visit")])
    share("case", 7, [(TOWN, "past")])
    assert scopes(7) == {(1, "past"), (2, "past"), (4, "past")}
    assert scopes(8) == {(1, "finder"), (3, "finder")}
    share("case", 7, [])
    assert not scopes(7)
    assert Scope.objects.filter(kind="visit").count() == 2


@pytest.mark.django_db
def test_sharing_many_rows_is_sharing_each_of_them() -> None:
    share("case", 3, [(OTHER, "finder")])
    share_many("case", {row: [(TOWN if row % 2 else OTHER, "holder")] for row in range(1, 1102)})
    assert Scope.objects.count() == 551 * 3 + 550 * 2
    assert scopes(3) == {(1, "holder"), (2, "holder"), (4, "holder")}
    assert scopes(1100) == {(1, "holder"), (3, "holder")}


@pytest.mark.django_db
def test_what_goes_goes_in_one_query(django_assert_num_queries: Any) -> None:
    share_many("case", {row: [(TOWN, "holder"), (OTHER, "finder")] for row in range(1, 61)})
    with django_assert_num_queries(2):
        share_many("case", {row: [(TOWN, "holder")] for row in range(1, 61)})
    assert {(row, *seen) for row in range(1, 61) for seen in scopes(row)} == {
        (row, org, "holder") for row in range(1, 61) for org in lineage(TOWN)
    }


@pytest.mark.django_db
def test_however_many_go_they_go() -> None:
    share_many("case", {row: [(TOWN, "holder"), (OTHER, "finder")] for row in range(1, 501)})
    share_many("case", {row: [(OTHER, "finder")] if row == 7 else [] for row in range(1, 501)})
    assert Scope.objects.count() == 2
    assert scopes(7) == {(1, "finder"), (3, "finder")}


def scopes(row: int) -> set[tuple[int, str]]:
    return set(Scope.objects.filter(kind="case", row=row).values_list("org", "reason"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "paths"),
    [
        (Actor(), set()),
        (at(CITY), {CITY, DISTRICT, OTHER, TOWN, FAR}),
        (at(DISTRICT), {DISTRICT, TOWN, FAR}),
        (at(TOWN), {TOWN}),
        (at(ELSEWHERE), {ELSEWHERE}),
        (Actor(seats=(*at(TOWN).seats, *at(ELSEWHERE).seats)), {TOWN, ELSEWHERE}),
        (at(CITY, Role.SYSTEM_ADMIN), set()),
    ],
)
def test_a_path_is_in_sight_where_a_seat_is_at_or_above_it(actor: Actor, paths: set[str]) -> None:
    everywhere = [CITY, DISTRICT, OTHER, TOWN, FAR, ELSEWHERE]
    open_many(CLOCK, everywhere, now=START)
    assert set(Account.objects.filter(below_sight(actor, "username")).values_list("username", flat=True)) == paths


def test_an_actor_knows_where_it_holds_which_role() -> None:
    actor = Actor(seats=(*at(TOWN, Role.HANDLER).seats, *at(OTHER, Role.DISPATCHER, Role.SYSTEM_ADMIN).seats))
    assert actor.orgs() == {3, 4}
    assert actor.orgs(Role.DISPATCHER) == {3}
    assert actor.orgs(Role.LEADER) == frozenset()
    assert actor.has(Role.LEADER, Role.HANDLER)
    assert not actor.has(Role.LEADER)
    assert not Actor().has(*Role)
    assert actor.sights == {3, 4}
    assert actor.sight_paths == {TOWN, OTHER}
