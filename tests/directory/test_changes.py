"""Changes of organisations and staff: moves at midnight, going up in another, transfers; and two rows that are one enterprise."""

import datetime as dt
from typing import Any

import pytest

from tests.directory.place import DAY, NOW, code, table
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.paths import within
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.accounts.models import Session
from zhuqi.core.accounts.wall import wall
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.domain.directory import queries, sheets
from zhuqi.domain.directory.actions import (
    cancel_ending,
    cancel_move,
    employ,
    found,
    give_role,
    merge_enterprise,
    merge_unit,
    open_list,
    plan_move,
    put_on_list,
    register,
    retire,
    transfer,
    unmerge_enterprise,
)
from zhuqi.domain.directory.actions.correcting import correct_enterprise
from zhuqi.domain.directory.actions.ending import carry_out_endings
from zhuqi.domain.directory.actions.loading import load_enterprises
from zhuqi.domain.directory.actions.moving import carry_out_moves, planned
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import register as kept
from zhuqi.domain.directory.rules import Kind, Rank
from zhuqi.domain.liaison.actions.links import bind
from zhuqi.domain.liaison.actions.posts import appoint
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty

MORROW = DAY + dt.timedelta(days=1)
MIDNIGHT = dt.datetime.combine(MORROW, dt.time(), NOW.tzinfo)


def again(place, code):
    """An organisation as it now stands."""
    return Organisation.objects.select_related("area", "parent").get(pk=place.orgs[code].pk)


def plan(place, org="W1", parent="T", actor=CLOCK, **more):
    return plan_move(actor, place.orgs[org].pk, parent_id=place.orgs[parent].pk, **{"on": MORROW, "now": NOW, **more})


def test_a_move_is_done_at_midnight_with_all_that_hangs_below(place):
    plan(place, why="机构调整")
    assert carry_out_moves(MIDNIGHT - dt.timedelta(minutes=1)) == 0
    assert again(place, "W1").parent_id == place.orgs["D"].pk
    assert carry_out_moves(MIDNIGHT) == 1
    assert carry_out_moves(MIDNIGHT) == 0
    town = again(place, "T")
    for moved in ("W1", "G1", "G2"):
        assert within(again(place, moved).path, town.path)
        assert again(place, moved).area_id == town.pk
    assert [(row.column, row.why) for row in kept.history("organisation", place.orgs["W1"].pk)] == [
        ("parent", "机构调整")
    ]
    drain(MIDNIGHT)
    assert [str(one.sentence) for one in everything()] == []


def test_a_move_that_was_missed_is_done_later_and_once(place):
    plan(place)
    assert carry_out_moves(MIDNIGHT + dt.timedelta(days=9)) == 1
    assert again(place, "W1").parent_id == place.orgs["T"].pk


def test_a_move_is_called_off_before(place):
    plan(place)
    cancel_move(place.actor("admin"), place.orgs["W1"].pk, now=NOW)
    assert carry_out_moves(MIDNIGHT) == 0
    assert planned(place.orgs["W1"].pk) is None
    with pytest.raises(Refused):
        cancel_move(place.actor("admin"), place.orgs["W1"].pk, now=NOW)


def test_a_move_that_cant_be_done_any_more_is_called_off(place):
    plan(place, parent="T")
    Organisation.objects.filter(pk=place.orgs["T"].pk).update(retired_on=MORROW)
    assert carry_out_moves(MIDNIGHT) == 1
    assert again(place, "W1").parent_id == place.orgs["D"].pk
    assert planned(place.orgs["W1"].pk) is None
    Organisation.objects.filter(pk=place.orgs["T"].pk).update(retired_on=None)


@pytest.mark.parametrize(
    ("org", "parent", "said"),
    [
        ("W1", "G1", "under itself"),
        ("W1", "W1", "under itself"),
        ("W1", "D", "hangs there already"),
        ("G1", "V", None),
        ("V", "D", "can't hang under one of that kind"),
        ("DD", "E", "has a dispatch room already"),
        ("D", "G1", "under itself"),
    ],
)
def test_what_cant_hang_there_isnt_planned(place, org, parent, said):
    if said is None:
        assert plan(place, org, parent).pk
        return
    with pytest.raises(Refused, match=said):
        plan(place, org, parent)


def test_a_move_is_planned_for_a_day_to_come_by_who_administers_both(place):
    with pytest.raises(Invalid):
        plan(place, on=DAY)
    with pytest.raises(Refused):
        plan(place, parent="E", actor=place.actor("admin"))
    plan(place, actor=place.actor("admin"))
    with pytest.raises(Refused, match="planned already"):
        plan(place, parent="T")


def test_grants_follow_and_see_from_the_new_place(place):
    desk = place.staff["desk"]
    give_role(CLOCK, place.staff["ann"].pk, role=Role.HANDLER, org_id=place.orgs["G1"].pk, since=DAY, now=NOW)
    give_role(CLOCK, place.staff["bob"].pk, role=Role.LEADER, org_id=place.orgs["W1"].pk, since=DAY, now=NOW)
    plan(place, "W1", "T")
    carry_out_moves(MIDNIGHT)
    ann, bob = (Grant.objects.get(account=place.staff[who].account) for who in ("ann", "bob"))
    assert ann.path == ann.sight_path == again(place, "G1").path
    assert (bob.path, bob.sight, bob.sight_path) == (
        again(place, "W1").path,
        place.orgs["T"].pk,
        again(place, "T").path,
    )
    assert Grant.objects.get(account=desk.account).sight == place.orgs["D"].pk


def test_linked_enterprises_are_seen_from_where_their_group_hangs(place):
    link = {"staff_id": place.staff["ann"].pk, "group_id": place.orgs["G1"].pk, "since": DAY, "now": NOW}
    bind(CLOCK, place.enterprises[3].pk, **link)
    drain(NOW)
    give_role(CLOCK, place.staff["north"].pk, role=Role.TEAM_LEAD, org_id=place.orgs["ET"].pk, since=DAY, now=NOW)
    give_role(CLOCK, place.staff["bob"].pk, role=Role.TEAM_LEAD, org_id=place.orgs["D"].pk, since=DAY, now=NOW)
    assert queries.visible(place.actor("bob")).filter(pk=place.enterprises[3].pk).exists()
    plan(place, "W1", "ET")
    carry_out_moves(MIDNIGHT)
    drain(MIDNIGHT)
    assert not queries.visible(place.actor("bob")).filter(pk=place.enterprises[3].pk).exists()
    assert [str(one.sentence) for one in everything()] == []


def test_who_is_transferred_loses_the_roles_of_the_old_unit_and_must_log_in(place):
    ann, admin = place.staff["ann"], place.actor("admin")
    for org in ("B", "G1"):
        give_role(CLOCK, ann.pk, role=Role.HANDLER, org_id=place.orgs[org].pk, since=DAY, now=NOW)
    until = wall() + dt.timedelta(hours=1)
    Session.objects.create(session_key="k", account=ann.account, expire_date=until, session_data="", last_at=wall())
    moved = transfer(admin, ann.pk, unit_id=place.orgs["T"].pk, why="轮岗", now=NOW)
    assert moved.unit.code == "T"
    assert [seat.org for seat in place.actor("ann").seats] == [place.orgs["G1"].pk]
    assert not Session.objects.filter(account=ann.account).exists()
    assert [(row.column, row.why) for row in kept.history("staff", ann.pk)] == [("unit", "轮岗")]


@pytest.mark.parametrize(("who", "unit", "said"), [("ann", "B", "already"), ("guard", "T", "administrator's role")])
def test_who_cant_be_transferred(place, who, unit, said):
    with pytest.raises(Refused, match=said):
        transfer(CLOCK, place.staff[who].pk, unit_id=place.orgs[unit].pk, now=NOW)


def test_a_unit_goes_up_in_another(place):
    other = found(CLOCK, place.orgs["D"].pk, kind=Kind.TEAM, name="第二工作队", code="W2", since=DAY, now=NOW)
    one = employ(CLOCK, place.orgs["W1"].pk, code="eve", name="演练", rank=Rank.STAFF, since=DAY, now=NOW)
    give_role(CLOCK, one.pk, role=Role.HANDLER, org_id=place.orgs["W1"].pk, since=DAY, now=NOW)
    merge_unit(place.actor("admin"), place.orgs["W1"].pk, into_id=other.pk, on=MORROW, why="合并", now=NOW)
    assert carry_out_endings(MIDNIGHT) == 1
    assert again(place, "W1").retired_on == MORROW
    assert {again(place, group).parent_id for group in ("G1", "G2")} == {other.pk}
    assert Staff.objects.get(pk=one.pk).unit_id == other.pk
    assert queries.actor(one.account_id or 0, MORROW).seats == ()
    drain(MIDNIGHT)
    assert [str(one.sentence) for one in everything()] == []


@pytest.mark.parametrize(
    ("org", "into", "said"),
    [
        ("B", "B", "same one"),
        ("B", "W1", "one kind"),
        ("CD", "DD", "area above"),
        ("T", "ET", "area"),
        ("DD", "CD", None),
        ("B", "ETD", "one kind"),
    ],
)
def test_what_doesnt_go_up_in_another(place, org, into, said):
    if said is None:  # the dispatcher's role ends with the room
        merge_unit(CLOCK, place.orgs[org].pk, into_id=place.orgs[into].pk, on=MORROW, now=NOW)
        assert carry_out_endings(MIDNIGHT) == 1
        assert again(place, org).retired_on == MORROW
        return
    with pytest.raises(Refused, match=said):
        merge_unit(CLOCK, place.orgs[org].pk, into_id=place.orgs[into].pk, on=MORROW, now=NOW)


def test_officials_go_on_with_their_enterprises_where_their_group_went(place):
    other = found(CLOCK, place.orgs["W1"].pk, kind=Kind.GROUP, name="第三组", code="G3", since=DAY, now=NOW)
    firm, ann = place.enterprises[0], place.staff["ann"]
    appoint(CLOCK, ann.pk, org_id=place.orgs["G1"].pk, duty=Duty.HOLDS_GROUP, since=DAY, now=NOW)
    bind(CLOCK, firm.pk, staff_id=ann.pk, group_id=place.orgs["G1"].pk, since=DAY, now=NOW)
    merge_unit(CLOCK, place.orgs["G1"].pk, into_id=other.pk, on=MORROW, now=NOW)
    assert carry_out_endings(MIDNIGHT) == 1
    drain(MIDNIGHT)
    link = Liaison.objects.get(enterprise=firm, until=None)
    assert (link.staff_id, link.group_id, link.place_id, link.since) == (ann.pk, other.pk, other.pk, MORROW)
    before = Liaison.objects.get(enterprise=firm, group=place.orgs["G1"].pk)
    assert before.until == MORROW, "without a day between"
    assert [(post.duty, post.org_id) for post in Post.objects.filter(staff=ann, until=None)] == [
        ("holds_group", other.pk)
    ]
    assert {(seat.role, seat.org) for seat in queries.actor(ann.account_id or 0, MORROW).seats} == {
        (Role.OFFICIAL, other.pk),
        (Role.TEAM_LEAD, other.pk),
    }
    assert [str(one.sentence) for one in everything()] == []


def test_an_ending_is_called_off_before_and_by_the_clock_where_it_cant_be_done(place):
    other = found(CLOCK, place.orgs["D"].pk, kind=Kind.TEAM, name="第二工作队", code="W2", since=DAY, now=NOW)
    pair: dict[str, Any] = {"into_id": other.pk, "on": MORROW, "now": NOW}
    merge_unit(CLOCK, place.orgs["W1"].pk, **pair)
    with pytest.raises(Refused, match="planned already"):
        merge_unit(CLOCK, place.orgs["W1"].pk, **pair)
    with pytest.raises(Refused, match="in favour of this one"):
        merge_unit(CLOCK, other.pk, **{**pair, "into_id": place.orgs["W1"].pk})
    cancel_ending(place.actor("admin"), place.orgs["W1"].pk, now=NOW)
    assert carry_out_endings(MIDNIGHT) == 0
    merge_unit(CLOCK, place.orgs["W1"].pk, **pair)
    retire(CLOCK, other.pk, on=DAY, now=NOW)
    assert carry_out_endings(MIDNIGHT) == 1
    assert again(place, "W1").retired_on is None
    with pytest.raises(Refused, match="No ending"):
        cancel_ending(place.actor("admin"), place.orgs["W1"].pk, now=NOW)


def test_a_park_with_enterprises_isnt_retired(place):
    park = found(CLOCK, place.orgs["D"].pk, kind=Kind.PARK, name="示例园区", code="P", since=DAY, now=NOW)
    rows = [(code(0), "示例机械有限公司", "T", "P")]
    load_enterprises(CLOCK, table(sheets.ENTERPRISES, rows, "uscc", "name", "region", "park"), now=NOW)
    with pytest.raises(Refused, match="示例机械有限公司"):
        retire(CLOCK, park.pk, on=DAY, now=NOW)


@pytest.fixture
def pair(place):
    """Two rows of one name: the one the sheet brought, and one typed again with a number of the old kind."""
    typed: dict[str, Any] = {"uscc": "220102000000004", "name": "示例机械有限责任公司"}
    return place.enterprises[0], register(CLOCK, place.orgs["V"].pk, **typed, now=NOW)


def merge(place, pair, part="desk", **more):
    first, second = pair
    return merge_enterprise(place.actor(part), second.pk, into_id=first.pk, **{"why": "同一家", "now": NOW, **more})


def test_twins_are_found_by_their_folded_name(place, pair):
    desk = place.actor("desk")
    assert [firm.pk for firm in kept.twins(desk)] == [firm.pk for firm in pair]
    assert [firm.pk for firm in kept.twins_of(desk, pair[0])] == [pair[1].pk]
    assert not kept.twins(place.actor("north")).exists()


def test_twins_are_found_by_the_bodys_own_code(place):
    firm = place.enterprises[0]
    other = register(CLOCK, place.orgs["V"].pk, uscc=same_body(firm.uscc), name="另一个名字有限公司", now=NOW)
    assert {found.pk for found in kept.twins(place.actor("desk"))} == {firm.pk, other.pk}


def same_body(uscc):
    return complete("92" + uscc[2:17])


def test_one_row_stands_for_the_other(place, pair):
    desk, (first, second) = place.actor("desk"), pair
    merge(place, pair)
    assert queries.enterprise(desk, second.pk).pk == first.pk
    assert not queries.registered(desk).filter(pk=second.pk).exists()
    assert list(kept.family(first.pk)) == [first.pk, second.pk]
    assert kept.stand_for([first.pk, second.pk]) == {second.pk: first.pk}
    assert not kept.twins(desk).exists()
    assert queries.enterprises_by_code([second.uscc])[second.uscc].pk == first.pk


def test_whoever_saw_the_row_sees_the_one_that_stands_for_it(place, pair):
    first, second = place.enterprises[3], pair[1]  # the north's
    bind(CLOCK, second.pk, staff_id=place.staff["ann"].pk, group_id=place.orgs["G1"].pk, since=DAY, now=NOW)
    ann = place.actor("ann")
    assert not queries.visible(ann).filter(pk=first.pk).exists()
    merge_enterprise(place.actor("city"), second.pk, into_id=first.pk, why="同一家", now=NOW)
    assert [firm.pk for firm in queries.visible(ann)] == [first.pk]


def test_a_merging_is_undone_within_its_days(place, pair):
    desk, second = place.actor("desk"), pair[1]
    merge(place, pair)
    with pytest.raises(Refused, match="30 days"):
        unmerge_enterprise(desk, second.pk, why="看错了", now=NOW + dt.timedelta(days=31))
    unmerge_enterprise(desk, second.pk, why="看错了", now=NOW + dt.timedelta(days=29))
    assert queries.enterprise(desk, second.pk).pk == second.pk
    with pytest.raises(Refused, match="stands for itself"):
        unmerge_enterprise(desk, second.pk, why="再来", now=NOW + dt.timedelta(days=29))
    assert [row.why for row in kept.history("enterprise", second.pk)] == ["看错了", "同一家"]


def test_a_merged_row_is_neither_written_nor_merged_again(place, pair):
    first, second = pair
    merge(place, pair)
    with pytest.raises(Refused, match="was merged"):
        correct_enterprise(CLOCK, second.pk, region_id=second.region_id, name="新名有限公司", now=NOW)
    with pytest.raises(Refused, match="merged into this one"):
        merge_enterprise(CLOCK, first.pk, into_id=place.enterprises[1].pk, why="同一家", now=NOW)
    rows = [(second.uscc, "新名有限公司", "V")]
    loaded = load_enterprises(CLOCK, table(sheets.ENTERPRISES, rows, "uscc", "name", "region"), now=NOW)
    assert (loaded.changed, loaded.same, len(loaded.warnings)) == (0, 1, 2)


@pytest.mark.parametrize("part", ["north", "ann", "guard"])
def test_only_who_keeps_both_merges(place, pair, part):
    with pytest.raises(Missing):
        merge(place, pair, part)
    merge(place, pair)
    with pytest.raises(Missing):
        unmerge_enterprise(place.actor(part), pair[1].pk, why="不是", now=NOW)


def test_a_merging_needs_a_reason(place, pair):
    with pytest.raises(Invalid):
        merge(place, pair, why="")


def test_places_on_lists_are_the_enterprises_whichever_row_has_them(place, pair):
    desk, (first, second) = place.actor("desk"), pair
    held = open_list(desk, place.orgs["D"].pk, name="专精特新", since=DAY, now=NOW)
    put_on_list(desk, held.pk, enterprise_id=second.pk, since=DAY, now=NOW)
    merge(place, pair)
    assert [row.list_id for row in kept.lists_of(first.pk)] == [held.pk]
    put_on_list(desk, held.pk, enterprise_id=first.pk, since=DAY, now=NOW)
    assert held.members.count() == 1
