"""A sample case played under some rules: its deadlines, what is sent about each, which lamps it lights and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.ladders.reminders import Rung
from zhuqi.base.lamps.rules import LampRule
from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.days import day_of
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.words import Kind as Happens
from zhuqi.domain.cases.life.measuring import light
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Channel
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory.rules import Scale
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.cases.clock_rows import explained
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.wording import joined, local, phrase, until

LABELS = {
    "kind": ("kinds", term("Kind")),
    "category": ("categories", term("Category")),
    "grade": ("grades", term("Class")),
    "urgency": ("urgencies", term("Urgency")),
}
"""How a case is sorted by labels of the edition: the edition's field, and what the form calls it."""
SCALES = (Scale.LARGE, Scale.MEDIUM, Scale.SMALL, Scale.MICRO)
TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
WAY = (Happens.RECORD, Happens.SUBMIT, Happens.SCREEN, Happens.ASSIGN, Happens.ACCEPT)
"""What happens to the case, all at the moment that is asked for: recorded, submitted, screened, assigned, signed for."""
UNITS = "牵头单位，分办 分办单位，协办 协办单位"
"""To whom it is assigned: somebody of each hand, as an example of a rulebook writes it."""
WHOSE = {
    "发现单位": term("the unit that found it"),
    "调度室": term("the dispatch room"),
    "牵头单位": term("lead"),
    "分办单位": term("part"),
    "协办单位": term("assist"),
}
"""What the units of the sample are called."""
MOST_SENT = 8
"""Reminders of a clock that are told; a ladder may repeat for months."""
OVER = dt.timedelta(days=4)
"""How far beyond its deadline the lamps of a clock are looked at."""


@dataclass(frozen=True)
class Ran:
    """One deadline of the sample, and whose it is; alike ones together. ``told``: what is sent about it, which lamps it lights."""

    name: str
    whose: str
    start: dt.datetime
    due: dt.datetime | None
    why: str
    told: tuple[str, ...] = ()
    sent: tuple[dt.datetime, ...] = ()

    @property
    def known_by(self) -> tuple[str, str]:
        """What makes it the same deadline under other rules."""
        return self.name, self.whose


def fields(rules: CaseRules, now: dt.datetime, before: str = "") -> list[Field]:
    """How the case is sorted, as far as the edition knows, and when it comes in; ``before`` stands before each name."""
    found = []
    for name, (field, word) in LABELS.items():
        labels: Mapping[str, str] = getattr(rules, field)
        choices = tuple(Choice(code, label) for code, label in labels.items())
        if choices:
            first = name in ("kind", "grade")
            value = choices[0].value if first else None
            found.append(Field(before + name, word, Kind.CHOICE, first, choices=choices, value=value))
    filtered: tuple[Any, ...] = (*rules.clocks, *rules.reminders)
    if any(rule.channels for rule in filtered):
        found.append(
            Field(before + "channel", term("Way it came"), Kind.CHOICE, False, choices=forms.choices_of(Channel))
        )
    if any(rule.scales for rule in filtered):
        found.append(Field(before + "scale", term("Scale"), Kind.CHOICE, False, choices=forms.choices_of(SCALES)))
    here = local(now)
    found.append(Field(before + "day", term("Day"), Kind.DAY, value=day_of(now)))
    clock = f"{here:%H:%M}" if not before else "09:00"
    found.append(Field(before + "time", term("Time"), most=5, value=clock, hint=term("Hours and minutes, as 17:30.")))
    return found


def first(some: list[Field]) -> dict[str, Any]:
    """What is asked for before anybody asked."""
    return {field.name: field.value for field in some}


def moment(asked: Mapping[str, Any], calendar: WorkCalendar, name: str = "time") -> dt.datetime:
    """The moment that is asked for. Raises Invalid."""
    found = TIME.fullmatch(asked[name])
    if found is None:
        raise Invalid({name: say("Please write the time as 17:30.")})
    day = asked[name.removesuffix("time") + "day"]
    return dt.datetime.combine(day, dt.time(int(found[1]), int(found[2])), calendar.zone)


def played(
    rules: CaseRules, calendar: WorkCalendar, asked: Mapping[str, Any], at: dt.datetime, *, far: bool = False
) -> tuple[tuple[Ran, ...], Sentence | None]:
    """The deadlines of a case, or why it can't go that way. ``far``: with what is sent and lit."""
    channel = Channel(asked["channel"]) if asked.get("channel") else None
    labels: dict[str, Any] = {name: asked.get(name) or "" for name in ("kind", "category", "grade", "urgency", "scale")}
    stage = Stage(rules, calendar, Traits(channel=channel, **labels))
    for kind in WAY:
        words = UNITS if kind is Happens.ASSIGN else ""
        refused = stage.take(Step(0, at.replace(tzinfo=None), kind, words, ""))
        if refused is not None:
            return (), refused.why
    names = {pk: gettext(WHOSE.get(name, name)) for name, pk in stage.units.items()}
    shown = sorted(stage.life.clocks, key=lambda clock: (clock.due is None, clock.due or at, clock.n))
    alike: dict[tuple[object, ...], list[Clock]] = {}
    for clock in shown:
        sent = tuple(_sent(stage, clock)) if far else ()
        alike.setdefault((str(clock.called), clock.start, clock.due, clock.span, sent), []).append(clock)
    return tuple(_ran(stage, those, names, at, far) for those in alike.values()), None


def _ran(stage: Stage, alike: list[Clock], names: Mapping[int, str], at: dt.datetime, far: bool) -> Ran:
    """Clocks that run alike, as one."""
    clock = alike[0]
    sent = list(_sent(stage, clock)) if far else []
    whose = phrase(list(dict.fromkeys(names.get(each.unit, "") for each in alike)), at)
    said = [(when, _notice(when, rung)) for when, rung in sent] + (list(_lamps(stage, clock)) if far else [])
    return Ran(
        frame.written(clock.called, at),
        whose,
        clock.start,
        clock.due,
        joined(explained(replace(clock, met_at=None, left_at=None)), at),
        tuple(phrase(each, at) for _, each in sorted(said, key=lambda pair: pair[0])),
        tuple(when for when, _ in sent),
    )


def _sent(stage: Stage, clock: Clock) -> Iterator[tuple[dt.datetime, Rung]]:
    """The reminders of a clock that nobody stops, the first ones."""
    at = replace(clock, met_at=None, left_at=None, void_at=None, rungs=0)
    for _ in range(MOST_SENT):
        coming = stage.terms.coming(stage.life, at, at.due)
        if coming.at is None or coming.rung is None:
            return
        if coming.rung.notices:
            yield coming.at, coming.rung
        at = replace(at, rungs=coming.n + 1)


def _notice(when: dt.datetime, rung: Rung) -> Sentence:
    """What is sent at a rung: “12 June 17:00: reminder to the unit”."""
    all_ = [say("{sent} to {whom}", sent=notice.sent, whom=list(notice.to)) for notice in rung.notices]
    return say("{at}: {what}", at=when, what=all_)


def _lamps(stage: Stage, clock: Clock) -> Iterator[tuple[dt.datetime, Sentence]]:
    """Which lamps the edition lights for a clock, and from when on; nothing where it has no lamps of its own."""
    rule = stage.rules.lamps.rule(clock.called, stage.traits) if stage.rules.lamps is not None else None
    if rule is None or clock.due is None or clock.tick in NOBODY_LATE:
        return
    running = replace(clock, met_at=None, left_at=None, void_at=None)
    before, at = "", clock.start
    while at <= clock.due + OVER:
        code = _code(stage.calendar, running, rule, at)
        if code != before:
            begins, after = (at, False) if at == clock.start else _turn(stage.calendar, running, rule, at)
            if code:
                lamp = rule.palette.lamp(code).label
                yield (
                    begins,
                    say("after {at}: {lamp}", at=begins, lamp=lamp)
                    if after
                    else say("from {at} on: {lamp}", at=begins, lamp=lamp),
                )
            before = code
        at += STEP


STEP, MINUTE, SECOND = dt.timedelta(hours=6), dt.timedelta(minutes=1), dt.timedelta(seconds=1)


def _code(calendar: WorkCalendar, clock: Clock, rule: LampRule, at: dt.datetime) -> str:
    """The lamp that is lit at a moment; nothing where no calendar says."""
    found = light(rule, calendar, clock, at)
    return found.lamp.code if found is not None else ""


def _turn(calendar: WorkCalendar, clock: Clock, rule: LampRule, at: dt.datetime) -> tuple[dt.datetime, bool]:
    """The minute from which on the lamp is lit that is lit at ``at`` and wasn't a step before; or, with True, after which it
    is."""
    low, high = at - STEP, at
    new = _code(calendar, clock, rule, at)
    while high - low > MINUTE:
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= low:
            break
        low, high = (low, middle) if _code(calendar, clock, rule, middle) == new else (middle, high)
    after = _code(calendar, clock, rule, low + SECOND) == new
    return (low, True) if after else (high, False)


def due_words(due: dt.datetime | None, now: dt.datetime) -> str:
    """When a deadline is, in words."""
    return until(due, now) if due else gettext("date not yet known")
