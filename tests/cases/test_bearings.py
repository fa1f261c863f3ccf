"""What one looks at before a step: likeness of needs, what a step would bring, what units have in hand."""

from __future__ import annotations

import pytest

from tests.cases.play import AREA, DESK, LEAD, assigned, handling, screened, suspended
from tests.cases.town import DAY, HOUR, handled, replied
from tests.cast import START, City
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.outlook import outlook
from zhuqi.domain.cases.queries.bearings import Burden, burdens, in_hand, precedents
from zhuqi.domain.cases.rules.likeness import ALIKE, likeness
from zhuqi.domain.cases.rules.words import Action, End, Ground, State, Tick


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("三相电增容，新设备六月到厂", "三相电增容！新设备六月到厂。", True),
        ("三相电增容 新设备六月到厂", "新设备六月到厂，三相电要增容", True),
        ("三相电增容", "园区道路积水", False),
        ("", "三相电增容", False),
        ("", "", False),
        ("电", "电", False),
        ("ＡＢＣ线", "abc线", True),
    ],
)
def test_needs_that_say_nearly_the_same_are_found(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is alike
    assert likeness(one, other) == likeness(other, one) <= 1


def test_what_a_step_would_bring_is_what_it_brings() -> None:
    case = screened()
    event = events.Assigned(lead=LEAD)
    ahead = outlook(case.life, event, case.now, case.terms)
    before = case.life
    case.do(event)
    assert ahead.after == case.life and ahead.before == before, "looking ahead changes nothing"
    assert {clock.tick for clock in ahead.begins} == {Tick.ACCEPT, Tick.HANDLE} and ahead.moves


def test_clocks_that_move_stand_still_and_end_are_told_apart() -> None:
    asked = handling().ask_extension("05-16 09:00")
    ahead = outlook(asked.life, events.Extended(request=1), asked.now, asked.terms)
    assert {was.tick for was, is_ in ahead.moved} == {Tick.HANDLE, Tick.CASE} and not ahead.moves
    assert not ahead.begins and not ahead.stopped and not ahead.dropped
    still = handling().ask_suspension("05-16 09:00", until="05-24")
    ahead = outlook(still.life, events.Suspended(request=1), still.now, still.terms)
    assert {clock.tick for clock in ahead.stopped} == {Tick.HANDLE, Tick.CASE} and ahead.after.state is State.SUSPENDED
    stopped = suspended()
    ahead = outlook(stopped.life, events.Resumed(), stopped.now, stopped.terms)
    assert not ahead.stopped
    back = assigned()
    ahead = outlook(back.life, events.Recalled(), back.now, back.terms)
    assert {clock.tick for clock in ahead.dropped} == {Tick.ACCEPT, Tick.HANDLE}
    carrier = ahead.after.carrier
    assert carrier is not None and carrier.unit == DESK and ahead.after.area == AREA
    over = outlook(back.life, events.Withdrawn(channel=back.life.channel), back.now, back.terms)
    assert over.after.end is End.WITHDRAWN and not over.begins


@pytest.mark.django_db
def test_what_units_have_in_hand_counts_what_they_lead_and_help_with_and_what_is_late(city: City) -> None:
    handled(city, parts=["ng-finance"])
    replied(city)
    units = {code: city.org(code) for code in ("ng-utilities", "ng-finance", "ng-planning")}
    actor, soon, later = city.actor("dispatcher"), START + 2 * DAY, START + 60 * DAY
    assert burdens(actor, units.values(), soon) == {
        units["ng-utilities"]: Burden(2, 0),
        units["ng-finance"]: Burden(1, 1),
    }, "a part that hasn't signed in time is late"
    assert burdens(actor, units.values(), later)[units["ng-utilities"]] == Burden(2, 1), "what it answered isn't late"
    assert burdens(city.actor("town_handler"), units.values(), soon) == {}, "what isn't seen isn't counted"


@pytest.mark.django_db
def test_rulings_on_returns_of_the_same_kind_are_shown_to_whoever_sees_the_case(city: City) -> None:
    case, other = handled(city), handled(city)
    typed = {"reason": "不归本单位。", "proposal": "财政组", "ground": Ground.DUTY}
    city.do("utilities", Action.HAND_BACK, case, START + 5 * HOUR, **typed)
    city.do("dispatcher", Action.RULE, case, START + 6 * HOUR, upheld=True, reason="归财政组。")
    city.do("dispatcher", Action.ASSIGN, case, START + 7 * HOUR, lead_id=city.org("ng-finance"))
    now = START + 8 * HOUR
    for part, seen in (("dispatcher", 1), ("utilities", 1), ("planner", 0)):
        found = precedents(city.actor(part), "utilities", but=other.pk, now=now)
        assert len(found) == seen, part
    one = precedents(city.actor("dispatcher"), "utilities", but=other.pk, now=now)[0]
    names = (city.orgs["ng-utilities"].name, city.orgs["ng-finance"].name)
    assert (one.upheld, one.ground, one.unit, one.went) == (True, Ground.DUTY, *names)
    assert not precedents(city.actor("dispatcher"), "finance", but=other.pk, now=now)
    assert not precedents(city.actor("dispatcher"), "utilities", but=case.pk, now=now), (
        "a case is no precedent of its own"
    )


@pytest.mark.django_db
def test_live_cases_of_an_enterprise_stand_in_the_order_of_likeness(city: City) -> None:
    one = city.record(title="园区道路积水", body="下雨就淹。")
    two = city.record(title="三相电增容", body="设备六月到厂。")
    actor = city.actor("official")
    found = in_hand(actor, one.enterprise_id, words="道路积水，一下雨就淹")
    assert [(row.case.pk, row.alike) for row in found] == [(one.pk, True), (two.pk, False)]
    assert found[0].words == "下雨就淹。"
    assert [row.case.pk for row in in_hand(actor, one.enterprise_id, but=two.pk)] == [one.pk]
    assert in_hand(city.actor("town_handler"), one.enterprise_id) == ()
