"""What the last events do: asked, confirmed, contested, withdrawn, ended unconfirmed, reopened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.dispatching import moved
from zhuqi.domain.cases.life.drawing import asks_again, counted
from zhuqi.domain.cases.life.edits import finish, meet, open_clock, stop_clocks
from zhuqi.domain.cases.life.finding import at_desk
from zhuqi.domain.cases.life.handling import again
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Asking, Life, edit
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, End, State, Tick

OF_A_REPLY = frozenset({Tick.CHECK, Tick.ASK, Tick.SILENCE})


def put(life: Life, event: events.Put, at: dt.datetime, terms: Terms) -> Life:
    """The enterprise is asked. The asking clock is met, and silence counts, only once the question is known to have
    arrived."""
    life = _asked(life, event.channel, at, event.arrived_on)
    if event.arrived_on is None:
        return life
    life = meet(life, Tick.ASK, at)
    if any(clock.tick is Tick.SILENCE for clock in life.running):
        return life
    return open_clock(life, Tick.SILENCE, life.desk, max(terms.closing(event.arrived_on), at), terms)


def unanswered(life: Life, event: events.Unanswered, at: dt.datetime, terms: Terms) -> Life:
    """The enterprise's time is over, but silence doesn't end it: whoever asked asks once more where the rules say so; else,
    where contests bar it, the desk has to decide."""
    again = asks_again(life, terms.editions[life.editions[life.area]]) and not event.asker_gone
    unit = asker(life) if again else None
    return open_clock(meet(life, Tick.SILENCE, at), Tick.ASK, unit or life.desk, at, terms)


def asker(life: Life) -> int | None:
    """The unit that had to ask the enterprise last."""
    return next((clock.unit for clock in reversed(life.clocks) if clock.tick is Tick.ASK), None)


def _asked(life: Life, channel: Channel, at: dt.datetime, arrived_on: dt.date | None) -> Life:
    reply = life.reply
    if reply is None:
        raise ValueError("nothing was replied")
    asking = Asking(len(life.askings) + 1, reply.n, channel, at, arrived_on)
    return replace(life, askings=(*life.askings, asking))


def _heard(life: Life, channel: Channel, at: dt.datetime, terms: Terms) -> Life:
    """Somebody who answers has been asked: the row of asking is there for every ending."""
    day = terms.day(at)
    asking = life.asking
    if asking is None or asking.arrived_on is None:
        life = _asked(life, channel, at, day)
    return meet(meet(life, Tick.ASK, at), Tick.SILENCE, at)


def confirmed(life: Life, event: events.Confirmed, at: dt.datetime, terms: Terms) -> Life:
    """Struck off (销号)."""
    life = _heard(life, event.channel, at, terms)
    return _struck_off(life, event.confirmation, at, terms)


def _struck_off(life: Life, confirmation: Confirmation, at: dt.datetime, terms: Terms) -> Life:
    rules = terms.editions[life.editions[life.area]]
    return finish(life, at, end=End.CLOSED, confirmation=confirmation, tally=counted(life, rules))


def contested(life: Life, event: events.Contested, at: dt.datetime, terms: Terms) -> Life:
    """The enterprise doesn't agree: done again, by the same row or one level up. What was met stays met."""
    life = _heard(life, event.channel, at, terms)
    life = void_askings(life, at)
    reply = life.reply
    if reply is not None:
        life = edit(life, "replies", reply.n, contested_at=at)
    life = replace(life, contests=life.contests + 1, urgency=event.urgency or life.urgency)
    if event.up is None:
        return again(life, at, terms)
    desk, area, edition = event.up
    life = replace(life, outcome=None, settled=False)
    return moved(life, events.Escalated(desk=desk, area=area, edition=edition), at, terms)


def dissatisfied(life: Life, event: events.Dissatisfied, at: dt.datetime, terms: Terms) -> Life:
    """It answered, so that silence is over, but it was done again often enough: the desk has to decide."""
    return open_clock(_heard(life, event.channel, at, terms), Tick.ASK, life.desk, at, terms)


def void_askings(life: Life, at: dt.datetime) -> Life:
    """Askings of a reply that no longer stands."""
    for asking in life.askings:
        if asking.void_at is None:
            life = edit(life, "askings", asking.n, void_at=at)
    return stop_clocks(life, at, lambda clock: clock.tick in OF_A_REPLY)


def withdrawn(life: Life, event: events.Withdrawn, at: dt.datetime, terms: Terms) -> Life:
    """The enterprise doesn't want it pursued."""
    return finish(life, at, end=End.WITHDRAWN)


def ended_unconfirmed(life: Life, event: events.EndedUnconfirmed, at: dt.datetime, terms: Terms) -> Life:
    """Struck off without the enterprise's agreement, and counted apart."""
    return _struck_off(meet(life, Tick.SILENCE, at), event.confirmation, at, terms)


def reopened(life: Life, event: events.Reopened, at: dt.datetime, terms: Terms) -> Life:
    """A new episode at the desk of the last handler: a new promise, and elapsed time counts anew."""
    life = replace(
        life,
        state=State.SCREENING,
        desk=event.desk,
        area=event.area,
        editions={event.area: event.edition, **life.editions},
        episode=life.episode + 1,
        episode_at=at,
        submitted_at=life.submitted_at or at,
        settled=False,
        contests=0,
        outcome=None,
        confirmation=None,
        end=None,
        ended_at=None,
        tally=None,
        raised=None,
        refused_for=None,
        urgency=event.urgency or life.urgency,
    )
    life = void_askings(life, at)
    life = at_desk(life, Action.REOPEN, at, terms, source=life.holdings[-1].n)
    return open_clock(life, Tick.CASE, life.desk, at, terms)
