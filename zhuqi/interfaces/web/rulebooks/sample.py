"""A sample case on a time line: when each deadline would start and be due under an edition, for a case sorted in some way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.examples.words import Kind as Happens
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory.rules import Scale
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.cases.clock_rows import explained, marks, works
from zhuqi.interfaces.web.cases.rulers import Axis, Bar, Mark, Ruler, Stretch, axis, rests, ruler
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.shown import Link
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


@dataclass(frozen=True)
class Row:
    """A deadline on the time line, and whose it is; alike ones together."""

    name: str
    whose: str
    due: str
    why: str
    ruler: Ruler


@dataclass(frozen=True)
class Line:
    """The time line: its deadlines, the soonest first, the days that don't count, the words on the axis."""

    rows: tuple[Row, ...]
    rests: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@inside
def show(request: Asked, edition_id: int) -> HttpResponseBase:
    """The form, and below it what comes of it. Nothing is written. At most five queries."""
    edition = frame.edition(edition_id)
    typed = queries.standing(edition).sections
    rules: CaseRules = typed["办理"]
    hours = typed["工作时间"]
    calendar = work_calendar(hours.hours, hours.zone)
    fields = _fields(rules, request.now)
    shown: dict[str, Any] = {"head": _head(edition, request.now), "status": 200}
    try:
        asked = forms.read(fields, request.GET) if request.GET else _first(fields)
        at = _moment(asked, calendar)
        shown["line"], shown["refused"] = _played(rules, calendar, asked, at)
        shown["form"] = forms.asked_for(fields, asked) if not request.GET else forms.again(fields, request.GET, {})
    except Invalid as fault:
        shown["form"] = forms.again(fields, request.GET, fault.fields)
        return render(request, "rulebooks/sample.html", shown, status=422)
    return render(request, "rulebooks/sample.html", shown)


def _head(edition: Any, now: dt.datetime) -> Head:
    lede = say("When each deadline would start and be due if all of this happened at one moment. Nothing is written.")
    return Head(gettext("A sample case"), phrase(lede, now), frame.crumbs(Link(edition.name, frame.address(edition))))


def _fields(rules: CaseRules, now: dt.datetime) -> list[Field]:
    """How the case is sorted, as far as the edition knows, and when it comes in."""
    fields = []
    for name, (field, word) in LABELS.items():
        labels: Mapping[str, str] = getattr(rules, field)
        choices = tuple(Choice(code, label) for code, label in labels.items())
        if choices:
            first = name in ("kind", "grade")
            fields.append(
                Field(name, word, Kind.CHOICE, first, choices=choices, value=choices[0].value if first else None)
            )
    named = {channel for rule in rules.clocks for channel in rule.channels}
    if named:
        fields.append(Field("channel", term("Way it came"), Kind.CHOICE, False, choices=forms.choices_of(Channel)))
    if any(rule.scales for rule in rules.clocks):
        fields.append(Field("scale", term("Scale"), Kind.CHOICE, False, choices=forms.choices_of(SCALES)))
    here = local(now)
    fields.append(Field("day", term("Day"), Kind.DAY, value=day_of(now)))
    fields.append(Field("time", term("Time"), most=5, value=f"{here:%H:%M}", hint=term("Hours and minutes, as 17:30.")))
    return fields


def _first(fields: list[Field]) -> dict[str, Any]:
    return {field.name: field.value for field in fields}


def _moment(asked: Mapping[str, Any], calendar: WorkCalendar) -> dt.datetime:
    """The moment that is asked for. Raises Invalid."""
    found = TIME.fullmatch(asked["time"])
    if found is None:
        raise Invalid({"time": say("Please write the time as 17:30.")})
    return dt.datetime.combine(asked["day"], dt.time(int(found[1]), int(found[2])), calendar.zone)


def _played(
    rules: CaseRules, calendar: WorkCalendar, asked: Mapping[str, Any], at: dt.datetime
) -> tuple[Line | None, Sentence | None]:
    """The time line of a case, or why it can't go that way."""
    channel = Channel(asked["channel"]) if asked.get("channel") else None
    labels = {name: asked.get(name) or "" for name in ("kind", "category", "grade", "urgency", "scale")}
    stage = Stage(rules, calendar, Traits(channel=channel, **labels))
    for kind in WAY:
        words = UNITS if kind is Happens.ASSIGN else ""
        refused = stage.take(Step(0, at.replace(tzinfo=None), kind, words, ""))
        if refused is not None:
            return None, refused.why
    names = {pk: gettext(WHOSE.get(name, name)) for name, pk in stage.units.items()}
    return _line(stage.life.clocks, names, calendar, at), None


def _line(clocks: tuple[Clock, ...], names: Mapping[int, str], calendar: WorkCalendar, at: dt.datetime) -> Line:
    shown = sorted(clocks, key=lambda clock: (clock.due is None, clock.due or at, clock.n))
    along = axis([at, *(moment for clock in shown for moment in (clock.start, clock.due) if moment is not None)])
    alike: dict[tuple[object, ...], list[Clock]] = {}
    for clock in shown:
        alike.setdefault((str(clock.called), clock.start, clock.due, clock.span), []).append(clock)
    rows = tuple(_row(those, names, along, at) for those in alike.values())
    return Line(rows, rests(along, lambda day: works(calendar, day)), marks(along, at))


def _row(alike: list[Clock], names: Mapping[int, str], along: Axis, at: dt.datetime) -> Row:
    """Clocks that run alike, as one."""
    clock = alike[0]
    whose = phrase(list(dict.fromkeys(names.get(each.unit, "") for each in alike)), at)
    name = frame.written(clock.called, at)
    due = until(clock.due, at) if clock.due else gettext("date not yet known")
    end = Stretch("run", clock.due, clock.due) if clock.due else None
    stretches = [Stretch("ahead", clock.start, clock.due)] if clock.due else []
    drawn = ruler(along, stretches, end=end, now=at, label=f"{name}: {due}")
    untouched = replace(clock, met_at=None, left_at=None)
    return Row(name, whose, due, joined(explained(untouched), at), drawn)
