"""What follows where an enterprise's rating says that it isn't satisfied: done again, one level up, or the room decides."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.dispatching import entering
from zhuqi.domain.cases.actions.taking import Taken, move, store, take
from zhuqi.domain.cases.life.rated import follow, led
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.sight import situation
from zhuqi.domain.cases.rules.grading import Next
from zhuqi.domain.cases.rules.words import Action, Channel, Hand, State
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation


def answered(actor: Actor, case: Case, *, now: dt.datetime) -> None:
    """Let follow what the edition says of a rating that isn't satisfied. Nothing where the case is in hand already, can't be
    opened again any more, or ended otherwise than by an answer."""
    action = Action.REOPEN if case.state == State.ENDED else Action.CONTEST
    at = situation(actor, case, now=now, action=action)
    life, above, last = at.life, _above(at), _last_desk(at)
    what = follow(at, above=above is not None)
    if what is Next.NOTHING or (life.end is not None and last is None):
        return
    taken = take(actor, case.pk, action, seen=None, key="", now=now)
    up = above if what is Next.UP else None
    channel = Channel.PORTAL if actor.case is None else Channel.LINK
    if what is Next.DECIDE:
        store(actor, taken.case, taken.life, events.Dissatisfied(channel=channel), taken.at.terms, now, "", None, {})
    elif action is Action.CONTEST:
        _contest(taken, up, channel)
    else:
        _reopen(taken, up or last, channel)


def _above(at: Situation) -> Organisation | None:
    """The room one level up, of the case that is to be done again."""
    life = at.life
    if life.end is not None:
        last = _last_desk(at)
        return directory.desk_above(last.pk) if last else None
    return directory.desk_above(life.desk) if led(life) else None


def _last_desk(at: Situation) -> Organisation | None:
    rows = at.life.holdings
    last = next((row for row in reversed(rows) if row.hand is Hand.LEAD), rows[-1])
    return directory.desk_serving(last.unit)


def _contest(taken: Taken, above: Organisation | None, channel: Channel) -> None:
    up = (above.pk, *entering(taken, above)) if above else None
    move(taken, events.Contested(channel=channel, up=up, urgency=taken.at.rules.rating.urgency, rated=True))


def _reopen(taken: Taken, desk: Organisation | None, channel: Channel) -> None:
    assert desk is not None
    area, edition = entering(taken, desk)
    urgency = taken.at.rules.rating.urgency
    event = events.Reopened(desk=desk.pk, area=area, edition=edition, channel=channel, urgency=urgency, rated=True)
    move(taken, event)
