"""Forms of what a case weighs and of who is set on it: correct, note an instruction, confirm the class, a task force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.history import coordinated, must_rise
from zhuqi.domain.cases.life.outlook import outlook
from zhuqi.domain.cases.life.raising import classifying
from zhuqi.domain.cases.queries.bearings import Offered
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.cases.layouts.panels import first_words
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Part, Scene
from zhuqi.interfaces.web.cases.stories import wan
from zhuqi.interfaces.web.cases.weight import said_at_stake
from zhuqi.interfaces.web.forms import NO, YES, Choice
from zhuqi.interfaces.web.shown import Fact, Quote


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


def _chosen(scene: Scene) -> frozenset[str]:
    return frozenset({"grade"})


def _classes(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    """The classes, each with the deadlines that it would move: the case folded once more for each."""
    return {
        "grade": [Choice(grade, label, _moved(scene, grade)) for grade, label in scene.seen.rules.grades.items()],
    }


def _moved(scene: Scene, grade: str) -> Sentence:
    if grade == scene.life.grade:
        return say("as the room gave it: no deadline moves")
    confirmed = classifying(scene.life, grade, scene.now, scene.terms)
    ahead = outlook(scene.life, confirmed, scene.now, scene.terms)
    moved = [say("{tick} by {due}", tick=is_.called, due=is_.due) for _, is_ in ahead.moved if is_.due]
    return say("then {moved}", moved=moved) if moved else say("no deadline moves")


def _at_stake_panels(scene: Scene) -> Sequence[Panel]:
    """What the class is judged by: the first words, and what is at stake."""
    known = tuple(Fact(scene.words(name), scene.words(what)) for name, what in said_at_stake(scene.life))
    return first_words(scene), Panel(gettext("What is at stake"), facts=known)


def _why_a_force(scene: Scene) -> Sequence[Panel]:
    """What calls for a task force by the rules here."""
    standing = coordinated(scene.life, scene.now, scene.terms)
    why = tuple(scene.words(fired.why) for fired in standing.why) if standing else ()
    words = "\n".join(quote.text for quote in scene.said_at(events.Instructed.verb))
    quotes = (Quote(words, False),) if words else ()
    return Panel(gettext("Why a task force"), why, quotes=quotes), *_at_stake_panels(scene)


def _of_the_force(scene: Scene) -> Sequence[Panel]:
    """Who is in the task force, what it was told, and what it agreed so far; then the first words."""
    lead, others = ([scene.unit(one.unit) for one in scene.life.force if one.leads is leads] for leads in (True, False))
    facts = (Fact(gettext("Who leads it"), scene.words(lead)), Fact(gettext("Its members"), scene.words(others)))
    words = (*scene.said_at(events.ForceSetUp.verb), *scene.said_at(events.ForceMet.verb))
    return Panel(gettext("The task force"), facts=facts, quotes=words), first_words(scene)


def _instructed(scene: Scene) -> Sequence[Panel]:
    """What the instruction brings by the rules here: that it must go up, or another coordinator."""
    after = outlook(scene.life, events.Instructed(on=day_of(scene.now)), scene.now, scene.terms).after
    lines = []
    if must_rise(after, scene.now, scene.terms) and not must_rise(scene.life, scene.now, scene.terms):
        lines.append(say("By the rules here it must then go up to the desk above."))
    was, then = (coordinated(life, scene.now, scene.terms) for life in (scene.life, after))
    if then is not None and then != was:
        lines.append(say("Coordinated by {who}, rung {n}.", who=then.coordinator.label, n=then.rung))
        if then.coordinator.force and not scene.life.force:
            lines.append(say("A task force can be set up for it then."))
    lines = lines or [say("By the rules here nothing else follows from it.")]
    return Panel(gettext("What follows"), tuple(scene.words(line) for line in lines)), first_words(scene)


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
        lede=term("Note who has instructed it, when and what. The enterprise doesn't see it."),
        values=_today,
        panels=_instructed,
    ),
    Action.CLASSIFY: Layout(
        lede=term(
            "Until it is confirmed the class is provisional. Deadlines that run get the time of the other class."
        ),
        values=_class,
        choices=_classes,
        needs=_chosen,
        panels=_at_stake_panels,
    ),
    Action.SET_UP: Layout(
        lede=term("For this one case: one unit leads, the others take part. All of them see it from now on."),
        parts=(
            Part(term("Who is in it"), ("lead_id", "member_ids")),
            Part(term("What you tell them"), ("note",)),
        ),
        choices=_units,
        panels=_why_a_force,
    ),
    Action.MEET: Layout(
        lede=term("What was agreed is read by all who see the case from the inside."), panels=_of_the_force
    ),
    Action.STAND_DOWN: Layout(
        lede=term("The case goes on without it; who was in it still sees the case. With the case it ends by itself."),
        panels=_of_the_force,
    ),
}
