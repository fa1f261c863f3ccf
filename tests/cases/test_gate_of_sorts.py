"""The check by sort of case: who checks, how many, which ends count; questions to be answered with no."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.cases.closing_page import rules
from tests.cases.play import AT_DESK, EVERYWHERE, IN_GROUP, LEAD, OVERSEER, PLAIN, Play, handling
from tests.cases.town import DAY, TODAY, edition, replied, told
from tests.cast import START, City
from zhuqi.base.errors import Refused
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.comparing import differences, overall
from zhuqi.core.rulebook.yielding import yielded
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Action, Outcome, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.ending import GateRow, GateRule
from zhuqi.domain.cases.sections.rating import Caller

CHECK = Action.CHECK
LEADER = Place(leads=EVERYWHERE)
WHO = {"desk": AT_DESK, "supervision": OVERSEER, "finder": IN_GROUP, "leader": LEADER}
A, B = frozenset({"A"}), frozenset({"B"})


def gated(**gate: Any) -> CaseRules:
    return replace(PLAIN, gate=GateRule(on=True, **gate))


def answered(found: CaseRules, grade: str = "B", **facts: Any) -> Play:
    case = Play(rules=found).record().submit().screen(grade=grade).assign().accept()
    return case.reply("05-20 10:00", **facts)


@pytest.mark.parametrize(
    ("by", "keeper", "checks"),
    [
        ((), 2, {"desk", "supervision"}),
        ((Caller.DESK,), 2, {"desk"}),
        ((Caller.SUPERVISION,), 66, {"supervision"}),
        ((Caller.LEADER,), 2, {"leader"}),
        ((Caller.FINDER, Caller.LEADER), 1, {"finder", "leader"}),
    ],
)
def test_a_reply_is_checked_by_those_whom_the_rules_name(by: tuple[Caller, ...], keeper: int, checks: set[str]) -> None:
    case = answered(gated(by=by), caller=66)
    assert case.clock(Tick.CHECK).unit == keeper
    assert {name for name, place in WHO.items() if not case.refused(CHECK, place)} == checks


def test_who_handled_it_never_checks_it_whatever_is_written() -> None:
    case = answered(gated(by=(Caller.LEADER, Caller.DESK)))
    assert case.refused(CHECK, Place(units=frozenset({LEAD}), leads=EVERYWHERE))
    found = Play(rules=gated(by=(Caller.FINDER,))).record().settle()
    assert found.clock(Tick.CHECK).unit == 2 and found.refused(CHECK, IN_GROUP)


def test_each_class_has_its_own_checker_and_its_own_sample() -> None:
    found = gated(
        share=Fraction(0),
        rows=(GateRow(grades=A, share=Fraction(1), by=(Caller.LEADER,)), GateRow(grades=B, share=Fraction(1))),
    )
    first, second, third = (answered(found, grade) for grade in "ABC")
    assert {name for name, place in WHO.items() if not first.refused(CHECK, place)} == {"leader"}
    assert {name for name, place in WHO.items() if not second.refused(CHECK, place)} == {"desk", "supervision"}
    assert third.life.replies[0].spared and {clock.tick for clock in third.life.running} == {Tick.ASK}


def test_of_rows_that_fit_the_closest_holds_and_what_it_leaves_out_is_as_the_whole() -> None:
    gate = rules(
        "督核: {要: 是, 抽查: 20%, 由: 调度室, 各类: [{级别: A, 抽查: 50%}, {级别: A, 种类: finance, 由: 督查},"
        " {类别: zx, 算办结: 已解决}]}"
    ).gate
    plain, big, both, ask = (
        Traits("utilities", grade="B"),
        Traits("utilities", grade="A"),
        Traits("finance", grade="A"),
        Traits("utilities", category="zx", grade="B"),
    )
    assert [gate.share_of(case) for case in (plain, big, both)] == [Fraction(1, 5), Fraction(1, 2), Fraction(1, 5)]
    assert [gate.by_of(case) for case in (plain, both)] == [(Caller.DESK,), (Caller.SUPERVISION,)]
    assert gate.counted_of(ask) == {Outcome.SOLVED} and gate.counted_of(plain) == set(Outcome) - {Outcome.PLANNED}


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({"办了": True, "跑了两趟": False}, True),
        ({"办了": True, "跑了两趟": True}, False),
        ({"办了": False, "跑了两趟": False}, False),
    ],
)
def test_a_question_can_want_a_no(answers: dict[str, bool], holds: bool) -> None:
    gate = rules("督核: {要: 是, 问题: [办了, 跑了两趟], 应答否: 跑了两趟}").gate
    assert gate.holds(answers) is holds


@pytest.mark.parametrize(
    ("above", "below", "stands"),
    [
        ("{要: 是, 各类: [{级别: A, 抽查: 20%}]}", "{各类: [{级别: A, 抽查: 50%}]}", "STRICTER"),
        ("{要: 是, 各类: [{级别: A, 抽查: 50%}]}", "{各类: [{级别: A, 抽查: 20%}]}", "LAXER"),
        ("{要: 是, 由: 调度室}", "{由: 督查}", "UNLIKE"),
        ("{要: 是}", "{各类: [{级别: A, 抽查: 10%}]}", "LAXER"),
        ("{要: 是, 抽查: 10%}", "{各类: [{级别: A, 抽查: 50%}]}", "STRICTER"),
        ("{要: 是, 算办结: 已解决}", "{各类: [{类别: zx, 算办结: [已解决, 已解释]}]}", "LAXER"),
        ("否", "{各类: [{类别: zx, 算办结: 已解决}]}", "STRICTER"),
        ("否", "{要: 是, 各类: [{级别: A, 抽查: 10%}]}", "STRICTER"),
    ],
)
def test_which_row_is_stricter(above: str, below: str, stands: str) -> None:
    city = rules(f"督核: {above}")
    found = differences({"办理": city}, {"办理": rules(f"督核: {below}", city)})
    assert found and overall(each.stance for each in found).name == stands


def test_a_row_that_checks_less_gives_way_where_the_place_above_takes_nothing_laxer() -> None:
    city = rules("督核: {要: 是, 抽查: 50%}")
    own = rules("督核: {各类: [{级别: A, 抽查: 10%}, {级别: B, 抽查: 80%}]}", city)
    held = yielded({"办理": city}, {"办理": own})["办理"].gate
    assert [held.share_of(Traits(grade=grade)) for grade in "ABC"] == [Fraction(1, 2), Fraction(4, 5), Fraction(1, 2)]


@pytest.mark.django_db
def test_the_supervision_office_keeps_the_clock_and_checks_where_its_class_says_so(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: {要: 是, 各类: [{级别: [A, B, C], 由: 督查}]}"))
    case = replied(city)
    life = lives.load(Case.objects.get(pk=case.pk))
    assert next(clock for clock in life.running if clock.tick is Tick.CHECK).unit == city.org("cc-super")
    with pytest.raises(Refused) as refused:
        city.do("dispatcher", CHECK, case.pk, START + 2 * DAY, passed=True, note="好")
    assert "checked by" in told(refused.value)
    assert city.do("supervisor", CHECK, case.pk, START + 2 * DAY, passed=True, note="好").state == State.CHECKED
    assert not [*everything()]


def test_a_leader_without_a_part_in_the_rules_checks_nothing() -> None:
    case = handling(rules=gated()).reply("05-20 10:00")
    assert "isn't yours" in case.refused(CHECK, LEADER)


def test_no_case_is_stuck_where_nobody_of_those_named_is_there() -> None:
    case = Play(rules=gated(by=(Caller.FINDER,))).record().settle("05-13 11:00")
    assert "checked by" in case.refused(CHECK, AT_DESK, "05-15 17:00"), "two working days, on the stroke"
    assert not case.refused(CHECK, AT_DESK, "05-15 17:01")
    assert not case.refused(CHECK, OVERSEER, "05-15 17:01")
    assert case.refused(CHECK, IN_GROUP, "05-15 17:01") and case.refused(CHECK, LEADER, "05-15 17:01")
