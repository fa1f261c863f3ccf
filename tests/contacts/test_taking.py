"""The contact budget over all units: what is taken, what is refused and why, and the way out that is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import START
from tests.contacts.going import MONDAY, D, history, on, planned, ruled, visited
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import of_enterprise
from zhuqi.domain.contacts.actions import lift_wish, wish
from zhuqi.domain.contacts.models import Book, Contact
from zhuqi.domain.contacts.queries import book
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory.actions import correct_enterprise, merge_enterprise
from zhuqi.domain.visits.actions import drop_plan, move_plan
from zhuqi.domain.visits.rules import Mode


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def events_of(city, n=0):
    return Contact.objects.filter(enterprise=city.enterprises[n]).values_list("event", flat=True).distinct().count()


def test_a_plan_is_a_row_of_the_book_and_moves_it_on(city):
    made = planned(city)
    row = made.contact
    assert (row.unit.code, row.day, row.how, row.state) == ("xf-group", MONDAY, "on_site", "planned")
    assert Book.objects.get(enterprise=city.enterprises[0]).version == 1
    assert [who.staff.code for who in made.members.all()] == ["official"]


def test_two_units_within_seven_days_are_told_to_go_together(city):
    planned(city, "dispatcher", 3)
    said = refused(planned, city, "official", 6)
    assert "ng-desk" in said and "2019-05-16" in said and "go together" in said
    joined = planned(city, "official", 3, join=Contact.objects.get().pk)
    assert events_of(city) == 1 and joined.contact.event == Contact.objects.order_by("pk")[0].event


def test_one_may_stay_apart_where_another_is_near_but_nothing_is_in_the_way(city):
    ruled(city, "间隔: 2 天")
    planned(city, "dispatcher", 3)
    assert "on its own" in refused(planned, city, "official", 6)
    planned(city, "official", 6, alone=True)
    assert events_of(city) == 2


def test_to_stay_apart_is_no_way_round_the_budget(city):
    planned(city, "dispatcher", 3)
    assert "7 natural days" in refused(planned, city, "official", 6, alone=True)
    assert Contact.objects.count() == 1


def test_after_a_held_contact_the_next_free_day_is_named(city):
    history(city, -1)
    assert "2019-05-19" in refused(planned, city, "official", 0)
    planned(city, "official", 6)


def test_the_thirty_first_contact_of_a_year_is_refused(city):
    history(city, *range(-120, 0, 4))
    assert Contact.objects.count() == 30
    said = refused(planned, city, "official", 20)
    assert "contact 31" in said and "at most 30" in said and "2020-01-01" in said
    assert Contact.objects.count() == 30
    planned(city, "official", 233)


def test_what_goes_together_is_counted_once(city):
    history(city, *range(-120, -4, 4))
    host = planned(city, "dispatcher", 10).contact
    assert Contact.objects.count() == 30
    planned(city, "official", 10, join=host.pk)
    assert Contact.objects.count() == 31 and "contact 31" in refused(planned, city, "leader", 130)


def test_a_quiet_day_stays_quiet(city):
    ruled(city, "静默日: {日: 每月 20 日前, 因: 月初不入企}")
    said = refused(planned, city, "official", 1)
    assert "月初不入企" in said and "2019-05-20" in said
    planned(city, "official", 7)


def test_a_call_costs_nothing_where_the_edition_counts_visits(city):
    planned(city, "dispatcher", 3)
    planned(city, "official", 4, how=ContactHow.REMOTE)
    assert Contact.objects.count() == 2


def test_a_plan_isnt_moved_onto_a_day_that_is_taken(city):
    planned(city, "dispatcher", 1)
    mine = planned(city, "official", 10)
    assert "ng-desk" in refused(move_plan, city.actor("official"), mine.pk, day=MONDAY + D(4), seen=1, now=START)
    moved = move_plan(city.actor("official"), mine.pk, day=MONDAY + D(12), seen=1, now=START)
    assert (moved.contact.day, moved.contact.version) == (MONDAY + D(12), 2)


def test_who_moves_away_leaves_the_others_their_visit(city):
    host = planned(city, "dispatcher", 3)
    mine = planned(city, "official", 3, join=host.contact.pk)
    moved = move_plan(city.actor("official"), mine.pk, day=MONDAY + D(10), seen=1, now=START)
    host.contact.refresh_from_db()
    assert moved.contact.event != host.contact.event


def test_a_stale_move_is_told_so(city):
    mine = planned(city, "official", 3)
    move_plan(city.actor("official"), mine.pk, day=MONDAY + D(4), seen=1, now=START)
    with pytest.raises(Stale):
        move_plan(city.actor("official"), mine.pk, day=MONDAY + D(5), seen=1, now=START)


@pytest.mark.parametrize("state", [ContactState.CANCELLED, ContactState.DECLINED])
def test_what_is_cancelled_gives_its_room_back_and_can_be_taken_again(city, state):
    mine = planned(city, "official", 3)
    refused(planned, city, "dispatcher", 4)
    drop_plan(city.actor("official"), mine.pk, state=state, why="厂里停电", seen=1, now=START)
    planned(city, "dispatcher", 4)
    refused(move_plan, city.actor("official"), mine.pk, day=MONDAY + D(20), seen=2, now=START)
    refused(drop_plan, city.actor("official"), mine.pk, state=ContactState.CANCELLED, why="又来", seen=2, now=START)


def test_nobody_came_is_said_of_a_day_that_has_come(city):
    mine = planned(city, "official", 3)
    drop: dict[str, Any] = {"state": ContactState.MISSED, "why": "临时会议", "seen": 1}
    assert "hasn't come" in refused(drop_plan, city.actor("official"), mine.pk, **drop, now=START)
    assert drop_plan(city.actor("official"), mine.pk, **drop, now=on(3)).contact.state == "missed"


def test_an_official_says_why_and_the_enterprise_declines_without_a_reason(city):
    mine = planned(city, "official", 3)
    with pytest.raises(Invalid):
        drop_plan(city.actor("official"), mine.pk, state=ContactState.CANCELLED, seen=1, now=START)
    firm = of_enterprise(city.enterprises[0].pk)
    refused(drop_plan, firm, mine.pk, state=ContactState.CANCELLED, seen=1, now=START)
    assert drop_plan(firm, mine.pk, state=ContactState.DECLINED, seen=1, now=START).contact.state == "declined"
    with pytest.raises(Missing):
        drop_plan(of_enterprise(city.enterprises[1].pk), mine.pk, state=ContactState.DECLINED, seen=2, now=START)


def test_another_units_plan_is_left_alone(city):
    mine = planned(city, "official", 3)
    assert "decided by" in refused(
        drop_plan, city.actor("leader"), mine.pk, state=ContactState.CANCELLED, why="不去", seen=1, now=START
    )
    drop_plan(city.actor("dispatcher"), mine.pk, state=ContactState.CANCELLED, why="合并", seen=1, now=START)


def test_what_the_enterprise_asks_for_is_free(city):
    history(city, -2)
    refused(planned, city, "official", 1)
    planned(city, "official", 1, asked="设备要进场，请来看电", asked_on=MONDAY)
    assert planned(city, "dispatcher", 9, alone=True).contact.invited_on is None


def test_a_request_names_what_was_asked_and_when(city):
    for more, field in (
        ({"asked": "请来"}, "asked_on"),
        ({"asked_on": MONDAY}, "asked"),
    ):
        with pytest.raises(Invalid) as caught:
            planned(city, "official", 1, **more)
        assert set(caught.value.fields) == {field}
    assert "asks before" in refused(planned, city, "official", 1, asked="请来", asked_on=MONDAY + D(2))


def test_a_case_that_the_enterprise_told_is_a_request_and_one_we_found_is_none(city):
    told = city.record(START, "enterprise")
    found = city.record(START)
    history(city, -2)
    made = planned(city, "dispatcher", 1, asked_case=told.pk)
    assert (made.asked_case_id, made.contact.invited_on, made.asked) == (told.pk, MONDAY, told.title)
    with pytest.raises(Invalid):
        planned(city, "dispatcher", 2, asked_case=found.pk)
    with pytest.raises(Missing):
        planned(city, "dispatcher", 2, n=1, asked_case=told.pk)


def test_who_wishes_to_be_left_alone_is(city):
    held = wish(city.actor("official"), city.enterprises[0].pk, said_by="王厂长", until=MONDAY + D(30), now=START)
    said = refused(planned, city, "official", 3)
    assert "left alone" in said
    assert "left alone" in refused(planned, city, "official", 3, how=ContactHow.REMOTE)
    planned(city, "official", 3, asked="请来", asked_on=MONDAY)
    lift_wish(of_enterprise(city.enterprises[0].pk), held.pk, now=on(1))
    planned(city, "dispatcher", 20)


def test_a_wish_names_who_said_so_but_not_why(city):
    with pytest.raises(Invalid) as caught:
        wish(city.actor("official"), city.enterprises[0].pk, now=START)
    assert set(caught.value.fields) == {"said_by"}
    own = wish(of_enterprise(city.enterprises[0].pk), city.enterprises[0].pk, now=START)
    assert (own.said_by, own.since, own.until) == ("", MONDAY, None)
    with pytest.raises(Missing):
        wish(of_enterprise(city.enterprises[1].pk), city.enterprises[0].pk, now=START)
    with pytest.raises(Missing):
        lift_wish(of_enterprise(city.enterprises[1].pk), own.pk, now=START)
    lift_wish(city.actor("official"), own.pk, now=START)
    refused(lift_wish, city.actor("official"), own.pk, now=START)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"said_on": MONDAY + D(1)}, "said_on"),
        ({"until": MONDAY}, "until"),
        ({"said_by": "甲\0"}, "said_by"),
    ],
)
def test_a_wish_that_cant_be_meant_is_told_at_its_field(city, more, field):
    with pytest.raises(Invalid) as caught:
        wish(city.actor("official"), city.enterprises[0].pk, **{"said_by": "王厂长", **more}, now=START)
    assert set(caught.value.fields) == {field}


def test_what_took_place_beyond_the_budget_is_on_record_with_its_reason(city):
    history(city, -2)
    said = refused(visited, city)
    assert "7 natural days" in said and "write down why" in said
    made = visited(city, beyond="夜里停电，厂里来电话")
    assert made.contact.beyond == "夜里停电，厂里来电话" and made.contact.state == "held"


def test_a_reason_isnt_kept_where_none_was_needed(city):
    assert visited(city, beyond="没有别的理由").contact.beyond == ""


def test_two_of_one_unit_on_one_day_are_one_contact(city):
    visited(city)
    visited(city, "keeper")
    visited(city, kind=Purpose.POLICY)
    assert events_of(city) == 1
    assert "2019-05-13" in refused(planned, city, "dispatcher", 2, now=on(1))


def test_what_is_recorded_late_weighs_on_what_came_after(city):
    visited(city, "dispatcher", 10)
    assert "ng-desk" in refused(visited, city, "official", 6, now=on(12))
    visited(city, "official", 2, now=on(12))


def test_a_plan_that_is_held_takes_no_more_room(city):
    mine = planned(city, "official", 3)
    made = visited(city, "official", 3, plan_id=mine.pk)
    assert made.contact_id == mine.contact_id and Contact.objects.count() == 1
    assert made.contact.state == "held"


def test_the_plan_of_the_day_is_found_without_naming_it(city):
    mine = planned(city, "official", 3)
    assert visited(city, "official", 3).contact_id == mine.contact_id


def test_a_plan_held_on_another_day_is_judged_there(city):
    history(city, -2)
    mine = planned(city, "official", 5)
    assert "write down why" in refused(visited, city, "official", 4, plan_id=mine.pk)
    assert visited(city, "official", 6, plan_id=mine.pk).contact.day == MONDAY + D(6)


def test_what_a_plan_was_for_isnt_changed_past_a_cap_of_that_kind(city):
    cap = "{每: 年, 至多: 1, 种类: [政策宣讲]}"
    ruled(city, f"企业上限: [{{每: 年, 至多: 30}}, {cap}]", "种类: [服务走访, 政策宣讲]")
    visited(city, "dispatcher", 0, kind=Purpose.POLICY)
    planned(city, days=20)
    with pytest.raises(Refused, match="contact 2 in that"):
        visited(city, days=20, kind=Purpose.POLICY)
    assert visited(city, days=20, kind=Purpose.POLICY, beyond="企业当场请讲政策").contact.beyond
    with_others, other = planned(city, days=40), visited(city, days=20)
    planned(city, "dispatcher", 40, join=with_others.contact_id)
    assert visited(city, days=40, kind=Purpose.POLICY).contact.event == with_others.contact.event != other.contact.event


def test_nothing_stands_for_a_visit_on_site(city):
    ruled(city, "不得以电话代替: 是")
    mine = planned(city, "official", 3)
    said = refused(visited, city, "official", 3, plan_id=mine.pk, mode=Mode.REMOTE)
    assert "Nothing stands for a visit on site" in said
    visited(city, "official", 3, mode=Mode.REMOTE)
    mine.contact.refresh_from_db()
    assert mine.contact.state == "planned"


def test_nobody_makes_anothers_visit(city):
    ruled(city, "不得代访: 是")
    mine = planned(city, "official", 3)
    assert "Nobody makes" in refused(visited, city, "keeper", 3, plan_id=mine.pk)
    both = planned(city, "official", 3, 1, people=[city.staff["official"].pk, city.staff["keeper"].pk])
    first, second = (visited(city, part, 3, 1, plan_id=both.pk) for part in ("official", "keeper"))
    assert first.contact_id == second.contact_id == both.contact_id


def test_only_colleagues_are_planned(city):
    with pytest.raises(Invalid):
        planned(city, "official", 3, people=[city.staff["power"].pk])


def test_a_plan_is_for_today_or_later_and_has_a_purpose(city):
    assert "today or a day to come" in refused(planned, city, "official", -1)
    with pytest.raises(Invalid):
        planned(city, "official", 1, purpose=" ")


def test_an_enterprise_that_moves_keeps_its_book(city):
    planned(city, "dispatcher", 3)
    firm = city.enterprises[0]
    move = {"name": firm.name, "region_id": city.org("mz"), "industry": "", "staff_count": None, "revenue_wan": None}
    correct_enterprise(city.actor("administrator"), firm.pk, **move, assets_wan=None, address="", now=START)
    assert "ng-desk" in refused(planned, city, "town_dispatcher", 4)
    planned(city, "town_dispatcher", 3, join=Contact.objects.get().pk)


def test_the_same_key_takes_one_contact(city):
    assert planned(city, "official", 3, key="k") == planned(city, "official", 3, key="k")
    assert Contact.objects.count() == 1


def test_an_enterprise_out_of_sight_isnt_planned(city):
    with pytest.raises(Missing):
        planned(city, "town_dispatcher", 3)
    with pytest.raises(Missing):
        book.calendar_of(city.actor("town_dispatcher"), city.enterprises[0].pk)


def test_whoever_plans_sees_what_everybody_does_there(city):
    history(city, -9, unit="ng-finance")
    planned(city, "dispatcher", 3)
    shown = book.calendar_of(city.actor("official"), city.enterprises[0].pk)
    assert [(row.unit.code, row.day) for row in shown] == [
        ("ng-desk", MONDAY + D(3)),
        ("ng-finance", MONDAY - D(9)),
    ]


def test_two_rows_of_one_enterprise_have_one_budget_and_one_wish(city):
    near, moving = planned(city, "official", 10, 0), planned(city, "official", 40, 1)
    held = planned(city, "official", 20, 1)
    wish(city.actor("official"), city.enterprises[1].pk, since=MONDAY + D(60), said_by="演练厂长", now=START)
    firm = city.enterprises[0].pk
    merge_enterprise(city.actor("dispatcher"), city.enterprises[1].pk, into_id=firm, why="演练同一家", now=START)
    with pytest.raises(Refused, match="go together"):
        move_plan(city.actor("official"), moving.pk, day=MONDAY + D(12), seen=1, now=START)
    assert "write down why" in refused(visited, city, "official", 11, plan_id=held.pk)
    assert "wishes to be left alone" in refused(planned, city, "dispatcher", 61)
    assert "wishes to be left alone" in refused(planned, city, "dispatcher", 61, 1)
    moved = move_plan(city.actor("official"), moving.pk, day=MONDAY + D(30), seen=1, now=START)
    assert moved.contact.day == MONDAY + D(30) and near.contact.day == MONDAY + D(10)


def test_a_year_whose_rules_are_adopted_later_is_judged_by_them(city):
    ruled(city, "间隔: 30 天")
    history(city, -20)
    assert "30 natural days" in refused(planned, city, "official", 0)


def test_moments_are_kept_by_the_places_clock(city):
    made = planned(city, "official", 3, begins=dt.time(14, 30))
    assert made.contact.begins_at == on(3, 14) + D(minutes=30)
