"""The life of an errand as a table, who may do what about it, and what a day or an ending must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zhuqi.base.paths import within_any
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.messages.rules import Row, Table

AHEAD = dt.timedelta(days=366)
"""A day further off than this is a slip of the pen."""
OVERSEES = (Role.TEAM_LEAD, Role.DISPATCHER)
"""Who hands an errand to somebody else where whoever runs it can't."""


class ErrandMode(Named):
    """How an official helps in an approval."""

    AGENT = "agent", term("act for the enterprise")
    ESCORT = "escort", term("go with the enterprise")


class ErrandState(Named):
    """Where an errand stands."""

    TAKEN = "taken", term("in an official's hands")
    FILED = "filed", term("papers in")
    FINISHED = "finished", term("finished")
    STOPPED = "stopped", term("broken off")


LIVE = (ErrandState.TAKEN, ErrandState.FILED)


class ErrandOutcome(Named):
    """What the office that decides has said in the end."""

    GRANTED = "granted", term("granted")
    REFUSED = "refused", term("not granted")


class Why(Named):
    """Why an errand stops before its end."""

    WITHDRAWN = "withdrawn", term("the enterprise no longer wants it")
    ITSELF = "itself", term("the enterprise goes on by itself")
    IMPOSSIBLE = "impossible", term("it can't be done now")


class ErrandDeed(Named):
    """What is done about an errand."""

    FILE = "file", term("hand in")
    REPORT = "report", term("report where it stands")
    POSTPONE = "postpone", term("move the promised day")
    HAND_ON = "hand_on", term("hand to somebody else")
    FINISH = "finish", term("finish")
    STOP = "stop", term("stop")


@dataclass(frozen=True)
class Step:
    """From where to where; ``to`` is None where the errand stays as it is. ``by_lead``: who oversees may do it too."""

    begins: tuple[ErrandState, ...]
    to: ErrandState | None = None
    by_lead: bool = False


STEPS: Mapping[ErrandDeed, Step] = {
    ErrandDeed.FILE: Step((ErrandState.TAKEN,), ErrandState.FILED),
    ErrandDeed.REPORT: Step(LIVE),
    ErrandDeed.POSTPONE: Step(LIVE),
    ErrandDeed.HAND_ON: Step(LIVE, by_lead=True),
    ErrandDeed.FINISH: Step((ErrandState.FILED,), ErrandState.FINISHED),
    ErrandDeed.STOP: Step(LIVE, ErrandState.STOPPED, by_lead=True),
}
NOT_YOURS = say(
    "An errand is taken on by an official who answers for the enterprise, or serves in the group that does."
)
NOT_RUN_BY_YOU = say("This errand is another official's.")
OVER = say("This errand is over.")
NOT_FILED = say("Nothing has been handed in yet: an errand is finished after that, or stopped.")
FILED_ALREADY = say("It is handed in already.")


def open_to(deed: ErrandDeed, state: ErrandState, *, runs: bool, leads: bool) -> Sentence | None:
    """Why a deed isn't open to somebody in a state, if it isn't."""
    step = STEPS[deed]
    if not runs and not (leads and step.by_lead):
        return NOT_RUN_BY_YOU
    if state in step.begins:
        return None
    if state not in LIVE:
        return OVER
    return NOT_FILED if deed is ErrandDeed.FINISH else FILED_ALREADY


def leads(actor: Actor, paths: Collection[str]) -> bool:
    """Whether the actor oversees the unit that runs an errand, or the enterprise's area."""
    seen = {seat.sight_path for seat in actor.seats if seat.role in OVERSEES}
    return any(within_any(path, seen) for path in paths)


def unpromised(due: dt.date, today: dt.date, asked: dt.date | None = None) -> Sentence | None:
    """Why a day can't be promised, if so."""
    if due < today:
        return say("The promised day is past.")
    if due > today + AHEAD:
        return say("The promised day lies more than a year ahead.")
    if asked is not None and due < asked:
        return say("It can't be promised for a day before it was asked for.")
    return None


def unasked(asked: dt.date, today: dt.date) -> Sentence | None:
    """Why it can't have been asked for that day, if so."""
    if asked > today:
        return say("It can't have been asked for after today.")
    if asked < today - AHEAD:
        return say("It was asked for more than a year ago.")
    return None


def unmoved(due: dt.date, other: dt.date) -> Sentence | None:
    """Why a promised day isn't moved so, if so: it only moves, and always with a reason."""
    return say("That is the day promised already.") if due == other else None


NEAR = dt.timedelta(days=3)
"""So long before the promised day it is told of."""


class ErrandTold(Named):
    """Somebody who is told of an errand."""

    RUNNER = "runner", term("who runs it")
    BEFORE = "before", term("who ran it before")
    HEAD = "head", term("who leads their unit")


TABLE: Table = {
    ("errand", "errand_handed_on"): (
        Row(ErrandTold.RUNNER, term("An errand was handed to you; it is promised for {day}.")),
        Row(ErrandTold.BEFORE, term("An errand of yours was handed to somebody else.")),
    ),
    ("errand", "errand_stopped"): (Row(ErrandTold.RUNNER, term("An errand of yours was stopped.")),),
    ("errand", "errand_near"): (Row(ErrandTold.RUNNER, term("An errand of yours is promised for {day}.")),),
    ("errand", "errand_late"): (
        Row(ErrandTold.RUNNER, term("An errand of yours was promised for {day}, and isn't over."), urgent=True),
        Row(ErrandTold.HEAD, term("An errand of your unit was promised for {day}, and isn't over.")),
    ),
}
"""Who is told what of errands. A sentence names a day, never an enterprise."""


def late(state: ErrandState, due: dt.date, today: dt.date) -> bool:
    """Whether an errand is late on a day: the promised day is past and it isn't over."""
    return state in LIVE and today > due
