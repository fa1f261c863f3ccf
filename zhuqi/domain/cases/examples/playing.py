"""A case played under some rules, by whoever would take each step: the room, the unit named, the enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from zhuqi.base.errors import Fault, Invalid
from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import in_words
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.examples.ending import rated
from zhuqi.domain.cases.examples.making import MAKERS
from zhuqi.domain.cases.examples.places import (
    ABOVE,
    AREA,
    CALLER,
    DESK,
    ENTERPRISE,
    FINDER,
    FIRST_COPIED,
    FIRST_UNIT,
    GROUP,
    HERE,
    ROOM,
    ROOM_ABOVE,
    SUPERVISION,
    Refusal,
)
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.weighing import let_stand, stake
from zhuqi.domain.cases.examples.words import Kind
from zhuqi.domain.cases.life.chasing import reminder
from zhuqi.domain.cases.life.drawing import asks_again, barred
from zhuqi.domain.cases.life.fold import apply
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.rated import Stars
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life
from zhuqi.domain.cases.rules.grading import Next
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Channel, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.words import CALLED

MINUTE = dt.timedelta(minutes=1)
MOST_REMINDERS = 300
"""In one example: whoever wants to see a ladder needs no more, and a ladder may repeat every minute."""


class Stage:
    """One case on its way under the rules of a text. Units are what an example calls them, each in its order."""

    def __init__(self, rules: CaseRules, calendar: WorkCalendar, traits: Traits) -> None:
        self.rules, self.calendar, self.traits = rules, calendar, traits
        self.units: dict[str, int] = {HERE: GROUP, ROOM: DESK, ROOM_ABOVE: ABOVE, SUPERVISION: CALLER}
        named = dict.fromkeys(code for copy in rules.copies for code in sorted(copy.units))
        self.copied = {code: FIRST_COPIED + n for n, code in enumerate(named)}
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.reminded: list[tuple[dt.datetime, e.Reminded]] = []
        self.rated: dict[int, Stars] = {}
        self.followed: Next | None = None
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
        return Terms({1: self.rules}, {1: self.calendar}, 1, units=self.copied)

    def take(self, step: Step) -> Refusal | None:
        """Let a step happen; why it can't, where it can't."""
        at = self._at(step)
        try:
            self._wait(at)
        except Invalid as fault:
            return Refusal(fault.sentence)
        made = self._made(step)
        if isinstance(made, Refusal):
            return made
        self.now = at
        if made is not None:
            self._life = apply(self._life, made, at, self.terms)
        return None

    def refused(self, step: Step) -> Refusal | None:
        """Why a step couldn't be taken; None where it could. Nothing happens."""
        held = self._life, list(self.reminded), dict(self.rated), self.followed
        try:
            self._wait(self._at(step))
            made = self._made(step)
        except Invalid as fault:
            return Refusal(fault.sentence)
        finally:
            self._life, self.reminded, self.rated, self.followed = held
        return made if isinstance(made, Refusal) else None

    def situation(self, place: Place, step: Step) -> Situation:
        """The case as somebody meets it at a step."""
        return Situation(self.life, place, self._at(step), self.terms)

    def rate(self, reply: int, given: Stars) -> None:
        """Keep how the enterprise rated a reply."""
        self.rated[reply] = given

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
        found = self.clock(unit, clock, {**CALLED, **from_words})
        if found is None or found.span is None:
            return None
        return say(
            "it starts at {start} and runs for {span}", start=self.written(found.start), span=in_words(found.span)
        )

    def written(self, at: dt.datetime) -> str:
        """A moment as a text writes it."""
        return f"{at.astimezone(self.calendar.zone):%Y-%m-%d %H:%M}"

    def _at(self, step: Step) -> dt.datetime:
        return step.at.replace(tzinfo=self.calendar.zone)

    def _wait(self, until: dt.datetime) -> None:
        """Let come what is due before a moment: reminders, and that silence is over where it doesn't end the case."""
        while self._life is not None:
            self._silence(until)
            stands = let_stand(self._life, self.rules, until)
            if stands is not None:
                self._life = apply(self._life, *stands, self.terms)
            waiting = [c for c in self._life.running if c.remind_at is not None and c.remind_at <= until]
            if not waiting:
                return
            if len(self.reminded) >= MOST_REMINDERS:
                raise Invalid(
                    {"time": say("More than {n} reminders would come. Play a shorter time.", n=MOST_REMINDERS)}
                )
            clock = min(waiting, key=lambda c: c.remind_at or until)
            event = reminder(self._life, clock, self.terms)
            if isinstance(event, e.Reminded):
                self.reminded.append((clock.remind_at or until, event))
            self._life = apply(self._life, event, clock.remind_at or until, self.terms)

    def _silence(self, until: dt.datetime) -> None:
        """The enterprise didn't answer in time, and silence doesn't end it: as the clock books it, a minute later."""
        silence = next((c for c in self.life.running if c.tick is Tick.SILENCE), None)
        if silence is None or silence.due is None or not silence.late(until):
            return
        if asks_again(self.life, self.rules) or barred(self.life, self.rules):
            self._life = apply(self._life, e.Unanswered(), min(silence.due + MINUTE, until), self.terms)

    def _made(self, step: Step) -> Event | Refusal | None:
        """The event of a step, or why it can't be taken."""
        if step.kind is Kind.WAIT:
            return None
        if step.kind is Kind.RECORD:
            return self._recorded(step) if self._life is None else Refusal(say("An example tells of one case."))
        if step.kind is Kind.RATE:
            return rated(self, step)
        maker = MAKERS[step.kind]
        situation = self.situation(maker.place(self, step), step)
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
            **stake(step.words),
        )
