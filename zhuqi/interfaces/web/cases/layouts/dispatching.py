"""Forms of the finder and of the dispatch room: settle, submit, screen, refuse, merge, pass out, assign, move, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.outlook import outlook
from zhuqi.domain.cases.queries.bearings import Burden, burdens, in_hand
from zhuqi.domain.cases.rules.words import Action, Hand, Outcome, Tick
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.cases.layouts import panels
from zhuqi.interfaces.web.cases.layouts.panels import expected, first_words, follows, promised, ruled_before
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Part, Scene
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.shown import Fact

A_LEAD, A_PART, AN_ASSIST = 0, -1, -2
"""Units that aren't chosen yet, for asking when each would have to sign and to answer."""
HANDS = {A_LEAD: Hand.LEAD, A_PART: Hand.PART, AN_ASSIST: Hand.ASSIST}


def _told_today(scene: Scene) -> Mapping[str, object]:
    return {"told_on": day_of(scene.now)}


# settle, submit


def _settling(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), follows(scene, events.Settled(staff=scene.actor.staff, outcome=Outcome.SOLVED))


def _submitting(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), follows(scene, events.Submitted())


# screen


def _as_it_is(scene: Scene) -> Mapping[str, object]:
    return {
        "kind": scene.life.kind,
        "grade": scene.life.grade,
        "category": scene.life.category,
        "urgency": scene.life.urgency,
    }


def _screening(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), _promises(scene)


def _promises(scene: Scene) -> Panel:
    """What would be promised to the enterprise, by class; nothing where it has been promised already."""
    title = gettext("Promised to the enterprise")
    if any(clock.tick is Tick.CASE and clock.episode == scene.life.episode for clock in scene.life.clocks):
        return promised(scene)
    facts = []
    for grade, label in scene.found.at.rules.grades.items():
        event = events.Screened(kind=scene.life.kind, grade=grade)
        ahead = outlook(scene.life, event, scene.now, scene.terms)
        due = next((clock.due for clock in ahead.begins if clock.tick is Tick.CASE), None)
        facts.append(Fact(label, scene.words(say("by {due}", due=due) if due else say("not yet known"))))
    counted = say("Counted from when it told us, {at}, for the kind as it now stands.", at=scene.life.told_at)
    return Panel(title, (scene.words(counted),), tuple(facts))


# an end given at the desk


def _not_taking(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), follows(scene, events.NotAccepted(told_on=day_of(scene.now)))


def _passing_out(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), follows(scene, events.TransferredOut(told_on=day_of(scene.now)))


def _others(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    found = in_hand(scene.actor, scene.found.case.enterprise_id, words=_all_words(scene), but=scene.found.case.pk)
    return {"into_id": [Choice(str(one.case.pk), f"{one.case.number} {one.case.title}") for one in found]}


def _all_words(scene: Scene) -> str:
    body = next((said.body for said in scene.found.said if said.name == "body"), "")
    return f"{scene.found.case.title} {body}"


def _merging(scene: Scene) -> Sequence[Panel]:
    """This case and those into which it could go, the most alike first."""
    found = in_hand(scene.actor, scene.found.case.enterprise_id, words=_all_words(scene), but=scene.found.case.pk)
    notes = panels.in_hand(found, scene.now, alike=gettext("nearly the same words"))
    left = say("{n} more are in the list.", n=len(found) - len(notes)) if len(found) > len(notes) else None
    return (
        Panel(gettext("The words of this one"), quotes=first_words(scene).quotes),
        Panel(gettext("Where it could go"), (scene.words(left),) if left else (), notes=notes),
    )


# assign


def _units(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    """Leads, part and assisting units, under what they belong to, each with what it has in hand."""
    offered = scene.offered
    loads = burdens(scene.actor, [org.pk for org in offered.helpers], scene.now)

    def choices(units: Sequence[Any]) -> list[Choice]:
        found = [_unit(scene, org, loads.get(org.pk, Burden())) for org in units]
        order = list(dict.fromkeys(choice.group for choice in found))
        return sorted(found, key=lambda choice: order.index(choice.group))

    carrier = scene.life.carrier
    leads = [org for org in offered.leads if carrier is None or org.pk != carrier.unit]
    return {"lead_id": choices(leads), "part_ids": choices(offered.helpers), "assist_ids": choices(offered.helpers)}


def _unit(scene: Scene, org: Any, load: Burden) -> Choice:
    kind = scene.words(Kind(org.kind))
    note = say("{n} in hand", n=load.live) if load.live else None
    if load.late:
        note = say("{n} in hand, {late} of them late", n=load.live, late=load.late)
    return Choice(str(org.pk), org.name, note, scene.offered.groups.get(org.pk) or kind[:1].upper() + kind[1:])


def _assigning(scene: Scene) -> Sequence[Panel]:
    return _dates(scene), first_words(scene), ruled_before(scene)


def _dates(scene: Scene) -> Panel:
    """By when each hand would have to sign and to answer, if it were assigned now."""
    event = events.Assigned(lead=A_LEAD, parts=(A_PART,), assists=(AN_ASSIST,))
    ahead = outlook(scene.life, event, scene.now, scene.terms)
    facts = []
    for unit, hand in HANDS.items():
        due = {clock.tick: clock.due for clock in ahead.begins if clock.unit == unit}
        if due.get(Tick.ACCEPT) and due.get(Tick.HANDLE):
            said = say("signs by {sign}, answers by {answer}", sign=due[Tick.ACCEPT], answer=due[Tick.HANDLE])
            facts.append(Fact(scene.words(hand), scene.words(said)))
    return Panel(gettext("If it is assigned now"), promised(scene).lines, tuple(facts))


# up and down


def _sending_down(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), promised(scene)


def _desks(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    return {"desk_id": [Choice(str(org.pk), org.name) for org in scene.offered.desks]}


def _helpers(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    return {"assist_ids": _units(scene)["assist_ids"]}


def _escalating(scene: Scene) -> Sequence[Panel]:
    above = directory.desk_above(scene.life.desk)
    said = say("It goes to {desk}, which screens and assigns it.", desk=above.name) if above else None
    up = Panel(gettext("What follows"), (scene.words(said),) if said else ())
    return up, first_words(scene), promised(scene)


# take back


def _recalling(scene: Scene) -> Sequence[Panel]:
    return follows(scene, events.Recalled()), expected(scene)


def _no_time(scene: Scene) -> Mapping[str, Sentence]:
    return {"reason": say("Taking it back wins no time: your own deadline goes on from where it had begun.")}


LAYOUTS: Mapping[Action, Layout] = {
    Action.SETTLE: Layout(
        lede=term("Solved or answered while you are there. Another unit asks the enterprise whether that is so."),
        panels=_settling,
    ),
    Action.SUBMIT: Layout(
        lede=term("Hand it to the dispatch room, because your group can't solve it."), panels=_submitting
    ),
    Action.SCREEN: Layout(
        lede=term("Say what it is. The date promised to the enterprise follows from kind and class."),
        values=_as_it_is,
        panels=_screening,
    ),
    Action.NOT_ACCEPT: Layout(
        lede=term("Tell the enterprise first; what you write here is what it reads."),
        values=_told_today,
        panels=_not_taking,
    ),
    Action.TRANSFER_OUT: Layout(
        lede=term("For what this mechanism can't solve. Tell the enterprise who takes it on, and where to ask."),
        values=_told_today,
        panels=_passing_out,
    ),
    Action.MERGE: Layout(
        lede=term("Only where both are one need: this one ends, the other goes on. It can't be reopened."),
        choices=_others,
        panels=_merging,
    ),
    Action.ASSIGN: Layout(
        lede=term(
            "One unit leads and answers the enterprise. Part units do a share that the answer waits for; others assist."
        ),
        parts=(
            Part(term("Who leads"), ("lead_id",)),
            Part(term("Who helps"), ("part_ids", "assist_ids")),
            Part(term("What you tell them"), ("note",)),
        ),
        choices=_units,
        panels=_assigning,
    ),
    Action.SEND_DOWN: Layout(lede=term("A room below screens and assigns it."), choices=_desks, panels=_sending_down),
    Action.ESCALATE: Layout(
        lede=term("One level up. Units of your own may stay on and assist."), choices=_helpers, panels=_escalating
    ),
    Action.RECALL: Layout(
        lede=term("Before anybody has begun with it. It stays on record that it was passed on and taken back."),
        notes=_no_time,
        panels=_recalling,
    ),
}
