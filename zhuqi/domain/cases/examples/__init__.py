"""The examples of a rulebook about cases: a case played step by step under the text's own rules, and what must come of it.

An example is written as an office tells it::

    - 名: 国庆前周五 17 点，B 类
      案: {种类: 融资, 级别: B}
      经过:
        - 2022-09-30 17:00 登记
        - 2022-09-30 17:00 提交
        - 2022-09-30 17:10 甄别
        - 2022-09-30 17:20 交办 甲局，协办 乙局
      应有:
        答复: 2022-10-14 17:00
      应拒: 2022-10-14 13:00 申请延期 2 工作日
"""

from __future__ import annotations

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.reading import Node
from zhuqi.domain.cases.examples.expecting import met
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Step, example
from zhuqi.domain.cases.sections import CaseRules


def run(rules: CaseRules, node: Node, *, calendar: WorkCalendar) -> Outcome:
    """What becomes of an example under some rules. Raises Unreadable where it can't be read."""
    told = example(node, rules)
    stage = Stage(rules, calendar, told.traits)
    for step in told.steps:
        refused = stage.take(step)
        if refused is not None:
            return Outcome(told.name, step.line, False, step.written, "被拒绝", refused.why)
    for expected in told.expected:
        got = met(stage, expected)
        if got != expected.written:
            why = stage.why(expected.unit, expected.clock) if expected.clock else None
            return Outcome(told.name, expected.line, False, f"{expected.key}: {expected.written}", got, why)
    return _refused(told.name, node.line, stage, told.refused) if told.refused else _held(told.name, node.line)


def _refused(name: str, line: int, stage: Stage, steps: tuple[Step, ...]) -> Outcome:
    """Every step that must be refused is."""
    for step in steps:
        refused = stage.refused(step)
        if refused is None:
            return Outcome(name, step.line, False, f"应拒: {step.written}", "可以办理")
    return _held(name, line)


def _held(name: str, line: int) -> Outcome:
    return Outcome(name, line, True, "", "")
