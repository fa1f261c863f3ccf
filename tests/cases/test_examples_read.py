"""Every word after a step of an example is read, or refused; a step that must be refused is, for the key that is to blame."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override

from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.domain.cases.examples.following import FOLLOWING
from zhuqi.domain.cases.examples.words import STEPS, Kind
from zhuqi.examples import play
from zhuqi.interfaces.cli.rulebooks import checked_file, lines

TEXT = """\
规则: 测试规则（合成）
地区: cc
文号: 试〔2026〕1 号
施行: 2026-01-01
工作时间: {时段: [08:30-12:00, 13:00-17:00]}
办理:
  种类: {finance: 融资, land: 用地}
  时限:
    - {钟: 承诺企业, 时长: 20 工作日}
    - {钟: 解决或提交, 时长: 2 工作日}
    - {钟: 甄别, 时长: 1 工作日}
    - {钟: 签收, 时长: 1 工作日}
    - {钟: 答复, 时长: 10 工作日}
    - {钟: 重办, 时长: 5 工作日}
    - {钟: 裁定, 时长: 1 工作日}
    - {钟: 督核, 时长: 2 工作日}
    - {钟: 问企业, 时长: 2 工作日}
    - {钟: 等企业, 时长: 10 工作日}
  延期: {至多: 2, 每次至多: 5 工作日, 提前: 1 工作日, 批准: [调度室, 领导], 顺延承诺: 是}
  退回: {期限: 1 工作日, 至多: 1}
  挂账: {至多: 60 天, 事由: {firm: 等企业补件}}
  受理: {不受理事由: {court: 已经起诉}}
  督核: {要: 是, 问题: 解决了吗}
  提醒: [{钟: 答复, 时: 到期前 1 工作日, 发: 督办, 单: 红, 给: [承办单位, 督查机构]}]
示例:
"""
BEGUN = "2026-03-02 09:00 登记到调度室, 2026-03-02 10:00 甄别, 2026-03-02 11:00 交办 甲局，协办 乙局"
SIGNED = f"{BEGUN}, 2026-03-02 15:00 签收 甲局"


def played(written: str) -> Outcome:
    (outcome,) = play(layer(f"{TEXT}  - {written}\n"))
    return outcome


def test_every_step_says_what_may_stand_after_it() -> None:
    assert set(FOLLOWING) == set(Kind) == set(STEPS.values())


@pytest.mark.parametrize(
    ("step", "rest", "shown"),
    [
        ("16:00 不认可 胡说", "胡说", "调度室"),
        ("16:00 不认可 一星", "一星", "领导"),
        ("16:00 认可 市长", "市长", "发现人"),
        ("16:00 同意延期 市长", "市长", "单位负责人 调度室 领导"),
        ("16:00 申请延期 二 天左右", "左右", "2 工作日"),
        ("16:00 签收 丁局", "丁局", "甲局"),
        ("16:00 提交 县长", "县长", ""),
        ("16:00 批示 副市长", "副市长", ""),
        ("16:00 答复 甲局 已办好", "已办好", "已解决"),
        ("16:00 问企业 占线", "占线", "未接通"),
        ("16:00 登记 涉及 500 万元 特急", "特急", "署名"),
        ("16:00 督核 解决了吗:也许", "也许", "解决了吗:是"),
        ("16:00 申请挂账 等企业补件 至 2026-04-01 再说", "再说", "等企业补件"),
        ("16:00 到此为止 无事", "无事", ""),
    ],
)
def test_words_that_nobody_reads_are_refused_with_what_may_stand_there(step: str, rest: str, shown: str) -> None:
    with pytest.raises(Unreadable) as refused:
        played(f'{{名: 甲, 经过: [{SIGNED}, "2026-03-02 {step}"], 应有: {{状态: 办理中}}}}')
    assert f"“{rest}” isn't read" in str(refused.value.sentence) and shown in str(refused.value.sentence)
    assert refused.value.key == "经过"


def test_a_step_that_must_be_refused_is_read_to_the_end_but_for_its_reason() -> None:
    with pytest.raises(Unreadable, match="市长") as refused:
        played(f"{{名: 甲, 经过: [{SIGNED}], 应拒: 2026-03-02 16:00 同意延期 市长}}")
    assert refused.value.key == "应拒"
    assert played(f"{{名: 甲, 经过: [{SIGNED}], 应拒: 2026-03-02 16:00 申请挂账 领导出差 至 2026-04-01}}").ok


ALONE = SIGNED.replace("，协办 乙局", "")
LATE = "2026-03-16 09:00 申请延期 2 工作日 甲局"


@pytest.mark.parametrize("blamed", ["提前", "延期/提前", "办理/延期/提前", "过时申请"])
def test_a_step_is_refused_for_the_key_that_an_example_blames(blamed: str) -> None:
    outcome = played(f"{{名: 甲, 经过: [{SIGNED}], 应拒: {{步: {LATE}, 因: {blamed}}}}}")
    assert outcome.ok, outcome.told
    ((line, step, why),) = [(each.line, each.step, str(each.why)) for each in outcome.refused]
    assert (line, step) == (outcome.line, LATE) and "too late to ask" in why


@pytest.mark.parametrize(
    ("blamed", "otherwise"),
    [
        ("延期/至多", "With another value of 延期/至多 this step is refused too."),
        ("每次至多", "With another value of 每次至多 this step is refused too."),
        ("退回/期限", "With another value of 退回/期限 this step is refused too."),
        ("挂账/事由", "With another value of 挂账/事由 this step is refused too."),
    ],
)
def test_a_step_that_is_refused_for_something_else_fails_the_example(blamed: str, otherwise: str) -> None:
    outcome = played(f"{{名: 甲, 经过: [{SIGNED}], 应拒: {{步: {LATE}, 因: {blamed}}}}}")
    assert not outcome.ok and outcome.got == "因别的被拒绝"
    assert "too late to ask" in str(outcome.because) and str(outcome.because).endswith(otherwise)


@pytest.mark.parametrize(
    ("blamed", "told"),
    [
        ("时钟", "With no other value of 时钟 does the example come to this step."),
        ("督核/要", "With another value of 督核/要 this step is refused too."),
    ],
)
def test_why_a_key_isnt_to_blame_is_told(blamed: str, told: str) -> None:
    steps = f"{SIGNED}, 2026-03-03 09:00 答复 已解决, 2026-03-03 10:00 督核通过"
    outcome = played(f"{{名: 甲, 经过: [{steps}], 应拒: {{步: 2026-03-03 11:00 重新办理, 因: {blamed}}}}}")
    assert told in str(outcome.because)


def test_a_step_that_nobody_can_take_yet_is_not_to_be_blamed_on_a_key() -> None:
    """Not signed for: the extension is refused anyhow, and a wrong rule would go unnoticed."""
    outcome = played(f"{{名: 甲, 经过: [{BEGUN}], 应拒: {{步: {LATE}, 因: 提前}}}}")
    assert not outcome.ok


@pytest.mark.parametrize(
    ("steps", "step", "blamed"),
    [
        (SIGNED, "2026-03-04 09:00 申请退回 甲局", "退回/期限"),
        (SIGNED, "2026-03-03 09:00 申请延期 9 工作日 甲局", "每次至多"),
        (SIGNED, "2026-03-03 09:00 申请挂账 领导出差 至 2026-04-01", "挂账/事由"),
        (SIGNED, "2026-03-03 09:00 申请挂账 等企业补件 至 2026-09-01", "挂账/至多"),
        (f"{SIGNED}, 2026-03-03 09:00 答复 已解决", "2026-03-03 10:00 问企业", "督核/要"),
        (BEGUN.rpartition(",")[0], "2026-03-02 10:30 不予受理 不归我们管", "不受理事由"),
    ],
)
def test_other_values_of_the_key_would_let_it_happen(steps: str, step: str, blamed: str) -> None:
    outcome = played(f"{{名: 甲, 经过: [{steps}], 应拒: {{步: {step}, 因: {blamed}}}}}")
    assert outcome.ok, str(outcome.told)


@pytest.mark.parametrize(
    ("written", "ok"),
    [
        ("2026-03-13 17:00", True),
        ("2026-03-13 17:00 红单", True),
        ("2026-03-13 17:00 给 承办单位、督查室", True),
        ("2026-03-13 17:00 红单 给 督查机构、主办单位", True),
        ("2026-03-13 17:00 黄单", False),
        ("2026-03-13 17:00 给 承办单位", False),
        ("2026-03-13 17:00 红单 给 承办单位、纪委", False),
        ("2026-03-13 16:59 红单", False),
        ("[2026-03-13 17:00 红单, 2026-03-16 17:00]", False),
        ("无", False),
    ],
)
def test_a_notice_is_held_against_its_moment_its_sheet_and_whom_it_went_to(written: str, ok: bool) -> None:
    outcome = played(f"{{名: 甲, 经过: [{ALONE}, 2026-03-16 09:00 到此为止], 应有: {{督办（答复）: {written}}}}}")
    assert outcome.ok is ok
    if " " in written[16:].strip("[]"):
        assert ok or outcome.got == "2026-03-13 17:00 红单 给 承办单位、督查机构"


def test_the_check_lists_with_which_sentence_a_step_was_refused(tmp_path: Path) -> None:
    path = tmp_path / "cc-20260101.yaml"
    path.write_text(f"{TEXT}  - {{名: 甲, 经过: [{SIGNED}], 应拒: {LATE}}}\n", "utf-8")
    with override("en"):
        told = [line for line in lines(path, checked_file(path)) if LATE in line]
    assert len(told) == 1 and told[0].startswith(f"{path}:26: as it should be")
    assert "1 working day before the deadline" in told[0]


def test_a_key_that_nobody_knows_cannot_be_blamed() -> None:
    with pytest.raises(Unreadable, match="no key “延期/推后” here") as refused:
        played(f"{{名: 甲, 经过: [{SIGNED}], 应拒: {{步: {LATE}, 因: 延期/推后}}}}")
    assert refused.value.key == "因"


def test_a_step_that_is_not_known_names_the_nearest_or_all() -> None:
    with pytest.raises(Unreadable, match=r"no step “签受”\. The nearest: 签收"):
        played(f"{{名: 甲, 经过: [{BEGUN}, 2026-03-02 16:00 签受], 应有: {{状态: 办理中}}}}")
    with pytest.raises(Unreadable, match=r"no step “开会研究”\. What can be written: 登记"):
        played(f"{{名: 甲, 经过: [{BEGUN}, 2026-03-02 16:00 开会研究], 应有: {{状态: 办理中}}}}")
