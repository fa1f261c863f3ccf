"""Forms of the finder and of the dispatch room: settle, submit, screen, refuse, merge, pass out, assign, move, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.outlook import Outlook, outlook
from zhuqi.domain.cases.queries import onward
from zhuqi.domain.cases.queries.bearings import Burden, burdens, in_hand
from zhuqi.domain.cases.queries.detail import Happened
from zhuqi.domain.cases.queries.onward import Onward
from zhuqi.domain.cases.rules.words import Action, Hand, Outcome, Tick
from zhuqi.domain.directory.rules import Kind
from zhuqi.interfaces.web.cases import alike
from zhuqi.interfaces.web.cases.layouts import panels
from zhuqi.interfaces.web.cases.layouts.panels import expected, first_words, follows, promised, ruled_before
from zhuqi.interfaces.web.cases.layouts.raising import at_stake
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Part, Scene
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.shown import Fact

A_LEAD, A_PART, AN_ASSIST = 0, -1, -2
"""Units that aren't chosen yet, for asking when each would have to sign and to answer."""
HANDS = {A_LEAD: Hand.LEAD, A_PART: Hand.PART, AN_ASSIST: Hand.ASSIST}
DATED = 12
"""Up to so many rooms below are shown with when each would have to screen: each may have rules of its own to look up."""


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
        **at_stake(scene),
    }


def _screening(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), promises(scene), *_alike(scene)


def promises(scene: Scene) -> Panel:
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


def _proposing(scene: Scene) -> bool:
    """Whether somebody else will still have to agree."""
    return scene.found.at.rules.intake.two and scene.life.proposer is None


def _not_taking(scene: Scene) -> Sequence[Panel]:
    if _proposing(scene):
        said = (
            say("You propose it. Another dispatcher, or a leader, must agree; until then the case goes on as it is."),
            say("The enterprise isn't told before that. The deadline for screening runs on."),
        )
        return first_words(scene), Panel(gettext("What follows"), tuple(scene.words(line) for line in said))
    quotes = scene.said_at(events.RefusalProposed.verb)
    proposed = Panel(gettext("What was proposed"), (scene.words(_who_proposed(scene)),), quotes=quotes)
    after = follows(scene, events.NotAccepted(told_on=day_of(scene.now)))
    return (proposed, first_words(scene), after) if scene.life.proposer else (first_words(scene), after)


def _proposed(scene: Scene) -> Mapping[str, object]:
    """What the first of two said, and today."""
    if _proposing(scene):
        return {}
    entry = _proposal(scene)
    words = {said.name: said.body for said in entry.said} if entry is not None else {}
    return {"told_on": day_of(scene.now), "cause": scene.life.refused_for, **words}


def _proposal(scene: Scene) -> Happened | None:
    """The entry by which the first of two proposed it, while it waits for the second."""
    if scene.life.proposer is None:
        return None
    return next((one for one in reversed(scene.found.history) if one.verb == events.RefusalProposed.verb), None)


def _who_proposed(scene: Scene) -> Sentence | None:
    entry, causes = _proposal(scene), scene.found.at.rules.refusals
    if entry is None:
        return None
    cause = causes.get(scene.life.refused_for or "")
    said = say("{who} proposed it on {at}.", who=entry.who, at=entry.at)
    return say("{said} Why: {cause}.", said=said, cause=cause) if cause else said


def _one_of_two(scene: Scene) -> Sentence | None:
    """Where two must agree: what this one does."""
    if _proposing(scene):
        return say("You only propose it. Don't tell the enterprise before somebody else has agreed.")
    if scene.life.proposer is not None:
        return say("With your word it ends. Tell the enterprise first; what you write here is what it reads.")
    return None


def _proposes(scene: Scene) -> Sentence | None:
    if _proposing(scene):
        return say("propose not to accept it")
    return say("agree not to accept it") if scene.life.proposer is not None else None


def _where_instead(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    """The reasons of the edition, each with where the enterprise is told to go."""
    intake = scene.found.at.rules.intake
    where = {code: say("it is told: {words}", words=words) for code, words in intake.instead.items()}
    return {"cause": [Choice(code, word, where.get(code)) for code, word in intake.causes.items()]}


def _read_when(scene: Scene) -> Mapping[str, str]:
    """What stands beside the fields: who reads them, and when."""
    reads = term("The enterprise reads this.")
    if _proposing(scene):
        reads = term("The enterprise reads this once somebody else has agreed.")
    instead = term("The enterprise reads this, too. Left empty, it reads what stands beside the reason above.")
    known = scene.found.at.rules.intake.instead
    return {"reason": reads, "instead": instead if known else reads, "told_on": ""}


def _not_told(scene: Scene) -> frozenset[str]:
    return frozenset({"told_on"}) if _proposing(scene) else frozenset()


def _must_be_said(scene: Scene) -> frozenset[str]:
    return frozenset({"told_on", "cause"})


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
    return (
        dates(scene),
        first_words(scene),
        *_alike(scene, [org.pk for org in scene.offered.leads]),
        ruled_before(scene),
    )


def _alike(scene: Scene, among: Sequence[int] | None = None) -> Sequence[Panel]:
    """Where cases like this one stayed."""
    panel = alike.beside(scene.actor, scene.found, scene.now, among=among)
    return (panel,) if panel is not None else ()


def dates(scene: Scene) -> Panel:
    """By when each hand would have to sign and to answer, if it were assigned now."""
    event = events.Assigned(lead=A_LEAD, parts=(A_PART,), assists=(AN_ASSIST,))
    ahead = outlook(scene.life, event, scene.now, scene.terms)
    told = {hand: _hand(ahead, unit) for unit, hand in HANDS.items()}
    facts = tuple(Fact(scene.words(hand), scene.words(said)) for hand, said in told.items() if said)
    return Panel(gettext("If it is assigned now"), promised(scene).lines, facts)


def _hand(ahead: Outlook, unit: int) -> Sentence | None:
    """By when a unit would have to sign and to answer."""
    due = {clock.tick: clock.due for clock in ahead.begins if clock.unit == unit}
    if not due.get(Tick.ACCEPT) or not due.get(Tick.HANDLE):
        return None
    return say("signs by {sign}, answers by {answer}", sign=due[Tick.ACCEPT], answer=due[Tick.HANDLE])


# up and down


def _sending_down(scene: Scene) -> Sequence[Panel]:
    return _screenings(scene), first_words(scene), promised(scene)


def _desks(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    return {"desk_id": [Choice(str(org.pk), org.name) for org in scene.offered.desks]}


def _screenings(scene: Scene) -> Panel:
    """By when each room below would have to screen it; nothing where there are many."""
    desks = scene.offered.desks
    told = {org.name: _screened(scene, org) for org in desks} if len(desks) <= DATED else {}
    facts = tuple(Fact(name, scene.words(said)) for name, said in told.items() if said)
    return Panel(gettext("If it is sent down now"), facts=facts)


def _screened(scene: Scene, desk: Any) -> Sentence | None:
    """By when a room below would have to screen it."""
    there = onward.to(desk, scene.life, scene.now, scene.terms)
    if there is None:
        return None
    event = events.SentDown(desk=desk.pk, area=there.area, edition=there.edition)
    ahead = outlook(scene.life, event, scene.now, there.terms)
    due = next((clock.due for clock in ahead.begins if clock.tick is Tick.SCREEN), None)
    return say("screens by {due}", due=due) if due else None


def _helpers(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    return {"assist_ids": _units(scene)["assist_ids"]}


def _escalated(there: Onward, assists: tuple[int, ...] = ()) -> events.Escalated:
    return events.Escalated(desk=there.desk.pk, area=there.area, edition=there.edition, assists=assists)


def _assisting(scene: Scene) -> Mapping[str, Sentence]:
    """By when each unit that stays on would have to sign and to answer."""
    above = onward.up(scene.life, scene.now, scene.terms)
    if above is None:
        return {}
    ahead = outlook(scene.life, _escalated(above, (AN_ASSIST,)), scene.now, above.terms)
    said = _hand(ahead, AN_ASSIST)
    return {"assist_ids": say("If it goes up now, each of them {does}.", does=said)} if said else {}


def _escalating(scene: Scene) -> Sequence[Panel]:
    above = onward.up(scene.life, scene.now, scene.terms)
    after = (follows(scene, _escalated(above), to=above),) if above else ()
    return *after, first_words(scene), promised(scene)


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
        parts=(
            Part(term("What it is"), ("kind", "grade", "category", "urgency")),
            Part(term("What is at stake"), ("amount", "firms", "signed")),
        ),
        values=_as_it_is,
        panels=_screening,
    ),
    Action.NOT_ACCEPT: Layout(
        lede=term("Tell the enterprise first; what you write here is what it reads."),
        says=_one_of_two,
        does=_proposes,
        values=_proposed,
        choices=_where_instead,
        hints=_read_when,
        leaves_out=_not_told,
        needs=_must_be_said,
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
        lede=term("One level up. Units of your own may stay on and assist."),
        choices=_helpers,
        notes=_assisting,
        panels=_escalating,
    ),
    Action.RECALL: Layout(
        lede=term("Before anybody has begun with it. It stays on record that it was passed on and taken back."),
        notes=_no_time,
        panels=_recalling,
    ),
}
