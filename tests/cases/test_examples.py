"""Examples that a rulebook carries about cases: they are played under its own rules, and say what came where they fail."""

from __future__ import annotations

import pytest

from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.examples import play

RULES = """\
规则: 测试规则（合成）
地区: cc
文号: 试〔2022〕1 号
施行: 2022-01-01
工作时间: {时段: [08:30-12:00, 13:00-17:00]}
办理:
  种类: {finance: 融资, land: 用地}
  级别: {一般: 一般, 重大: 重大}
  时钟:
    - {名称: 联系企业, 起: 交办, 止: 联系企业, 归: 主办}
  时限:
    - {钟: 联系企业, 时长: 2 小时}
    - {钟: 承诺企业, 时长: 15 工作日}
    - {钟: 承诺企业, 级别: 重大, 时长: 1 个月}
    - {钟: 解决或提交, 时长: 2 工作日}
    - {钟: 甄别, 时长: 1 工作日}
    - {钟: 签收, 时长: 1 工作日}
    - {钟: 答复, 时长: 5 工作日}
    - {钟: 答复, 办理方式: 协办, 时长: 3 工作日}
    - {钟: 重办, 时长: 5 工作日}
    - {钟: 裁定, 时长: 0 工作日}
    - {钟: 督核, 时长: 2 工作日}
    - {钟: 问企业, 时长: 2 工作日}
    - {钟: 等企业, 时长: 10 工作日}
  延期: {至多: 1, 每次至多: 5 工作日, 提前: 1 工作日, 批准: 调度室, 顺延承诺: 是}
  挂账: {至多: 90 天, 事由: [等企业补件, 等上级政策], 免批: 等企业补件}
  滚动答复: {要: 是, 间隔至多: 10 工作日}
示例:
"""
BEGUN = """\
    经过:
      - 2022-09-30 16:00 登记
      - 2022-09-30 16:00 提交
      - 2022-09-30 16:30 甄别
      - 2022-09-30 17:00 交办 甲局，协办 乙局
"""


def played(example: str) -> Outcome:
    (outcome,) = play(layer(RULES + example))
    return outcome


HOLDS = {
    "before National Day": f"""\
  - 名: 国庆前周五下班时交办
{BEGUN}
    应有:
      联系企业: 2022-09-30 19:00
      签收: 2022-10-08 17:00
      答复: 2022-10-10 17:00
      甲局 答复: 2022-10-12 17:00
      乙局 答复: 2022-10-10 17:00
      承诺企业: 2022-10-26 17:00
      状态: 已交办
      逾期: 无
""",
    "a class of its own": """\
  - 名: 重大事项按月
    案: {级别: 重大, 种类: 用地}
    经过: [2022-01-31 10:00 登记到调度室, 2022-01-31 11:00 甄别]
    应有: {承诺企业: 2022-02-28 17:00}
""",
    "an extension in time and one too late": f"""\
  - 名: 到期前四小时申请延期
{BEGUN}
      - 2022-10-08 09:00 签收
    应拒:
      - 2022-10-12 13:00 申请延期 2 工作日
      - 2022-10-11 13:00 申请延期 9 工作日
  - 名: 提前一个工作日申请
{BEGUN}
      - 2022-10-08 09:00 签收
      - 2022-10-11 09:00 申请延期 2 工作日
      - 2022-10-11 10:00 同意延期
    应有: {{甲局 答复: 2022-10-14 17:00, 承诺企业: 2022-10-28 17:00}}
    应拒: 2022-10-12 10:00 申请延期 1 工作日
""",
    "standing still": f"""\
  - 名: 等企业补件不计时
{BEGUN}
      - 2022-10-08 09:00 签收
      - 2022-10-08 10:00 申请挂账 等企业补件 至 2022-10-12
    应有: {{状态: 已挂账, 甲局 答复: 停计}}
    应拒: 2022-10-08 11:00 报告进展
  - 名: 补齐以后
{BEGUN}
      - 2022-10-08 09:00 签收
      - 2022-10-08 10:00 申请挂账 等企业补件 至 2022-10-12
      - 2022-10-12 17:00 恢复办理
    应有: {{状态: 办理中, 甲局 答复: 2022-10-18 17:00}}
""",
    "rolling answers": f"""\
  - 名: 每次答复要写明下一次
{BEGUN}
      - 2022-10-08 09:00 签收
      - 2022-10-09 10:00 报告进展 下次 2022-10-18
    应拒:
      - 2022-10-10 10:00 报告进展
      - 2022-10-10 10:00 报告进展 下次 2022-11-30
    应有: {{状态: 办理中}}
""",
    "late": f"""\
  - 名: 没有签收
{BEGUN}
      - 2022-10-09 10:00 到此为止
    应有: {{逾期: [联系企业, 签收, 签收], 签收: 逾期, 提醒（签收）: [2022-10-09 09:30, 2022-10-09 09:30]}}
""",
}


@pytest.mark.parametrize("name", sorted(HOLDS))
def test_an_example_that_is_so_holds(name: str) -> None:
    for outcome in play(layer(RULES + HOLDS[name])):
        assert outcome.ok, (outcome, str(outcome.because))


def test_an_example_that_is_not_so_says_what_was_expected_what_came_and_why() -> None:
    outcome = played(HOLDS["before National Day"].replace("签收: 2022-10-08 17:00", "签收: 2022-10-09 17:00"))
    assert not outcome.ok
    assert (outcome.expected, outcome.got) == ("签收: 2022-10-09 17:00", "2022-10-08 17:00")
    assert str(outcome.because).startswith("it starts at 2022-09-30 17:00 and runs for ")
    assert RULES.count("\n") < outcome.line


def test_a_step_that_cannot_be_taken_fails_the_example_with_the_reason() -> None:
    outcome = played(
        "  - 名: 没有签收就延期\n" + BEGUN + "      - 2022-10-14 16:00 申请延期 1 工作日\n    应有: {状态: 已交办}\n"
    )
    assert not outcome.ok and outcome.expected.endswith("申请延期 1 工作日")
    assert "ask_extension" in str(outcome.because)


def test_what_should_be_refused_and_is_not_fails_the_example() -> None:
    outcome = played(
        "  - 名: 该拒绝的没有拒绝\n"
        + BEGUN
        + "      - 2022-10-08 09:00 签收\n    应拒: 2022-10-10 09:00 申请延期 1 工作日\n"
    )
    assert (outcome.ok, outcome.got) == (False, "可以办理")


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("  - {名: 甲, 经过: [2022-01-04 10:00 登记]}\n", "应有 or 应拒"),
        ("  - {名: 甲, 经过: [], 应有: {状态: 已登记}}\n", "begins with 登记"),
        ("  - {名: 甲, 经过: [2022-01-04 10:00 提交], 应有: {状态: 已登记}}\n", "begins with 登记"),
        ("  - {名: 甲, 经过: [昨天 登记], 应有: {状态: 已登记}}\n", "day, time, what happens"),
        ("  - {名: 甲, 经过: [2022-02-30 10:00 登记], 应有: {状态: 已登记}}\n", "no such day"),
        ("  - {名: 甲, 经过: [2022-01-04 10:00 登计], 应有: {状态: 已登记}}\n", "no step “登计”. The nearest: 登记"),
        ("  - {名: 甲, 经过: [2022-01-04 10:00 登记, 2022-01-03 10:00 提交], 应有: {状态: 已登记}}\n", "before what stands"),
        ("  - {名: 甲, 案: {级别: 特大}, 经过: [2022-01-04 10:00 登记], 应有: {状态: 已登记}}\n", "Known are: 一般 重大"),
        ("  - {名: 甲, 应有: {状态: 已登记}}\n", "one of these keys"),
        ("  - {经过: [2022-01-04 10:00 登记], 应有: {状态: 已登记}}\n", "“名” is missing"),
    ],
)  # fmt: skip
def test_an_example_that_cannot_be_read_names_its_line(example: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told) as refused:
        played(example)
    assert refused.value.line == RULES.count("\n") + 1
