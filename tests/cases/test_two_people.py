"""Where two people are wanted, two people act: nobody signs, grants, checks or reports on what they handled themselves, and
whoever leads or oversees a place acts on what lies in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cases.play import (
    AREA,
    AT_CITY_DESK,
    CITY,
    EVERYWHERE,
    GROUP,
    IN_LEAD,
    LEAD,
    PART,
    PLAIN,
    assigned,
    days,
    handling,
)
from tests.cases.test_signing import LEADER, WRITER, hand_in, sign, signing
from tests.cases.town import HOUR, TODAY, add_person, add_unit, code_of, edition, handled, screened, told
from tests.cast import SETUP, START, City
from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.standing import Place, handled_by, sent_by
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.rules.words import Action, Approver, Hand, Outcome, Tick
from zhuqi.domain.cases.sections.ending import GateRule
from zhuqi.domain.cases.sections.rating import Caller
from zhuqi.domain.cases.sections.signing import SigningRule
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.my_day import my_day

BOTH = Place(units=frozenset({LEAD}), heads=frozenset({LEAD}), leads=EVERYWHERE, staff=WRITER.staff)
"""Somebody who handles it, heads the unit and leads the place."""


def refused(city: City, part: str, action: Action, case: Case, hours: int, **typed: Any) -> str:
    with pytest.raises(Refused) as fault:
        city.do(part, action, case, START + hours * HOUR, **typed)
    return told(fault.value)


# nobody grants or signs what they asked for


@pytest.mark.parametrize("by", [Approver.HEAD, Approver.LEADER])
def test_whoever_wrote_an_answer_does_not_sign_it_whatever_seats_they_hold(by: Approver) -> None:
    case = hand_in(signing(by), "05-20 10:00", by)
    assert case.refused(Action.SIGN, BOTH, "05-20 11:00") and case.refused(Action.REFUSE, BOTH, "05-20 11:00")
    assert not case.refused(Action.SIGN, replace(BOTH, staff=777), "05-20 11:00"), "somebody else with the same seats"


def test_whoever_asked_for_more_time_does_not_grant_it_as_a_leader() -> None:
    case = handling()
    asked = e.ExtensionAsked(holding=case.row(LEAD).n, amount=days(3), approver=Approver.LEADER, staff=WRITER.staff)
    case.do(asked, "05-20 10:00")
    assert case.refused(Action.EXTEND, BOTH, "05-20 11:00")
    assert not case.refused(Action.EXTEND, LEADER, "05-20 11:00")


@pytest.mark.django_db
def test_a_leader_with_a_seat_in_the_unit_neither_signs_nor_grants_what_they_asked_for(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  审签: [{由: 领导}]"), ("批准: 调度室", "批准: 领导"))
    give_role(
        CLOCK, city.staff["leader"].pk, role=Role.HANDLER, org_id=city.org("ng-utilities"), since=TODAY, now=SETUP
    )
    add_person(city, "leader2", Role.LEADER, "ng")
    case = handled(city)
    was = Clock.objects.get(case=case, tick="case").due
    case = city.do("leader", Action.ASK_EXTENSION, case, START + 5 * HOUR, amount="5 工作日", reason="缺料")
    refused(city, "leader", Action.EXTEND, case, 6, reason="同意")
    assert Clock.objects.get(case=case, tick="case").due == was
    case = city.do("leader2", Action.EXTEND, case, START + 6 * HOUR, reason="同意")
    assert Clock.objects.get(case=case, tick="case").due != was, "somebody outside the unit granted it"
    case = city.do("leader", Action.ASK_SIGNING, case, START + 7 * HOUR, outcome="solved", draft="已送电")
    refused(city, "leader", Action.SIGN, case, 8)
    assert city.do("leader2", Action.SIGN, case, START + 8 * HOUR).requests.get(asked="signing").ruled_by_id
    assert not [*everything()]


@pytest.mark.django_db
def test_the_head_of_the_unit_moves_its_own_deadline_and_never_the_promise(city: City) -> None:
    edition(city, "ng", TODAY, ("批准: 调度室", "批准: 单位负责人"))
    add_person(city, "head", Role.TEAM_LEAD, "ng-utilities")
    case = handled(city)
    was = {clock.tick: clock.due for clock in Clock.objects.filter(case=case)}
    case = city.do("utilities", Action.ASK_EXTENSION, case, START + 5 * HOUR, amount="5 工作日", reason="缺料")
    city.do("head", Action.EXTEND, case, START + 6 * HOUR, reason="同意")
    now = {clock.tick: clock.due for clock in Clock.objects.filter(case=case)}
    assert now["handle"] != was["handle"] and now["case"] == was["case"]


# who handled it, or signed it, neither checks it nor reports what the enterprise thinks


def test_whoever_signed_an_answer_does_not_check_it() -> None:
    gate = GateRule(on=True, by=(Caller.LEADER,))
    case = handling(rules=replace(PLAIN, signing=(SigningRule(by=Approver.LEADER),), gate=gate))
    hand_in(case, "05-20 10:00", Approver.LEADER)
    case.do(e.Signed(request=case.request, staff=LEADER.staff), "05-20 11:00").reply("05-20 12:00")
    assert "signed this answer yourself" in case.refused(Action.CHECK, LEADER, "05-20 13:00")
    assert not case.refused(Action.CHECK, replace(LEADER, staff=777), "05-20 13:00"), "another leader"


def test_whoever_signed_a_former_answer_may_check_the_next_that_somebody_else_signed() -> None:
    gate = GateRule(on=True, by=(Caller.LEADER,))
    case = handling(rules=replace(PLAIN, signing=(SigningRule(by=Approver.LEADER),), gate=gate))
    hand_in(case, "05-20 10:00", Approver.LEADER)
    case.do(e.Signed(request=case.request, staff=LEADER.staff), "05-20 11:00").reply("05-20 12:00")
    case.check("05-20 13:00", passed=False)
    hand_in(case, "05-20 14:00", Approver.LEADER)
    case.do(e.Signed(request=case.request, staff=777), "05-20 15:00").reply("05-20 16:00")
    assert not case.refused(Action.CHECK, LEADER, "05-20 17:00")


@pytest.mark.parametrize("contributed", [True, False])
def test_a_part_unit_checks_nothing_whether_it_gave_its_share_yet_or_not(contributed: bool) -> None:
    case = handling(parts=[PART], rules=replace(PLAIN, gate=GateRule(on=True), parts_before_reply=False))
    if contributed:
        case.contribute("05-16 10:00")
    case.reply("05-20 12:00")
    overseer = Place(units=frozenset({PART}), oversees=EVERYWHERE, staff=504)
    assert case.refused(Action.CHECK, overseer, "05-20 13:00")


def test_a_former_lead_that_signed_for_it_handled_it_and_one_that_never_did_not() -> None:
    case = handling().assign("05-15 10:00", lead=PART)
    assert handled_by(case.life, LEAD) and handled_by(case.life, PART)
    case = assigned().assign("05-15 10:00", lead=PART)
    assert not handled_by(case.life, LEAD), "it was only sent there"
    assert not handled_by(case.life, GROUP), "who found it and passed it on didn't handle it"


@pytest.mark.django_db
def test_where_whoever_found_it_had_a_part_in_it_the_room_keeps_the_clock_of_the_check(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: {要: 是, 由: 发现人}"))
    case = handled(city, parts=["xf-group"])
    case = city.do("official", Action.CONTRIBUTE, case, START + 5 * HOUR, text="已办")
    case = city.do("utilities", Action.REPLY, case, START + 6 * HOUR, outcome=Outcome.SOLVED, text="已送电")
    assert code_of(city, Clock.objects.get(case=case, tick="check").unit_id) == "ng-desk"
    refused(city, "official", Action.CHECK, case, 7, passed=True, note="好")


@pytest.mark.django_db
def test_a_part_unit_that_found_it_does_not_report_that_the_enterprise_agrees(city: City) -> None:
    case = handled(city, parts=["xf-group"])
    case = city.do("official", Action.CONTRIBUTE, case, START + 5 * HOUR, text="已办")
    case = city.do("utilities", Action.REPLY, case, START + 6 * HOUR, outcome=Outcome.SOLVED, text="已送电")
    assert code_of(city, Clock.objects.get(case=case, tick="ask").unit_id) == "ng-desk"
    assert "can't report what the enterprise thinks" in refused(city, "official", Action.CONFIRM, case, 7, text="满意")


# a case that went up is the city's

SIGNED = ("督核: 否", "督核: 否\n  审签: [{由: 领导}]")


def raised(city: City, *, grade: str = "B", assists: Any = ()) -> Case:
    case = screened(city)
    helpers = [city.org(code) for code in assists]
    case = city.do("dispatcher", Action.ESCALATE, case, START + 3 * HOUR, why="区里办不了", assist_ids=helpers)
    return city.do("city_dispatcher", Action.SCREEN, case, START + 4 * HOUR, kind="utilities", grade=grade)


def with_the_city(city: City) -> Case:
    case = city.do("city_dispatcher", Action.ASSIGN, raised(city), START + 5 * HOUR, lead_id=city.org("cc-power"))
    return city.do("power", Action.ACCEPT, case, START + 6 * HOUR)


@pytest.mark.django_db
def test_a_leader_below_signs_nothing_of_the_citys_and_one_of_the_city_does(city: City) -> None:
    edition(city, "cc", TODAY, SIGNED)
    add_person(city, "city_leader", Role.LEADER, "cc")
    case = with_the_city(city)
    case = city.do("power", Action.ASK_SIGNING, case, START + 7 * HOUR, outcome="solved", draft="已送电")
    refused(city, "leader", Action.SIGN, case, 8)
    assert not lists.waiting(city.actor("leader")).exists() and lists.waiting(city.actor("city_leader")).exists()
    city.do("city_leader", Action.SIGN, case, START + 8 * HOUR)


@pytest.mark.django_db
def test_a_leader_below_grants_no_time_to_a_unit_of_the_city(city: City) -> None:
    edition(city, "cc", TODAY, ("批准: 调度室", "批准: 领导"))
    case = with_the_city(city)
    case = city.do("power", Action.ASK_EXTENSION, case, START + 7 * HOUR, amount="5 工作日", reason="缺料")
    refused(city, "leader", Action.EXTEND, case, 8, reason="同意")


@pytest.mark.django_db
def test_a_leader_below_goes_on_granting_what_its_own_units_ask_that_assist(city: City) -> None:
    edition(city, "ng", TODAY, ("批准: 调度室", "批准: 领导"))
    case = raised(city, assists=["ng-utilities"])
    case = city.do("utilities", Action.ACCEPT, case, START + 5 * HOUR)
    case = city.do("utilities", Action.ASK_EXTENSION, case, START + 6 * HOUR, amount="3 工作日", reason="缺料")
    assert lists.waiting(city.actor("leader")).filter(pk=case.pk).exists()
    city.do("leader", Action.EXTEND, case, START + 7 * HOUR, reason="同意")
    assert not lists.waiting(city.actor("leader")).filter(pk=case.pk).exists()


@pytest.mark.django_db
def test_a_leader_below_is_no_second_person_to_a_refusal_of_the_city(city: City) -> None:
    edition(city, "cc", TODAY, ("督核: 否", "督核: 否\n  受理: {不受理事由: [重复], 双人批准: 是}"))
    case = city.do("city_dispatcher", Action.NOT_ACCEPT, raised(city), START + 5 * HOUR, reason="重复", cause="重复")
    refused(city, "leader", Action.NOT_ACCEPT, case, 6, reason="重复", cause="重复", told_on=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["领导", "督查"])
def test_nobody_below_confirms_the_class_at_the_city(city: City, by: str) -> None:
    add_unit(city, "ng-super", Kind.SUPERVISION, "ng")
    add_person(city, "ng_super", Role.SUPERVISOR, "ng-super")
    edition(city, "cc", TODAY, ("督核: 否", f"督核: 否\n  级别认定: {{级别: [A], 由: {by}, 时长: 1 工作日}}"))
    case = raised(city, grade="A")
    for part in ("leader", "ng_super"):
        refused(city, part, Action.CLASSIFY, case, 6, grade="C", note="不算重大")


@pytest.mark.django_db
def test_nobody_below_checks_the_answer_of_the_city(city: City) -> None:
    edition(city, "cc", TODAY, ("督核: 否", "督核: {要: 是, 由: 领导}"))
    case = with_the_city(city)
    case = city.do("power", Action.REPLY, case, START + 7 * HOUR, outcome=Outcome.SOLVED, text="已送电")
    refused(city, "leader", Action.CHECK, case, 8, passed=True, note="好")


def test_who_leads_the_place_of_a_row_rules_on_what_its_unit_asks() -> None:
    case = handling()
    asked = e.ExtensionAsked(holding=case.row(LEAD).n, amount=days(3), approver=Approver.LEADER, staff=503)
    case.do(asked, "05-20 10:00")
    for area, rules in ((AREA, True), (CITY, False)):
        assert bool(sent_by(case.life, Place(leads=frozenset({area}), staff=1))) is rules
    assert case.life.row(case.life.requests[0].holding).hand is Hand.LEAD and case.refused(Action.EXTEND, AT_CITY_DESK)


# what waits for a leader is in the leader's list, and the unit's own time


def test_the_time_in_which_a_leader_decides_is_the_units() -> None:
    case = hand_in(signing(Approver.LEADER), "05-20 10:00", Approver.LEADER)
    assert case.clock(Tick.SIGN).unit == LEAD
    sign(case, "05-20 11:00")
    asked = e.ExtensionAsked(holding=case.row(LEAD).n, amount=days(3), approver=Approver.LEADER, staff=503)
    case.do(asked, "05-20 12:00")
    assert case.clock(Tick.RULE).unit == LEAD and case.refused(Action.EXTEND, IN_LEAD)


@pytest.mark.django_db
def test_what_waits_for_a_leader_is_on_the_leaders_list_and_day_and_on_no_rooms(city: City) -> None:
    edition(city, "ng", TODAY, SIGNED)
    case = handled(city)
    now = START + 5 * HOUR
    case = city.do("utilities", Action.ASK_SIGNING, case, now, outcome="solved", draft="已送电")
    assert code_of(city, Clock.objects.get(case=case, tick="sign").unit_id) == "ng-utilities"
    assert [each.pk for each in lists.waiting(city.actor("leader"))] == [case.pk]
    assert not lists.waiting(city.actor("dispatcher")).exists()
    waiting = [part for part in my_day(city.actor("leader"), now).parts if part.rows]
    assert len(waiting) == 1 and len(waiting[0].rows) == 1
    city.do("leader", Action.SIGN, case, now + HOUR)
    assert not lists.waiting(city.actor("leader")).exists()
