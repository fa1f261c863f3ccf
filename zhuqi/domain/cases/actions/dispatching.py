"""At the dispatch room: screen, don't accept, merge, pass out, assign, send down, escalate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import helpers_of, labelled, lead_of, not_later, texts
from zhuqi.domain.cases.actions.taking import Taken, move, store, take
from zhuqi.domain.cases.actions.together import together
from zhuqi.domain.cases.actions.weighing import judge_of, weighed
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import onward, sight
from zhuqi.domain.cases.rules.words import LIVE, Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation


@verb
def screen(
    actor: Actor,
    case_id: int,
    *,
    kind: str,
    grade: str,
    category: str | None = None,
    urgency: str | None = None,
    amount: str | None = None,
    firms: int | None = None,
    signed: bool | None = None,
    note: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Say what it is (甄别). The date promised to the enterprise is set, counted from when it told us. Where the edition wants
    the class confirmed, it is provisional until then."""
    taken = take(actor, case_id, Action.SCREEN, seen=seen, key=key, now=now)
    labelled(Action.SCREEN, taken.at.rules, kind=kind, grade=grade, category=category, urgency=urgency)
    judge, judged_by = judge_of(taken, grade)
    event = events.Screened(
        kind=kind,
        grade=grade,
        category=category,
        urgency=urgency,
        judge=judge,
        judged_by=judged_by,
        **weighed(amount, firms, signed),
    )
    return move(taken, event, **texts(Action.SCREEN, note=note))


@verb
@together
def not_accept(
    actor: Actor,
    case_id: int,
    *,
    reason: str,
    instead: str = "",
    told_on: dt.date | None = None,
    cause: str | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Don't take it, and tell the enterprise why, and where to go instead (不予受理). Where the edition wants two people, the
    first proposes it: the case goes on as it was, and the enterprise hears nothing, until another dispatcher or a leader takes
    the same step."""
    taken = take(actor, case_id, Action.NOT_ACCEPT, seen=seen, key=key, now=now)
    rules, proposed = taken.at.rules, taken.life.proposer is not None
    cause = cause or taken.life.refused_for
    labelled(Action.NOT_ACCEPT, rules, cause=cause)
    if rules.refusals and not cause:
        raise Invalid({"cause": say("Choose one of the reasons that the rules here accept.")})
    said = texts(Action.NOT_ACCEPT, reason=reason, instead=instead)
    if not rules.intake.two or proposed:
        said["instead"] = said["instead"] or rules.intake.instead.get(cause or "", "")
        if rules.intake.instead and not said["instead"]:
            raise Invalid({"instead": say("By the rules here the enterprise is told where to go instead.")})
        return move(taken, events.NotAccepted(told_on=not_later("told_on", told_on, taken), cause=cause), **said)
    if actor.staff is None:
        raise Refused(say("Who proposes something that needs two people must be a member of staff."))
    event = events.RefusalProposed(staff=actor.staff, cause=cause)
    return store(actor, taken.case, taken.life, event, taken.at.terms, now, key, None, said)


@verb
def merge(
    actor: Actor,
    case_id: int,
    *,
    into_id: int,
    reason: str,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Let it go on in another live case of the same enterprise (合并)."""
    taken = take(actor, case_id, Action.MERGE, seen=seen, key=key, now=now)
    target = sight.visible(actor).filter(pk=into_id).first()
    if target is None or target.pk == case_id or target.enterprise_id != taken.life.enterprise:
        raise Invalid({"into_id": say("A case is merged only into another one of the same enterprise.")})
    if target.state not in LIVE:
        raise Invalid({"into_id": say("That case has ended already.")})
    return move(taken, events.Merged(into=into_id), **texts(Action.MERGE, reason=reason))


@verb
@together
def transfer_out(
    actor: Actor,
    case_id: int,
    *,
    reason: str,
    told_on: dt.date,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Pass it to a body outside the mechanism, and tell the enterprise which (转出)."""
    taken = take(actor, case_id, Action.TRANSFER_OUT, seen=seen, key=key, now=now)
    event = events.TransferredOut(told_on=not_later("told_on", told_on, taken))
    return move(taken, event, **texts(Action.TRANSFER_OUT, reason=reason))


@verb
@together
def assign(
    actor: Actor,
    case_id: int,
    *,
    lead_id: int,
    part_ids: Sequence[int] = (),
    assist_ids: Sequence[int] = (),
    note: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Hand the case to the unit that must solve it (交办), with its co-handlers. From a unit's hands: reassign it."""
    taken = take(actor, case_id, Action.ASSIGN, seen=seen, key=key, now=now)
    lead = lead_of(taken, lead_id)
    parts = helpers_of(taken, "part_ids", part_ids, but=[lead])
    assists = helpers_of(taken, "assist_ids", assist_ids, but=[lead, *parts])
    return move(taken, events.Assigned(lead=lead, parts=parts, assists=assists), **texts(Action.ASSIGN, note=note))


@verb
@together
def recall(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Take back what was passed on and nobody has taken up yet: the room an assignment that nobody signed for, a unit what
    it submitted and nobody screened (收回)."""
    taken = take(actor, case_id, Action.RECALL, seen=seen, key=key, now=now)
    return move(taken, events.Recalled(), **texts(Action.RECALL, reason=reason))


@verb
@together
def send_down(
    actor: Actor, case_id: int, *, desk_id: int, why: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Send it to a dispatch room below (下交)."""
    taken = take(actor, case_id, Action.SEND_DOWN, seen=seen, key=key, now=now)
    below = {desk.pk: desk for desk in directory.desks_below(taken.life.desk)}
    if desk_id not in below:
        raise Invalid({"desk_id": say("That isn't a dispatch room below this one.")})
    area, edition = entering(taken, below[desk_id])
    event = events.SentDown(desk=desk_id, area=area, edition=edition)
    return move(taken, event, **texts(Action.SEND_DOWN, why=why))


@verb
def escalate(
    actor: Actor,
    case_id: int,
    *,
    why: str,
    assist_ids: Sequence[int] = (),
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Take it one level up (提级): from the desk, or from a lead that asked for it. Own units may stay on as assists."""
    taken = take(actor, case_id, Action.ESCALATE, seen=seen, key=key, now=now)
    assists = helpers_of(taken, "assist_ids", assist_ids, but=[])
    above = desk_above(taken)
    area, edition = entering(taken, above)
    event = events.Escalated(desk=above.pk, area=area, edition=edition, assists=assists)
    return move(taken, event, **texts(Action.ESCALATE, why=why))


def desk_above(taken: Taken) -> Organisation:
    """The room one level up. Raises Refused where there is none."""
    above = directory.desk_above(taken.life.desk)
    if above is None:
        raise Refused(say("There is no dispatch room above this one."))
    return above


def entering(taken: Taken, desk: Organisation) -> tuple[int, int]:
    """Area and edition under which a case comes to a desk: the edition of the day it first came."""
    there = onward.to(desk, taken.life, taken.at.now, taken.at.terms)
    if there is None:
        raise Refused(say("This dispatch room belongs to no area."))
    return there.area, there.edition
