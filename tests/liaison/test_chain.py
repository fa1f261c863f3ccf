"""The responsibility chain as it stands: teams, duties, empty seats, groups, officials with their enterprises."""

from __future__ import annotations

from tests.directory.place import DAY, NOW
from tests.liaison.ruled import CHAIN, adopted, link, seat
from zhuqi.domain.liaison.queries import chain
from zhuqi.domain.liaison.rules import Duty


def drawn(place, who):
    actor = place.actor(who)
    return chain.nodes(actor, list(chain.teams(actor).order_by("path")), NOW, DAY)


def test_the_chain_shows_who_answers_and_what_is_empty(place):
    adopted(place, CHAIN)
    seat(place, "lead", "W1", Duty.LEADS_TEAM)
    seat(place, "deputy", "G1", Duty.HOLDS_GROUP)
    seat(place, "bob", "G1", Duty.HOLDS_ENTERPRISES)
    link(place, 0, "ann", "G1")
    link(place, 1, "ann", "G1")
    (team,) = drawn(place, "desk")
    assert [(duty, one.code) for duty, one in team.duties] == [(Duty.LEADS_TEAM, "lead")]
    one, two = team.groups
    assert [(it.staff.code, it.enterprises) for it in one.officials] == [("ann", 2), ("bob", 0)]
    assert (list(one.empty), [it.duty for it in two.empty]) == ([], [Duty.HOLDS_GROUP])


def test_whoever_holds_a_group_sees_it_and_not_the_next(place):
    seat(place, "deputy", "G1", Duty.HOLDS_GROUP)
    (team,) = drawn(place, "deputy")
    assert [group.org.code for group in team.groups] == ["G1"]
    assert drawn(place, "guard") == []


def test_it_costs_the_same_whatever_there_is(place, django_assert_max_num_queries):
    adopted(place, CHAIN)
    link(place, 0, "ann", "G1")
    actor = place.actor("desk")
    with django_assert_max_num_queries(10):
        chain.nodes(actor, list(chain.teams(actor)), NOW, DAY)
