"""Forms of what a case weighs and of who is set on it: correct, note an instruction, confirm the class, a task force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from zhuqi.base.words import say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.outlook import outlook
from zhuqi.domain.cases.queries.bearings import Offered
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.cases.layouts.panels import first_words, promised
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Part, Scene
from zhuqi.interfaces.web.cases.stories import wan
from zhuqi.interfaces.web.forms import NO, YES, Choice
from zhuqi.interfaces.web.shown import Fact


def at_stake(scene: Scene) -> Mapping[str, object]:
    """What is on record of a case's weight, to begin a form with."""
    life = scene.life
    signed = None if life.signed is None else (YES if life.signed else NO).value
    return {"amount": wan(life.stake), "firms": life.firms, "signed": signed}


def _today(scene: Scene) -> Mapping[str, object]:
    return {"on": day_of(scene.now)}


def _class(scene: Scene) -> Mapping[str, object]:
    return {"grade": scene.life.grade}


def _only_words(scene: Scene) -> Sequence[Panel]:
    return (first_words(scene),)


def _classes(scene: Scene) -> Sequence[Panel]:
    return _moves(scene), first_words(scene), promised(scene)


def _moves(scene: Scene) -> Panel:
    """By class, which deadline would be the next: the case folded once more for each."""
    facts = []
    for grade, label in scene.seen.rules.grades.items():
        ahead = outlook(scene.life, events.Classified(grade=grade), scene.now, scene.terms)
        moved = [say("{tick} by {due}", tick=is_.called, due=is_.due) for _, is_ in ahead.moved if is_.due]
        facts.append(Fact(label, scene.words(moved) if moved else gettext("no deadline moves")))
    return Panel(gettext("What each class would bring"), facts=tuple(facts))


def _units(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    offered = scene.offered
    members = [_unit(scene, offered, org.pk, org.name, org.kind) for org in offered.helpers]
    desk = Choice(str(scene.life.desk), scene.unit(scene.life.desk))
    order = list(dict.fromkeys(choice.group for choice in members))
    members.sort(key=lambda choice: order.index(choice.group))
    return {"lead_id": [desk, *members], "member_ids": members}


def _unit(scene: Scene, offered: Offered, pk: int, name: str, kind: str) -> Choice:
    word = scene.words(Kind(kind))
    return Choice(str(pk), name, group=offered.groups.get(pk) or word[:1].upper() + word[1:])


LAYOUTS: Mapping[Action, Layout] = {
    Action.RESTATE: Layout(
        lede=term("What is left empty stays as it is. Others see the reason, and that it was corrected."),
        values=at_stake,
        panels=_only_words,
    ),
    Action.INSTRUCT: Layout(
        lede=term("By the rules here it may have to go up, or come to another coordinator, because of it."),
        values=_today,
        panels=_only_words,
    ),
    Action.CLASSIFY: Layout(
        lede=term(
            "Until it is confirmed the class is provisional. Deadlines that run get the time of the other class."
        ),
        values=_class,
        panels=_classes,
    ),
    Action.SET_UP: Layout(
        lede=term("For this one case: one unit leads, the others take part. All of them see it from now on."),
        parts=(
            Part(term("Who is in it"), ("lead_id", "member_ids")),
            Part(term("What you tell them"), ("note",)),
        ),
        choices=_units,
        panels=_only_words,
    ),
    Action.MEET: Layout(
        lede=term("What was agreed is read by all who see the case from the inside."), panels=_only_words
    ),
    Action.STAND_DOWN: Layout(
        lede=term("The case goes on without it; who was in it still sees the case. With the case it ends by itself."),
        panels=_only_words,
    ),
}
