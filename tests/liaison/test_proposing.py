"""Proposed links: made, changed by hand, confirmed all at once, or dropped."""

from __future__ import annotations

import json

import pytest

from tests.directory.place import DAY, NOW, crowd, spent, unbooked
from tests.liaison.ruled import CHAIN, ONE_TO_ONE, adopted, link, part, seat
from tests.liaison.test_leaving import scopes_wrong
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.liaison.actions import change_proposed, confirm_proposal, drop_proposal, propose
from zhuqi.domain.liaison.models import Liaison, Proposal
from zhuqi.domain.liaison.queries import proposing
from zhuqi.domain.liaison.rules import Duty, Fate, Term


@pytest.fixture
def served(place):
    """Two who hold enterprises in groups of the district; one served the machine works before."""
    adopted(place, CHAIN + "  每人至多: 2\n")
    seat(place, "ann", "G1", Duty.HOLDS_ENTERPRISES)
    seat(place, "bob", "G2", Duty.HOLDS_ENTERPRISES)
    link(place, 0, "bob", "G2")
    part(place, 0, "bob")
    return place


def proposed(place, who="desk", **more):
    return propose(place.actor(who), place.orgs["D"].pk, now=NOW, **more)


def test_whoever_served_it_before_is_proposed_again_and_says_why(served):
    made = proposed(served)
    rows = {row.enterprise.name: row for row in proposing.rows(made)}
    assert made.wanted == len(rows) == 3
    machine = rows["示例机械有限公司"]
    assert (machine.staff.code, machine.group.code) == ("bob", "G2")
    assert json.loads(machine.terms)["continuity"] == 4
    assert all(json.loads(row.terms)["most"] == 2 for row in rows.values())


def test_confirmed_it_holds_all_at_once(served):
    made = proposed(served, key="p")
    assert proposed(served, key="p").pk == made.pk
    desk = served.actor("desk")
    confirm_proposal(desk, made.pk, seen=1, key="c", now=NOW)
    again = confirm_proposal(desk, made.pk, seen=1, key="c", now=NOW)
    assert (again.pk, again.state) == (made.pk, Fate.CONFIRMED)
    held = Liaison.objects.filter(until=None)
    assert held.count() == 3 and all(one.since == DAY for one in held)
    assert Entry.objects.filter(kind="enterprise", verb="bound", account=desk.account).count() == 3
    assert unbooked() == []
    assert scopes_wrong() == set()
    assert served.actor("ann").seats
    with pytest.raises(Refused, match="No enterprise of this area lacks"):
        proposed(served)


def test_a_row_can_be_changed_and_dropped(served):
    made, desk = proposed(served), served.actor("desk")
    first, second, third = proposing.rows(made).order_by("pk")
    change_proposed(desk, made.pk, link_id=first.pk, staff="chief", seen=1, now=NOW)
    with pytest.raises(Stale):
        change_proposed(desk, made.pk, link_id=second.pk, dropped=True, seen=1, now=NOW)
    change_proposed(desk, made.pk, link_id=second.pk, dropped=True, seen=2, now=NOW)
    with pytest.raises(Invalid):
        change_proposed(desk, made.pk, link_id=third.pk, staff="nobody", seen=3, now=NOW)
    confirm_proposal(desk, made.pk, seen=3, now=NOW)
    assert set(Liaison.objects.filter(until=None).values_list("enterprise", "staff__code")) == {
        (first.enterprise_id, "chief"),
        (third.enterprise_id, third.staff.code),
    }


def test_one_that_doesnt_fit_any_more_stops_all(served):
    made = proposed(served)
    row = proposing.rows(made).order_by("pk").last()
    place = next(n for n, firm in enumerate(served.enterprises) if firm.pk == row.enterprise_id)
    link(served, place, "chief", "G1")
    with pytest.raises(Refused, match="每企至多"):
        confirm_proposal(served.actor("desk"), made.pk, seen=1, now=NOW)
    assert Liaison.objects.filter(until=None).count() == 1
    assert Proposal.objects.get().state == Fate.OPEN


def test_a_new_proposal_takes_the_place_of_the_last(served):
    first, second = proposed(served), proposed(served, weights={Term.LOAD: 10})
    assert Proposal.objects.get(pk=first.pk).state == Fate.DROPPED
    desk = served.actor("desk")
    for act in (confirm_proposal, drop_proposal):
        with pytest.raises(Refused, match="This proposal is over"):
            act(desk, first.pk, seen=2, now=NOW)
    drop_proposal(desk, second.pk, seen=1, now=NOW)
    assert not Liaison.objects.filter(until=None).exists()


@pytest.mark.parametrize("who", ["ann", "admin", "guard", "lead"])
def test_whoever_doesnt_dispatch_there_finds_nothing(served, who):
    with pytest.raises(Missing):
        proposed(served, who)
    made = proposed(served)
    actor = served.actor(who)
    for act in (confirm_proposal, drop_proposal):
        with pytest.raises(Missing):
            act(actor, made.pk, seen=1, now=NOW)


def test_weights_lie_within_bounds(served):
    with pytest.raises(Invalid):
        proposed(served, weights={Term.REGION: 11})


def test_one_to_one_names_no_group_and_nobody_proposes_themselves(place):
    adopted(place, ONE_TO_ONE)
    seat(place, "ann", "B", Duty.HOLDS_ENTERPRISES)
    seat(place, "desk", "DD", Duty.HOLDS_ENTERPRISES)
    made = proposed(place)
    assert [(row.staff.code, row.group) for row in proposing.rows(made)] == [("ann", None)]
    assert made.wanted == 3
    confirm_proposal(place.actor("desk"), made.pk, seen=1, now=NOW)


def test_confirming_many_sends_no_statement_for_each(served):
    crowd(60)
    staff = Staff.objects.in_bulk(field_name="code")
    served.staff.update(staff)
    for n in range(20):
        seat(served, f"p{n}", "G1", Duty.HOLDS_ENTERPRISES)
    made = proposed(served)
    assert proposing.rows(made).count() == 2 * 22
    few = spent(lambda: confirm_proposal(served.actor("desk"), made.pk, seen=1, now=NOW))
    assert sum(few.values()) < 60
