"""The steps of an example by which a case ends: not accepted, checked, called back, rated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.examples.places import (
    ABOVE,
    AREAS,
    CALLER,
    DESK,
    ONE,
    OTHER,
    SITS,
    UPPER,
    Refusal,
    enterprise,
)
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.words import Kind
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.rated import follow, led, newly_bad, rateable, step_after
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.rules.grading import STARS, Next, kept_as
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.ending import CHECKERS
from zhuqi.domain.cases.sections.rating import RATED, Caller

if TYPE_CHECKING:
    from zhuqi.domain.cases.examples.playing import Stage

PAIR = re.compile(r"([^\s，,、；;：:]+)[：:]([^\s，,、；;：:]+)")
"""``是否解决:是``, ``答复：满意``."""
FOLLOWED: Mapping[Next, str] = {
    Next.NOTHING: "无",
    Next.REDO: "重办",
    Next.UP: "提级重办",
    Next.DECIDE: "调度室了结",
}
"""What followed a rating, as a text writes it."""
YES_NO = {"是": True, "否": False}


def checker(stage: Stage, step: Step) -> Place:
    """Who checks a reply: whoever the step names, else the first whom the rules name, else the supervision office."""
    named = next((caller for word, caller in CHECKERS.items() if step.words.startswith(word)), None)
    by = stage.rules.gate.by_of(stage.life.traits)
    return SITS[named or (by[0] if by else Caller.SUPERVISION)]


def caller(stage: Stage, step: Step) -> Place:
    """Who says what the enterprise thinks: the enterprise, or whoever the step names (``认可 调度室``)."""
    named = next((each for word, each in CHECKERS.items() if step.words.startswith(word)), None)
    return SITS[named] if named else enterprise(stage, step)


def confirmed(stage: Stage, step: Step, at: Situation) -> Event:
    """The enterprise agrees: itself, as its finder reports, or in a callback."""
    named = next((each for word, each in CHECKERS.items() if step.words.startswith(word)), None)
    how = {None: Confirmation.ENTERPRISE, Caller.FINDER: Confirmation.REPORTED}.get(named, Confirmation.CALLBACK)
    ways = {Confirmation.ENTERPRISE: Channel.PORTAL, Confirmation.REPORTED: Channel.VISIT}
    return e.Confirmed(confirmation=how, channel=ways.get(how, Channel.CALLBACK))


def checked(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    """``督核通过`` (everything as it is to be answered), ``督核不通过 联系了吗`` (what isn't), ``督核 解决了吗:是``."""
    gate = at.rules.gate
    rest = step.words.removeprefix(next((word for word in CHECKERS if step.words.startswith(word)), "")).strip()
    if rest and not gate.questions:
        return Refusal(say("The rules here don't ask this."))
    if step.kind is Kind.CHECK:
        return _answered(step, at)
    if step.kind is Kind.PASS or not gate.questions:
        return e.Checked(passed=step.kind is Kind.PASS, caller=CALLER)
    failed = [code for code, asked in gate.questions.items() if code in step.words or asked in step.words]
    if not failed:
        asked = "、".join(gate.questions.values())
        return Refusal(say("Name the questions that aren't answered as they should be: {questions}", questions=asked))
    return e.Checked(passed=False, caller=CALLER)


def _answered(step: Step, at: Situation) -> Event | Refusal:
    gate, given = at.rules.gate, dict(PAIR.findall(step.words))
    answers = {
        code: YES_NO[given[word]]
        for code, asked in gate.questions.items()
        for word in (code, asked)
        if given.get(word) in YES_NO
    }
    strange = sorted(given.keys() - {*gate.questions, *gate.questions.values()})
    if strange or not gate.questions:
        return Refusal(say("The rules here don't ask this."))
    if answers.keys() != gate.questions.keys():
        return Refusal(say("Answer each question with yes or no."))
    return e.Checked(passed=gate.holds(answers), caller=CALLER)


def proposer(stage: Stage, step: Step) -> Place:
    """Somebody in the room."""
    return Place(desks=frozenset({stage.life.desk}), staff=ONE)


def colleague(stage: Stage, step: Step) -> Place:
    """Somebody else in the room, who leads it."""
    return Place(desks=frozenset({stage.life.desk}), staff=OTHER, leads=AREAS)


def not_accepted(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    """Not taken on, for a reason that the rules know where they know some; proposed only, where two must agree."""
    rules, life = at.rules, at.life
    cause = next((code for code, label in rules.refusals.items() if code in step.words or label in step.words), None)
    cause = cause or life.refused_for
    if rules.refusals and cause is None:
        return Refusal(say("Choose one of the reasons that the rules here accept."))
    if step.kind is Kind.AGREE and life.proposer is None:
        return Refusal(say("Nobody has proposed this yet."))
    if rules.intake.two and life.proposer is None:
        return e.RefusalProposed(staff=ONE, cause=cause)
    return e.NotAccepted(told_on=at.terms.day(at.now), cause=cause)


def rated(stage: Stage, step: Step) -> Event | Refusal | None:
    """What follows where the enterprise rates (``评价 答复:满意，结果:没有解决``); None where nothing does."""
    at = stage.situation(enterprise(stage, step), step)
    reply = rateable(at)
    if reply is None:
        return Refusal(say("There is no answer to rate, or the time for it is over."))
    given, wrong = _stars(at.rules, step.words)
    if wrong is not None:
        return Refusal(wrong)
    before = stage.rated.get(reply.n, {})
    bad = newly_bad(at.rules.rating, given, before)
    stage.rate(reply.n, {**before, **given})
    above = at.life.desk == DESK and led(at.life)
    what = follow(at, above=above) if bad else Next.NOTHING
    stage.followed = what
    if what is Next.NOTHING:
        return None
    if what is Next.DECIDE:
        return e.Dissatisfied(channel=Channel.PORTAL)
    return _again(at, up=what is Next.UP)


def _again(at: Situation, *, up: bool) -> Event | Refusal:
    action, urgency = step_after(at.life), at.rules.rating.urgency
    refused = refusal(action, at)
    if refused is not None:
        return Refusal(refused)
    if action is Action.CONTEST:
        higher = (ABOVE, UPPER, 1) if up else None
        return e.Contested(channel=Channel.PORTAL, up=higher, urgency=urgency, rated=True)
    desk, area = (ABOVE, UPPER) if up else (at.life.desk, at.life.area)
    return e.Reopened(desk=desk, area=area, edition=1, channel=Channel.PORTAL, urgency=urgency, rated=True)


def _stars(rules: CaseRules, words: str) -> tuple[dict[str, int], Sentence | None]:
    """The grades of a line as numbers, by what is rated; what is wrong with them."""
    found: dict[str, int] = {}
    for word, grade in PAIR.findall(words):
        name = RATED.get(word, word)
        grades = rules.rating.dimensions.get(name)
        if grades is None:
            known = " ".join([*RATED, *(row.name for row in rules.rating.more)])
            return {}, say("“{word}” isn't rated here. What is rated: {known}", word=word, known=known)
        stars = [str(n) for n in STARS[5]]
        if grade not in (grades or stars):
            return {}, say("“{word}” isn't one of the grades: {known}", word=grade, known=" ".join(grades or stars))
        found[name] = kept_as(grades.index(grade), len(grades)) if grades else int(grade)
    return found, None if found else say("Write what is rated and how, as in 答复:满意.")
