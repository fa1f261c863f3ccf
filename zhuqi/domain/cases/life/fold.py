"""One event after the other makes a life. The same function moves a case today and folds its journal tomorrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from zhuqi.base.events import Event
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life import (
    closing,
    copying,
    dispatching,
    finding,
    handling,
    joining,
    own,
    raising,
    sorting,
    succeeding,
)
from zhuqi.domain.cases.life.edits import book
from zhuqi.domain.cases.life.terms import Booked, Terms
from zhuqi.domain.cases.life.values import OUTSIDE, Account, Clock, Life, edit
from zhuqi.domain.cases.rules.words import Action, Hand, Stand

Effect = Callable[[Life, Any, dt.datetime, Terms], Life]


def reminded(life: Life, event: e.Reminded | e.RanOut, at: dt.datetime, terms: Terms) -> Life:
    """A rung of a clock's ladder was climbed, or its time ran out."""
    return edit(life, "clocks", event.clock, rungs=event.rung)


def raised(life: Life, event: e.Raised, at: dt.datetime, terms: Terms) -> Life:
    """A trigger fired: the case must go up. One bit a trigger, so that none is booked twice where the case lies now."""
    return replace(life, raised=(life.raised or 0) | 1 << (event.trigger - 1))


def unchanged(life: Life, event: Event, at: dt.datetime, terms: Terms) -> Life:
    """Nothing but the dates that can be set now."""
    return life


EFFECTS: Mapping[type[Event], tuple[Action | None, Effect]] = {
    e.Settled: (Action.SETTLE, finding.settled),
    e.Submitted: (Action.SUBMIT, finding.submitted),
    e.Screened: (Action.SCREEN, dispatching.screened),
    e.RefusalProposed: (None, dispatching.refusal_proposed),
    e.NotAccepted: (Action.NOT_ACCEPT, dispatching.not_accepted),
    e.Merged: (Action.MERGE, dispatching.merged),
    e.TransferredOut: (Action.TRANSFER_OUT, dispatching.transferred_out),
    e.Assigned: (Action.ASSIGN, dispatching.assigned),
    e.Escalated: (Action.ESCALATE, dispatching.moved),
    e.SentDown: (Action.SEND_DOWN, dispatching.moved),
    e.Recalled: (Action.RECALL, dispatching.recalled),
    e.Succeeded: (Action.SUCCEED, succeeding.succeeded),
    e.Accepted: (Action.ACCEPT, handling.accepted),
    e.HandedBack: (Action.HAND_BACK, handling.requested),
    e.Ruled: (Action.RULE, dispatching.ruled),
    e.ExtensionAsked: (Action.ASK_EXTENSION, handling.requested),
    e.Extended: (Action.EXTEND, dispatching.extended),
    e.SuspensionAsked: (Action.ASK_SUSPENSION, handling.requested),
    e.Suspended: (Action.SUSPEND, dispatching.suspended),
    e.Resumed: (Action.RESUME, dispatching.resumed),
    e.EscalationAsked: (Action.ASK_ESCALATION, handling.requested),
    e.SigningAsked: (Action.ASK_SIGNING, handling.requested),
    e.Signed: (Action.SIGN, handling.signed),
    e.TakenBack: (Action.TAKE_BACK, handling.taken_back),
    e.RequestRefused: (Action.REFUSE, dispatching.request_refused),
    e.Contacted: (Action.CONTACT, unchanged),
    e.Opined: (Action.OPINE, unchanged),
    e.StageReplied: (Action.STAGE_REPLY, handling.stage_replied),
    e.Contributed: (Action.CONTRIBUTE, handling.contributed),
    e.Replied: (Action.REPLY, handling.replied),
    e.Checked: (Action.CHECK, handling.checked),
    e.Put: (Action.ASK, closing.put),
    e.Confirmed: (Action.CONFIRM, closing.confirmed),
    e.Contested: (Action.CONTEST, closing.contested),
    e.Withdrawn: (Action.WITHDRAW, closing.withdrawn),
    e.EndedUnconfirmed: (Action.END, closing.ended_unconfirmed),
    e.Reopened: (Action.REOPEN, closing.reopened),
    e.Restated: (Action.RESTATE, raising.restated),
    e.Instructed: (Action.INSTRUCT, raising.instructed),
    e.Classified: (Action.CLASSIFY, raising.classified),
    e.ForceSetUp: (Action.SET_UP, raising.force_set_up),
    e.ForceMet: (Action.MEET, unchanged),
    e.ForceEnded: (Action.STAND_DOWN, raising.force_ended),
    e.Joined: (Action.JOIN, joining.joined),
    e.TakenOut: (Action.TAKE_OUT, joining.taken_out),
    e.Reminded: (None, reminded),
    e.RanOut: (None, reminded),
    e.Raised: (None, raised),
    e.CalendarCame: (None, unchanged),
    e.MatterMoved: (None, unchanged),
    e.Unanswered: (None, closing.unanswered),
    e.Dissatisfied: (None, closing.dissatisfied),
}


def apply(life: Life | None, event: Event, at: dt.datetime, terms: Terms) -> Life:
    """The life after an event at a moment: parts changed, the movement booked, deadlines set."""
    if life is None:
        if not isinstance(event, e.Recorded):
            raise ValueError("a life begins with being recorded")
        after = finding.recorded(event, at, terms)
        after = book(after, Action.RECORD, at, OUTSIDE, after.account)
    else:
        action, effect = EFFECTS[type(event)]
        after = effect(life, event, at, terms)
        if isinstance(event, e.Succeeded):
            after = book(after, Action.SUCCEED, at, life.account, after.account)
        else:
            after = joining.left(dispatching.overtaken(life, after), event)
            if action is not None:
                after = book(after, action, at, *_stations(life, after))
    silent = event.silent if isinstance(event, e.Accepted) else None
    after = own.passed(life, after, event, silent or at, terms)
    after = copying.sent(life, after, event, at, terms)
    return _dated(life, sorting.anew(life, after, at, terms), event, terms)


def _stations(before: Life, after: Life) -> tuple[Account, ...]:
    """From which account to which; a lead's case that goes to another desk passes its own desk."""
    lead = before.carrier is not None and before.carrier.hand is Hand.LEAD
    if lead and after.desk != before.desk:
        return before.account, Account(before.desk, Stand.OPEN.value), after.account
    return before.account, after.account


def entered(event: Event) -> int | None:
    """The edition that an event brings into a life, where it does."""
    if isinstance(event, e.Contested):
        return event.up[2] if event.up else None
    return event.edition if isinstance(event, e.Recorded | e.Moved | e.Reopened) else None


FACTS_OF_A_DATE = ("start", "span", "fixed", "shifts", "paused_at", "rungs")


def _dated(before: Life | None, after: Life, event: Event, terms: Terms) -> Life:
    """Deadlines of every clock whose facts changed; a new calendar dates all that run anew."""
    known = before.clocks if before else ()
    clocks = []
    for clock in after.clocks:
        old = known[clock.n - 1] if clock.n <= len(known) else None
        if clock.running and (isinstance(event, e.CalendarCame) or _moved(old, clock)):
            due, remind_at = terms.booked(after, clock)
            clock = replace(clock, due=due, remind_at=remind_at)
        elif not clock.running and clock.remind_at is not None:
            clock = replace(clock, remind_at=None)
        clocks.append(clock)
    return replace(after, clocks=tuple(clocks))


def _moved(old: Clock | None, clock: Clock) -> bool:
    return old is None or any(getattr(old, name) != getattr(clock, name) for name in FACTS_OF_A_DATE)


def dues(before: Life | None, after: Life) -> dict[int, Booked]:
    """What a change booked for the clocks it touched, by their ``n``: what folding again must find in the journal."""
    known = before.clocks if before else ()
    return {
        clock.n: (clock.due, clock.remind_at)
        for clock in after.clocks
        if clock.n > len(known) or clock != known[clock.n - 1]
    }
