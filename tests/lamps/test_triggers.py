"""What raises a case, and on which rung of coordinators it stands: the tables of docs/lamps.md."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.lamps.page import found, rows
from zhuqi.base.errors import Fault
from zhuqi.base.ladders import coordinators, triggers
from zhuqi.base.ladders.coordinators import Coordinator
from zhuqi.base.ladders.triggers import TRIGGERS, History, Sort, Trigger, fired, undecided
from zhuqi.base.lamps.gauges import Count, Interval
from zhuqi.base.worktime.spans import parse

RAISING = rows("# | trigger | history | holds | written back")
STANDING = rows("# | case | history | raised to | stands on")


def history(text: str) -> History:
    """A history as the page writes it."""
    facts: dict = {}
    names = {"assigned": "assignments", "returned": "returns", "disagreed": "contests", "amount": "amount_wan"}
    names |= {"extended": "extensions", "suspended": "suspensions", "enterprises": "firms", "units": "units"}
    names |= {"reopened": "reopenings"}
    for part in filter(None, text.split(", ")):
        word, _, rest = part.partition(" ")
        if word in ("overdue", "recorded"):
            span = parse(rest)
            facts[{"recorded": "age"}.get(word, word)] = {span.unit: span.amount}
        elif word in ("kind", "category", "class", "urgency"):
            facts[{"class": "grade"}.get(word, word)] = rest
        elif word in names:
            facts[names[word]] = int(rest)
        else:
            facts[{"instructed": "instruction", "signed": "signed"}[word]] = True
    return History(**facts)


def test_every_sort_has_its_row_and_holds_and_fails_on_the_page():
    assert set(TRIGGERS) == set(Sort)
    seen = {(triggers.read(row[1]).sort, row[3]) for row in RAISING}
    assert seen >= {(sort, "yes") for sort in Sort}
    assert seen >= {(sort, "no") for sort in Sort} - {(Sort.CONTESTED, "no"), (Sort.INSTRUCTION, "no")}


@pytest.mark.parametrize("row", RAISING, ids=[f"row_{row[0]}" for row in RAISING])
def test_a_trigger_holds_as_the_page_says(row):
    _, text, happened, holds, back = row
    trigger = triggers.read(text)
    known = history(happened)
    assert [f.trigger for f in fired([trigger], known)] == ([trigger] if holds == "yes" else [])
    assert undecided([trigger], known) == ([trigger] if holds == "?" else [])
    assert triggers.write(trigger) == back
    assert triggers.read(back) == trigger


@pytest.mark.parametrize(
    ("text", "happened", "why"),
    [
        ("第 3 次交办", "assigned 4", "Assigned 4 times: 不少于 3 次."),
        ("退回超过 1 次", "returned 2", "Returned 2 times: 超过 1 次."),
        ("不认可满 2 次", "disagreed 2", "The enterprise disagreed 2 times: 不少于 2 次."),
        ("逾期超过 3 天", "overdue 4 天", "Overdue 超过 3 天."),
        ("已逾期", "overdue 4 天", "Overdue."),
        ("级别 A、B", "class A", "It is of class A."),
        ("金额 500 万元以上", "amount 600", "The amount is 600 × 10,000 yuan: 不少于 500 万元."),
        ("领导批示", "instructed", "A leader has instructed it."),
        ("书面申请", "signed", "A signed request is there."),
        ("第 2 次延期", "extended 2", "Extended 2 times: 不少于 2 次."),
        ("第 2 次挂账", "suspended 3", "Suspended 3 times: 不少于 2 次."),
        ("涉及企业 10 家以上", "enterprises 12", "It concerns 12 enterprises: 不少于 10 家."),
        ("种类 land", "kind land", "It is of kind land."),
        ("类别 重大", "category 重大", "It is of category 重大."),
        ("缓急 急", "urgency 急", "Its urgency is 急."),
    ],
)
def test_a_trigger_says_why(text, happened, why):
    assert [str(f.why) for f in fired([triggers.read(text)], history(happened))] == [why]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "交办",
        "交办 3 天",
        "金额 500",
        "逾期 50%",
        "级别",
        "级别 A，，B",
        "投诉 3 次",
        "退回满 2 次以下",
        "连续 3 次",
        "涉及企业 10 次",
        "涉及 10 家企业",
        "缓急",
    ],
)
def test_what_is_no_trigger_is_refused(text):
    with pytest.raises(Fault):
        triggers.read(text)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["退回满 1 次", "不认可满 2 次", "已逾期", "金额 500 万元以上"], "nothing"),
        (["退回满 0 次"], "always 1"),
        (["级别 A", "退回不超过 2 次"], "always 2"),
        (["延期超过 0 次"], "nothing"),
        (["挂账不足 1 次"], "always 1"),
        (["涉及单位 3 家以下"], "always 1"),
        (["批示", "第 2 次交办", "领导批示"], "twice 3"),
        (["第 2 次交办", "交办满 2 次"], "twice 2"),
    ],
)
def test_what_is_wrong_with_triggers_is_found(texts, said):
    assert found(list(triggers.lint([triggers.read(text) for text in texts]))) == said


def test_amounts_are_exact():
    limit = triggers.read("金额超过 0.3 万元")
    assert fired([limit], History(amount_wan=Decimal("0.3"))) == []
    assert len(fired([limit], History(amount_wan=Fraction(301, 1000)))) == 1
    with pytest.raises(TypeError):
        fired([limit], History(amount_wan=0.31))  # type: ignore[arg-type]


def test_class_codes_keep_their_capitals_and_their_chinese():
    assert triggers.read("级别 a、重大").codes == {"a", "重大"}


LADDER = tuple(
    Coordinator(code, label, tuple(triggers.read(text) for text in raising))
    for code, label, *raising in [
        ("handler", "承办单位"),
        ("desk", "调度室", "已逾期", "第 2 次交办"),
        ("vice", "分管副市长", "逾期超过 5 工作日", "退回满 2 次"),
        ("mayor", "市长", "逾期超过 10 工作日", "领导批示"),
        ("meeting", "专题会议", "不认可满 3 次"),
    ]
)


def test_the_ladder_of_the_page_has_no_fault():
    assert coordinators.lint(LADDER) == []


@pytest.mark.parametrize("row", STANDING, ids=[f"row_{row[0]}" for row in STANDING])
def test_a_case_stands_on_the_rung_that_the_page_says(row):
    _, _, happened, raised, stands = row
    at = coordinators.standing(LADDER, history(happened), raised=int(raised or 1))
    assert at.rung == int(stands)
    assert at.coordinator is LADDER[at.rung - 1]
    assert bool(at.why) is (at.rung > int(raised or 1))


def test_what_nobody_can_decide_yet_is_told():
    at = coordinators.standing(LADDER, history("overdue 9 天"))
    assert [triggers.write(t) for t in at.undecided] == ["逾期超过 5 工作日", "逾期超过 10 工作日"]


def test_all_that_brought_a_case_up_is_told():
    at = coordinators.standing(LADDER, history("overdue 6 工作日, returned 2"))
    assert [str(f.why) for f in at.why] == ["Overdue 超过 5 工作日.", "Returned 2 times: 不少于 2 次."]


THREE = Trigger(Sort.RETURNED, Interval(Fraction(3)), Count.TIMES)
TWO = Trigger(Sort.RETURNED, Interval(Fraction(2)), Count.TIMES)
MORE = Trigger(Sort.RETURNED, Interval(Fraction(2), from_low=False), Count.TIMES)


@pytest.mark.parametrize(
    ("rungs", "said"),
    [
        ([()], "nothing"),
        ([(), (TWO,), (THREE,)], "nothing"),
        ([(), (TWO,), (MORE,)], "nothing"),
        ([(), (MORE,), (TWO,)], "order 2 3"),
        ([(), (TWO,), (TWO,)], "order 2 3"),
        ([(), (THREE,), (triggers.read("领导批示"),), (TWO,)], "order 2 4"),
        ([(), ()], "unreached 2"),
        ([(TWO,), (THREE,)], "first 1"),
        ([], "long"),
        ([(), *[(triggers.read(f"退回满 {n} 次"),) for n in range(1, 6)]], "long"),
        ([(), (triggers.read("退回满 0 次"),)], "always 2"),
    ],
)
def test_the_faults_of_a_ladder_of_coordinators_are_found(rungs, said):
    assert found(coordinators.lint([Coordinator(str(n), "某", r) for n, r in enumerate(rungs)])) == said


def test_two_rungs_of_one_code_are_found():
    assert found(coordinators.lint([Coordinator("a", "甲"), Coordinator("a", "乙", (TWO,))])) == "twice"


@pytest.mark.parametrize(("rung", "wanted"), [(1, False), (2, False), (3, True), (4, True)])
def test_a_task_force_is_wanted_from_the_rung_on_that_says_so(rung, wanted):
    ladder = [Coordinator(str(n), "某", force=n == 3) for n in range(1, 5)]
    assert coordinators.wants_force(ladder, rung) is wanted
