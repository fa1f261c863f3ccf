"""What examples see beside the clocks: copies, how a case ended, the check, ratings, callbacks, talks; typos beside 无."""

from __future__ import annotations

import pytest

from tests.cases.test_examples import RULES
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.domain.cases.examples.looking import LOOKED_AT
from zhuqi.domain.cases.examples.words import CONFIRMED, ENDED, LOOKS, RESULTS
from zhuqi.domain.cases.rules.words import Confirmation, End
from zhuqi.examples import play

KEYS = """\
  类别: {zx: 咨询, sq: 诉求}
  抄送: [{当: 交办, 给: [b-ju, a-ju]}, {当: 答复, 给: ducha}]
  受理: {不受理事由: {court: 已经起诉}, 不计数: zx, 双人批准: 是}
  督核: {要: 是, 由: 督查, 问题: [解决了吗, 跑了两趟吗], 应答否: 跑了两趟吗, 算办结: 已解决}
  评价: {结果: [满意, 不满意], 另评: [{项: 态度, 等级: [好, 差], 不满意: 差}], 不满意: 不满意, 至多: 1}
  谈话: [连续 2 次红灯：约谈分管负责人, 3 次：由督查机构约谈主要负责人]
"""
TEXT = RULES.replace("示例:\n", f"{KEYS}示例:\n")
HANDED = "登记到调度室, 10:10 甄别, 10:20 交办 甲局，协办 乙局, 10:30 签收 甲局"
REPLIED = f"{HANDED}, 11:00 答复 已解决"
GOOD = '"13:00 督核 解决了吗:是，跑了两趟吗:否"'
PASSED = f"{REPLIED}, {GOOD}"


def told(steps: str) -> str:
    """Steps of 10 October 2022, the first one at ten."""
    lines = f"10:00 {steps}".split(", ")
    days = [line if line[:5].count("-") else f"2022-10-10 {line}" for line in (each.strip('"') for each in lines)]
    return "\n".join(f'      - "{line}"' for line in days)


def played(steps: str, expected: str, more: str = "") -> Outcome:
    example = f"  - 名: 例\n{more}    经过:\n{told(steps)}\n    应有: {{{expected}}}\n"
    (outcome,) = play(layer(TEXT + example))
    return outcome


@pytest.mark.parametrize(
    ("steps", "holds", "fails", "got"),
    [
        (HANDED, "抄送: [a-ju, b-ju]", "抄送: a-ju", "a-ju、b-ju"),
        (HANDED, "抄送（答复）: 无", "抄送（交办）: 无", "a-ju、b-ju"),
        (REPLIED, "抄送（答复）: ducha", "抄送: [a-ju, b-ju]", "a-ju、b-ju、ducha"),
        (REPLIED, "督核结果: 待督核", "督核结果: 无", "待督核"),
        (PASSED, "督核结果: 通过", "督核结果: 不通过", "通过"),
        (f'{REPLIED}, "13:00 督核 解决了吗:是，跑了两趟吗:是"', "督核结果: 不通过", "状态: 督核通过", "办理中"),
        (f"{REPLIED}, 13:00 督核不通过 解决了吗", "督核结果: 不通过", "督核结果: 通过", "不通过"),
        (f"{REPLIED}, 13:00 督核通过", "督核结果: 通过, 结局: 无", "结局: 已解决", "无"),
        (f"{PASSED}, 14:00 认可", "结局: [企业认可, 已解决]", "结局: 不算办结", "已解决、企业认可、算办结"),
        (f"{PASSED}, 14:00 认可 发现人", "结局: 转述认可", "结局: 企业认可", "已解决、转述认可、算办结"),
        (f"{PASSED}, 14:00 认可 调度室", "结局: 回访认可", "结局: [回访认可, 沉默]", "已解决、回访认可、算办结"),
        (f"{PASSED}, 14:00 企业撤回", "结局: 企业撤回", "结局: 已解决", "企业撤回"),
        (
            f'{HANDED}, 11:00 答复 已答复, "13:00 督核 解决了吗:是，跑了两趟吗:否", 14:00 认可',
            "结局: [已答复, 不算办结]",
            "结局: 算办结",
            "已答复、企业认可、不算办结",
        ),
        ("登记到调度室, 10:10 不予受理 已经起诉", "结局: 无, 状态: 甄别中", "结局: 不予受理", "无"),
        ("登记到调度室, 10:10 不予受理 court, 11:00 同意不予受理", "结局: 不予受理", "结局: 无", "不予受理"),
        (f'{PASSED}, "14:00 评价 结果:满意，态度:好"', "评价: 无", "评价: 重办", "无"),
        (f'{PASSED}, "14:00 评价 态度:差"', "评价: 重办, 状态: 办理中", "评价: 无", "重办"),
        (
            f'{PASSED}, "14:00 评价 结果:不满意", 14:30 答复 已解决, 15:00 督核通过, "15:30 评价 态度:差"',
            "评价: 调度室了结, 状态: 督核通过",
            "评价: 重办",
            "调度室了结",
        ),
        (HANDED, "谈话（红、红）: 约谈分管负责人", "谈话（红、黄）: 约谈分管负责人", "无"),
        (HANDED, "谈话（红、红、红）: 由督查室约谈主要负责人", "谈话（红、红、红）: 无", "由督查机构约谈主要负责人"),
        (HANDED, "回访: 未抽中", "回访: 抽中", "未抽中"),
    ],
)
def test_an_example_sees_it_and_says_what_came_where_it_is_not_so(steps: str, holds: str, fails: str, got: str) -> None:
    assert played(steps, holds).ok, played(steps, holds)
    outcome = played(steps, fails)
    assert (outcome.ok, outcome.got) == (False, got)


def test_what_is_of_a_category_that_does_not_count_says_so() -> None:
    counted = played(f"{PASSED}, 14:00 认可", "结局: 不计数", "    案: {类别: zx}\n")
    assert counted.ok
    assert not played(f"{PASSED}, 14:00 认可", "结局: 不计数", "    案: {类别: sq}\n").ok


@pytest.mark.parametrize(
    "step",
    [
        "11:30 督核通过 调度室",
        "11:30 督核不通过",
        '"11:30 督核 解决了吗:是"',
        "11:30 认可",
        '"11:30 评价 结果:满意"',
    ],
)
def test_a_step_that_nobody_may_take_so_fails_the_example(step: str) -> None:
    outcome = played(f"{REPLIED}, {step}", "状态: 已答复")
    assert (outcome.ok, outcome.got) == (False, "被拒绝")


@pytest.mark.parametrize(
    "step", ['"14:00 评价 服务:好"', '"14:00 评价 态度:满意"', "14:00 评价", '"14:00 评价 答复:3"']
)
def test_a_rating_that_the_edition_does_not_know_is_refused(step: str) -> None:
    outcome = played(f"{PASSED}, {step}", "状态: 督核通过")
    assert (outcome.ok, outcome.got) == (False, "被拒绝")


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ("答覆: 无", "Did you mean: 答复"),
        ("甲局 答覆: 无", "Did you mean: 答复"),
        ("丙局 答复: 无", "There is no “丙局” in this example"),
        ("亮灯 丙局 答复: 无", "There is no “丙局” in this example"),
        ("亮灯 答覆: 无", "Did you mean: 答复"),
        ("提醒（答覆）: 无", "can't look at this"),
        ("抄送（答覆）: 无", "“答覆” isn't known here"),
        ("谈话（粉、粉）: 无", "“粉、粉” isn't known here"),
        ("谈话: 无", "isn't known here"),
        ("结局（答复）: 无", "isn't known here"),
        ("结果: 无", "can't look at this"),
    ],
)
def test_a_typo_is_refused_and_does_not_hold_as_nothing(expected: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        played(HANDED, expected)


def test_every_word_that_can_be_looked_at_has_its_function() -> None:
    assert tuple(LOOKED_AT) == LOOKS
    assert set(CONFIRMED) == set(Confirmation) and set(ENDED) == set(End) - {End.CLOSED} and len(RESULTS) == 3
