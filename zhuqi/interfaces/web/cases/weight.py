"""What a case weighs, and who is set on it, as facts of its page."""

from __future__ import annotations

from zhuqi.base.words import say
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.interfaces.web.cases.page import Seen
from zhuqi.interfaces.web.cases.stories import wan


def weight(seen: Seen) -> list[tuple[object, object, str]]:
    """What is at stake, who has instructed it, whose word on the class is awaited, which units work on it together."""
    life = seen.life
    clock = next((each for each in life.running if each.tick is Tick.CLASS), None)
    waits = say("to be confirmed: {by}", by=life.provisional) if life.provisional else None
    if waits is not None and clock is not None and clock.due is not None:
        waits = say("to be confirmed by {due}: {by}", due=clock.due, by=life.provisional)
    amount = wan(life.stake)
    return [
        (say("Amount at stake"), say("{amount} × 10,000 yuan", amount=amount) if amount else None, ""),
        (say("Enterprises concerned"), life.firms, ""),
        (say("Signed request"), None if life.signed is None else say("yes") if life.signed else say("no"), ""),
        (say("A leader's instruction"), life.instructed_on, ""),
        (say("Its class"), waits, ""),
        (say("Task force"), [seen.units.get(member.unit, "") for member in life.force] or None, ""),
    ]
