"""Several enterprises, one handling (并办): what makes cases stand alike, what takes one out, which steps reach all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.requesting import lapsed, own_request
from zhuqi.domain.cases.life.standing import Situation, sent_by, who_is
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.steps import STEPS
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Hand, State, Who

LEAVING = (events.Contested, events.Escalated, events.Merged, events.Reopened, events.Withdrawn)
"""What takes its case out: from here on it goes a way of its own."""


def joined(life: Life, event: events.Joined, at: dt.datetime, terms: Terms) -> Life:
    """It bears the mark of those with which it is handled. Holder, clocks and books stay its own, and as they are."""
    return replace(life, joined=event.mark)


def taken_out(life: Life, event: events.TakenOut, at: dt.datetime, terms: Terms) -> Life:
    """It goes on by itself."""
    return replace(life, joined=None)


def left(life: Life, event: Event) -> Life:
    """The life after an event, taken out of the joint handling where the event is of this one case alone and leads it elsewhere:
    also where its answer didn't hold, and where whoever submitted it took it back."""
    if life.joined is None:
        return life
    failed = isinstance(event, events.Checked) and not event.passed
    alone = isinstance(event, LEAVING) or failed or life.state is State.FOUND
    return replace(life, joined=None) if alone else life


@dataclass(frozen=True)
class Bearing:
    """Where a case stands, as far as all that are handled together must stand alike."""

    state: State
    desk: int
    unit: int | None
    hand: Hand | None
    asked: frozenset[tuple[Asked, Approver | None]]
    """What whoever has it asked for, while it waits."""
    proposed: bool
    """Somebody proposed not to accept it."""


def bearing(life: Life) -> Bearing:
    """Where a case stands."""
    carrier = life.carrier
    waiting = [one for one in life.requests if one.open and carrier is not None and one.holding == carrier.n]
    return Bearing(
        state=life.state,
        desk=life.desk,
        unit=carrier.unit if carrier else None,
        hand=carrier.hand if carrier else None,
        asked=frozenset((one.asked, one.approver) for one in waiting),
        proposed=life.proposer is not None,
    )


def unlike(one: Life, other: Life) -> Sentence | None:
    """Why two cases can't be handled together, or None."""
    if one.enterprise == other.enterprise:
        return say("Both are of one enterprise. Such cases are merged, not joined.")
    here, there = bearing(one), bearing(other)
    if (here.desk, here.unit, here.hand) != (there.desk, there.unit, there.hand):
        return say("Another unit has it in hand.")
    if here.state is not there.state:
        return say("It stands elsewhere: {state}.", state=there.state)
    if (here.asked, here.proposed) != (there.asked, there.proposed):
        return say("Something waits for a ruling in one of them and not in the other. Rule on it first.")
    return None


def reaches_all(action: Action, at: Situation) -> bool:
    """Whether a step that somebody takes on a case is taken on all with which it is handled: what the desk and the lead do, by the
    column of the table. What concerns a co-handler's row stays with this case."""
    life = at.life
    if life.joined is None:
        return False
    who = who_is(life, at.place)
    rows = (row for row in STEPS[action] if row.together and life.state in row.starts)
    return any(who & row.by for row in rows) and _of_the_carrier(action, at, who)


RULED: Mapping[Action, Callable[[Asked], bool]] = {
    Action.RULE: lambda asked: asked is Asked.RETURN,
    Action.EXTEND: lambda asked: asked is Asked.EXTENSION,
    Action.SUSPEND: lambda asked: asked is Asked.SUSPENSION,
    Action.SIGN: lambda asked: asked is Asked.SIGNING,
    Action.REFUSE: lambda asked: asked is not Asked.RETURN,
}
"""Steps that answer a request, and which they answer."""


def _of_the_carrier(action: Action, at: Situation, who: frozenset[Who]) -> bool:
    """Whether a step concerns the row that carries the case, where it could concern another."""
    carrier = at.life.carrier
    if action is Action.ACCEPT and Who.CLOCK in who:
        row = lapsed(at)
        return row is None or row == carrier
    if action in RULED:
        asked = next((one for one in sent_by(at.life, at.place) if RULED[action](one.asked)), None)
    elif action is Action.TAKE_BACK:
        asked = own_request(at)
    else:
        return True
    return asked is None or (carrier is not None and asked.holding == carrier.n)
