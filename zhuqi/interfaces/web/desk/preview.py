"""The case that is picked in the queue: its words, what was promised, where such cases went, what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.queries.detail import Detail, detail
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.domain.common.queries.similar import Like, similar
from zhuqi.interfaces.web import forms, likeness
from zhuqi.interfaces.web.cases import one, page
from zhuqi.interfaces.web.cases.layouts.dispatching import dates, promises
from zhuqi.interfaces.web.cases.layouts.panels import promised
from zhuqi.interfaces.web.cases.layouts.scene import Panel, Scene
from zhuqi.interfaces.web.desk import guesses, queue
from zhuqi.interfaces.web.desk.guesses import Guess
from zhuqi.interfaces.web.shown import Door, Fact

ALIKE = 3
"""Similar cases that stand beside one; the rest are compared on a page of their own."""
KEYS: Mapping[str, tuple[Action, ...]] = {
    "u": (Action.ASSIGN, Action.SCREEN),
    "m": (Action.MERGE,),
    "r": (Action.RULE, Action.NOT_ACCEPT),
    "n": (Action.INSTRUCT,),
    "z": (Action.RECALL,),
}
"""Which step a key leads to: the first of these that is open."""


@dataclass(frozen=True)
class Step(Door):
    """A step that is open, with the key that leads to it."""

    key: str = ""


@dataclass(frozen=True)
class Near:
    """A case like this one: how alike, of whom, and what came of it."""

    title: str
    address: str
    percent: int
    meta: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A button that does a step at once: the value it sends and its word."""

    value: str
    word: str


@dataclass(frozen=True)
class Preview:
    """The right side of the room. ``others``: the steps that no key leads to; ``assign``, ``screen``: where its buttons send to,
    empty where the step isn't open."""

    case: int
    head: page.CaseHead
    address: str
    told: str
    said: str
    facts: tuple[Fact, ...]
    dates: Panel
    guesses: tuple[Guess, ...]
    against: tuple[likeness.Suggested, ...]
    near: tuple[Near, ...]
    compare: str
    steps: tuple[Step, ...]
    others: tuple[Step, ...]
    more: str
    key: str
    assign: str = ""
    screen: str = ""
    grades: tuple[Choice, ...] = ()
    as_it_is: tuple[Choice, ...] = ()


def preview(actor: Actor, case_id: int, which: str, now: dt.datetime, following: int | None = None) -> Preview:
    """A case beside the queue. ``following``: the case that is picked after a step. Raises Missing. A fixed number of queries."""
    found = detail(actor, case_id, now=now)
    seen = one.seen_by(actor, found, now)
    scene = Scene(actor, found, seen, Action.ASSIGN, now)
    waits = found.life.state is State.SCREENING
    like = similar(actor, case_id, among=[unit.pk for unit in scene.offered.leads] if waits else None)
    named = guesses.of(actor, like, now) if waits else ()
    shown = _steps(found, now, which, following)
    onward = {step.name: step.address for step in shown}
    assigns = Action.ASSIGN in found.actions and waits
    screens = Action.SCREEN in found.actions and found.life.grade is None
    told = [seen.words(say("Told {channel} on {at}.", channel=found.life.channel, at=found.life.told_at))]
    told += [found.staff[found.case.finder_id]] if found.case.finder_id in found.staff else []
    return Preview(
        case=case_id,
        head=page.head(seen, reverse("case", args=[case_id])),
        address=reverse("case", args=[case_id]),
        told=" · ".join(told),
        said=next((said.body for said in found.said if said.name == "body"), ""),
        facts=_facts(scene),
        dates=replace(dates(scene), lines=()) if assigns else promises(scene) if screens else Panel(""),
        guesses=named,
        against=tuple(one for one in likeness.units(like, now) if one.against) if waits else (),
        near=tuple(_near(found, one, seen) for one in like.likes[:ALIKE]),
        compare=reverse("similar", args=[case_id]) if like.likes else "",
        steps=tuple(
            replace(step.door, main=step.door.main and not named)  # the likely unit's button is the one that is filled
            for step in shown
            if step.door.key or step.door.main
        ),
        others=tuple(step.door for step in shown if not (step.door.key or step.door.main)),
        more=reverse("case", args=[case_id]),
        key=forms.new_key(),
        assign=onward.get(Action.ASSIGN, "") if assigns else "",
        screen=onward.get(Action.SCREEN, "") if screens else "",
        grades=tuple(Choice(code, word) for code, word in found.at.rules.grades.items()) if screens else (),
        as_it_is=_as_it_is(found) if screens else (),
    )


@dataclass(frozen=True)
class _Named:
    name: Action
    address: str
    door: Step


def _steps(found: Detail, now: dt.datetime, which: str, following: int | None) -> tuple[_Named, ...]:
    """The steps that are open. Screening and assigning bring on to the case itself or to the next one of the queue."""
    keyed = {
        next((action for action in actions if action in found.actions), None): key for key, actions in KEYS.items()
    }
    doors = {door.address: door for door in one.doors(found, now)}
    named = []
    for action in found.actions:
        plain = reverse("act", args=[found.case.pk, action.value])
        stays = action not in LEAVES
        back = queue.at(which, found.case.pk if stays else following)
        address = f"{plain}?{urlencode({'next': back})}"
        door = doors[plain]
        step = Step(door.word, address, door.at_once, door.grave, door.main, keyed.get(action, ""))
        named.append((list(doors).index(plain), _Named(action, address, step)))
    return tuple(one for _, one in sorted(named, key=lambda pair: pair[0]))


LEAVES = frozenset(
    {
        Action.ASSIGN,
        Action.SEND_DOWN,
        Action.ESCALATE,
        Action.NOT_ACCEPT,
        Action.MERGE,
        Action.TRANSFER_OUT,
        Action.RULE,
        Action.RECALL,
    }
)
"""After these the case is no longer where it lay in the queue: the next one is picked."""


def _as_it_is(found: Detail) -> tuple[Choice, ...]:
    """What a screening keeps, so that its class alone must be said."""
    kept = {"kind": found.life.kind, "category": found.life.category, "urgency": found.life.urgency}
    return tuple(Choice(name, value) for name, value in kept.items() if value)


def _facts(scene: Scene) -> tuple[Fact, ...]:
    enterprise = scene.found.case.enterprise
    place = " ".join(part for part in (enterprise.region.name, enterprise.address) if part)
    kind = scene.seen.rules.kinds.get(scene.life.kind, scene.life.kind)
    facts = [
        Fact(gettext("Enterprise"), " · ".join([enterprise.name, place])),
        Fact(gettext("Kind"), kind),
        Fact(gettext("How it stands"), scene.words(page.lede(scene.seen))),
        *(Fact(gettext("The promise"), line) for line in promised(scene).lines),
    ]
    return tuple(fact for fact in facts if fact.what)


def _near(found: Detail, one: Like, seen: page.Seen) -> Near:
    came = [one.case.enterprise.name, one.case.number]
    came += [one.unit or (one.case.holder.name if one.case.holder else "")]
    came += [seen.words(one.outcome)] if one.outcome is not None else [seen.words(State(one.case.state))]
    meta = tuple(part for part in came if part)
    return Near(one.case.title, reverse("case", args=[one.case.pk]), round(one.alike * 100), meta)
