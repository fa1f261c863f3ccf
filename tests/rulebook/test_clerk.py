"""What a clerk with the manual and two judges ran into: each true line passes, each odd one is told where it stands."""

from __future__ import annotations

import re

import pytest

from zhuqi.core.rulebook.checking import Fault, Level, check
from zhuqi.core.rulebook.leading import leads
from zhuqi.domain.cases.examples.blaming import _paths
from zhuqi.domain.cases.sections import CaseRules

HEAD = """\
规则: 某市规则
地区: shi
文号: 演练 1 号
施行: 2026-03-01
工作时间: {{时段: [08:30-12:00, 13:00-17:00]}}
{outside}
办理:
  种类: {{help: 求助, ask: "咨询、查询"}}
  缓急: {{急: 急件, 常: 常规}}
  时限:
    - {{钟: 承诺企业, 时长: 15 工作日}}
    - {{钟: 解决或提交, 时长: 2 工作日}}
    - {{钟: 甄别, 时长: 1 工作日}}
    - {{钟: 签收, 时长: 1 工作日}}
    - {{钟: 答复, 时长: 10 工作日}}
    - {{钟: 重办, 时长: 5 工作日}}
    - {{钟: 裁定, 时长: 1 工作日}}
    - {{钟: 督核, 时长: 2 工作日}}
    - {{钟: 问企业, 时长: 2 工作日}}
    - {{钟: 等企业, 时长: 1 工作日}}
{spans}
{inside}
{examples}
"""
BEGUN = "2026-03-02 09:00 登记到调度室, 2026-03-02 10:00 甄别, 2026-03-02 11:00 交办 甲局, 2026-03-02 15:00 签收"


def text(*inside: str, spans: str = "", outside: str = "", examples: tuple[str, ...] = ()) -> str:
    return HEAD.format(
        inside="\n".join(f"  {line}" for line in inside),
        spans="\n".join(f"    - {line}" for line in spans.split("\n") if line),
        outside=outside,
        examples="示例:\n" + "\n".join(f"  - {{名: 甲, {line}}}" for line in examples) if examples else "",
    )


def found(written: str, name: str = "") -> list[Fault]:
    return list(check(written, name=name))


def told(written: str, name: str = "") -> list[str]:
    return [f"{each.level.value} {each.law} {each.key}: {each.sentence}" for each in found(written, name)]


SIGNED = "审签: [{由: 单位负责人}]"
TWICE = f"{BEGUN}, 2026-03-03 09:00 答复 已解决, 2026-03-03 10:00 问企业, 2026-03-05 09:00 问企业"


@pytest.mark.parametrize(
    ("rule", "came", "step"),
    [
        ("再问: {次数: 2}", TWICE, "{步: 2026-03-09 09:00 沉默销号, 因: 再问/次数}"),
        (SIGNED, f"{BEGUN}, 2026-03-03 09:00 送审", "{步: 2026-03-03 10:00 答复 已解决, 因: 审签}"),
        (
            "审签: [{由: 单位负责人}, {由: 领导, 级别: A}]",
            f"{BEGUN}, 2026-03-03 09:00 送审",
            "{步: 2026-03-03 10:00 答复 已解决, 因: 审签}",
        ),
        ("督核: 是", f"{BEGUN}, 2026-03-03 09:00 答复", "{步: 2026-03-03 10:00 问企业, 因: 督核}"),
        ("督核: 是", f"{BEGUN}, 2026-03-03 09:00 答复", "{步: 2026-03-03 10:00 问企业, 因: 督核/要}"),
        ("退回: {期限: 1 工作日}", BEGUN, "{步: 2026-03-04 09:00 申请退回, 因: 退回}"),
        ("级别认定: {级别: [A], 由: 督查, 时长: 1 工作日}", BEGUN, "{步: 2026-03-05 09:00 申请退回, 因: 退回/期限}"),
        ("退回: {期限: 1 工作日}", BEGUN, "{步: 2026-03-04 09:00 申请退回}"),
    ],
)
def test_a_true_reason_is_taken(rule: str, came: str, step: str) -> None:
    assert told(text(rule, examples=(f"经过: [{came}], 应拒: [{step}]",))) == []


@pytest.mark.parametrize(
    ("rule", "came", "step"),
    [
        ("再问: {次数: 2}", TWICE, "{步: 2026-03-09 09:00 沉默销号, 因: 争议/不认可后提级}"),
        (SIGNED, f"{BEGUN}, 2026-03-03 09:00 送审", "{步: 2026-03-03 10:00 答复 已解决, 因: 延期/至多}"),
        (SIGNED, BEGUN, "{步: 2026-03-03 10:00 问企业, 因: 审签}"),
        (SIGNED, BEGUN, "{步: 2026-03-03 10:00 问企业, 因: 督核}"),
        (SIGNED, BEGUN, "{步: 2026-03-03 10:00 问企业, 因: 评价}"),
        (SIGNED, BEGUN, "{步: 2026-03-03 10:00 问企业, 因: 级别认定}"),
        (SIGNED, BEGUN, "{步: 2026-03-03 10:00 问企业, 因: 受理}"),
        (SIGNED, BEGUN, "{步: 2026-03-03 10:00 问企业, 因: 种类}"),
    ],
)
def test_a_reason_that_is_none_is_told(rule: str, came: str, step: str) -> None:
    (wrong,) = told(text(rule, examples=(f"经过: [{came}], 应拒: [{step}]",)))
    assert "因别的被拒绝" in wrong


def test_whatever_key_is_blamed_the_check_goes_on() -> None:
    paths = dict.fromkeys("/".join(path) for path in _paths(CaseRules))
    steps = ", ".join(f"{{步: 2026-03-03 10:00 问企业, 因: {path}}}" for path in paths)
    faults = told(text(SIGNED, examples=(f"经过: [{BEGUN}], 应拒: [{steps}]",)))
    assert sum("因别的被拒绝" in each for each in faults) == len(paths) > 100


def test_before_the_last_asking_silence_waits_for_one_more_and_not_for_the_enterprise() -> None:
    (wrong,) = told(
        text(
            "再问: {次数: 1}",
            examples=(f"经过: [{BEGUN}, 2026-03-03 09:00 答复, 2026-03-03 10:00 问企业, 2026-03-06 09:00 沉默销号]",),
        ).replace("沉默销号]", "沉默销号], 应有: {状态: 已办结}")
    )
    assert "it is asked once more first" in wrong


@pytest.mark.parametrize("written", ["涉及镇街3家以上", "涉及 3 个部门", "退回满 2 工作日"])
def test_what_is_no_trigger_is_told_with_the_triggers_there_are(written: str) -> None:
    (wrong,) = told(text(f"提级: [{written}]"))
    assert written.replace(" ", "") in wrong.replace(" ", "") and "领导批示" in wrong and "个百分点" not in wrong


@pytest.mark.parametrize(
    ("start", "stop", "runs"),
    [("同意退回", "交办", True), ("提级", "甄别", True), ("签收", "交办", False), ("交办", "甄别", False)],
)
def test_a_clock_may_stop_by_what_comes_once_more(start: str, stop: str, runs: bool) -> None:
    rule = f"时钟: [{{名称: 再派, 起: {start}, 止: {stop}, 归: 调度室}}]"
    faults = told(text(rule, spans="{钟: 再派, 时长: 1 工作日}"))
    assert any("never stop" in each for each in faults) is not runs


@pytest.mark.parametrize(
    ("line", "lamps", "calls"),
    [
        ("累计 2 次红灯：由营商办主任约谈分管负责人", "红、绿、红", "由营商办主任约谈分管负责人"),
        ("连续 2 个月红灯：分管副县长约谈主要负责人", "红、红", "约谈主要负责人"),
        ("累计 3 期红灯：由分管领导约谈主要负责人", "红、红、绿、红", "由分管领导约谈主要负责人"),
    ],
)
def test_who_calls_may_be_called_as_the_place_calls_them(line: str, lamps: str, calls: str) -> None:
    rule = f'谈话: ["{line}"]'
    assert told(text(rule, examples=(f"经过: [2026-03-02 09:00 登记], 应有: {{谈话（{lamps}）: {calls}}}",))) == []


@pytest.mark.parametrize("line", ["连续 2 次红灯：由某商会约谈分管负责人", "连续 2 次红灯：某公司领导约谈分管负责人"])
def test_nobody_outside_calls_a_unit_to_a_talk(line: str) -> None:
    assert any("can't call anybody" in each for each in told(text(f'谈话: ["{line}"]')))


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [("答复 分期 2026-06-30", ""), ("答复 分期 2026-07-01", "2026-06-30"), ("答复 已解决", "What was signed says")],
)
def test_a_plan_is_signed_with_its_day(reply: str, wrong: str) -> None:
    came = f"{BEGUN}, 2026-03-03 09:00 送审 甲局 分期 2026-06-30, 2026-03-03 10:00 审签, 2026-03-03 11:00 {reply}"
    faults = told(text(SIGNED, examples=(f"经过: [{came}], 应有: {{状态: 分期办理}}",)))
    assert faults == [] if not wrong else wrong in faults[0]


def test_the_day_that_was_promised_is_a_clock_with_a_name() -> None:
    came = f"{BEGUN}, 2026-03-03 09:00 报告进展 下次 2026-03-05, 2026-03-06 09:00 到此为止"
    assert (
        told(
            text(
                "滚动答复: 是",
                "提醒: [{钟: 下次答复, 时: 到期时, 发: 催办, 给: 承办单位}]",
                examples=(
                    f"经过: [{came}], 应有: {{下次答复: 2026-03-05 17:00, 逾期: [下次答复], 催办（下次答复）: 2026-03-05 17:00}}",
                ),
            )
        )
        == []
    )


def test_all_that_came_otherwise_is_told_at_once() -> None:
    faults = told(
        text(
            examples=(
                f"经过: [{BEGUN}], 应有: {{状态: 已办结, 签收: 逾期, 答复: 按时}}, 应拒: [2026-03-03 09:00 答复]",
            )
        )
    )
    assert len(faults) == 4 and all("示例" in each for each in faults)


def test_a_clock_that_the_end_cut_short_is_none() -> None:
    rule = "时钟: [{名称: 联系上, 起: 登记, 止: 联系企业, 归: 调度室}]"
    spans = "{钟: 联系上, 时长: 3 工作日}"
    came = "经过: [2026-03-02 09:00 登记到调度室, 2026-03-02 10:00 不予受理 诉讼]"
    causes = "受理: {不受理事由: [诉讼]}"
    assert told(text(rule, causes, spans=spans, examples=(f"{came}, 应有: {{联系上: 无}}",))) == []
    (wrong,) = told(text(rule, causes, spans=spans, examples=(f"{came}, 应有: {{联系上: 2026-03-09 17:00}}",)))
    assert "got 无" in wrong


ROWS = "{钟: 答复, 种类: [help, ask], 办理方式: 协办, 时长: 3 工作日}\n{钟: 签收, 缓急: 急, 时长: 30 分钟}"


@pytest.mark.parametrize(
    "path",
    [
        "办理/时限/答复",
        "办理/时限/答复（种类 ask、help，办理方式 协办）",
        "办理/时限/答复（办理方式 协办，种类 help、ask）",
        "办理/时限/答复（种类 求助、咨询、查询，办理方式 协办）",
        "办理/时限/答复(办理方式:协办; 种类: help ask)",
        "办理/时限/签收（缓急 急件）",
        "办理/时限/签收（缓急急）",
    ],
)
def test_a_row_is_found_by_its_filters_in_any_order(path: str) -> None:
    assert told(text(spans=ROWS, outside=f'条文: [{{条: 1, 键: "{path}"}}]')) == []


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("办理/时限/答复（种类 help，办理方式 协办）", "办理/时限/答复（种类 ask、help，办理方式 协办）"),
        ("办理/时限/签收（缓急 特急）", "办理/时限/签收（缓急 急）"),
        ("办理/延迟", "办理/延期"),
        ("办理/甲乙丙丁", ""),
    ],
)
def test_a_path_that_leads_nowhere_is_told_with_the_nearest(path: str, near: str) -> None:
    (wrong,) = told(text(spans=ROWS, outside=f'条文: [{{条: 1, 键: "{path}"}}]'))
    assert wrong.endswith(f"Did you mean “{near}”?" if near else "here.") and wrong.startswith("refused")


def test_another_row_is_not_led_to() -> None:
    labels = {"种类": {"求助": "help"}}
    assert leads(("办理", "时限", "答复（种类 求助）"), ("办理", "时限", "答复（种类 help）"), labels)
    for other in ("答复（种类 ask）", "签收（种类 help）", "答复（级别 help）", "答复（种类 help，级别 A）"):
        assert not leads(("办理", "时限", "答复（种类 求助）"), ("办理", "时限", other), labels)


RATED = "评价: {结果: [满意, 不满意], 不满意: 不满意, 不满意后: 重办, 至多: 3, 之后: 调度室了结}"
LADDER = "争议: {不认可几次后不按沉默销号: 1, 不认可后提级: 是}"
TO_DESK, BY_FINDER = "企业直报到调度室: 是", "督核: {要: 是, 由: 发现人}"
LIT = "亮灯: {{规则: [{{钟: 答复, 亮: 红, 当: 已逾期}}, {{钟: 答复, 亮: 黄, 当: {band}}}, {{钟: 答复, 亮: 绿, 当: 其余}}]}}"
ODD = {
    "nobody found it": ((TO_DESK, BY_FINDER), "由", "was found by nobody"),
    "nobody found it, of one class": (
        (TO_DESK, "督核: {要: 是, 各类: [{级别: A, 由: 发现人}]}"),
        "督核",
        "found by nobody",
    ),
    "called back by nobody": ((TO_DESK, "评价: {回访: 全部, 回访单位: 发现人}"), "回访单位", "was found by nobody"),
    "ladders apart": ((RATED, LADDER), "评价", "never does"),
    "a lamp never lit": (
        ("亮灯: {规则: [{亮: 红, 当: 已逾期}, {亮: 黄, 当: 剩余不足 16 工作日}, {亮: 绿, 当: 其余}]}",),
        "规则",
        "runs so long, it has 15 工作日",
    ),
    "a lamp never lit of one clock": (
        (LIT.format(band="剩余不足 12 工作日"),),
        "规则",
        "runs so long, it has 10 工作日",
    ),
}
EVEN = {
    "a finder and somebody else": (TO_DESK, "督核: {要: 是, 由: [发现人, 调度室]}"),
    "finders find": (BY_FINDER,),
    "up in the end": (RATED.replace("调度室了结", "提级"), LADDER),
    "neither goes up": (RATED, LADDER.replace("提级: 是", "提级: 否")),
    "a lamp lit": ("亮灯: {规则: [{亮: 红, 当: 已逾期}, {亮: 黄, 当: 剩余不足 12 工作日}, {亮: 绿, 当: 其余}]}",),
    "a lamp by share": ("亮灯: {规则: [{亮: 红, 当: 已逾期}, {亮: 黄, 当: 已用满 80%}, {亮: 绿, 当: 其余}]}",),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_hardly_meant_is_flagged(name: str) -> None:
    inside, key, words = ODD[name]
    faults = found(text(*inside))
    assert [(each.level, each.key) for each in faults] == [(Level.FLAGGED, key)]
    assert words in str(faults[0].sentence)


@pytest.mark.parametrize("name", EVEN)
def test_what_may_well_be_meant_is_not(name: str) -> None:
    assert told(text(*EVEN[name])) == []


@pytest.mark.parametrize(
    ("name", "start", "flagged"),
    [
        ("对外办理时限", "交办", True),
        ("对企业的期限", "签收", True),
        ("承诺时限", "交办", True),
        ("对外办理时限", "登记", False),
        ("两小时联系", "交办", False),
        ("联系企业", "签收", False),
        ("企业回访", "答复", False),
    ],
)
def test_a_second_promise_begins_where_the_enterprise_said_it(name: str, start: str, flagged: bool) -> None:
    rule = f"时钟: [{{名称: {name}, 起: {start}, 止: [答复, 销号], 归: 调度室}}]"
    laws = [(each.law, each.level) for each in found(text(rule, spans=f"{{钟: {name}, 时长: 3 工作日}}"))]
    assert laws == ([("M8", Level.FLAGGED)] if flagged else [])


@pytest.mark.parametrize(
    ("line", "flagged"),
    [
        ("[市领导调研, 部门专题走访, 上级交办任务]", 3),
        ("{leader: 区领导带队走访, up: 上级调研}", 2),
        ("招商考察", 1),
        ("[应急抢险, 突发事件, 安全事故]", 0),
        ("[上级交办的突发事件]", 0),
    ],
)
def test_ordinary_visits_are_no_exception(line: str, flagged: int) -> None:
    faults = found(text(outside=f"走访: {{例外: {line}}}"))
    assert [(each.law, each.level) for each in faults] == [("M1", Level.FLAGGED)] * flagged


@pytest.mark.parametrize(
    ("line", "law"),
    [("走访: {间隔: [{至少: 0 天}]}", "M1"), ("走访: {间隔: 0 天}", "M1"), ("走访: {间隔: 0 工作日}", "M1")],
)
def test_no_time_between_visits_is_refused_with_the_law(line: str, law: str) -> None:
    assert [(each.law, each.level) for each in found(text(outside=line))] == [(law, Level.REFUSED)]


@pytest.mark.parametrize("rule", ["评价: {回访: 全部, 回访单位: 主办}", "督核: {要: 是, 由: 承办单位}"])
def test_who_handled_it_is_refused_with_the_law(rule: str) -> None:
    assert [(each.law, each.level) for each in found(text(rule))] == [("M6", Level.REFUSED)]


@pytest.mark.parametrize(
    ("forms", "keeper", "odd"),
    [("一对一", "带队", True), ("一对一", "包企", False), ("一对一", "科级", False), ("责任链", "带队", False)],
)
def test_nobody_keeps_a_vacancy_by_a_duty_that_there_is_not(forms: str, keeper: str, odd: bool) -> None:
    outside = f"联系: {{形式: [{forms}], 空缺: {{补齐期限: 5 工作日, 代管: {keeper}}}}}"
    assert [each.key for each in found(text(outside=outside))] == (["代管"] if odd else [])


@pytest.mark.parametrize(
    ("name", "odd"),
    [("shi-20260301.yaml", False), ("shi-20260401.yaml", True), ("规则.yaml", False), ("", False)],
)
def test_a_file_is_named_after_the_day_from_which_its_rules_hold(name: str, odd: bool) -> None:
    assert [(each.key, each.level) for each in found(text(), name)] == ([("施行", Level.FLAGGED)] if odd else [])


def test_levels_that_are_twice_wrong_are_told_twice() -> None:
    levels = "[{由: 领导, 不超过: 2 工作日}, {由: 调度室, 不超过: 5 工作日}]"
    rule = f"延期: {{至多: 1, 每次至多: 5 工作日, 顺延承诺: 是, 分级批准: {levels}}}"
    faults = told(text(rule))
    assert len(faults) == 2 and "granted lower down" in "".join(faults)


def test_two_lamps_for_one_state_are_told_in_words() -> None:
    rule = "亮灯: {规则: [{亮: 黄, 当: 已用超过 80%}, {亮: 红, 当: 已逾期}, {亮: 绿, 当: 其余}]}"
    (wrong,) = told(text(rule))
    assert "已用 200%、已逾期" in wrong and not re.search("逾期 ?1", wrong)
