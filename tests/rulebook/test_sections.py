"""What a whole text says: every section typed, standards where a text is silent, gaps refused."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import Any

import pytest

from tests.cast import RULEBOOK
from zhuqi.base.worktime.spans import Span, parse
from zhuqi.core.rulebook.queries import parsed
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Number, Text
from zhuqi.domain.calendar.sections import WorktimeRules
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Approver, Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.words import TICKS
from zhuqi.sections import SECTIONS

NANGUAN = RULEBOOK.read_text()
HEAD = "规则: 甲\n地区: cc\n文号: 甲〔2019〕1 号\n施行: 2019-05-10\n"


def cases(text: str = NANGUAN) -> CaseRules:
    rules = parsed(text)["办理"]
    assert isinstance(rules, CaseRules)
    return rules


def fault(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        parsed(text)
    return found.value


def test_a_text_has_every_section_of_the_house() -> None:
    assert parsed(NANGUAN).keys() == SECTIONS.keys()


@pytest.mark.parametrize(
    ("tick", "grade", "hand", "span"),
    [
        (Tick.SUBMIT, None, Hand.HOLD, "2 工作日"),
        (Tick.SCREEN, None, Hand.HOLD, "1 工作日"),
        (Tick.ACCEPT, "B", Hand.LEAD, "1 工作日"),
        (Tick.HANDLE, "B", Hand.LEAD, "10 工作日"),
        (Tick.HANDLE, "A", Hand.LEAD, "5 工作日"),
        (Tick.HANDLE, "C", Hand.LEAD, "10 工作日"),
        (Tick.HANDLE, "B", Hand.PART, "5 工作日"),
        (Tick.HANDLE, "C", Hand.ASSIST, "5 工作日"),
        (Tick.HANDLE, "A", Hand.ASSIST, "5 工作日"),
        (Tick.CASE, "A", None, "10 工作日"),
        (Tick.CASE, "B", None, "15 工作日"),
        (Tick.CASE, "C", None, "1 个月"),
        (Tick.REDO, "A", Hand.LEAD, "5 工作日"),
        (Tick.RULE, None, None, "1 工作日"),
        (Tick.CHECK, None, None, "2 工作日"),
        (Tick.ASK, None, None, "2 工作日"),
        (Tick.SILENCE, None, None, "10 工作日"),
    ],
)
def test_the_spans_of_nanguan(tick: Tick, grade: str | None, hand: Hand | None, span: str) -> None:
    assert cases().span(tick, Traits("utilities", grade=grade or ""), hand) == parse(span)


def test_the_rest_of_nanguan() -> None:
    rules = cases()
    assert list(rules.kinds) == [
        "utilities", "finance", "permits", "labour", "policy", "market", "construction", "land", "other",
    ]  # fmt: skip
    assert (rules.extension.count, rules.extension.most, rules.extension.lead) == (
        1,
        parse("5 工作日"),
        parse("1 工作日"),
    )
    assert (rules.extension.approvers, rules.extension.moves_promise) == ((Approver.DESK,), True)
    assert (rules.returning.within, rules.reopening.within) == (parse("2 工作日"), parse("90 天"))
    assert (rules.gate.on, rules.dispute.goes_up, rules.needs_to_desk, rules.parts_before_reply) == (
        False,
        False,
        False,
        True,
    )
    assert rules.dispute.bars_silence == 2
    assert [rung.timing.offset for rung in rules.rungs(Tick.HANDLE)] == [
        parse(t) for t in ("1 工作日", "1 工作时", "2 工作日")
    ]
    hours = parsed(NANGUAN)["工作时间"]
    assert isinstance(hours, WorktimeRules)
    assert str(hours.zone) == "Asia/Shanghai"
    assert (hours.hours.opening, hours.hours.closing) == (dt.time(8, 30), dt.time(17))


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (("督核: 否", "督核: 是"), "gate.on", True),
        (("督核: 否\n", "\n"), "gate.on", False),
        (("退回: {期限: 2 工作日}", "退回: {期限: 3 工作日}"), "returning.within", parse("3 工作日")),
        (("退回: {期限: 2 工作日}", ""), "returning.within", parse("2 工作日")),
        (("重办: {期限: 90 天}", "重办: {期限: 1 个月}"), "reopening.within", parse("1 个月")),
        (("不认可后提级: 否", "不认可后提级: 是"), "dispute.goes_up", True),
        (("不按沉默销号: 2", "不按沉默销号: 5"), "dispute.bars_silence", 5),
        (("分办先于答复: 是", "分办先于答复: 否"), "parts_before_reply", False),
        (("企业直报到调度室: 否", "企业直报到调度室: 是"), "needs_to_desk", True),
    ],
)
def test_what_is_written_is_what_holds(change: tuple[str, str], field: str, value: Any) -> None:
    assert change[0] in NANGUAN
    assert attrgetter(field)(cases(NANGUAN.replace(*change))) == value


def test_the_closest_rule_wins() -> None:
    line = "    - {钟: 答复, 级别: [A], 种类: [finance], 时长: 4 工作日}\n    - {钟: 甄别, 时长: 1 工作日}"
    rules = cases(NANGUAN.replace("    - {钟: 甄别, 时长: 1 工作日}", line))
    spans = [
        rules.span(Tick.HANDLE, Traits(kind, grade=grade), Hand.LEAD)
        for kind, grade in (("finance", "A"), ("finance", "B"))
    ]
    assert spans == [parse("4 工作日"), parse("10 工作日")]


def test_what_is_chosen_is_written_back_in_its_order() -> None:
    """Numbers by what they are, words as they are written."""
    assert Chosen(Number(1, 12)).plain(frozenset({1, 9, 12})) == [1, 9, 12]
    assert str(Chosen(Number(1, 12)).told(frozenset({12, 9, 1}))) == "1, 9, 12"
    assert Chosen(Text()).plain(frozenset({"b", "10", "a"})) == ["10", "a", "b"]


def test_a_text_silent_about_a_section_takes_the_standard() -> None:
    assert parsed(HEAD) == {key: section.standard() for key, section in SECTIONS.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("tick", [*TICKS.values()])
def test_the_standard_knows_every_clock(tick: Tick) -> None:
    assert isinstance(CaseRules.standard().span(tick), Span)


GAPS = {
    "承诺企业": "    - {钟: 承诺企业, 时长: 15 工作日}\n",
    "甄别": "    - {钟: 甄别, 时长: 1 工作日}\n",
    "答复": "    - {钟: 答复, 时长: 10 工作日}\n",
    "等企业": "    - {钟: 等企业, 时长: 10 工作日}\n",
}


@pytest.mark.parametrize("name", GAPS)
def test_a_clock_without_a_rule_for_every_case_is_refused(name: str) -> None:
    assert GAPS[name] in NANGUAN
    found = fault(NANGUAN.replace(GAPS[name], ""))
    assert found.key == "时限"
    assert str(found).endswith(f"no clock for: {name}")


@pytest.mark.parametrize(
    ("change", "key", "sentence"),
    [
        (("规则: ", "规例: "), "规例", "Did you mean “规则”?"),
        (("文号: 示例〔2019〕1 号\n", ""), "", "“文号” is missing"),
        (("施行: 2019-05-10\n", ""), "", "“施行” is missing"),
        (("地区: cc\n", ""), "", "“地区” is missing"),
        (("督核: 否", "督查: 否"), "督查", "Did you mean “督核”?"),
        (("钟: 甄别", "钟: 筛选"), "钟", "Known are:"),
        (("级别: [A], 时长: 5 工作日", "级别: [D], 时长: 5 工作日"), "级别", "Known are: A B C"),
        (("{期限: 2 工作日}", "{期限: 两个月亮}"), "期限", "can't be read as a span"),
        (("{钟: 甄别, ", "{钟: 甄别, 种类: [weather], "), "种类", "isn't known here"),
        (("至多: 1,", "至多: 一,"), "至多", "a whole number"),
        (("时区: Asia/Shanghai", "时区: Asia/Changchun"), "时区", "zone"),
        (("08:30-12:00", "12:00-08:30"), "时段", ""),
        (("{时: 到期前 1 工作日", "{时: [到期前 1 工作日]"), "时", "a text is expected"),
        (("{时: 到期前 1 工作日", "{时: 到期前一会儿"), "时", "can't be read as a"),
    ],
)
def test_a_mistake_is_named_where_it_is(change: tuple[str, str], key: str, sentence: str) -> None:
    assert change[0] in NANGUAN
    text = NANGUAN.replace(*change, 1)
    found = fault(text)
    assert found.key == key
    assert sentence in str(found)
    if key and change[1]:
        written = next(n for n, line in enumerate(text.splitlines(), 1) if change[1].strip() in line)
        assert found.line == written
