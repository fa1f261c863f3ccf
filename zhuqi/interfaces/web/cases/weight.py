"""What a case weighs, who is set on it, and what waits for a second person: what its page says of these."""

from __future__ import annotations

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.words import State, Tick
from zhuqi.interfaces.web.cases.page import Seen
from zhuqi.interfaces.web.cases.stories import wan
from zhuqi.interfaces.web.shown import Fact


def said_at_stake(life: Life) -> list[tuple[Sentence, object]]:
    """What was said of the amount, of how many enterprises it concerns, and of a signed request; what wasn't is left out."""
    amount = wan(life.stake)
    signed = None if life.signed is None else say("there is one") if life.signed else say("there is none")
    known = [
        (say("Amount at stake"), say("{amount} × 10,000 yuan", amount=amount) if amount else None),
        (say("Enterprises concerned"), life.firms),
        (say("Signed request"), signed),
    ]
    return [(name, what) for name, what in known if what is not None]


def weight(seen: Seen) -> tuple[Fact, ...]:
    """What is at stake, who has instructed it, whose word on the class is awaited."""
    life = seen.life
    clock = next((each for each in life.running if each.tick is Tick.CLASS), None)
    waits = say("to be confirmed: {by}", by=life.provisional) if life.provisional else None
    if waits is not None and clock is not None and clock.due is not None:
        waits = say("to be confirmed by {due}: {by}", due=clock.due, by=life.provisional)
    known = [
        *said_at_stake(life),
        (say("A leader's instruction"), _instruction(seen)),
        (say("Its class"), waits),
    ]
    return tuple(Fact(seen.words(name), seen.words(what)) for name, what in known if what is not None)


def _instruction(seen: Seen) -> object:
    """Who has instructed it last, and when."""
    if seen.life.instructed_on is None:
        return None
    leader = next((said.body for said in reversed(seen.said) if said.name == "leader"), "")
    day = seen.life.instructed_on
    return say("{leader}, {day}", leader=leader, day=day) if leader else day


def force(seen: Seen) -> str:
    """Which units work on it together, and which of them leads."""
    members = seen.life.force
    lead = next((seen.units.get(member.unit, "") for member in members if member.leads), "")
    others = [seen.units.get(member.unit, "") for member in members if not member.leads]
    return seen.words(say("Task force: {lead} leads, with {units}.", lead=lead, units=others)) if members else ""


def proposed(seen: Seen) -> str:
    """That not accepting it was proposed, by whom and why, while it waits for the second person."""
    life = seen.life
    if life.proposer is None or life.state is State.ENDED:
        return ""
    entry = next((one for one in reversed(seen.entries) if isinstance(one.event, events.RefusalProposed)), None)
    if entry is None:
        return ""
    said = say("{who} proposed on {at} not to accept it.", who=entry.who, at=entry.at)
    cause = seen.rules.refusals.get(life.refused_for or "")
    said = say("{said} Why: {cause}.", said=said, cause=cause) if cause else said
    return seen.words(say("{said} Another dispatcher or a leader must agree.", said=said))
