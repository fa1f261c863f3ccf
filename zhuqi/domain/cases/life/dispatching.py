"""What the dispatch room's events do: screened, not accepted, merged, assigned, moved up and down, ruled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import replace

from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.edits import end_dispatch, end_row, finish, meet, open_clock, open_row, rule, shift
from zhuqi.domain.cases.life.finding import at_desk, carrier
from zhuqi.domain.cases.life.raising import stated, to_confirm, unconfirmed
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Holding, Life, edit
from zhuqi.domain.cases.rules.words import CO_HANDS, Action, Approver, Asked, End, Hand, How, Shifted, State, Tick


def screened(life: Life, event: events.Screened, at: dt.datetime, terms: Terms) -> Life:
    """What it is. The date promised to the enterprise starts now, counted from when it told us. A proposal not to accept it
    is answered by that."""
    category = event.category or life.category
    life = replace(life, kind=event.kind, grade=event.grade, category=category, urgency=event.urgency)
    life = to_confirm(stated(replace(life, proposer=None, refused_for=None), event), event, at, terms)
    if any(c.tick is Tick.CASE and c.episode == life.episode for c in life.clocks):
        return life
    return open_clock(life, Tick.CASE, life.desk, life.episode_at or life.told_at, terms)


def not_accepted(life: Life, event: events.NotAccepted, at: dt.datetime, terms: Terms) -> Life:
    """It isn't taken; the enterprise was told why."""
    return finish(meet(life, Tick.SCREEN, at), at, end=End.NOT_ACCEPTED, proposer=None, refused_for=event.cause)


def refusal_proposed(life: Life, event: events.RefusalProposed, at: dt.datetime, terms: Terms) -> Life:
    """Somebody else must agree; until then everything goes on."""
    return replace(life, proposer=event.staff, refused_for=event.cause)


def overtaken(before: Life, after: Life) -> Life:
    """A proposal not to accept it is over once the case is no longer where it was made."""
    if before.proposer is None or after.proposer is None or after.holdings == before.holdings:
        return after
    return replace(after, proposer=None, refused_for=None)


def merged(life: Life, event: events.Merged, at: dt.datetime, terms: Terms) -> Life:
    """It goes on in another case of the same enterprise."""
    return finish(meet(life, Tick.SCREEN, at), at, end=End.MERGED, merged_into=event.into)


def transferred_out(life: Life, event: events.TransferredOut, at: dt.datetime, terms: Terms) -> Life:
    """It leaves the mechanism."""
    return finish(meet(life, Tick.SCREEN, at), at, end=End.TRANSFERRED_OUT)


def assigned(life: Life, event: events.Assigned, at: dt.datetime, terms: Terms) -> Life:
    """A new dispatch: the lead and its co-handlers, each with clocks of its own. An earlier dispatch ends."""
    former = carrier(life)
    life = meet(life, Tick.SCREEN, at)
    life = end_dispatch(life, former, How.PASSED, at)
    life = _renamed(life, {event.lead, *event.parts, *event.assists}, at)
    life = begin(life, event.lead, Hand.LEAD, Action.ASSIGN, at, terms, former)
    for hand, units in ((Hand.PART, event.parts), (Hand.ASSIST, event.assists)):
        for unit in units:
            life = begin(life, unit, hand, Action.ASSIGN, at, terms, former)
    return replace(life, state=State.ASSIGNED)


def named_twice(*hands: Sequence[int]) -> int | None:
    """The first unit that an assignment names more than once, in whichever hands."""
    units = [unit for hand in hands for unit in hand]
    return next((unit for n, unit in enumerate(units) if unit in units[:n]), None)


def _renamed(life: Life, units: Set[int], at: dt.datetime) -> Life:
    """Units that still assist since an escalation and are named anew: the older row ends void, one stays open."""
    for row in life.co_rows:
        if row.unit in units:
            life = end_row(life, row, How.VOID, at)
    return life


def begin(life: Life, unit: int, hand: Hand, action: Action, at: dt.datetime, terms: Terms, source: Holding) -> Life:
    """A unit's row with the clocks for signing and for its share."""
    life = open_row(life, unit, hand, action, at, source=source.n)
    row = life.holdings[-1]
    life = open_clock(life, Tick.ACCEPT, unit, at, terms, row=row)
    return open_clock(life, Tick.HANDLE, unit, at, terms, row=row)


def recalled(life: Life, event: events.Recalled, at: dt.datetime, terms: Terms) -> Life:
    """Back to whoever passed it on. That wins no time: where a clock of theirs was met by passing it on, it goes on from
    where it had begun; after a reassignment the room screens from when it reassigned."""
    taken = carrier(life)
    for row in (taken, *(row for row in life.co_rows if row.dispatch == taken.dispatch and row.hand in CO_HANDS)):
        life = end_row(life, row, How.RECALLED, at)
    former = life.row(life.first(taken).source or 1)
    unit, tick = (life.desk, Tick.SCREEN) if taken.hand is Hand.LEAD else (life.now(former.unit), Tick.SUBMIT)
    begun = [clock.start for clock in life.clocks if clock.holding == former.n and clock.tick is tick]
    life = open_row(life, unit, Hand.HOLD, Action.RECALL, at, source=taken.n)
    back = {"state": State.SCREENING} if tick is Tick.SCREEN else {"state": State.FOUND, "submitted_at": None}
    life = replace(life, **back)
    return open_clock(life, tick, unit, begun[-1] if begun else taken.began_at, terms, row=life.holdings[-1])


def moved(life: Life, event: events.Moved, at: dt.datetime, terms: Terms) -> Life:
    """To another desk, up or down. From a handler it passes its own desk in the books. There it is screened anew, class and all."""
    life = unconfirmed(life, at)
    up = isinstance(event, events.Escalated)
    former = carrier(life)
    asked = life.request(Asked.ESCALATION)
    if asked is not None:
        life = rule(life, asked.n, True, at)
    life = meet(life, Tick.SCREEN, at)
    life = _renamed(end_dispatch(life, former, How.ESCALATED if up else How.PASSED, at), {*event.assists}, at)
    action = Action.ESCALATE if up else Action.SEND_DOWN
    own = (life.desk, life.area)
    life = replace(life, desk=event.desk, area=event.area, state=State.SCREENING, raised=None)
    life = replace(life, editions={event.area: event.edition, **life.editions})
    life = at_desk(life, action, at, terms, source=former.n)
    there = (life.desk, life.area)
    life = replace(life, desk=own[0], area=own[1])
    for unit in event.assists:
        life = begin(life, unit, Hand.ASSIST, action, at, terms, former)
    return replace(life, desk=there[0], area=there[1])


def ruled(life: Life, event: events.Ruled, at: dt.datetime, terms: Terms) -> Life:
    """A return upheld: the row ends, the lead's case is back at the room. Refused: the row is locked."""
    row = life.row(life.requests[event.request - 1].holding)
    life = rule(life, event.request, event.upheld, at)
    if not event.upheld:
        return edit(life, "holdings", row.n, locked=True)
    life = end_dispatch(life, row, How.RETURNED, at)
    if row.hand is not Hand.LEAD:
        return life
    if life.state is State.SUSPENDED:
        life = wake(life, event.lost, at)
    life = replace(life, state=State.SCREENING)
    return at_desk(life, Action.RULE, at, terms, source=row.n)


def extended(life: Life, event: events.Extended, at: dt.datetime, terms: Terms) -> Life:
    """More time for the unit that asked, and for the promise where the edition says so."""
    return grant_extension(rule(life, event.request, True, at), event.request, at, terms)


def grant_extension(life: Life, n: int, at: dt.datetime, terms: Terms) -> Life:
    """Move the clocks that an extension moves. The promise to the enterprise moves only where somebody outside the unit granted it:
    what the rules give at once, or the head of the unit grants, moves the unit's own deadline alone (M8)."""
    asked = life.requests[n - 1]
    row = life.row(asked.holding)
    rules = terms.editions[life.editions[life.area_of(row)]].extension.of(life.traits, row.hand)
    outside = asked.approver not in (Approver.NOBODY, Approver.HEAD)
    for clock in life.running:
        own = clock.holding == row.n and clock.tick in (Tick.HANDLE, Tick.REDO)
        promise = clock.tick is Tick.CASE and rules.moves_promise and row.hand is Hand.LEAD and outside
        if asked.amount is not None and (own or (promise and not clock.late(asked.at))):
            if own and asked.late:
                life, clock = _anew(life, clock, at)
            life = shift(life, clock, Shifted.EXTENSION, _ending(asked.amount, clock), at)
    return life


def _anew(life: Life, clock: Clock, at: dt.datetime) -> tuple[Life, Clock]:
    """A clock that counts as overdue ends; another one like it goes on."""
    life = edit(life, "clocks", clock.n, left_at=at, overdue=True, remind_at=None)
    following = replace(clock, n=len(life.clocks) + 1, rungs=0)
    return replace(life, clocks=(*life.clocks, following)), following


def _ending(amount: Span, clock: Clock) -> Span:
    """More days for a clock end at the time of day at which its own days end."""
    return amount.ending_like(clock.span) if clock.span is not None else amount


def suspended(life: Life, event: events.Suspended, at: dt.datetime, terms: Terms) -> Life:
    """Clocks that aren't late stop until the case is looked at again; a late one stays late."""
    return suspend(life, event.request, at, terms)


def suspend(life: Life, n: int, at: dt.datetime, terms: Terms, *, ruled: bool = True) -> Life:
    """Stop the clocks until the day that a request names. The promise to the enterprise stands still only where somebody else
    than the handler ruled on it."""
    until = life.requests[n - 1].until
    life = rule(life, n, True, at)
    for clock in life.running:
        promise = clock.tick is Tick.CASE and not ruled
        if clock.tick is not Tick.RULE and not promise and not clock.late(at):
            life = edit(life, "clocks", clock.n, paused_at=at)
    life = replace(life, state=State.SUSPENDED)
    fixed = terms.closing(until) if until else at
    return open_clock(life, Tick.RECHECK, life.desk, at, terms, fixed=fixed)


def resumed(life: Life, event: events.Resumed, at: dt.datetime, terms: Terms) -> Life:
    """Handled again."""
    return replace(wake(life, event.lost, at), state=State.HANDLING)


def losses(life: Life, at: dt.datetime, terms: Terms) -> tuple[events.Lost, ...]:
    """What each paused clock has lost by a moment, as the calendar now knows it."""
    paused = (clock for clock in life.running if clock.paused_at is not None)
    return tuple(events.Lost(clock.n, terms.lost(clock, life.editions[clock.area], at)) for clock in paused)


def wake(life: Life, lost: tuple[events.Lost, ...], at: dt.datetime) -> Life:
    """Clocks run again, each moved by one shift: what it lost."""
    for one in lost:
        clock = life.clocks[one.clock - 1]
        if clock.running:
            life = shift(life, clock, Shifted.SUSPENSION, one.span, at)
    return meet(life, Tick.RECHECK, at)


def request_refused(life: Life, event: events.RequestRefused, at: dt.datetime, terms: Terms) -> Life:
    """The room said no."""
    return rule(life, event.request, False, at)
