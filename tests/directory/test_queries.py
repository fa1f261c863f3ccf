"""Who sees what, and which dispatch room serves whom."""

import datetime as dt

import pytest

from tests.directory.place import DAY, NOW, code
from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import CLOCK, Actor, Role, of_enterprise
from zhuqi.core.days import day_of
from zhuqi.domain.directory import queries
from zhuqi.domain.directory.actions import end_role, leave, retire


def codes(orgs):
    return [org.code for org in orgs]


def names(actor):
    return sorted(queries.visible(actor).values_list("name", flat=True))


def test_an_actor_carries_the_roles_that_hold_on_the_day(place, django_assert_num_queries):
    account = place.staff["desk"].account_id
    with django_assert_num_queries(1):
        actor = queries.actor(account, DAY)
    assert (actor.account, actor.staff, actor.name) == (account, place.staff["desk"].pk, "庚调度")
    assert [(seat.role, seat.org, seat.sight) for seat in actor.seats] == [
        (Role.DISPATCHER, place.orgs["DD"].pk, place.orgs["D"].pk)
    ]
    assert queries.actor(account, DAY - dt.timedelta(days=1)).seats == ()
    assert queries.actor(10**6, DAY) == Actor(account=10**6)


def test_a_role_that_ended_no_longer_holds(place):
    held = {"role": Role.DISPATCHER, "org_id": place.orgs["DD"].pk}
    end_role(CLOCK, place.staff["desk"].pk, **held, until=DAY, now=NOW)
    assert place.actor("desk").seats == ()


def test_enterprises_are_seen_from_their_area_and_above(place):
    south, north = ["示例商贸有限公司", "示例机械有限公司", "示例软件有限公司"], "北区食品有限公司"
    assert names(place.actor("desk")) == sorted(south)
    assert names(place.actor("city")) == sorted([*south, north])


@pytest.mark.parametrize("who", ["ann", "admin"])
def test_without_a_role_that_sees_business_nothing_is_seen(place, who):
    assert names(place.actor(who)) == []


def test_nobody_and_the_clock_see_nothing(place):
    assert names(Actor()) == names(CLOCK) == []


def test_an_enterprise_sees_itself(place):
    own = place.enterprises[0]
    assert list(queries.visible(of_enterprise(own.pk))) == [own]


def test_out_of_sight_and_not_there_are_one_answer(place, django_assert_num_queries):
    seen, unseen = place.enterprises[0], place.enterprises[3]
    desk = place.actor("desk")
    with django_assert_num_queries(1):
        assert queries.enterprise(desk, seen.pk).region.code == "T"
    for pk in (unseen.pk, 10**6):
        with pytest.raises(Missing, match="There is nothing here under that number for you"):
            queries.enterprise(desk, pk)


@pytest.mark.parametrize(
    ("org", "desk"),
    [
        ("C", "CD"), ("CD", "CD"), ("D", "DD"), ("DD", "DD"), ("B", "DD"), ("G1", "DD"), ("T", "DD"), ("V", "DD"),
        ("ET", "ETD"), ("ETD", "ETD"), ("E", "ED"),
    ],
)  # fmt: skip
def test_the_desk_of_the_nearest_area_serves(place, django_assert_num_queries, org, desk):
    with django_assert_num_queries(2):
        assert queries.desk_serving(place.orgs[org].pk).code == desk


@pytest.mark.parametrize(("desk", "above"), [("CD", None), ("DD", "CD"), ("ED", "CD"), ("ETD", "ED")])
def test_the_desk_above_is_the_nearest_areas(place, django_assert_num_queries, desk, above):
    with django_assert_num_queries(2 if above else 1):
        found = queries.desk_above(place.orgs[desk].pk)
    assert (found and found.code) == above


@pytest.mark.parametrize(("desk", "below"), [("CD", ["DD", "ED", "ETD"]), ("ED", ["ETD"]), ("DD", []), ("ETD", [])])
def test_the_desks_below_are_those_of_every_area_below(place, django_assert_num_queries, desk, below):
    with django_assert_num_queries(2):
        assert codes(queries.desks_below(place.orgs[desk].pk)) == below


def test_a_retired_desk_serves_nobody(place):
    retire(CLOCK, place.orgs["ETD"].pk, on=DAY, now=NOW)
    assert queries.desk_serving(place.orgs["ET"].pk).code == "ED"
    assert codes(queries.desks_below(place.orgs["CD"].pk)) == ["DD", "ED"]


def test_where_no_area_has_a_desk_none_serves(place):
    leave(CLOCK, place.staff["city"].pk, on=DAY, now=NOW)
    retire(CLOCK, place.orgs["CD"].pk, on=DAY, now=NOW)
    assert queries.desk_serving(place.orgs["C"].pk) is None
    assert queries.desk_above(place.orgs["DD"].pk) is None


def test_a_subtree_is_in_the_order_of_the_tree(place, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert codes(queries.subtree(place.orgs["D"].path)) == ["D", "DD", "B", "T", "V", "W1", "G1", "G2"]
    retire(CLOCK, place.orgs["G2"].pk, on=DAY, now=NOW)
    assert codes(queries.subtree(place.orgs["W1"].path)) == ["W1", "G1"]
    assert len(queries.organisations()) == 13


def test_names_come_in_one_query(place, django_assert_num_queries):
    ids = [place.orgs[code].pk for code in ("D", "T", "D")]
    with django_assert_num_queries(1):
        assert queries.names(ids) == {place.orgs["D"].pk: "南区", place.orgs["T"].pk: "东街道"}
    assert queries.staff_names([place.staff["ann"].pk]) == {place.staff["ann"].pk: "丁干部"}


def test_a_unit_that_isnt_there_is_missing(place):
    assert queries.unit(place.orgs["G1"].pk).area.code == "D"
    with pytest.raises(Missing):
        queries.unit(10**6)


def test_the_day_is_the_places_own():
    assert day_of(dt.datetime(2019, 5, 5, 16, 0, tzinfo=dt.UTC)) == DAY
    assert day_of(dt.datetime(2019, 5, 5, 15, 59, tzinfo=dt.UTC)) == DAY - dt.timedelta(days=1)


def test_what_a_sheet_names_is_found_by_its_code_some_thousands_at_a_time(
    place, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(queries, "ASKED_AT_ONCE", 2)
    retire(CLOCK, place.orgs["G2"].pk, on=DAY, now=NOW)
    with django_assert_num_queries(2):
        found = queries.organisations_by_code(["T", "G1", "G2", "nowhere"])
        assert {code: org.area.code for code, org in found.items()} == {"T": "T", "G1": "D"}
    with django_assert_num_queries(2):
        staff = queries.staff_by_code(["ann", "lead", "bob", "ghost"])
        assert {code: who.unit.code for code, who in staff.items()} == {"ann": "B", "lead": "D", "bob": "B"}
    with django_assert_num_queries(2):
        known = queries.enterprises_by_code([code(0), code(2), code(3)])
        assert {held.uscc: held.region.code for held in known.values()} == {code(0): "T", code(2): "V", code(3): "ET"}
    with django_assert_num_queries(0):
        assert queries.staff_by_code([]) == {}
