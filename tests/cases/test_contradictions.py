"""What a text says that can never come, or always holds, is refused where it stands; what may come isn't."""

from __future__ import annotations

import pytest

from tests.rulebook.places import BODY
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.cases.rules.words import Judge
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.grading import Lapse

CITY = CaseRules.read(read("办理:\n" + BODY).at("办理"))
ONE_DAY = "时限: [{钟: 签收, 时长: 1 天}, {钟: 签收, 级别: A, 时长: 2 天}]"
"""Beside what the city has: signing takes a day, two for class A."""


def rules(*lines: str) -> CaseRules:
    return CaseRules.read(read("\n  ".join(["办理:", *lines])).at("办理"), CITY)


def said(*lines: str) -> list[str]:
    """What is wrong; nothing where it can be kept."""
    try:
        rules(*lines)
    except Unreadable as found:
        return [f"{fault.key}: {fault}" for fault in getattr(found, "faults", [found])]
    return []


@pytest.mark.parametrize(
    ("row", "comes"),
    [
        ("{钟: 签收, 时: 到期前 30 天, 发: 提醒, 给: 主办}", False),
        ("{钟: 签收, 时: 到期前 3 天, 发: 提醒, 给: 主办}", False),
        ("{钟: 签收, 时: 到期前 2 天, 发: 提醒, 给: 主办}", True),
        ("{钟: 签收, 级别: B, 时: 到期前 2 天, 发: 提醒, 给: 主办}", False),
        ("{钟: 签收, 级别: A, 时: 到期前 2 天, 发: 提醒, 给: 主办}", True),
        ("{钟: 签收, 级别: [A, B], 时: 到期前 2 天, 发: 提醒, 给: 主办}", True),
        ("{钟: 签收, 时: 到期前 1 工作日, 发: 提醒, 给: 主办}", True),
        ("{钟: 签收, 时: 到期前 30 天，每 29 天, 发: 提醒, 给: 主办}", True),
        ("{钟: 签收, 时: 到期后 30 天, 发: 催办, 给: 主办}", True),
        ("{钟: [签收, 答复], 时: 到期前 5 工作日, 发: 提醒, 给: 主办}", True),
        ("{时: 到期前 300 工作日, 发: 提醒, 给: 主办}", False),
    ],
)
def test_a_rung_before_its_clock_begins_never_comes(row: str, comes: bool) -> None:
    found = said(ONE_DAY, f"提醒: [{row}]")
    assert bool(found) is not comes
    assert all("This never comes" in one for one in found)


@pytest.mark.parametrize(
    ("raising", "fault"),
    [
        ("退回满 9 次", "never holds"),
        ("退回满 3 次", "never holds"),
        ("退回超过 2 次", "never holds"),
        ("退回满 2 次", ""),
        ("挂账满 2 次", "never holds"),
        ("挂账满 1 次", ""),
        ("退回满 0 次", "from the beginning"),
        ("退回不超过 1 次", "from the beginning"),
        ("不认可不足 1 次", "from the beginning"),
        ("延期满 0 次", "from the beginning"),
        ("种类 nobody", "isn't known here"),
        ("缓急 nobody", "isn't known here"),
        ("类别 nobody", "isn't known here"),
        ("级别 Z", "isn't known here"),
        ("交办满 1 次", ""),
    ],
)
@pytest.mark.parametrize("where", ["提级: [%s]", "协调: [{由: 承办单位}, {由: 市长, 当: [%s]}]"])
def test_a_trigger_that_always_or_never_holds_is_refused(where: str, raising: str, fault: str) -> None:
    found = said("退回: {期限: 1 工作日, 至多: 2}", "挂账: {至多: 30 天, 次数: 1}", where % raising)
    assert len(found) == bool(fault), found
    assert all(fault in one for one in found)


def test_the_same_trigger_twice_is_refused() -> None:
    assert ["stands here twice" in one for one in said("提级: [第 2 次交办, 已逾期, 交办满 2 次]")] == [True]


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ("{时: 到期后 1 天, 发: 督办, 给: 主办, 单: 红}", True),
        ("{时: 逾期 1 天, 发: 督办单, 给: [督查, 主办], 单: 红}", True),
        ("{时: 到期后 1 天, 发: 督办, 给: 督查, 单: 红}", False),
        ("{时: 到期后 1 天, 发: 通报, 给: 各单位}", False),
    ],
)
def test_the_same_sent_twice_at_one_moment_is_refused(second: str, fault: bool) -> None:
    found = said("提醒:", "  - {时: 到期后 1 天, 发: 督办, 给: 主办, 单: 黄}", f"  - {second}")
    assert ["sends the same twice" in one for one in found] == [True] * fault


def test_who_confirms_a_class_is_read_and_its_classes_are_known_ones() -> None:
    rule = rules("级别认定: {级别: [A], 由: 上级, 时长: 1 工作日, 逾期: 待认定}").confirming
    assert rule is not None
    assert (rule.by, rule.grades, rule.lapse) == (Judge.ABOVE, frozenset("A"), Lapse.WAITS)
    assert CITY.confirming is None, "nothing is confirmed where nobody says so"
    assert ["isn't known here" in one for one in said("级别认定: {级别: [Z], 由: 督查, 时长: 1 工作日}")] == [True]
    assert len(said("级别认定: {级别: [A], 时长: 1 工作日}")) == 1, "who does it is needed"


def test_a_rung_may_speak_of_the_clock_by_which_a_class_is_confirmed() -> None:
    confirmed = "级别认定: {由: 督查, 时长: 2 工作日}"
    assert said(confirmed, "提醒: [{钟: 级别认定, 时: 到期前 1 工作日, 发: 提醒, 给: 督查}]") == []
    assert len(said(confirmed, "提醒: [{钟: 级别认定, 时: 到期前 3 工作日, 发: 提醒, 给: 督查}]")) == 1
