"""With the enterprise: ask, confirm, contest, withdraw, end, reopen."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import chosen, not_later, texts
from zhuqi.domain.cases.actions.taking import Taken, move, take
from zhuqi.domain.cases.life.standing import who_is
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import onward
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, Who


@verb
def ask(
    actor: Actor,
    case_id: int,
    *,
    channel: Channel,
    arrived_on: dt.date | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Ask the enterprise what it thinks (征求意见). Its silence counts only from the day the question reached it."""
    taken = take(actor, case_id, Action.ASK, seen=seen, key=key, now=now)
    arrived = not_later("arrived_on", arrived_on, taken) if arrived_on else None
    reply = taken.life.reply
    if arrived and reply and arrived < taken.at.terms.day(reply.at):
        raise Invalid({"arrived_on": say("The question can't have arrived before the reply it asks about.")})
    return move(taken, events.Put(channel=chosen("channel", Channel, channel), arrived_on=arrived))


def _heard(taken: Taken) -> tuple[Confirmation, Channel]:
    """How the enterprise's view is known, and by which way it came: from itself, from the finder, or in a callback."""
    who = who_is(taken.life, taken.at.place)
    if Who.ENTERPRISE in who:
        return Confirmation.ENTERPRISE, Channel.PORTAL if taken.actor.case is None else Channel.LINK
    if Who.FINDER in who:
        return Confirmation.REPORTED, Channel.VISIT
    return Confirmation.CALLBACK, Channel.CALLBACK


@verb
def confirm(
    actor: Actor, case_id: int, *, text: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Strike it off because the enterprise agrees (销号): itself, in a callback by another unit, or as its finder reports."""
    taken = take(actor, case_id, Action.CONFIRM, seen=seen, key=key, now=now)
    confirmation, channel = _heard(taken)
    event = events.Confirmed(confirmation=confirmation, channel=channel)
    return move(taken, event, **texts(Action.CONFIRM, text=text))


@verb
def contest(actor: Actor, case_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime) -> Case:
    """The enterprise doesn't agree: it is done again, one level up where the edition says so (重办)."""
    taken = take(actor, case_id, Action.CONTEST, seen=seen, key=key, now=now)
    above = onward.contested(taken.life, now, taken.at.terms)
    up = (above.desk.pk, above.area, above.edition) if above else None
    event = events.Contested(channel=_heard(taken)[1], up=up, urgency=taken.at.rules.rating.urgency)
    return move(taken, event, **texts(Action.CONTEST, text=text))


@verb
def withdraw(
    actor: Actor, case_id: int, *, text: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """The enterprise doesn't want it pursued (撤回)."""
    taken = take(actor, case_id, Action.WITHDRAW, seen=seen, key=key, now=now)
    if actor.enterprise is None and not text.strip():
        raise Invalid({"text": say("Write down what the enterprise said: it withdraws in its own words.")})
    return move(taken, events.Withdrawn(channel=_heard(taken)[1]), **texts(Action.WITHDRAW, text=text))


@verb
def end(
    actor: Actor, case_id: int, *, reason: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """End it without the enterprise's agreement: by silence through the clock, or by the desk after repeated contests."""
    taken = take(actor, case_id, Action.END, seen=seen, key=key, now=now)
    confirmation = Confirmation.UNCONFIRMED if actor.clock else Confirmation.DISPUTED
    said = {} if actor.clock else texts(Action.END, reason=reason)
    return move(taken, events.EndedUnconfirmed(confirmation=confirmation), **said)


@verb
def reopen(actor: Actor, case_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime) -> Case:
    """Let it live again, at the desk of its last handler (重新办理)."""
    taken = take(actor, case_id, Action.REOPEN, seen=seen, key=key, now=now)
    there = onward.reopened(taken.life, now, taken.at.terms)
    if there is None:
        raise Refused(say("There is no dispatch room above your unit that could take it further."))
    event = events.Reopened(desk=there.desk.pk, area=there.area, edition=there.edition, channel=_heard(taken)[1])
    return move(taken, event, **texts(Action.REOPEN, text=text))
