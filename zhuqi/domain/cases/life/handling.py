"""What the units' events do: accepted, asked for something, stage reply, contribution, reply, check."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.dispatching import grant_extension, suspend
from zhuqi.domain.cases.life.edits import answer, end_row, meet, open_clock, request, rule, take_back, void_requests
from zhuqi.domain.cases.life.finding import after_reply, carrier, to_ask
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life, edit
from zhuqi.domain.cases.rules.words import Hand, How, Outcome, State, Tick


def accepted(life: Life, event: events.Accepted, at: dt.datetime, terms: Terms) -> Life:
    """A unit signed for it; the lead's signing begins the handling. Silence signed when its time was over."""
    since = event.silent or at
    life = edit(life, "holdings", event.holding, accepted_at=since)
    life = meet(life, Tick.ACCEPT, since, event.holding)
    lead = life.row(event.holding).hand is Hand.LEAD
    return replace(life, state=State.HANDLING) if lead else life


OF_A_REQUEST = ("amount", "until", "ground", "approver", "cause", "late", "staff", "outcome", "next_on", "recheck_on")
"""Facts of a request that one or another sort of it has."""


def requested(life: Life, event: events.Requested, at: dt.datetime, terms: Terms) -> Life:
    """A handler asked its room for something."""
    row = life.row(event.holding)
    facts = {name: getattr(event, name) for name in OF_A_REQUEST if hasattr(event, name)}
    life = request(life, row, event.asked, at, terms, **facts)
    n = life.requests[-1].n
    if isinstance(event, events.ExtensionAsked) and event.granted:
        return grant_extension(rule(life, n, True, at), n, at, terms)
    if isinstance(event, events.SuspensionAsked) and event.granted:
        return suspend(life, n, at, terms, ruled=False)
    return life


def signed(life: Life, event: events.Signed, at: dt.datetime, terms: Terms) -> Life:
    """The answer that was handed in may go out."""
    return edit(rule(life, event.request, True, at), "requests", event.request, ruled_by=event.staff)


def taken_back(life: Life, event: events.TakenBack, at: dt.datetime, terms: Terms) -> Life:
    """Who had asked withdrew it; everything else goes on as it was."""
    return take_back(life, event.request, at)


def stage_replied(life: Life, event: events.StageReplied, at: dt.datetime, terms: Terms) -> Life:
    """The enterprise knows how it stands. Where answers roll on, the day named for the next word becomes a deadline."""
    told = {"staff": event.staff, "told_on": terms.day(at), "next_on": event.next_on}
    row = carrier(life)
    life = answer(life, row, at, stage=True, **told)
    if not terms.editions[life.editions[life.area]].rolling.on or event.next_on is None:
        return life
    life = meet(life, Tick.PLAN, at)
    return open_clock(life, Tick.PLAN, row.unit, at, terms, row=row, fixed=terms.closing(event.next_on))


def contributed(life: Life, event: events.Contributed, at: dt.datetime, terms: Terms) -> Life:
    """A co-handler's share: stops its clocks and ends its row."""
    row = life.row(event.holding)
    life = meet(meet(life, Tick.ACCEPT, at, row.n), Tick.HANDLE, at, row.n)
    life = edit(life, "holdings", row.n, contributed_at=at)
    return end_row(life, life.row(row.n), How.DONE, at)


def replied(life: Life, event: events.Replied, at: dt.datetime, terms: Terms) -> Life:
    """The answer. A plan tells but doesn't ask and keeps the promise running; any other answer stops it."""
    row = carrier(life)
    told = {"staff": event.staff, "told_on": event.told_on, "next_on": event.next_on, "recheck_on": event.recheck_on}
    life = replace(answer(life, row, at, stage=False, outcome=event.outcome, **told), outcome=event.outcome)
    for tick in (Tick.HANDLE, Tick.REDO, Tick.PLAN):
        life = meet(life, tick, at, None if tick is Tick.PLAN else row.n)
    life = void_requests(life, at, row.n)
    if event.outcome is Outcome.PLANNED and event.next_on is not None:
        life = replace(life, state=State.PLANNED)
        return open_clock(life, Tick.PLAN, row.unit, at, terms, row=row, fixed=terms.closing(event.next_on))
    life = replace(meet(life, Tick.CASE, at), state=State.REPLIED)
    return after_reply(life, at, terms, event.caller, gone=event.finder_gone)


def checked(life: Life, event: events.Checked, at: dt.datetime, terms: Terms) -> Life:
    """Passed: the enterprise is asked. Failed: the same unit does it again, under a clock of its own."""
    reply = life.reply
    if reply is None:
        raise ValueError("nothing was replied")
    life = edit(life, "replies", reply.n, checked_at=at, passed=event.passed)
    life = meet(life, Tick.CHECK, at)
    if event.passed:
        return to_ask(replace(life, state=State.CHECKED), at, terms, event.caller, gone=event.finder_gone)
    return again(life, at, terms)


def again(life: Life, at: dt.datetime, terms: Terms) -> Life:
    """Back to whoever replied: a lead handles again, a finder's unit has it as found again."""
    row = carrier(life)
    life = replace(life, outcome=None, settled=False)
    if row.hand is Hand.HOLD:
        return open_clock(replace(life, state=State.FOUND), Tick.SUBMIT, row.unit, at, terms, row=row)
    return open_clock(replace(life, state=State.HANDLING), Tick.REDO, row.unit, at, terms, row=row)
