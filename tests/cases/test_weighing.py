"""The steps by which a case weighs more, taken: who may, what is kept where, who sees it, what the clock does."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, assigned, edition, screened, submitted
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.queries import in_sight
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.actions.weighing import yuan_of
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.models import Clock as ClockRow
from zhuqi.domain.cases.queries import lists, lives, rebuild, sight
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.words import Action, Judge, Tick

CONFIRMED = "  级别认定: {级别: [B], 由: %s, 时长: 1 工作日%s}\n"
FORCE = """  协调:
    - {由: 承办单位}
    - {由: 专班, 当: [领导批示, 金额 100 万元以上], 专班: 是}
  时钟:
    - {名称: 首次会商, 起: 成立专班, 止: 会商, 归: 专班}
"""
SPAN = "    - {钟: 首次会商, 时长: 3 工作日}\n"


def rules(city: City, more: str, span: str = "") -> None:
    """The shipped text with more of the section, in force in the city from the start."""
    edition(city, "cc", START.date(), ("  提醒:\n", f"{more}  提醒:\n"), ("  时限:\n", f"  时限:\n{span}"))


def refused(city: City, part: str, action: Action, case: Case, **typed: Any) -> dict[str, str]:
    """The sentences by field with which a step is refused, a week later."""
    with pytest.raises(Invalid) as fault:
        city.do(part, action, case, START + 7 * DAY, **typed)
    return {name: str(said) for name, said in fault.value.fields.items()}


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("500", 5_000_000),
        ("0.35", 3_500),
        ("0.0001", 1),
        ("1,200 万元", 12_000_000),
        ("3500 元", 3_500),
        ("２ 亿元", 200_000_000),
        ("0", 0),
    ],
)
def test_an_amount_is_whole_yuan(typed: str, yuan: int) -> None:
    assert yuan_of(typed) == yuan


@pytest.mark.parametrize("typed", ["-1", "五百", "0.00001", "5e3", "1 美元", "9" * 13, "500 万 元整", "NaN", "1.5 元"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        yuan_of(typed)


@pytest.mark.django_db
def test_what_is_at_stake_is_kept_told_and_corrected_with_a_reason(city: City) -> None:
    case = assigned(city)
    assert (case.stake, case.firms, case.signed) == (None, None, None)
    typed = {"amount": "500.5", "firms": 12, "signed": True}
    case = city.do("dispatcher", Action.RESTATE, case, START + DAY, reason="企业补报了合同", **typed)
    assert (case.stake, case.firms, case.signed) == (5_005_000, 12, True)
    entry = Entry.objects.get(kind="case", verb="restated")
    assert {"stake": 5_005_000, "firms": 12, "signed": True}.items() <= json.loads(entry.facts).items()
    assert "合同" not in entry.facts and Said.objects.get(case=case, name="reason").body == "企业补报了合同"
    case = city.do("dispatcher", Action.RESTATE, case, START + DAY, reason="写错了", amount="5")
    assert (case.stake, case.firms) == (50_000, 12)
    assert set(refused(city, "dispatcher", Action.RESTATE, case, reason="又一次", amount="5")) == {"amount"}
    assert set(refused(city, "dispatcher", Action.RESTATE, case, reason="数不对", amount="一万", firms=0)) == {
        "amount",
        "firms",
    }
    assert set(refused(city, "dispatcher", Action.RESTATE, case, reason="", amount="6")) == {"reason"}
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_an_instruction_is_noted_without_a_word_in_the_journal(city: City) -> None:
    case = assigned(city)
    day = START.date()
    case = city.do(
        "leader",
        Action.INSTRUCT,
        case,
        START + DAY,
        leader="王副市长",
        on=day,
        number="府办批〔2019〕3 号",
        text="请速办。",
    )
    assert case.instructed_on == day
    entry = Entry.objects.get(kind="case", verb="instructed")
    assert json.loads(entry.facts)["on"] == day.isoformat()
    assert not any(word in entry.facts for word in ("王副市长", "府办批", "速办"))
    said = {said.name: said.body for said in Said.objects.filter(case=case, seq=case.version)}
    assert said == {"leader": "王副市长", "number": "府办批〔2019〕3 号", "text": "请速办。"}
    assert not Said.objects.filter(case=case, seq=case.version, outside=True).exists(), "the enterprise isn't told"
    tomorrow = day + dt.timedelta(30)
    assert set(refused(city, "dispatcher", Action.INSTRUCT, case, leader="某", on=tomorrow)) == {"on"}
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_a_class_is_confirmed_by_supervision_and_the_deadlines_follow(city: City) -> None:
    rules(city, CONFIRMED % ("督查", ""))
    case = assigned(city)
    assert case.provisional == Judge.SUPERVISION
    clock = ClockRow.objects.get(case=case, tick=Tick.CLASS)
    assert clock.unit.kind == "supervision"
    handle = ClockRow.objects.get(case=case, tick=Tick.HANDLE)
    for part in ("dispatcher", "utilities", "leader"):
        with pytest.raises(Refused):
            city.do(part, Action.CLASSIFY, case, START + 4 * HOUR, grade="A", note="涉及停产")
    assert set(refused(city, "supervisor", Action.CLASSIFY, case, grade="A")) == {"note"}
    assert set(refused(city, "supervisor", Action.CLASSIFY, case, grade="Z", note="x")) == {"grade"}
    case = city.do("supervisor", Action.CLASSIFY, case, START + 4 * HOUR, grade="A", note="涉及停产")
    assert (case.grade, case.provisional) == ("A", None)
    moved = ClockRow.objects.get(pk=handle.pk)
    assert moved.due is not None and handle.due is not None and moved.due < handle.due
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_who_must_confirm_a_class_and_is_nobody_lets_it_stand(city: City) -> None:
    rules(city, CONFIRMED % ("上级", ""))
    case = screened(city)
    assert case.provisional == Judge.ABOVE, "the city's room confirms what the district's room says"
    assert list(lists.waiting(city.actor("city_dispatcher"))) == [case]
    up = city.do("dispatcher", Action.ESCALATE, case, START + 3 * HOUR, why="区里办不了")
    assert up.provisional is None
    typed = {"kind": "utilities", "grade": "B"}
    again = city.do("city_dispatcher", Action.SCREEN, up, START + 4 * HOUR, **typed)
    assert again.provisional is None, "there is no room above the city's"
    assert not ClockRow.objects.filter(case=case, tick=Tick.CLASS, met_at=None, void_at=None, left_at=None).exists()
    assert not list(rebuild.findings())


@pytest.mark.django_db
@pytest.mark.parametrize(("lapse", "n"), [("", 1), (", 逾期: 按报送", 1), (", 逾期: 待认定", 0)])
def test_the_clock_lets_a_class_stand_that_nobody_confirmed(city: City, lapse: str, n: int) -> None:
    rules(city, CONFIRMED % ("督查", lapse))
    case = screened(city)
    due = ClockRow.objects.get(case=case, tick=Tick.CLASS).due
    assert due is not None
    assert clockwork.let_stand(due) == 0, "exactly then it isn't too late"
    assert clockwork.let_stand(due + HOUR) == n
    assert clockwork.let_stand(due + HOUR) == 0
    case.refresh_from_db()
    assert case.provisional == (None if n else Judge.SUPERVISION)
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_the_members_of_a_task_force_see_the_case_until_long_after(city: City) -> None:
    rules(city, FORCE, SPAN)
    case = assigned(city)
    with pytest.raises(Missing):
        detail(city.actor("finance"), case.pk, now=START + DAY)
    ids: dict[str, Any] = {"lead_id": city.org("ng-finance"), "member_ids": [city.org("ng-utilities")]}
    with pytest.raises(Refused):
        city.do("dispatcher", Action.SET_UP, case, START + DAY, **ids)
    case = city.do("dispatcher", Action.RESTATE, case, START + DAY, amount="100", reason="核实")
    assert set(refused(city, "dispatcher", Action.SET_UP, case, lead_id=ids["lead_id"], member_ids=[])) == {
        "member_ids"
    }
    twice = {"lead_id": ids["lead_id"], "member_ids": [ids["lead_id"]]}
    assert set(refused(city, "dispatcher", Action.SET_UP, case, **twice)) == {"member_ids"}
    outside = {"lead_id": city.org("cc-power"), "member_ids": ids["member_ids"]}
    assert set(refused(city, "dispatcher", Action.SET_UP, case, **outside)) == {"lead_id"}
    case = city.do("dispatcher", Action.SET_UP, case, START + DAY, note="一周内碰头", **ids)
    found = detail(city.actor("finance"), case.pk, now=START + DAY)
    assert Action.MEET in found.actions and Action.STAND_DOWN not in found.actions
    assert city.org("ng-finance") in found.units
    assert list(lists.waiting(city.actor("finance"))) == [case], "its task force is to meet"
    case = city.do("finance", Action.MEET, case, START + 2 * DAY, text="定了三件事")
    first = next(clock for clock in lives.load(case).clocks if clock.name == "首次会商")
    assert (first.unit, first.met_at) == (city.org("ng-finance"), START + 2 * DAY)
    assert list(lists.waiting(city.actor("finance"))) == []
    case = city.do("dispatcher", Action.STAND_DOWN, case, START + 3 * DAY, reason="办妥")
    assert Case.objects.filter(in_sight(city.actor("finance"), "case"), pk=case.pk).exists(), "as somebody who had it"
    scopes = rebuild.scopes()
    assert (case.pk, city.org("ng-finance"), "past") in scopes and not {row for row in scopes if row[2] == "force"}
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_the_desk_itself_may_lead_a_task_force(city: City) -> None:
    rules(city, FORCE, SPAN)
    case = city.do("dispatcher", Action.RESTATE, submitted(city), START + 2 * HOUR, amount="100", reason="核实")
    ids = {"lead_id": city.org("ng-desk"), "member_ids": [city.org("ng-utilities")]}
    case = city.do("dispatcher", Action.SET_UP, case, START + 3 * HOUR, **ids)
    assert [member.unit for member in lives.load(case).force] == [city.org("ng-desk"), city.org("ng-utilities")]
    assert case in list(sight.visible(city.actor("utilities")))
    assert not list(rebuild.findings())


@pytest.mark.django_db
def test_a_case_over_its_amount_is_raised_by_the_clock(city: City) -> None:
    rules(city, "  提级: [金额 500 万元以上, 领导批示]\n")
    case = screened(city, amount="500")
    assert clockwork.raise_due(START + DAY) == 1
    assert list(lists.must_rise(city.actor("dispatcher"))) == [case]
    city.do("dispatcher", Action.INSTRUCT, case, START + DAY, leader="某领导", on=START.date())
    assert clockwork.raise_due(START + DAY) == 1, "the instruction too, once"
    assert clockwork.raise_due(START + DAY) == 0
    assert not list(rebuild.findings())
