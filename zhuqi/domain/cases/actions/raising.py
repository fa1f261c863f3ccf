"""What a case weighs, and who is set on it: correct what is at stake, note an instruction, confirm the class, a task force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhuqi.base.errors import Invalid
from zhuqi.base.paths import within
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import helpers_of, labelled, live_unit, not_later, texts
from zhuqi.domain.cases.actions.taking import Taken, move, take
from zhuqi.domain.cases.actions.weighing import weighed
from zhuqi.domain.cases.life.raising import classifying
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory


@verb
def restate(
    actor: Actor,
    case_id: int,
    *,
    reason: str,
    amount: str | None = None,
    firms: int | None = None,
    signed: bool | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Correct what is at stake, saying why: the amount, how many enterprises it concerns, whether a signed request is there.
    What isn't said stays."""
    taken = take(actor, case_id, Action.RESTATE, seen=seen, key=key, now=now)
    said = weighed(amount, firms, signed)
    if all(value is None or value == getattr(taken.life, name) for name, value in said.items()):
        raise Invalid({"amount": say("This is what is on record already.")})
    return move(taken, events.Restated(**said), **texts(Action.RESTATE, reason=reason))


@verb
def instruct(
    actor: Actor,
    case_id: int,
    *,
    leader: str,
    on: dt.date,
    number: str = "",
    text: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Note that a leader has instructed it (批示): who, when, by which paper, and what it says. The rules may raise it by that."""
    taken = take(actor, case_id, Action.INSTRUCT, seen=seen, key=key, now=now)
    event = events.Instructed(on=not_later("on", on, taken))
    return move(taken, event, **texts(Action.INSTRUCT, leader=leader, number=number, text=text))


@verb
def classify(
    actor: Actor,
    case_id: int,
    *,
    grade: str | None = None,
    note: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Confirm the class that the room gave, or change it (级别认定). Deadlines that run get the time of the other class."""
    taken = take(actor, case_id, Action.CLASSIFY, seen=seen, key=key, now=now)
    labelled(Action.CLASSIFY, taken.at.rules, grade=grade)
    held = taken.life.grade or ""
    if grade and grade != held and not note.strip():
        raise Invalid({"note": say("Say why the class changes.")})
    lapsed = events.Classified(grade=held, lapsed=True)
    event = lapsed if actor.clock else classifying(taken.life, grade or held, now, taken.at.terms)
    return move(taken, event, **texts(Action.CLASSIFY, note=note))


@verb
def set_up(
    actor: Actor,
    case_id: int,
    *,
    lead_id: int,
    member_ids: Sequence[int],
    note: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Set up a task force for this one case (一事一专班): a unit that leads it, and the others. They see the case from now on."""
    taken = take(actor, case_id, Action.SET_UP, seen=seen, key=key, now=now)
    lead = _leads(taken, lead_id)
    if not member_ids:
        raise Invalid({"member_ids": say("A task force has members: name at least one other unit.")})
    members = helpers_of(taken, "member_ids", member_ids, but=[lead])
    return move(taken, events.ForceSetUp(lead=lead, members=members), **texts(Action.SET_UP, note=note))


def _leads(taken: Taken, lead_id: int) -> int:
    """A unit of the desk's area, or the desk itself. Raises Invalid."""
    unit = live_unit("lead_id", lead_id)
    if not within(unit.path, directory.unit(taken.life.area).path):
        raise Invalid({"lead_id": say("“{unit}” isn't a unit of this area.", unit=unit.name)})
    return unit.pk


@verb
def meet(actor: Actor, case_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime) -> Case:
    """Note that the task force met, and what was agreed (会商)."""
    taken = take(actor, case_id, Action.MEET, seen=seen, key=key, now=now)
    return move(taken, events.ForceMet(), **texts(Action.MEET, text=text))


@verb
def stand_down(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """End the task force; the case goes on without it. With the case it ends by itself."""
    taken = take(actor, case_id, Action.STAND_DOWN, seen=seen, key=key, now=now)
    return move(taken, events.ForceEnded(), **texts(Action.STAND_DOWN, reason=reason))
