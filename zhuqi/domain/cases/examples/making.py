"""How each step of an example is taken: which action it is, who takes it, which event it makes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhuqi.base.errors import Invalid
from zhuqi.base.events import Event
from zhuqi.base.words import say
from zhuqi.base.worktime.spans import Span, parse
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.examples.ending import (
    caller,
    checked,
    checker,
    colleague,
    confirmed,
    not_accepted,
    proposer,
)
from zhuqi.domain.cases.examples.places import (
    ABOVE,
    ASKER,
    CALLER,
    UPPER,
    Refusal,
    approver,
    clock,
    enterprise,
    group,
    room,
    row_of,
    unit,
)
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.weighing import WEIGHING
from zhuqi.domain.cases.examples.words import OUTCOMES, Kind
from zhuqi.domain.cases.life.dispatching import losses, named_twice
from zhuqi.domain.cases.life.requesting import (
    amount_refused,
    approver_of,
    lapsed,
    most_of,
    next_word_refused,
    silent_since,
    suspension_refused,
    too_late,
)
from zhuqi.domain.cases.life.signing import otherwise, signing
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.rules.words import Action, Approver, Channel, Confirmation, Hand, Outcome

if TYPE_CHECKING:
    from zhuqi.domain.cases.examples.playing import Stage
    from zhuqi.domain.cases.life.values import Holding

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Maker:
    """How a step is taken: which action it is, who takes it, which event it makes."""

    action: Action
    place: Callable[[Stage, Step], Place]
    make: Callable[[Stage, Step, Situation], Event | Refusal]


def _assigned(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    """``甲局，分办 乙局、丙局，协办 丁局``."""
    named: dict[Hand, list[int]] = {Hand.LEAD: [], Hand.PART: [], Hand.ASSIST: []}
    for part in re.split("[，,；;]", step.words):
        hand, names = Hand.LEAD, part.strip()
        for word, meant in (("分办", Hand.PART), ("协办", Hand.ASSIST), ("主办", Hand.LEAD)):
            if names.startswith(word):
                hand, names = meant, names.removeprefix(word).strip()
        named[hand] += [stage.unit(name) for name in re.split("[、 ]", names) if name]
    lead = named[Hand.LEAD][0] if named[Hand.LEAD] else stage.unit("主办单位")
    twice = named_twice([lead], named[Hand.LEAD][1:], named[Hand.PART], named[Hand.ASSIST])
    if twice is not None:
        called = next(name for name, pk in stage.units.items() if pk == twice)
        return Refusal(say("“{unit}” is named twice.", unit=called))
    if named[Hand.LEAD][1:]:
        return Refusal(say("One unit leads. Name the others as 分办 or 协办."))
    return e.Assigned(lead=lead, parts=tuple(named[Hand.PART]), assists=tuple(named[Hand.ASSIST]))


def _extension(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    row = row_of(stage, step)
    amount = _span(step.words, most_of(at, row))
    if amount is None:
        return Refusal(say("How much more time? Name a length."))
    refused = amount_refused(at, row, amount)
    if refused is not None:
        return Refusal(refused)
    approver = approver_of(at, row, amount)
    free = approver is Approver.NOBODY
    late = too_late(at, row) or None
    return e.ExtensionAsked(holding=row.n, amount=amount, granted=free, approver=approver, late=late, staff=ASKER)


def _lapsed(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    row = lapsed(at)
    return Refusal(say("The time for giving it back isn't over.")) if row is None else _signed_for(row, at)


def _signed_for(row: Holding, at: Situation) -> Event:
    """A unit signs, or is taken to have signed before."""
    return e.Accepted(holding=row.n, silent=silent_since(at, row))


def _span(words: str, otherwise: Span | None) -> Span | None:
    """The length of time among some words. Raises Invalid."""
    found = re.search(r"[0-9０-９零一二两三四五六七八九十百]+ ?个?(?:工作日|工作时|小时|分钟|个?月|周|天|日)", words)
    return parse(found[0]) if found else otherwise


def _suspension(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    until, rule = _later(_day(step.words), at), stage.rules.suspension
    cause = next((code for code, label in rule.causes.items() if code in step.words or label in step.words), None)
    if until is None:
        return Refusal(say("When is it looked at again? Name a day."))
    faults = suspension_refused(at, until, cause)
    if faults:
        return Refusal(next(iter(faults.values())))
    return e.SuspensionAsked(holding=row_of(stage, step).n, until=until, cause=cause, granted=cause in rule.free)


def _day(words: str) -> dt.date | None:
    """The day among some words. Raises Invalid where there is no such day."""
    found = DAY.search(words)
    try:
        return dt.date.fromisoformat(found[0]) if found else None
    except ValueError as unread:
        raise Invalid({"day": say("There is no such day or time.")}) from unread


def _later(day: dt.date | None, at: Situation) -> dt.date | None:
    """A day that is still to come, as whoever takes such a step must name it. Raises Invalid."""
    if day is not None and day <= at.terms.day(at.now):
        raise Invalid({"day": say("This must be a day to come.")})
    return day


def _reported(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    next_on = _later(_day(step.words), at)
    refused = next_word_refused(at, next_on)
    return Refusal(refused) if refused else e.StageReplied(staff=None, next_on=next_on, holding=row_of(stage, step).n)


def _replied(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    outcome = next((outcome for word, outcome in OUTCOMES.items() if word in step.words), Outcome.SOLVED)
    day = _later(_day(step.words), at)
    if outcome is Outcome.PLANNED and day is None:
        return Refusal(say("A plan has a next date."))
    refused = next_word_refused(at, day) if outcome is Outcome.PLANNED else None
    if refused is not None:
        return Refusal(refused)
    if outcome is Outcome.EXPLAINED and day is None:
        return Refusal(say("When is it looked at again? What conditions prevent now isn't shelved."))
    dates = _dates(outcome, day)
    unsigned = otherwise(at, outcome, **dates)
    if unsigned:
        return Refusal(next(iter(unsigned.values())))
    return e.Replied(staff=None, outcome=outcome, told_on=at.terms.day(at.now), caller=CALLER, **dates)


def _dates(outcome: Outcome, day: dt.date | None) -> dict[str, Any]:
    """What the day of an answer means, by its outcome."""
    return {
        "next_on": day if outcome is Outcome.PLANNED else None,
        "recheck_on": day if outcome is Outcome.EXPLAINED else None,
    }


def _handed_in(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    """``已解释 2026-05-08``: the answer that is to be signed, and the day that it names, by who isn't the head of the unit."""
    outcome = next((outcome for word, outcome in OUTCOMES.items() if word in step.words), Outcome.SOLVED)
    rule = signing(at)
    if rule is None:
        return Refusal(say("By the rules here nobody signs this one."))
    dates = _dates(outcome, _later(_day(step.words), at))
    return e.SigningAsked(holding=row_of(stage, step).n, outcome=outcome, approver=rule.by, staff=ASKER, **dates)


def _request(stage: Stage) -> int:
    found = stage.life.request()
    return found.n if found else 0


def _contested(stage: Stage, step: Step, at: Situation) -> Event:
    up = (ABOVE, UPPER, 1) if stage.rules.dispute.goes_up else None
    return e.Contested(channel=Channel.PORTAL, up=up)


A = Action
MAKERS: Mapping[Kind, Maker] = {
    Kind.SETTLE: Maker(A.SETTLE, group, lambda s, t, at: e.Settled(staff=None, outcome=Outcome.SOLVED, caller=CALLER)),
    Kind.SUBMIT: Maker(A.SUBMIT, group, lambda s, t, at: e.Submitted()),
    **{kind: Maker(*row) for kind, row in WEIGHING.items()},
    Kind.ASSIGN: Maker(A.ASSIGN, room, _assigned),
    Kind.NOT_ACCEPT: Maker(A.NOT_ACCEPT, proposer, not_accepted),
    Kind.AGREE: Maker(A.NOT_ACCEPT, colleague, not_accepted),
    Kind.ACCEPT: Maker(A.ACCEPT, unit, lambda s, t, at: _signed_for(row_of(s, t), at)),
    Kind.CONTACT: Maker(
        A.CONTACT, unit, lambda s, t, at: e.Contacted(holding=row_of(s, t).n, channel=Channel.PHONE, staff=None)
    ),
    Kind.OPINE: Maker(A.OPINE, unit, lambda s, t, at: e.Opined(holding=row_of(s, t).n, staff=None)),
    Kind.REPORT: Maker(A.STAGE_REPLY, unit, _reported),
    Kind.CONTRIBUTE: Maker(A.CONTRIBUTE, unit, lambda s, t, at: e.Contributed(holding=row_of(s, t).n)),
    Kind.HAND_BACK: Maker(A.HAND_BACK, unit, lambda s, t, at: e.HandedBack(holding=row_of(s, t).n)),
    Kind.UPHOLD: Maker(
        A.RULE, room, lambda s, t, at: e.Ruled(request=_request(s), upheld=True, lost=losses(s.life, at.now, at.terms))
    ),
    Kind.REJECT_RETURN: Maker(A.RULE, room, lambda s, t, at: e.Ruled(request=_request(s), upheld=False)),
    Kind.ASK_EXTENSION: Maker(A.ASK_EXTENSION, unit, _extension),
    Kind.LAPSE: Maker(A.ACCEPT, clock, _lapsed),
    Kind.EXTEND: Maker(A.EXTEND, approver, lambda s, t, at: e.Extended(request=_request(s))),
    Kind.ASK_SUSPENSION: Maker(A.ASK_SUSPENSION, unit, _suspension),
    Kind.SUSPEND: Maker(A.SUSPEND, room, lambda s, t, at: e.Suspended(request=_request(s))),
    Kind.RESUME: Maker(A.RESUME, room, lambda s, t, at: e.Resumed(lost=losses(s.life, at.now, at.terms))),
    Kind.ASK_SIGNING: Maker(A.ASK_SIGNING, unit, _handed_in),
    Kind.SIGN: Maker(A.SIGN, approver, lambda s, t, at: e.Signed(request=_request(s))),
    Kind.REFUSE: Maker(A.REFUSE, approver, lambda s, t, at: e.RequestRefused(request=_request(s))),
    Kind.ESCALATE: Maker(A.ESCALATE, room, lambda s, t, at: e.Escalated(desk=ABOVE, area=UPPER, edition=1)),
    Kind.REPLY: Maker(A.REPLY, unit, _replied),
    Kind.PASS: Maker(A.CHECK, checker, checked),
    Kind.FAIL: Maker(A.CHECK, checker, checked),
    Kind.CHECK: Maker(A.CHECK, checker, checked),
    Kind.ASK: Maker(
        A.ASK,
        room,
        lambda s, t, at: e.Put(channel=Channel.PHONE, arrived_on=None if "未" in t.words else at.terms.day(at.now)),
    ),
    Kind.CONFIRM: Maker(A.CONFIRM, caller, confirmed),
    Kind.CONTEST: Maker(A.CONTEST, caller, _contested),
    Kind.WITHDRAW: Maker(A.WITHDRAW, enterprise, lambda s, t, at: e.Withdrawn(channel=Channel.PORTAL)),
    Kind.END_SILENT: Maker(A.END, clock, lambda s, t, at: e.EndedUnconfirmed(confirmation=Confirmation.UNCONFIRMED)),
    Kind.REOPEN: Maker(
        A.REOPEN,
        enterprise,
        lambda s, t, at: e.Reopened(desk=s.life.desk, area=s.life.area, edition=1, channel=Channel.PORTAL),
    ),
}
