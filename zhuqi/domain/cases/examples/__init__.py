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
      应拒: {步: 2022-10-14 13:00 申请延期 2 工作日, 因: 延期/提前}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhuqi.base.words import say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.rulebook.outcomes import Outcome, Refused
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.domain.cases.examples.blaming import named, not_to_blame
from zhuqi.domain.cases.examples.expecting import met
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Example, Step, example
from zhuqi.domain.cases.sections import CaseRules


def run(rules: CaseRules, node: Node, *, calendar: WorkCalendar) -> Outcome:
    """What becomes of an example under some rules. Raises Unreadable where it can't be read."""
    told = example(node, rules)
    outcome = _played(rules, node, told, calendar)
    return replace(outcome, day=told.steps[0].at.date())


def _played(rules: CaseRules, node: Node, told: Example, calendar: WorkCalendar) -> Outcome:
    stage = Stage(rules, calendar, told.traits)
    for step in told.steps:
        refused = stage.take(step)
        if refused is not None:
            return Outcome(told.name, step.line, False, step.written, "被拒绝", refused.why)
    found = [_judged(rules, told, stage, step) for step in told.refused]
    wrong = [*_unmet(told, stage), *(one for one in found if isinstance(one, Outcome))]
    if wrong:
        return replace(wrong[0], more=tuple(wrong[1:]))
    held = tuple(one for one in found if isinstance(one, Refused))
    return Outcome(told.name, node.line, True, "", "", refused=held)


def _unmet(told: Example, stage: Stage) -> Iterator[Outcome]:
    """Whatever came otherwise than 应有 says."""
    for expected in told.expected:
        got = met(stage, expected)
        if got != expected.written:
            why = stage.why(expected.unit, expected.clock) if expected.clock else None
            yield Outcome(told.name, expected.line, False, f"{expected.key}: {expected.written}", got, why)


def _judged(rules: CaseRules, told: Example, stage: Stage, step: Step) -> Outcome | Refused:
    """Whether a step that must be refused is, and for the key that it names, where it names one."""
    refused = stage.refused(step)
    if refused is None:
        return Outcome(told.name, step.line, False, f"应拒: {step.written}", "可以办理")
    if step.blamed:
        if not named(rules, step.blamed):
            raise Unreadable(step.line, "因", say("There is no key “{path}” here.", path=step.blamed))
        otherwise = not_to_blame(rules, stage.calendar, told, step, refused.why)
        if otherwise is not None:
            expected = f"应拒: {step.written}，因 {step.blamed}"
            return Outcome(told.name, step.line, False, expected, "因别的被拒绝", otherwise)
    return Refused(step.line, step.written, refused.why)
