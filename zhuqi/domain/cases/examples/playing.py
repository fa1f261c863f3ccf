"""A case played under some rules, by whoever would take each step: the room, the unit named, the enterprise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.base.errors import Fault, Invalid
from zhuqi.base.events import Event
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span, parse
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.words import OUTCOMES, Kind
from zhuqi.domain.cases.life.chasing import reminder
from zhuqi.domain.cases.life.dispatching import losses
from zhuqi.domain.cases.life.fold import apply
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.requesting import (
    amount_refused,
    extensions,
    next_word_refused,
    suspension_refused,
    too_late,
)
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Holding, Life
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import (
    Action,
    Approver,
    Channel,
    Confirmation,
    Hand,
    Outcome,
)
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.words import TICKS

GROUP, DESK, ABOVE, AREA, UPPER, ENTERPRISE, FINDER, CALLER = 1, 2, 3, 4, 5, 6, 7, 8
FIRST_UNIT = 100
HERE = "发现单位"
ROOM = "调度室"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_REMINDERS = 300
"""In one example: whoever wants to see a ladder needs no more, and a ladder may repeat every minute."""


@dataclass(frozen=True)
class Refusal:
    """A step that can't be taken, and why."""

    why: Sentence


class Stage:
    """One case on its way under the rules of a text. Units are what an example calls them, each in its order."""

    def __init__(self, rules: CaseRules, calendar: WorkCalendar, traits: Traits) -> None:
        self.rules, self.calendar, self.traits = rules, calendar, traits
        self.units: dict[str, int] = {HERE: GROUP, ROOM: DESK, "上级调度室": ABOVE}
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.reminded: list[tuple[int, dt.datetime, tuple[Sent, ...]]] = []
        self._life: Life | None = None

    @property
    def life(self) -> Life:
        """The case as it is."""
        if self._life is None:
            raise ValueError("an example begins with 登记")
        return self._life

    @property
    def terms(self) -> Terms:
        """The rules under test, at the room's place and above it."""
        return Terms({1: self.rules}, {1: self.calendar}, 1)

    def take(self, step: Step) -> Refusal | None:
        """Let a step happen; why it can't, where it can't."""
        made = self._made(step)
        if isinstance(made, Refusal):
            return made
        at = self._at(step)
        try:
            self._wait(at)
        except Invalid as fault:
            return Refusal(fault.sentence)
        self.now = at
        if made is not None:
            self._life = apply(self._life, made, at, self.terms)
        return None

    def refused(self, step: Step) -> Refusal | None:
        """Why a step couldn't be taken; None where it could. Nothing happens."""
        made = self._made(step)
        return made if isinstance(made, Refusal) else None

    def unit(self, name: str) -> int:
        """The unit that an example calls so."""
        return self.units.setdefault(name, FIRST_UNIT + len(self.units))

    def clock(self, unit: str, clock: str, known: Mapping[str, Any]) -> Clock | None:
        """The latest clock of a name (of a unit)."""
        name = known.get(clock, clock)
        fitting = [c for c in self.life.clocks if c.called == name and (not unit or c.unit == self.units.get(unit))]
        return fitting[-1] if fitting else None

    def why(self, unit: str, clock: str) -> Sentence | None:
        """From when and how long the clock of a name runs."""
        from_words = {own.name: own.name for own in self.rules.own}
        found = self.clock(unit, clock, {**TICKS, **from_words})
        if found is None or found.span is None:
            return None
        return say("it starts at {start} and runs for {span}", start=self.written(found.start), span=found.span)

    def written(self, at: dt.datetime) -> str:
        """A moment as a text writes it."""
        return f"{at.astimezone(self.calendar.zone):%Y-%m-%d %H:%M}"

    def _at(self, step: Step) -> dt.datetime:
        return step.at.replace(tzinfo=self.calendar.zone)

    def _wait(self, until: dt.datetime) -> None:
        """Let the reminders come that are due before a moment."""
        while self._life is not None:
            waiting = [c for c in self._life.running if c.remind_at is not None and c.remind_at <= until]
            if not waiting:
                return
            if len(self.reminded) >= MOST_REMINDERS:
                raise Invalid(
                    {"time": say("More than {n} reminders would come. Play a shorter time.", n=MOST_REMINDERS)}
                )
            clock = min(waiting, key=lambda c: c.remind_at or until)
            event = reminder(self._life, clock, self.terms)
            self.reminded.append((clock.n, clock.remind_at or until, event.sent))
            self._life = apply(self._life, event, clock.remind_at or until, self.terms)

    def _made(self, step: Step) -> Event | Refusal | None:
        """The event of a step, or why it can't be taken."""
        if step.kind is Kind.WAIT:
            return None
        if step.kind is Kind.RECORD:
            return self._recorded(step) if self._life is None else Refusal(say("An example tells of one case."))
        maker = MAKERS[step.kind]
        place = maker.place(self, step)
        situation = Situation(self.life, place, self._at(step), self.terms)
        refused = refusal(maker.action, situation)
        if refused is not None:
            return Refusal(refused)
        try:
            return maker.make(self, step, situation)
        except Fault as fault:
            return Refusal(fault.sentence)

    def _recorded(self, step: Step) -> Event:
        at, at_desk = self._at(step), "调度室" in step.words
        return e.Recorded(
            enterprise=ENTERPRISE,
            unit=DESK if at_desk else GROUP,
            desk=DESK,
            area=AREA,
            edition=1,
            at_desk=at_desk,
            kind=self.traits.kind,
            category=self.traits.category or None,
            scale=self.traits.scale or None,
            channel=self.traits.channel or Channel.VISIT,
            finder=FINDER,
            found_on=at.date(),
            told_at=at,
        )


@dataclass(frozen=True)
class Maker:
    """How a step is taken: which action it is, who takes it, which event it makes."""

    action: Action
    place: Callable[[Stage, Step], Place]
    make: Callable[[Stage, Step, Situation], Event | Refusal]


def _room(stage: Stage, step: Step) -> Place:
    return Place(desks=frozenset({stage.life.desk}), leads=True)


def _group(stage: Stage, step: Step) -> Place:
    return Place(units=frozenset({GROUP}), desks=frozenset({DESK}), staff=FINDER)


def _unit(stage: Stage, step: Step) -> Place:
    """The unit that a step names, else the one that holds the case."""
    return Place(units=frozenset({_row(stage, step).unit}))


def _enterprise(stage: Stage, step: Step) -> Place:
    return Place(enterprise=ENTERPRISE)


def _caller(stage: Stage, step: Step) -> Place:
    return Place(units=frozenset({CALLER}), oversees=True)


def _clock(stage: Stage, step: Step) -> Place:
    return Place(clock=True)


def _row(stage: Stage, step: Step) -> Holding:
    """The open row of the unit that a step names, else the carrier's."""
    for name, pk in stage.units.items():
        if name and name in step.words:
            rows = [row for row in stage.life.holdings if row.unit == pk and row.ended_at is None]
            if rows:
                return rows[-1]
    carrier = stage.life.carrier
    return carrier if carrier is not None else stage.life.holdings[-1]


def _assigned(stage: Stage, step: Step, at: Situation) -> Event:
    """``甲局，分办 乙局、丙局，协办 丁局``."""
    named: dict[Hand, list[int]] = {Hand.LEAD: [], Hand.PART: [], Hand.ASSIST: []}
    for part in re.split("[，,；;]", step.words):
        hand, names = Hand.LEAD, part.strip()
        for word, meant in (("分办", Hand.PART), ("协办", Hand.ASSIST), ("主办", Hand.LEAD)):
            if names.startswith(word):
                hand, names = meant, names.removeprefix(word).strip()
        named[hand] += [stage.unit(name) for name in re.split("[、 ]", names) if name]
    lead = named[Hand.LEAD][0] if named[Hand.LEAD] else stage.unit("主办单位")
    return e.Assigned(lead=lead, parts=tuple(named[Hand.PART]), assists=tuple(named[Hand.ASSIST]))


def _screened(stage: Stage, step: Step, at: Situation) -> Event:
    traits = stage.traits
    grade = traits.grade or next(iter(stage.rules.grades))
    return e.Screened(kind=traits.kind, grade=grade, category=traits.category or None, urgency=traits.urgency or None)


def _extension(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    row = _row(stage, step)
    amount = _span(step.words, stage.rules.extension.most)
    refused = amount_refused(at, row, amount)
    if refused is not None:
        return Refusal(refused)
    approver = stage.rules.extension.approver(len(extensions(stage.life, row)) + 1)
    free = approver is Approver.NOBODY
    late = too_late(at, row) or None
    return e.ExtensionAsked(holding=row.n, amount=amount, granted=free, approver=approver, late=late)


def _span(words: str, otherwise: Span) -> Span:
    """The length of time among some words. Raises Invalid."""
    found = re.search(r"\d+ ?[^\d\s，,]+", words)
    return parse(found[0]) if found else otherwise


def _suspension(stage: Stage, step: Step, at: Situation) -> Event | Refusal:
    until, rule = _later(_day(step.words), at), stage.rules.suspension
    cause = next((code for code, label in rule.causes.items() if code in step.words or label in step.words), None)
    if until is None:
        return Refusal(say("When is it looked at again? Name a day."))
    faults = suspension_refused(at, until, cause)
    if faults:
        return Refusal(next(iter(faults.values())))
    return e.SuspensionAsked(holding=_row(stage, step).n, until=until, cause=cause, granted=cause in rule.free)


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
    return Refusal(refused) if refused else e.StageReplied(staff=None, next_on=next_on, holding=_row(stage, step).n)


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
    return e.Replied(
        staff=None,
        outcome=outcome,
        told_on=at.terms.day(at.now),
        next_on=day if outcome is Outcome.PLANNED else None,
        recheck_on=day if outcome is Outcome.EXPLAINED else None,
    )


def _request(stage: Stage) -> int:
    found = stage.life.request()
    return found.n if found else 0


def _contested(stage: Stage, step: Step, at: Situation) -> Event:
    up = (ABOVE, UPPER, 1) if stage.rules.dispute.goes_up else None
    return e.Contested(channel=Channel.PORTAL, up=up)


A = Action
MAKERS: Mapping[Kind, Maker] = {
    Kind.SETTLE: Maker(A.SETTLE, _group, lambda s, t, at: e.Settled(staff=None, outcome=Outcome.SOLVED)),
    Kind.SUBMIT: Maker(A.SUBMIT, _group, lambda s, t, at: e.Submitted()),
    Kind.SCREEN: Maker(A.SCREEN, _room, _screened),
    Kind.ASSIGN: Maker(A.ASSIGN, _room, _assigned),
    Kind.NOT_ACCEPT: Maker(A.NOT_ACCEPT, _room, lambda s, t, at: e.NotAccepted(told_on=at.terms.day(at.now))),
    Kind.ACCEPT: Maker(A.ACCEPT, _unit, lambda s, t, at: e.Accepted(holding=_row(s, t).n)),
    Kind.CONTACT: Maker(
        A.CONTACT, _unit, lambda s, t, at: e.Contacted(holding=_row(s, t).n, channel=Channel.PHONE, staff=None)
    ),
    Kind.OPINE: Maker(A.OPINE, _unit, lambda s, t, at: e.Opined(holding=_row(s, t).n, staff=None)),
    Kind.REPORT: Maker(A.STAGE_REPLY, _unit, _reported),
    Kind.CONTRIBUTE: Maker(A.CONTRIBUTE, _unit, lambda s, t, at: e.Contributed(holding=_row(s, t).n)),
    Kind.HAND_BACK: Maker(A.HAND_BACK, _unit, lambda s, t, at: e.HandedBack(holding=_row(s, t).n)),
    Kind.UPHOLD: Maker(
        A.RULE, _room, lambda s, t, at: e.Ruled(request=_request(s), upheld=True, lost=losses(s.life, at.now, at.terms))
    ),
    Kind.REJECT_RETURN: Maker(A.RULE, _room, lambda s, t, at: e.Ruled(request=_request(s), upheld=False)),
    Kind.ASK_EXTENSION: Maker(A.ASK_EXTENSION, _unit, _extension),
    Kind.EXTEND: Maker(A.EXTEND, _room, lambda s, t, at: e.Extended(request=_request(s))),
    Kind.ASK_SUSPENSION: Maker(A.ASK_SUSPENSION, _unit, _suspension),
    Kind.SUSPEND: Maker(A.SUSPEND, _room, lambda s, t, at: e.Suspended(request=_request(s))),
    Kind.RESUME: Maker(A.RESUME, _room, lambda s, t, at: e.Resumed(lost=losses(s.life, at.now, at.terms))),
    Kind.REFUSE: Maker(A.REFUSE, _room, lambda s, t, at: e.RequestRefused(request=_request(s))),
    Kind.ESCALATE: Maker(A.ESCALATE, _room, lambda s, t, at: e.Escalated(desk=ABOVE, area=UPPER, edition=1)),
    Kind.REPLY: Maker(A.REPLY, _unit, _replied),
    Kind.PASS: Maker(A.CHECK, _caller, lambda s, t, at: e.Checked(passed=True)),
    Kind.FAIL: Maker(A.CHECK, _caller, lambda s, t, at: e.Checked(passed=False)),
    Kind.ASK: Maker(
        A.ASK,
        _room,
        lambda s, t, at: e.Put(channel=Channel.PHONE, arrived_on=None if "未" in t.words else at.terms.day(at.now)),
    ),
    Kind.CONFIRM: Maker(
        A.CONFIRM,
        _enterprise,
        lambda s, t, at: e.Confirmed(confirmation=Confirmation.ENTERPRISE, channel=Channel.PORTAL),
    ),
    Kind.CONTEST: Maker(A.CONTEST, _enterprise, _contested),
    Kind.WITHDRAW: Maker(A.WITHDRAW, _enterprise, lambda s, t, at: e.Withdrawn(channel=Channel.PORTAL)),
    Kind.END_SILENT: Maker(A.END, _clock, lambda s, t, at: e.EndedUnconfirmed(confirmation=Confirmation.UNCONFIRMED)),
    Kind.REOPEN: Maker(
        A.REOPEN,
        _enterprise,
        lambda s, t, at: e.Reopened(desk=s.life.desk, area=s.life.area, edition=1, channel=Channel.PORTAL),
    ),
}
