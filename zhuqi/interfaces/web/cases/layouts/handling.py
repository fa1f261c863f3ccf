"""Forms of the units that handle: progress, a share, the answer, and its check by somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.outlook import outlook
from zhuqi.domain.cases.life.signing import signature, signing
from zhuqi.domain.cases.rules.words import Action, Outcome, Tick
from zhuqi.interfaces.web.cases.layouts.panels import answer, expected, first_words, follows, promised
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Noted, Panel, Scene, Way
from zhuqi.interfaces.web.shown import Quote

SHARE = "contributed"
"""The verb of a co-handler's share."""


def _telling(scene: Scene) -> Sequence[Panel]:
    return first_words(scene), promised(scene)


def _sharing(scene: Scene) -> Sequence[Panel]:
    return expected(scene), first_words(scene)


def shares(scene: Scene) -> Panel:
    """What co-handlers have given so far."""
    notes = []
    for entry in scene.found.history:
        if entry.verb == SHARE:
            row = scene.life.row(int(entry.facts["holding"]))
            words = " ".join(said.body for said in entry.said)
            notes.append(Noted(scene.unit(row.unit), scene.words(entry.at), words=words))
    return Panel(gettext("What the others gave"), notes=tuple(notes))


def _replying(scene: Scene) -> Sequence[Panel]:
    outcome = Outcome(scene.chosen) if scene.chosen else None
    panels = [first_words(scene), expected(scene), shares(scene)]
    if outcome is Outcome.PLANNED:
        said = (
            say("The case stays in your hands, under the plan's next date."),
            say("The enterprise is told now, and asked when the work is done."),
        )
        panels.insert(0, Panel(gettext("What follows"), tuple(scene.words(line) for line in said)))
    elif outcome is not None:
        event = events.Replied(staff=scene.actor.staff, outcome=outcome, told_on=day_of(scene.now))
        panels.insert(0, follows(scene, event))
    return (*panels, promised(scene, met=outcome is not Outcome.PLANNED))


def _told(scene: Scene) -> Mapping[str, object]:
    """The day; and where an answer was signed, its text and the days that it names: that one goes out."""
    asked = signature(scene.found.at)
    signed = scene.said_at("signing_asked") if asked is not None else ()
    days = {"next_on": asked.next_on, "recheck_on": asked.recheck_on} if asked is not None else {}
    named = {name: day for name, day in days.items() if day is not None}
    return {"told_on": day_of(scene.now), **named, **({"text": signed[0].text} if signed else {})}


def _as_signed(scene: Scene) -> Sentence | None:
    """Where the answer was signed: that it goes out as it was."""
    signed = signature(scene.found.at) if signing(scene.found.at) is not None else None
    if signed is None or signed.outcome is None:
        return None
    return say(
        "The answer is signed, as: {outcome}. It goes out word for word as it was signed.", outcome=signed.outcome
    )


def _how_told(scene: Scene) -> Mapping[str, Sentence]:
    """How the enterprise learns of it; and that conditions explained need one of two days."""
    if scene.chosen == Outcome.EXPLAINED.value:
        return {
            **_read_by(scene),
            **dict.fromkeys(("recheck_on", "next_on"), say("Fill in at least one of the two days.")),
        }
    return _read_by(scene)


def _checked_first(scene: Scene) -> bool:
    """Whether somebody else would check the answer before the enterprise reads it."""
    if not scene.found.at.rules.gate.on or scene.chosen in ("", Outcome.PLANNED.value):
        return False
    event = events.Replied(staff=scene.actor.staff, outcome=Outcome(scene.chosen), told_on=day_of(scene.now))
    begun = outlook(scene.life, event, scene.now, scene.terms).begins
    return any(clock.tick is Tick.CHECK for clock in begun)


def _read_by(scene: Scene) -> Mapping[str, Sentence]:
    if _checked_first(scene):
        return {"text": say("The enterprise reads this once somebody else has checked it.")}
    return {"text": say("The enterprise reads this by its link, and whoever asks it reads it out.")}


def _one_or_the_other(scene: Scene) -> frozenset[str]:
    """Where the rules ask questions, their answers say whether the reply holds."""
    return frozenset({"passed"}) if scene.found.at.rules.questions else frozenset()


def _said(scene: Scene) -> frozenset[str]:
    return frozenset({"passed"})


def _questioned(scene: Scene) -> Sentence | None:
    """With which answers to the questions of the rules a reply holds."""
    gate = scene.found.at.rules.gate
    if not gate.questions:
        return None
    wrong = [label for code, label in gate.questions.items() if code in gate.no]
    if not wrong:
        return say(
            "You didn't handle it, so say what you see. It holds where each answer is yes; else it is done again."
        )
    return say(
        "You didn't handle it, so say what you see. It holds where this is answered with no: {questions}; and all else with "
        "yes. Otherwise it is done again.",
        questions=wrong,
    )


def _checking(scene: Scene) -> Sequence[Panel]:
    return (
        answer(scene),
        first_words(scene),
        follows(scene, events.Checked(passed=True), gettext("If the reply holds")),
        follows(scene, events.Checked(passed=False), gettext("If it doesn't")),
    )


def told_before(scene: Scene) -> Panel:
    """The words of earlier replies on progress."""
    told = [said for said in scene.found.said if said.name == "text" and said.outside]
    return Panel(gettext("Told before"), quotes=tuple(Quote(said.body, True) for said in told[-2:]))


def _progress(scene: Scene) -> Sequence[Panel]:
    return told_before(scene), *_telling(scene)


LAYOUTS: Mapping[Action, Layout] = {
    Action.CONTACT: Layout(
        lede=term("You spoke with the enterprise, or went there. Write down what was said, and who looks after it."),
        panels=_telling,
    ),
    Action.OPINE: Layout(
        lede=term("Who does what, and by when. The enterprise is answered separately."), panels=_telling
    ),
    Action.STAGE_REPLY: Layout(
        lede=term("Word on how it stands. It stops no deadline; it keeps the enterprise from asking."), panels=_progress
    ),
    Action.CONTRIBUTE: Layout(
        lede=term("Your share ends your part. The lead builds its answer on it."), panels=_sharing
    ),
    Action.REPLY: Layout(
        lede=term("What was done decides what the answer must say."),
        says=_as_signed,
        first="outcome",
        ways={
            Outcome.SOLVED.value: Way(
                term("The need is met: what the enterprise asked for is there."), {"text": True, "told_on": False}
            ),
            Outcome.ANSWERED.value: Way(
                term("There was nothing to do but to answer: a question, a rule, whom to ask."),
                {"text": True, "told_on": False},
            ),
            Outcome.PLANNED.value: Way(
                term("It is being done in stages. Name the next date; it becomes your deadline."),
                {"text": True, "next_on": True, "told_on": False},
            ),
            Outcome.EXPLAINED.value: Way(
                term(
                    "Conditions don't allow it now. Explain that in person, and name the day on which it is looked at again."
                ),
                {"text": True, "told_on": True, "recheck_on": False, "next_on": False},
            ),
        },
        values=_told,
        notes=_how_told,
        panels=_replying,
    ),
    Action.CHECK: Layout(
        lede=term("Does what was done meet what was asked? You didn't handle it, so say what you see."),
        says=_questioned,
        leaves_out=_one_or_the_other,
        needs=_said,
        panels=_checking,
    ),
}
