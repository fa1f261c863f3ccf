"""What differs between two editions, and which is stricter: a table a key, and for deadlines every case there can be."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rulebook.places import BODY
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.comparing import Stance, differences, in_words, overall
from zhuqi.core.rulebook.reading import read
from zhuqi.core.rulebook.yielding import yielded
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.sections.strictness import MOST, deadlines_compared, deadlines_yielded, points

CITY = CaseRules.read(read("办理:\n" + BODY).at("办理"))


SOON, LATE, LATER = (
    "{时: 到期前 1 工作日, 发: 提醒, 给: 承办单位}",
    "{时: 到期后 1 工作时, 发: 催办, 给: 承办单位}",
    "{时: 到期后 2 工作日, 发: 催办, 给: [承办单位, 调度室]}",
)
"""The city's reminders."""


def district(body: str) -> CaseRules:
    return CaseRules.read(read(f"办理:\n  {body}").at("办理"), CITY)


def compared(body: str) -> list[tuple[str, str]]:
    """(path below the section, stance) of what a place below says otherwise."""
    found = differences({"办理": CITY}, {"办理": district(body)})
    return [("/".join(each.path[1:]), each.stance.name) for each in found]


@pytest.mark.parametrize(
    ("body", "path", "stance"),
    [
        ("延期: {至多: 0}", "延期/至多", "STRICTER"),
        ("延期: {至多: 2}", "延期/至多", "LAXER"),
        ("延期: {每次至多: 3 工作日}", "延期/每次至多", "STRICTER"),
        ("延期: {每次至多: 6 工作日}", "延期/每次至多", "LAXER"),
        ("延期: {每次至多: 1 小时}", "延期/每次至多", "STRICTER"),
        ("延期: {每次至多: 6 天}", "延期/每次至多", "UNLIKE"),
        ("延期: {提前: 2 工作日}", "延期/提前", "STRICTER"),
        ("延期: {提前: 1 小时}", "延期/提前", "LAXER"),
        ("延期: {合计至多: 9 工作日}", "延期/合计至多", "STRICTER"),
        ("延期: {顺延承诺: 否}", "延期/顺延承诺", "STRICTER"),
        ("退回: {期限: 1 工作日}", "退回/期限", "STRICTER"),
        ("挂账: {至多: 91 天}", "挂账/至多", "LAXER"),
        ("督核: 是", "督核/要", "STRICTER"),
        ("争议: {不认可几次后不按沉默销号: 3}", "争议/不认可几次后不按沉默销号", "LAXER"),
        ("重办: {期限: 30 天}", "重办/期限", "LAXER"),
        ("分办先于答复: 否", "分办先于答复", "LAXER"),
        ("企业直报到调度室: 是", "企业直报到调度室", "UNLIKE"),
        (f"提醒: [{SOON}, {LATE}, {LATER}, {{时: 到期后 3 工作日, 发: 督办, 给: 承办单位}}]", "提醒", "STRICTER"),
        (f"提醒: [{SOON}, {LATE}]", "提醒", "LAXER"),
        ("提醒: [{时: 到期前 2 工作日, 发: 提醒, 给: 承办单位}]", "提醒", "UNLIKE"),
        ("种类: {utilities: 要素}", "种类", "UNLIKE"),
        ("时限: [{钟: 答复, 时长: 9 工作日}]", "时限/答复", "STRICTER"),
        ("时限: [{钟: 答复, 时长: 11 工作日}]", "时限/答复", "LAXER"),
        ("时限: [{钟: 答复, 级别: [A], 时长: 6 工作日}]", "时限/答复（级别 A）", "LAXER"),
        ("时限: [{钟: 答复, 级别: [B], 时长: 9 工作日, 办理方式: [主办]}]", "时限/答复（级别 B，办理方式 主办）", "STRICTER"),
        ("时限: [{钟: 等企业, 时长: 9 工作日}]", "时限/等企业", "LAXER"),
        ("时限: [{钟: 等企业, 时长: 11 工作日}]", "时限/等企业", "STRICTER"),
        ("时限: [{钟: 甄别, 级别: [A], 时长: 1 工作日}]", "时限/甄别（级别 A）", "SAME"),
    ],
)  # fmt: skip
def test_each_key_has_a_stricter_way(body: str, path: str, stance: str) -> None:
    assert compared(body) == [(path, stance)]


@pytest.mark.parametrize(
    ("row", "case"),
    [
        ("{钟: 答复, 级别: [B], 时长: 12 工作日}", None),
        ("{钟: 答复, 种类: [finance], 时长: 7 工作日}", "办理方式"),
        ("{钟: 答复, 种类: [finance], 级别: [A], 时长: 6 工作日}", None),
        ("{钟: 答复, 渠道: [热线], 规模: [小型], 种类: [finance], 时长: 9 工作日}", "办理方式"),
        ("{钟: 承诺企业, 种类: [land, permits], 时长: 15 工作日}", "级别 A"),
    ],
)
def test_a_row_with_filters_that_loosens_some_case_is_caught(row: str, case: str | None) -> None:
    found = differences({"办理": CITY}, {"办理": district(f"时限: [{row}]")})
    assert [each.stance for each in found] == [Stance.LAXER]
    assert (found[0].case is None) if case is None else case in str(found[0].case)
    assert not [
        each
        for each in differences({"办理": CITY}, yielded({"办理": CITY}, {"办理": district(f"时限: [{row}]")}))
        if each.stance is Stance.LAXER
    ]


def test_a_row_said_again_to_come_first_is_caught() -> None:
    """Of rules that fit alike the nearer place's holds: who repeats a row of the city lets it win over another."""
    rows = "时限: [{钟: 答复, 级别: [A], 时长: 5 工作日}, {钟: 答复, 种类: [finance], 时长: 9 工作日}"
    city = CaseRules.read(read(f"办理:\n  {rows}]").at("办理"), CITY)
    again = CaseRules.read(read("办理:\n  时限: [{钟: 答复, 种类: [finance], 时长: 9 工作日}]").at("办理"), city)
    assert city.span(Tick.HANDLE, Traits("finance", grade="A")) == Span(5, Unit.WORKING_DAY)
    assert again.span(Tick.HANDLE, Traits("finance", grade="A")) == Span(9, Unit.WORKING_DAY)
    (found,) = differences({"办理": city}, {"办理": again})
    assert (found.stance, found.path[-1], found.case) == (Stance.LAXER, "答复（种类 finance）", "级别 A")
    held = yielded({"办理": city}, {"办理": again})["办理"]
    assert held.span(Tick.HANDLE, Traits("finance", grade="A")) == Span(5, Unit.WORKING_DAY)


def test_what_gives_way_is_only_what_loosens() -> None:
    own = district(
        "时限: [{钟: 答复, 级别: [A], 时长: 3 工作日}, {钟: 答复, 级别: [B], 时长: 12 工作日}]\n"
        "  延期: {至多: 3, 每次至多: 2 工作日}\n  督核: 是\n  种类: {a: 甲}"
    )
    held = yielded({"办理": CITY}, {"办理": own})["办理"]
    days = [held.span(Tick.HANDLE, Traits("a", grade=grade), Hand.LEAD).amount for grade in "ABC"]
    assert days == [3, 10, 10]
    assert (held.extension.count, held.extension.most.amount, held.gate.on, held.kinds) == (1, 2, True, {"a": "甲"})
    assert yielded({"办理": CITY}, {"办理": CITY})["办理"] is CITY


def test_differences_in_words() -> None:
    own = district(
        "时限: [{钟: 答复, 级别: [A], 时长: 3 工作日}, {钟: 联系, 时长: 2 小时}]\n  延期: {至多: 2}\n"
        "  时钟: [{名称: 联系, 起: 交办, 止: 联系企业}]"
    )
    told = [str(in_words(each)) for each in differences({"办理": CITY}, {"办理": own})]
    assert told[:2] == [
        "答复（级别 A）: from 5 working days to 3 working days: stricter",
        "联系: new, 2 hours: stricter",
    ]
    assert told[2].startswith("own clocks: 联系: new, what it is called: 联系") and told[2].endswith(": stricter")
    assert told[3:] == ["extension: times at most: from 1 to 2: laxer"]
    back = [str(in_words(each)) for each in differences({"办理": own}, {"办理": CITY})]
    assert back[:2] == [
        "答复（级别 A）: from 3 working days to 5 working days: laxer",
        "联系: gone, was 2 hours: laxer",
    ]


def test_the_same_edition_differs_in_nothing() -> None:
    assert differences({"办理": CITY}, {"办理": CITY}) == ()
    assert compared("延期: {至多: 1}") == []


@pytest.mark.parametrize(
    ("stances", "whole"),
    [
        ((), Stance.SAME),
        ((Stance.SAME, Stance.STRICTER), Stance.STRICTER),
        ((Stance.STRICTER, Stance.UNLIKE), Stance.UNLIKE),
        ((Stance.UNLIKE, Stance.UNKNOWN), Stance.UNKNOWN),
        ((Stance.STRICTER, Stance.UNLIKE, Stance.LAXER), Stance.LAXER),
    ],
)
def test_stricter_only_if_never_laxer(stances: tuple[Stance, ...], whole: Stance) -> None:
    assert overall(stances) is whole


KINDS, GRADES, HANDS = ("a", "b"), ("A", "B"), (Hand.LEAD, Hand.PART)


def rules() -> st.SearchStrategy[tuple[ClockRule, ...]]:
    """A few rules of one clock, and one for every case."""
    some: Any = st.builds(
        ClockRule,
        st.just(Tick.HANDLE),
        st.integers(1, 5).map(lambda n: Span(n, Unit.WORKING_DAY)),
        kinds=st.frozensets(st.sampled_from(KINDS), max_size=1),
        grades=st.frozensets(st.sampled_from(GRADES)),
        hands=st.frozensets(st.sampled_from(HANDS), max_size=1),
    )
    plain = ClockRule(Tick.HANDLE, Span(3, Unit.WORKING_DAY))
    rows = st.lists(some, max_size=4, unique_by=lambda rule: (rule.kinds, rule.grades, rule.hands))
    return rows.map(lambda found: (*(rule for rule in found if rule.closeness), plain))


def spans(found: tuple[ClockRule, ...]) -> list[int]:
    """The slow way: the span of each combination, one by one."""
    edition = CaseRules({"a": "甲"}, found)
    cases = product(("", *KINDS), ("", *GRADES), (None, *HANDS))
    return [edition.span(Tick.HANDLE, Traits(k, grade=g), h).amount for k, g, h in cases]


@given(rules(), rules())
def test_the_comparison_is_that_of_every_combination(old: tuple[ClockRule, ...], new: tuple[ClockRule, ...]) -> None:
    pairs = list(zip(spans(old), spans(new), strict=True))
    found = overall(each.stance for each in deadlines_compared(old, new))
    if any(after > before for before, after in pairs):
        assert found is Stance.LAXER
    else:
        assert found is (Stance.STRICTER if any(after < before for before, after in pairs) else Stance.SAME)


@given(rules(), rules())
def test_what_gave_way_is_nowhere_laxer_and_what_is_stricter_alone_stays(
    above: tuple[ClockRule, ...], own: tuple[ClockRule, ...]
) -> None:
    said = {(rule.kinds, rule.grades, rule.hands) for rule in own}
    merged = (*own, *(rule for rule in above if (rule.kinds, rule.grades, rule.hands) not in said))
    held = deadlines_yielded(above, merged)
    assert all(after <= before for before, after in zip(spans(above), spans(held), strict=True))
    if all(after <= before for before, after in zip(spans(above), spans(merged), strict=True)):
        assert held is merged


def test_too_many_combinations_aren_t_compared_and_don_t_pass_for_strict() -> None:
    """Rules that cut the cases into more sets than are looked at: their span is never above, and still it isn't taken."""
    names = [f"k{n}" for n in range(40)]
    old = (ClockRule(Tick.HANDLE, Span(9, Unit.WORKING_DAY)),)
    cut: list[ClockRule] = []
    for field in ("kinds", "categories", "grades", "urgencies"):
        wanted: list[dict[str, Any]] = [{field: frozenset({name})} for name in names]
        cut += [ClockRule(Tick.HANDLE, Span(1, Unit.WORKING_DAY), **filters) for filters in wanted]
    new = (*old, *cut)
    assert points(old, new) is None and MOST < 41**4
    assert [each.stance for each in deadlines_compared(old, new)] == [Stance.UNKNOWN]
    assert deadlines_yielded(old, new) == old
