"""What an example tells of a case's weight and of who is set on it: ``登记，涉及 500 万元，署名``, ``批示``, ``认定级别 B``,
``成立专班 甲局，成员 乙局、丙局``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhuqi.base.errors import Invalid
from zhuqi.base.events import Event
from zhuqi.base.words import say
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.examples.places import ABOVE, AREA, CALLER, SITS, Refusal, clock, room
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.words import NONE, Kind
from zhuqi.domain.cases.life.raising import classifying, to_be_confirmed
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.words import Action, Judge, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.grading import Lapse
from zhuqi.domain.cases.sections.rating import Caller

if TYPE_CHECKING:
    from zhuqi.domain.cases.examples.playing import Stage

AMOUNT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?) ?(亿元|万元|元)")
FIRMS = re.compile("([0-9]{1,6}) ?[家户]")
SIGNED, UNSIGNED = ("署名", "书面"), ("未署名", "不署名")
YUAN = {"亿元": 100_000_000, "万元": 10_000, "元": 1}
JUDGED_BY: Mapping[Judge, int] = {Judge.SUPERVISION: CALLER, Judge.ABOVE: ABOVE, Judge.LEADER: AREA}
MINUTE = dt.timedelta(minutes=1)


def stake(words: str) -> dict[str, Any]:
    """What is at stake, of what stands after a step: ``涉及 500 万元，12 家，署名``."""
    amount, firms = AMOUNT.search(words), FIRMS.search(words)
    signed = None if not any(word in words for word in SIGNED) else not any(word in words for word in UNSIGNED)
    return {
        "stake": int(Fraction(amount[1]) * YUAN[amount[2]]) if amount else None,
        "firms": int(firms[1]) if firms else None,
        "signed": signed,
    }


def screened(stage: Stage, step: Step, at: Situation) -> Event:
    """As the case of the example is sorted; a class that stands after the step is given instead."""
    traits, rule = stage.traits, stage.rules.confirming
    grade = _grade(stage, step) or traits.grade or next(iter(stage.rules.grades))
    judge = rule.by if rule is not None and to_be_confirmed(stage.life, stage.rules, grade) else None
    return e.Screened(
        kind=traits.kind,
        grade=grade,
        category=traits.category or None,
        urgency=traits.urgency or None,
        judge=judge,
        judged_by=JUDGED_BY[judge] if judge else None,
        **stake(step.words),
    )


def _grade(stage: Stage, step: Step) -> str | None:
    """The class among the words of a step, by its code or by what it is called."""
    words = re.split("[ ，,、]", step.words)
    return next((code for code, label in stage.rules.grades.items() if code in words or label in words), None)


def _restated(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    said = stake(step.words)
    if all(value is None for value in said.values()):
        return Refusal(say("Say what is corrected: 涉及 500 万元, 12 家 or 署名."))
    return e.Restated(**said)


def _judge(stage: Stage, step: Step) -> Place:
    """Who confirms the class by the rules; without such a rule the supervision office."""
    rule = stage.rules.confirming
    if rule is not None and rule.by is Judge.ABOVE:
        return Place(desks=frozenset({ABOVE}))
    return SITS[Caller.LEADER if rule is not None and rule.by is Judge.LEADER else Caller.SUPERVISION]


def _classified(stage: Stage, step: Step, at: Situation) -> Event:
    return classifying(stage.life, _grade(stage, step) or stage.life.grade or "", at.now, at.terms)


def _force(stage: Stage, step: Step, at: Situation) -> Event:
    """``甲局，成员 乙局、丙局``: who leads it, and its members."""
    lead, _, members = re.sub("[，,；;]", " ", step.words).partition("成员")
    if not lead.strip() or not members.strip():
        raise Invalid({"force": say("Write who leads it and its members: 成立专班 甲局，成员 乙局、丙局.")})
    named = [stage.unit(name) for name in re.split("[、 ]", members) if name]
    return e.ForceSetUp(lead=stage.unit(lead.strip()), members=tuple(dict.fromkeys(named)))


Row = tuple[Action, Callable[["Stage", Step], Place], Callable[["Stage", Step, Situation], Event | Refusal]]
WEIGHING: Mapping[Kind, Row] = {
    Kind.SCREEN: (Action.SCREEN, room, screened),
    Kind.RESTATE: (Action.RESTATE, room, _restated),
    Kind.INSTRUCT: (Action.INSTRUCT, room, lambda s, t, at: e.Instructed(on=at.terms.day(at.now))),
    Kind.CLASSIFY: (Action.CLASSIFY, _judge, _classified),
    Kind.SET_UP: (Action.SET_UP, room, _force),
    Kind.MEET: (Action.MEET, room, lambda s, t, at: e.ForceMet()),
    Kind.STAND_DOWN: (Action.STAND_DOWN, room, lambda s, t, at: e.ForceEnded()),
    Kind.LET_STAND: (
        Action.CLASSIFY,
        clock,
        lambda s, t, at: e.Classified(grade=s.life.grade or "", lapsed=True),
    ),
}
"""How each step is taken: which action it is, who takes it, which event it makes."""


def let_stand(life: Life, rules: CaseRules, until: dt.datetime) -> tuple[Event, dt.datetime] | None:
    """That a class stands which nobody confirmed in time, as the clock books it a minute later; None while that isn't so."""
    waiting = next((each for each in life.running if each.tick is Tick.CLASS), None)
    if waiting is None or waiting.due is None or not waiting.late(until):
        return None
    if rules.confirming is not None and rules.confirming.lapse is Lapse.WAITS:
        return None
    return e.Classified(grade=life.grade or "", lapsed=True), min(waiting.due + MINUTE, until)


def force(stage: Stage, about: str, written: str) -> str:
    """The units of the task force, the one that leads it first: ``专班: [甲局, 乙局]``."""
    names = {pk: name for name, pk in stage.units.items()}
    return "、".join(names.get(member.unit, "") for member in stage.life.force) or NONE


def grade(stage: Stage, about: str, written: str) -> str:
    """The class as it is now: ``级别: B``, ``级别: A 待认定``."""
    code = stage.life.grade or NONE
    labels = {code, stage.rules.grades.get(code, code)}
    waits = " 待认定" if stage.life.provisional else ""
    return written if written in {f"{label}{waits}" for label in labels} else f"{code}{waits}"
