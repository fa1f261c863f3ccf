"""What somebody cunning could try with the steps of the widened language, and a clerk of the clock who comes late."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.utils.translation import override

from tests.cases.play import LEAD, PLAIN, days, handling
from tests.cases.test_weighing import CONFIRMED, FORCE, SPAN, rules
from tests.cases.town import DAY, HOUR, TODAY, add_unit, assigned, edition, replied, told
from tests.cast import START, City
from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.actions.signing import sign_silent
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.words import Action, Approver, Channel, Shifted, Tick
from zhuqi.domain.cases.sections.extending import ExtensionRule
from zhuqi.domain.directory.actions.ending import retire
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.portal.case_page import shown
from zhuqi.interfaces.web.cases.stories import Told, sentence


@pytest.mark.parametrize(
    ("approver", "promise"),
    [
        (Approver.NOBODY, "06-03 17:00"),
        (Approver.HEAD, "06-03 17:00"),
        (Approver.DESK, "06-06 17:00"),
        (None, "06-06 17:00"),
    ],
)
def test_a_unit_that_the_rules_give_more_time_at_once_moves_its_own_deadline_and_never_the_promise(
    approver: Approver | None, promise: str
) -> None:
    case = handling(rules=replace(PLAIN, extension=ExtensionRule(2, days(5), approvers=(Approver.NOBODY,))))
    granted = approver is Approver.NOBODY
    asked = e.ExtensionAsked(holding=case.row(LEAD).n, amount=days(3), approver=approver, granted=granted)
    case.do(asked, "05-22 10:00")
    if not granted:
        case.extend("05-22 11:00")
    assert (case.due(Tick.HANDLE, LEAD), case.due(Tick.CASE)) == ("05-31 17:00", promise)


@pytest.mark.django_db
def test_the_enterprise_reads_that_its_promise_was_set_anew_with_the_class_and_nothing_said_inside(city: City) -> None:
    rules(city, CONFIRMED % ("督查", ""))
    case = assigned(city)
    now = START + 5 * HOUR
    before = outside(city.actor("enterprise"), case.pk, now=now)
    assert before.promise is not None and not before.moves
    city.do("supervisor", Action.CLASSIFY, case, now, grade="C", note="内部看法")
    page = outside(city.actor("enterprise"), case.pk, now=now)
    assert page.promise is not None and page.promise.due != before.promise.due
    assert [(move.shift.why, move.why) for move in page.moves] == [(Shifted.CLASS, "")]
    with override("en"):
        assert [line.what for line in shown(page, now).moves] == ["Set anew: what your need is was looked at again."]
    assert "内部看法" not in str(page)


@pytest.mark.django_db
def test_a_unit_in_a_task_force_or_with_a_class_to_confirm_is_not_retired_from_under_the_case(city: City) -> None:
    rules(city, CONFIRMED % ("督查", "") + FORCE, SPAN)
    add_unit(city, "ng-new", Kind.DEPARTMENT, "ng")
    add_unit(city, "ng-super", Kind.SUPERVISION, "ng")
    case = city.do("dispatcher", Action.RESTATE, assigned(city), START + 4 * HOUR, amount="100", reason="核实")
    force = {"lead_id": city.org("ng-new"), "member_ids": [city.org("ng-finance")]}
    city.do("dispatcher", Action.SET_UP, case, START + 4 * HOUR, **force)
    for code, lies in (("ng-new", "task forces it sits in"), ("ng-super", "answers it must check or ask about")):
        with pytest.raises(Refused) as refused:
            retire(CLOCK, city.org(code), on=TODAY + DAY, now=START + DAY)
        assert lies in told(refused.value), code
    city.do("dispatcher", Action.STAND_DOWN, case, START + DAY, reason="办妥")
    clockwork.let_stand(START + 9 * DAY)
    for code in ("ng-new", "ng-super"):
        retire(CLOCK, city.org(code), on=TODAY + DAY, now=START + 9 * DAY)


SILENT = "退回: {期限: 1 工作日, 逾期视为签收: 是}"


@pytest.mark.django_db
@pytest.mark.parametrize(("sign", "late"), [("3 工作日", False), ("1 工作日", True)])
def test_a_clock_that_signs_days_later_makes_nobody_late_who_was_not(city: City, sign: str, late: bool) -> None:
    edition(
        city,
        "ng",
        TODAY,
        ("退回: {期限: 2 工作日}", SILENT),
        ("{钟: 签收, 时长: 1 工作日}", f"{{钟: 签收, 时长: {sign}}}"),
    )
    case = assigned(city)
    over = START + DAY + 8 * HOUR
    assert sign_silent(over) == 0
    assert sign_silent(over + 9 * DAY) == 1, "a machine that stood still for more than a week"
    life = lives.load(Case.objects.get(pk=case.pk))
    signing = next(clock for clock in life.clocks if clock.tick is Tick.ACCEPT)
    assert signing.late(over + 9 * DAY) is late
    assert not [*everything()]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["clock", "utilities"])
def test_whoever_books_it_a_unit_has_signed_once_its_time_to_give_it_back_was_over(city: City, who: str) -> None:
    edition(
        city,
        "ng",
        TODAY,
        ("退回: {期限: 2 工作日}", SILENT),
        ("{钟: 签收, 时长: 1 工作日}", "{钟: 签收, 时长: 2 工作日}"),
    )
    case = city.do(who, Action.ACCEPT, assigned(city), START + 9 * DAY)
    (entry,) = Entry.objects.filter(kind="case", subject=case.pk, verb="accepted")
    assert json.loads(entry.facts)["silent"] == "2019-05-14T09:00:00.000001+00:00", (
        "five in the afternoon, and a moment"
    )
    assert lives.load(case).holdings[-1].accepted_at == dt.datetime.fromisoformat(json.loads(entry.facts)["silent"])
    page = detail(city.actor("utilities"), case.pk, now=START + 9 * DAY)
    event = events.KINDS["accepted"].revive(json.loads(entry.facts))
    said = sentence(event, Told(page.life, page.units, page.at.rules))
    assert str(said).startswith("ng-utilities neither signed for it nor gave it back in time")
    theirs = outside(city.actor("enterprise"), case.pk, now=START + 9 * DAY)
    with override("en"):
        assert "ng-utilities didn't give it back in time, and has to solve it." in str(shown(theirs, START + 9 * DAY))
    assert not [*everything()]


@pytest.mark.django_db
def test_one_case_that_was_moved_at_a_later_moment_keeps_no_other_waiting_for_the_clock(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  再问: {次数: 1}"))
    first, second = replied(city), replied(city)
    asked = {"channel": Channel.PHONE, "arrived_on": (START + 2 * DAY).date()}
    for case in (first, second):
        city.do("official", Action.ASK, case.pk, START + 2 * DAY, **asked)
    over = START + 40 * DAY
    city.do("dispatcher", Action.INSTRUCT, first.pk, over + HOUR, leader="某领导", on=TODAY)
    assert clockwork.end_silent(over) == 1, "the other one is booked, whatever the first one's moment"
    assert Entry.objects.filter(verb="unanswered").values_list("subject", flat=True).get() == second.pk
    assert clockwork.end_silent(over + 2 * HOUR) == 1
    assert not [*everything()]
