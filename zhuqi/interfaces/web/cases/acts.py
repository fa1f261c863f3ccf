"""One step of a case: its own form, made from ``NEEDS`` and the step's ``Layout``; sent, it does it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.life.guards import GRANTED_BY_STEP, refusal
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.rules.words import Asked as Request
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, back_to, done, inside
from zhuqi.interfaces.web.cases import acting, joined, one, page, stories
from zhuqi.interfaces.web.cases.layouts import layout
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Part, Scene
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.shown import Quote

LACKING: Mapping[Shape, Sentence] = {
    Shape.CASE: say("The enterprise has no other case in hand."),
    Shape.CASES: say("No case of another enterprise lies here and stands as this one does."),
    Shape.UNIT: say("There is no unit here that could take it."),
    Shape.DESK: say("There is no dispatch room below."),
}
"""Why a form can't be filled where there is nothing to choose."""
TICKED = 200
"""Cases ticked on the page before that are looked at."""
RULED: Mapping[Action, frozenset[Request]] = {
    Action.RULE: frozenset({Request.RETURN}),
    Action.EXTEND: frozenset({Request.EXTENSION}),
    Action.SUSPEND: frozenset({Request.SUSPENSION}),
    Action.ESCALATE: frozenset({Request.ESCALATION}),
    Action.SIGN: frozenset({Request.SIGNING}),
    Action.REFUSE: GRANTED_BY_STEP,
}
"""Steps that answer a request, and which kinds each answers: its words stand above the form."""


@dataclass(frozen=True)
class Group:
    """Some fields of a form, under a heading where they have one."""

    title: str
    fields: tuple[forms.Shown, ...]


@dataclass(frozen=True)
class WayShown:
    """One of the ways that are chosen first; chosen, its address leads back to the choice."""

    name: str
    value: str
    word: str
    address: str
    meaning: str = ""


@dataclass(frozen=True)
class Act:
    """The form of one step. ``key`` makes a repeated submission one submission."""

    name: str
    word: str
    key: str
    parts: tuple[Group, ...] = ()
    lede: str = ""
    explained: str = ""
    quotes: tuple[Quote, ...] = ()
    panels: tuple[Panel, ...] = ()
    ways: tuple[WayShown, ...] = ()
    way: WayShown | None = None
    refused: str = ""
    grave: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is anything to fill in."""
        return any(part.fields for part in self.parts)


@inside
def act(request: Asked, case_id: int, name: str) -> HttpResponseBase:
    """The form of a step; sent, it does it."""
    if name not in set(TAKEN) - {Action.RECORD}:
        raise Missing
    scene = _scene(request, case_id, Action(name))
    if request.method != "POST":
        refused = refusal(scene.action, scene.found.at)
        return _form(request, scene, refused=refused, status=409 if refused else 200)
    try:
        typed = acting.typed(scene.action, _read(request, scene))
        seen, key = forms.seen(request.POST), forms.key(request.POST)
        ACTIONS[scene.action](request.actor, case_id, **typed, seen=seen, key=key, now=request.now)
    except Invalid as fault:
        return _form(request, scene, faults=fault.fields, status=422)
    except Refused as fault:
        return _form(request, scene, refused=fault.sentence, status=409)
    return done(
        request,
        back_to(request, reverse("case", args=[case_id])),
        say("Done: {action}.", action=layout(scene.action).does(scene) or scene.action),
    )


def _scene(request: Asked, case_id: int, action: Action) -> Scene:
    found = detail(request.actor, case_id, now=request.now)
    seen = one.seen_by(request.actor, found, request.now)
    own = layout(action)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = sent.get(own.first, "") if own.first else ""
    known = chosen if chosen in (own.ways or {}) else ""
    ticked = tuple(int(value) for value in sent.getlist("case")[:TICKED] if re.fullmatch("[0-9]{1,18}", value))
    return Scene(request.actor, found, seen, action, request.now, known, ticked)


def _read(request: Asked, scene: Scene) -> dict[str, Any]:
    """Every field's value; those for which the chosen way doesn't ask are empty. Raises Invalid."""
    own = layout(scene.action)
    if own.first and not scene.chosen:
        raise Invalid({own.first: say("Please choose one.")})
    empty: dict[str, Any] = {need.name: None for need in NEEDS[scene.action]}
    first = {own.first: scene.chosen} if own.first else {}
    read = forms.read(_fields(scene), request.POST)
    return {**empty, **first, **acting.gathered(read, scene.found.at.rules)}


def _fields(scene: Scene) -> tuple[forms.Field, ...]:
    """The fields of the form as this case needs them. What is chosen on a page of its own isn't among them."""
    own = layout(scene.action)
    choices, notes = own.choices(scene), own.notes(scene)
    made = acting.fields(scene.action, acting.labels(scene.found.at.rules), own.values(scene))
    left_out, needed, hints = own.leaves_out(scene), own.needs(scene), own.hints(scene)
    fields = [
        replace(
            field,
            note=notes.get(field.name),
            required=field.required or field.name in needed,
            hint=hints.get(field.name, field.hint),
        )
        for field in made
        if field.name not in left_out
    ]
    fields = [_chosen_from(field, choices[field.name]) if field.name in choices else field for field in fields]
    if not own.ways:
        return tuple(fields)
    asks = own.ways[scene.chosen].asks if scene.chosen else {}
    return tuple(replace(field, required=asks[field.name], hint="") for field in fields if field.name in asks)


def _chosen_from(field: forms.Field, choices: Sequence[Choice]) -> forms.Field:
    """A field with choices of its own; one that would be typed is chosen instead."""
    listed = {forms.Kind.UNIT, forms.Kind.UNITS, forms.Kind.SEVERAL, forms.Kind.CHOICE}
    kind = field.kind if field.kind in listed else forms.Kind.CHOICE
    return replace(field, kind=kind, choices=tuple(choices), hint="")


def _form(
    request: Asked,
    scene: Scene,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.method == "POST"
    own, kept = layout(scene.action), {} if faults is None else faults
    # who may not take the step is told so, and shown nothing of what would have been chosen from
    fields = () if refused and not posted else _fields(scene)
    shown = forms.again(fields, request.POST, kept) if posted else forms.blank(fields)
    said = refused or forms.unplaced(fields, kept) or _lacking(scene, fields)
    explained, quotes = _explained(scene)
    form = Act(
        name=scene.action.value,
        word=scene.words(own.does(scene) or scene.action),
        key=(posted and not refused and forms.key(request.POST)) or forms.new_key(),
        parts=groups(own.parts, shown) if posted or not said else (),
        lede=scene.words(own.says(scene)) or (gettext(own.lede) if own.lede else ""),
        explained=explained,
        quotes=quotes,
        panels=()
        if refusal(scene.action, scene.found.at)
        else tuple(panel for panel in (*_reached(scene), *own.panels(scene)) if panel.shown),
        ways=_ways(scene, own) if not scene.chosen and not (refused and not posted) else (),
        way=_way(scene, own) if scene.chosen else None,
        refused=scene.words(said),
        grave=scene.action in acting.GRAVE,
    )
    head = page.head(scene.seen, reverse("case", args=[scene.found.case.pk]))
    return render(request, "cases/act.html", {"case": head, "act": form}, status=status)


def _reached(scene: Scene) -> Sequence[Panel]:
    """The other cases on which the step is taken too."""
    panel = joined.reached(scene.actor, scene.found, scene.action, scene.now)
    return (panel,) if panel is not None else ()


def groups(parts: Sequence[Part], shown: Sequence[forms.Shown]) -> tuple[Group, ...]:
    """The fields under their headings; what isn't named under one comes last."""
    found = {field.field.name: field for field in shown}
    named = [
        Group(gettext(part.title), tuple(found.pop(name) for name in part.names if name in found)) for part in parts
    ]
    return tuple(group for group in (*named, Group("", tuple(found.values()))) if group.fields)


def _ways(scene: Scene, own: Layout) -> tuple[WayShown, ...]:
    named = _named(scene, own)
    return tuple(
        WayShown(own.first, value, named[value], f"?{urlencode({own.first: value})}", gettext(way.meaning))
        for value, way in (own.ways or {}).items()
    )


def _way(scene: Scene, own: Layout) -> WayShown:
    return WayShown(own.first, scene.chosen, _named(scene, own)[scene.chosen], "?")


def _named(scene: Scene, own: Layout) -> dict[str, str]:
    """{value: word} of the field that is chosen first."""
    need = next((need for need in NEEDS[scene.action] if need.name == own.first), None)
    return {word.value: scene.words(word) for word in need.choices} if need else {}


def _lacking(scene: Scene, fields: Sequence[forms.Field]) -> Sentence | None:
    """What keeps a form from being filled: something must be chosen, and there is nothing to choose."""
    empty = {field.name for field in fields if field.required and not field.choices}
    lacking = (LACKING[need.shape] for need in NEEDS[scene.action] if need.name in empty and need.shape in LACKING)
    return next(lacking, None)


def _answered(scene: Scene) -> Any:
    """The entry of the request that a step would answer: the latest of its kind by its row. None where nobody asks."""
    asked = scene.found.at.asked(*RULED[scene.action])
    if asked is None:
        return None
    for entry in reversed(scene.found.history):
        event = one.booked(entry).event
        if isinstance(event, events.Requested) and (event.holding, event.asked) == (asked.holding, asked.asked):
            return entry
    return None


def _explained(scene: Scene) -> tuple[str, tuple[Quote, ...]]:
    """The request that is answered, with its words."""
    entry = _answered(scene) if scene.action in RULED else None
    if entry is None:
        return "", ()
    told = stories.Told(scene.life, scene.found.units, scene.found.at.rules)
    quotes = tuple(Quote(said.body, said.outside) for said in entry.said)
    return scene.words(stories.sentence(one.booked(entry).event, told)), quotes
