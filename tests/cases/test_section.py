"""The section 办理 of a rulebook: what a text says, what holds where it says nothing, what is refused and where."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.cast import RULEBOOK
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Approver, Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.sections.words import TICKS

TEXT = RULEBOOK.read_text()
DAY = Unit.WORKING_DAY


def rules(*changes: tuple[str, str]) -> CaseRules:
    """The shipped text, read, with some of its words changed."""
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return CaseRules.read(read(text).at("办理"))


def test_the_shipped_edition_says_what_it_says() -> None:
    plain = rules()
    assert plain.kinds["utilities"] == "要素保障" and len(plain.kinds) == 9
    assert plain.extension.count == 1 and plain.extension.most == Span(5, DAY)
    assert (
        plain.extension.lead == Span(1, DAY)
        and plain.extension.approvers == (Approver.DESK,)
        and plain.extension.moves_promise
    )
    assert plain.returning.within == Span(2, DAY)
    assert plain.reopening.within == Span(90, Unit.NATURAL_DAY)
    assert (plain.gate.on, plain.dispute.goes_up, plain.parts_before_reply, plain.needs_to_desk) == (
        False,
        False,
        True,
        False,
    )
    assert plain.dispute.bars_silence == 2
    assert plain.reminders == CaseRules.standard().reminders


@pytest.mark.parametrize(
    ("tick", "kind", "grade", "hand", "span"),
    [
        (Tick.HANDLE, "finance", "B", Hand.LEAD, Span(10, DAY)),
        (Tick.HANDLE, "finance", "A", Hand.LEAD, Span(5, DAY)),
        (Tick.HANDLE, "finance", "B", Hand.PART, Span(5, DAY)),
        (Tick.CASE, "finance", None, None, Span(15, DAY)),
        (Tick.CASE, "finance", "A", None, Span(10, DAY)),
        (Tick.CASE, "finance", "C", None, Span(1, Unit.MONTH)),
        (Tick.PLAN, "finance", "B", Hand.LEAD, None),
    ],
)
def test_the_rule_that_names_most_holds(
    tick: Tick, kind: str, grade: str | None, hand: Hand | None, span: Span | None
) -> None:
    assert rules().span(tick, Traits(kind, grade=grade or ""), hand) == span


def test_of_rules_that_name_as_much_the_first_holds() -> None:
    first = ClockRule(Tick.HANDLE, Span(1, DAY), kinds=frozenset({"finance"}))
    second = ClockRule(Tick.HANDLE, Span(2, DAY), grades=frozenset({"A"}))
    both = ClockRule(Tick.HANDLE, Span(3, DAY), kinds=frozenset({"finance"}), grades=frozenset({"B"}))
    edition = CaseRules({"finance": "融资"}, (ClockRule(Tick.HANDLE, Span(9, DAY)), first, second, both))
    assert edition.span(Tick.HANDLE, Traits("finance", grade="A")) == Span(1, DAY)
    assert edition.span(Tick.HANDLE, Traits("finance", grade="B")) == Span(3, DAY)
    assert edition.span(Tick.HANDLE, Traits("land", grade="B")) == Span(9, DAY)


BLOCKS = ("延期:", "退回:", "挂账:", "督核:", "争议:", "重办:")


def test_a_text_that_leaves_blocks_out_is_read_with_the_standard_for_them() -> None:
    lines = TEXT.partition("  提醒:")[0].splitlines()
    left = [line for line in lines if line.strip()[:3] not in BLOCKS]
    assert len(lines) - len(left) == len(BLOCKS)
    plain = CaseRules.read(read("\n".join(left)).at("办理"))
    standard = CaseRules.standard()
    assert (plain.extension, plain.reminders, plain.reopening.within, plain.suspension) == (
        standard.extension,
        standard.reminders,
        standard.reopening.within,
        standard.suspension,
    )
    assert (plain.gate.on, plain.dispute.goes_up, plain.dispute.bars_silence) == (False, False, 2)


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("督核: 否", "督核: 是", "gate.on", True),
        ("不认可后提级: 否", "不认可后提级: 是", "dispute.goes_up", True),
        ("不认可几次后不按沉默销号: 2", "不认可几次后不按沉默销号: 1", "dispute.bars_silence", 1),
        ("分办先于答复: 是", "分办先于答复: 否", "parts_before_reply", False),
        ("企业直报到调度室: 否", "企业直报到调度室: 是", "needs_to_desk", True),
        ("退回: {期限: 2 工作日}", "退回: {期限: 4 工作时}", "returning.within", Span(4, Unit.WORKING_HOUR)),
        ("挂账: {至多: 90 天}", "挂账: {至多: 20 工作日}", "suspension.most", Span(20, DAY)),
        ("重办: {期限: 90 天}", "重办: {期限: 3 个月}", "reopening.within", Span(3, Unit.MONTH)),
    ],
)
def test_each_key_is_read(old: str, new: str, field: str, value: object) -> None:
    assert attrgetter(field)(rules((old, new))) == value != attrgetter(field)(rules())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("督核: 否", "督核: 也许", "是"),
        ("督核: 否", "督查核: 否", "督核"),
        ("- {钟: 重办, 时长: 5 工作日}", "", "重办"),
        ("- {钟: 签收, 时长: 1 工作日}", "- {钟: 签收, 级别: [A], 时长: 1 工作日}", "签收"),
        ("- {钟: 签收, 时长: 1 工作日}", "- {钟: 签收, 时长: 一会儿}", "一会儿"),
        ("- {钟: 签收, 时长: 1 工作日}", "- {钟: 签到, 时长: 1 工作日}", "签收"),
        ("- {钟: 答复, 级别: [A], 时长: 5 工作日}", "- {钟: 答复, 种类: [loans], 时长: 5 工作日}", "loans"),
        ("- {钟: 答复, 级别: [A], 时长: 5 工作日}", "- {钟: 答复, 级别: [D], 时长: 5 工作日}", "A"),
        ("至多: 1,", "至多: 一次,", "0"),
        ("至多: 1,", "", "至多"),
        ("不认可几次后不按沉默销号: 2", "不认可几次后不按沉默销号: 0", "1"),
        ("重办: {期限: 90 天}", "重办: {期限: 0 天}", "1"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_line_and_why(old: str, new: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        rules((old, new))
    changed = TEXT.split(old)[0].count("\n") + 1
    assert told in str(refused.value.sentence)
    assert refused.value.line == changed or refused.value.key == "时限", "a missing clock is told at its block"


def test_an_edition_in_which_some_case_would_get_no_clock_is_refused() -> None:
    for name in TICKS:
        line = next(line for line in TEXT.splitlines() if line.strip().startswith(f"- {{钟: {name}, 时长"))
        with pytest.raises(Unreadable, match=name):
            rules((line + "\n", ""))


def test_the_standard_knows_every_clock_for_every_case() -> None:
    standard = CaseRules.standard()
    assert {tick for tick in Tick if standard.span(tick) is not None} == set(TICKS.values())
