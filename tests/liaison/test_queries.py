"""Who answers for whom, on a day."""

import datetime as dt

import pytest

from tests.directory.place import DAY, NOW
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.domain.directory.actions import employ
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison import queries
from zhuqi.domain.liaison.actions import appoint, bind, dismiss, release
from zhuqi.domain.liaison.rules import Duty

LATER = dt.timedelta(days=1)


def fill(place, who, org, duty, since=DAY):
    appoint(CLOCK, place.staff[who].pk, org_id=place.orgs[org].pk, duty=duty, since=since, now=NOW)


def link(place, n, who, group=None, since=DAY):
    group_id = place.orgs[group].pk if group else None
    bind(CLOCK, place.enterprises[n].pk, staff_id=place.staff[who].pk, group_id=group_id, since=since, now=NOW)


@pytest.fixture
def chain(place):
    """The first enterprise, held by ann in the first group, with the whole chain above."""
    fill(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    fill(place, "deputy", "G1", Duty.HOLDS_GROUP)
    fill(place, "chief", "W1", Duty.HOLDS_TEAM)
    fill(place, "lead", "W1", Duty.LEADS_TEAM)
    fill(place, "bob", "G2", Duty.HOLDS_ENTERPRISES)
    link(place, 0, "ann", "G1")
    return place


def answers(place, n, day=DAY):
    found = queries.answers_for(place.enterprises[n].pk, day)
    return [(duty.value, staff.code, org.code) for duty, staff, org in found]


def test_the_responsibility_chain_runs_top_down(chain, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = answers(chain, 0)
    assert found == [
        ("leads_team", "lead", "W1"),
        ("holds_team", "chief", "W1"),
        ("holds_group", "deputy", "G1"),
        ("holds_enterprises", "ann", "G1"),
    ]


def test_one_to_one_is_a_chain_of_one(chain, django_assert_num_queries):
    link(chain, 1, "chief")
    with django_assert_num_queries(1):
        assert answers(chain, 1) == [("holds_enterprises", "chief", "B")]


def test_nobody_answers_for_what_isnt_linked(chain):
    assert answers(chain, 2) == []


def test_the_chain_of_several_links_names_each_once(chain):
    link(chain, 0, "bob", "G2")
    assert answers(chain, 0)[:2] == [("leads_team", "lead", "W1"), ("holds_team", "chief", "W1")]
    assert answers(chain, 0)[3:] == [("holds_enterprises", "ann", "G1"), ("holds_enterprises", "bob", "G2")]


def test_periods_are_half_open(chain):
    place, staff, org = chain, chain.staff["deputy"].pk, chain.orgs["G1"].pk
    dismiss(CLOCK, staff, org_id=org, duty=Duty.HOLDS_GROUP, until=DAY + LATER, now=NOW)
    release(CLOCK, place.enterprises[0].pk, staff_id=place.staff["ann"].pk, until=DAY + LATER, now=NOW)
    assert answers(place, 0, DAY - LATER) == answers(place, 0, DAY + LATER) == []
    assert len(answers(place, 0, DAY)) == 4
    assert queries.liaison_of(place.enterprises[0].pk, DAY + LATER) is None


@pytest.mark.parametrize(
    ("who", "group"),
    [("ann", "G1"), ("deputy", "G1"), ("chief", "W1"), ("lead", "W1"), ("bob", "G2"), ("north", None), ("desk", None)],
)
def test_the_group_comes_before_the_team(chain, who, group):
    found = queries.group_of(chain.staff[who].pk, DAY)
    assert (found and found.code) == group


def test_a_post_at_a_group_counts_before_one_at_a_team(chain, django_assert_num_queries):
    fill(chain, "chief", "G2", Duty.HOLDS_GROUP)
    with django_assert_num_queries(3):
        assert queries.group_of(chain.staff["chief"].pk, DAY).code == "G2"


def test_who_holds_enterprises_in_one_group_and_a_second_group_serves_in_the_first(chain):
    fill(chain, "ann", "G2", Duty.HOLDS_GROUP)
    assert queries.group_of(chain.staff["ann"].pk, DAY).code == "G1"


def test_without_a_post_the_link_says_the_group_and_then_the_unit(place, django_assert_num_queries):
    link(place, 0, "bob", "G2")
    assert queries.group_of(place.staff["bob"].pk, DAY).code == "G2"
    member = employ(CLOCK, place.orgs["G1"].pk, code="m", name="组员", rank=Rank.STAFF, since=DAY, now=NOW)
    with django_assert_num_queries(3):
        assert queries.group_of(member.pk, DAY).code == "G1"


def test_the_groups_of_many_come_in_three_queries(chain, django_assert_num_queries):
    dismiss(
        CLOCK, chain.staff["deputy"].pk, org_id=chain.orgs["G1"].pk, duty=Duty.HOLDS_GROUP, until=DAY + LATER, now=NOW
    )
    asked = {(chain.staff[who].pk, day) for who in ("ann", "deputy", "north") for day in (DAY, DAY + LATER)}
    with django_assert_num_queries(3):
        found = queries.groups_of(asked)
    ann, deputy = chain.staff["ann"].pk, chain.staff["deputy"].pk
    assert {who: org.code for who, org in found.items()} == {
        (ann, DAY): "G1", (ann, DAY + LATER): "G1", (deputy, DAY): "G1",
    }  # fmt: skip


def test_the_bound_group_is_that_of_the_link(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.bound_group(chain.enterprises[0].pk, DAY).code == "G1"
    link(chain, 1, "chief")
    assert queries.bound_group(chain.enterprises[1].pk, DAY) is None
    assert queries.bound_group(chain.enterprises[2].pk, DAY) is None


def test_a_link_in_a_group_answers_before_one_without(chain):
    link(chain, 1, "chief", since=DAY - LATER)
    link(chain, 1, "ann", "G1")
    assert queries.liaison_of(chain.enterprises[1].pk, DAY).staff.code == "ann"
    assert queries.bound_group(chain.enterprises[1].pk, DAY).code == "G1"


def test_my_enterprises_are_those_i_hold_that_day(chain, django_assert_num_queries):
    link(chain, 1, "ann", "G1", since=DAY + LATER)
    ann = chain.actor("ann")
    with django_assert_num_queries(1):
        assert [e.region.code for e in queries.my_enterprises(ann, DAY)] == ["T"]
    assert queries.my_enterprises(ann, DAY + LATER).count() == 2
    assert list(queries.my_enterprises(Actor(), DAY)) == list(queries.my_enterprises(chain.actor("lead"), DAY)) == []


def test_sights_come_for_many_in_two_queries(chain, django_assert_num_queries):
    ids = [e.pk for e in chain.enterprises]
    with django_assert_num_queries(2):
        found = queries.sights(ids)
    assert found == {pk: {(chain.orgs["G1"].path, "liaison")} if pk == ids[0] else set() for pk in ids}
