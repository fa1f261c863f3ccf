"""Examples in a rulebook's own text: which lamp is lit, what was sent, what must go up, who coordinates, at a moment."""

from __future__ import annotations

import pytest

from tests.cases.test_examples import RULES
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.queries import layer
from zhuqi.examples import play

CHASED = RULES.replace(
    "示例:\n",
    """\
  提醒:
    - {时: 到期前 1 工作日, 发: 提醒, 给: 主办}
    - {时: 到期后 1 工作日, 发: 催办, 给: 主办}
    - {时: 到期后 2 工作日, 发: 督办, 给: [督查], 单: 黄}
  提级: [第 3 次交办, 逾期超过 3 工作日, 级别 重大]
  协调:
    - {由: 承办单位}
    - {由: 调度室, 当: 已逾期}
    - {由: 分管副市长, 当: [逾期超过 3 工作日, 退回满 2 次]}
  亮灯:
    灯: {绿: 正常, 黄: 黄灯, 红: 红灯}
    规则:
      - {亮: 红, 当: 已逾期}
      - {亮: 黄, 当: 剩余不足 2 工作日}
      - {亮: 绿, 当: 其余}
示例:
""",
)
BEGUN = """\
    经过:
      - 2022-10-10 09:00 登记
      - 2022-10-10 09:00 提交
      - 2022-10-10 09:30 甄别
      - 2022-10-10 10:00 交办 甲局
      - 2022-10-10 10:30 签收
      - 2022-10-10 11:00 联系企业
"""


def played(expected: str, until: str, kind: str = "") -> Outcome:
    text = f"{CHASED}  - 名: 一例\n{kind}{BEGUN}      - {until} 到此为止\n    应有: {{{expected}}}\n"
    (outcome,) = play(layer(text))
    return outcome


ON_TIME, SOON, LATE, LATER = "2022-10-12 09:00", "2022-10-14 10:00", "2022-10-19 17:00", "2022-10-21 09:00"


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (ON_TIME, "亮灯 甲局 答复: 绿"),
        (ON_TIME, "亮灯 甲局 答复: 正常"),
        (SOON, "亮灯 甲局 答复: 黄, 亮灯 承诺企业: 绿"),
        (LATE, "亮灯 甲局 答复: 红灯, 答复: 2022-10-17 17:00"),
        (ON_TIME, "提级: 无, 协调: 承办单位"),
        (LATER, "提级: 逾期超过 3 工作日, 协调: 分管副市长"),
        (LATER, "提醒（答复）: [2022-10-14 17:00, 2022-10-18 17:00, 2022-10-19 17:00], 催办（答复）: 2022-10-18 17:00"),
        (LATER, "督办（答复）: 2022-10-19 17:00, 通报: 无"),
    ],
)
def test_what_is_so_holds(until: str, expected: str) -> None:
    outcome = played(expected, until)
    assert outcome.ok, outcome


def test_a_class_that_must_go_up_is_named_and_its_desk_may_take_it_up() -> None:
    grave = "    案: {级别: 重大}\n"
    assert played("提级: 级别 重大", ON_TIME, grave).ok
    assert played("提级: 级别 重大, 状态: 甄别中", "2022-10-12 08:30 提级\n      - 2022-10-12 09:00", grave).ok
    plain = played("状态: 甄别中", "2022-10-12 08:30 提级\n      - 2022-10-12 09:00")
    assert (plain.ok, plain.got) == (False, "被拒绝")


@pytest.mark.parametrize(
    ("until", "expected", "got"),
    [
        (SOON, "亮灯 甲局 答复: 绿", "黄"),
        (ON_TIME, "提级: 第 3 次交办", "无"),
        (LATER, "提级: 无", "逾期超过 3 工作日"),
        (LATER, "提级: 差不多", "逾期超过 3 工作日"),
        (LATER, "协调: 调度室", "分管副市长"),
        (LATER, "督办: 无", "2022-10-19 17:00"),
    ],
)
def test_what_is_not_so_says_what_came(until: str, expected: str, got: str) -> None:
    outcome = played(expected, until)
    assert (outcome.ok, outcome.got) == (False, got)
