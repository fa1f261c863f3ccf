"""The tables of the responsibility chain."""

import pytest

from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat
from zhuqi.domain.directory.rules import Kind, Rank
from zhuqi.domain.liaison.rules import CHAIN, HELD_AT, ROLES, USUAL, Duty, may_appoint, may_bind, misplaced, unusual

TEAM = "0000000100000002"


@pytest.mark.parametrize("table", [HELD_AT, USUAL, ROLES], ids=["held at", "usual", "roles"])
def test_every_duty_stands_in_every_table(table):
    assert set(table) == set(Duty)


def test_the_chain_runs_from_the_leader_to_the_enterprises_official():
    assert [duty.value for duty in CHAIN] == ["leads_team", "holds_team", "holds_group", "holds_enterprises"]


@pytest.mark.parametrize(
    ("duty", "kind", "held"),
    [
        (Duty.LEADS_TEAM, Kind.TEAM, True),
        (Duty.LEADS_TEAM, Kind.TASK_FORCE, True),
        (Duty.LEADS_TEAM, Kind.GROUP, False),
        (Duty.HOLDS_TEAM, Kind.DEPARTMENT, False),
        (Duty.HOLDS_GROUP, Kind.GROUP, True),
        (Duty.HOLDS_GROUP, Kind.TEAM, False),
        (Duty.HOLDS_ENTERPRISES, Kind.GROUP, True),
        (Duty.HOLDS_ENTERPRISES, Kind.DEPARTMENT, True),
    ],
)
def test_where_a_duty_is_held(duty, kind, held):
    assert (misplaced(duty, kind) is None) is held


@pytest.mark.parametrize(
    ("duty", "rank", "said"),
    [
        (Duty.LEADS_TEAM, Rank.DISTRICT_LEADER, "None"),
        (Duty.LEADS_TEAM, Rank.DIVISION, "A team is usually led by a district leader."),
        (Duty.HOLDS_TEAM, Rank.DEPUTY_DIVISION, "A team is usually held by a full division official."),
        (Duty.HOLDS_GROUP, Rank.DEPUTY_DIVISION, "None"),
        (Duty.HOLDS_GROUP, Rank.STAFF, "A group is usually held by a division or deputy division official."),
        (Duty.HOLDS_ENTERPRISES, Rank.STAFF, "None"),
        (Duty.HOLDS_ENTERPRISES, Rank.DISTRICT_LEADER, "None"),
    ],
)
def test_an_unusual_rank_gets_a_word_and_no_refusal(duty, rank, said):
    assert str(unusual(duty, rank)) == said


@pytest.mark.parametrize(
    ("role", "seat", "appoints", "binds"),
    [
        (Role.SYSTEM_ADMIN, TEAM[:8], False, False),
        (Role.SECURITY_ADMIN, TEAM[:8], False, False),
        (Role.DISPATCHER, TEAM[:8], True, True),
        (Role.TEAM_LEAD, TEAM, False, True),
        (Role.TEAM_LEAD, TEAM + "00000003", False, False),
        (Role.DISPATCHER, "00000009", False, False),
        (Role.OFFICIAL, TEAM, False, False),
        (Role.LEADER, TEAM[:8], False, False),
    ],
)
def test_who_fills_posts_and_who_links(role, seat, appoints, binds):
    actor = Actor(account=1, staff=1, seats=(Seat(role, 1, seat, 1, seat),))
    assert (may_appoint(actor, TEAM), may_bind(actor, TEAM)) == (appoints, binds)


def test_the_set_up_may_and_nobody_may_not():
    assert may_appoint(CLOCK, TEAM)
    assert not may_bind(Actor(), TEAM)
