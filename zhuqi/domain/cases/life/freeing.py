"""The one move that would free a stuck case: what somebody can do about the deadline that was missed."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.rules.words import Action, Tick

A = Action
PRESS = (A.ASSIGN, A.INSTRUCT)
"""What frees a case that a unit doesn't move: another lead, or a leader's word; before both the room above, where by the rules
the case must go up."""
RULINGS = (A.SIGN, A.RULE, A.EXTEND, A.SUSPEND)
FREES: Mapping[Tick, tuple[Action, ...]] = {
    Tick.SCREEN: (A.SCREEN, A.ASSIGN, A.INSTRUCT),
    Tick.RULE: (*RULINGS, A.INSTRUCT),
    Tick.SIGN: (*RULINGS, A.INSTRUCT),
    Tick.CLASS: (A.CLASSIFY, A.INSTRUCT),
    Tick.CHECK: (A.CHECK, A.INSTRUCT),
    Tick.ASK: (A.ASK, A.CONFIRM, A.INSTRUCT),
}
"""{what the missed deadline was for: what frees the case, the best first}; for all others a unit is pressed."""


def move(at: Situation, tick: Tick | None) -> Action | None:
    """The first move that is open to the actor; a request that waits for the actor's ruling goes before all. None where there
    is none."""
    rising = (A.ESCALATE,) if at.life.raised else ()
    wanted = (*RULINGS, *rising, *(FREES.get(tick, PRESS) if tick is not None else ()))
    return next((action for action in dict.fromkeys(wanted) if refusal(action, at) is None), None)
