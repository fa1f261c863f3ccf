"""In a unit's hands: accept, ask for something and rule on it, suspend, resume, report, contribute, reply, check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.base.worktime.spans import Span, parse
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import chosen, finder_gone, later, not_later, supervision_of, texts, verdict
from zhuqi.domain.cases.actions.countersigning import as_signed, named_days, undated
from zhuqi.domain.cases.actions.taking import Taken, move, take
from zhuqi.domain.cases.actions.together import together
from zhuqi.domain.cases.life.dispatching import losses
from zhuqi.domain.cases.life.requesting import (
    amount_refused,
    approver_of,
    extendable,
    lapsed,
    next_word_refused,
    own_request,
    returnable,
    silent_since,
    suspension_refused,
    too_late,
)
from zhuqi.domain.cases.life.standing import sent_by
from zhuqi.domain.cases.life.values import Holding, Request
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import CO_HANDS, Action, Approver, Asked, Channel, Ground, Hand, Outcome


@verb
@together
def accept(actor: Actor, case_id: int, *, seen: int | None = None, key: str = "", now: dt.datetime) -> Case:
    """Sign for it (签收). The clock signs for a unit that neither signed nor gave it back in time, where the rules say so."""
    taken = take(actor, case_id, Action.ACCEPT, seen=seen, key=key, now=now)
    silent = lapsed(taken.at) if actor.clock else None
    row = silent or next(row for row in taken.at.rows(Action.ACCEPT) if row.accepted_at is None)
    return move(taken, events.Accepted(holding=row.n, silent=silent_since(taken.at, row)))


@verb
@together
def hand_back(
    actor: Actor,
    case_id: int,
    *,
    reason: str,
    proposal: str,
    ground: Ground | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Say that it isn't yours, and whose it is instead (退回). The clock runs until the room rules."""
    taken = take(actor, case_id, Action.HAND_BACK, seen=seen, key=key, now=now)
    row = _of(returnable(taken.at))
    event = events.HandedBack(holding=row.n, ground=chosen("ground", Ground, ground) if ground else None)
    return move(taken, event, **texts(Action.HAND_BACK, reason=reason, proposal=proposal))


def _of(row: Holding | None) -> Holding:
    if row is None:
        raise Refused(say("Your unit holds no row for this."))
    return row


@verb
@together
def rule(
    actor: Actor, case_id: int, *, upheld: bool, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Rule on a return: upheld, the case is back at the room; refused, the row is locked."""
    taken = take(actor, case_id, Action.RULE, seen=seen, key=key, now=now)
    event = events.Ruled(request=_asked(taken, Asked.RETURN).n, upheld=upheld, lost=_lost(taken) if upheld else ())
    return move(taken, event, **texts(Action.RULE, reason=reason))


def _asked(taken: Taken, asked: Asked) -> Request:
    request = taken.at.asked(asked)
    if request is None:
        raise Refused(say("Nobody has asked for this: {asked}.", asked=asked))
    return request


@verb
@together
def ask_extension(
    actor: Actor,
    case_id: int,
    *,
    amount: Span | str,
    reason: str,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Ask for more time (申请延期), within what the edition allows. Granted at once where it needs nobody's approval."""
    taken = take(actor, case_id, Action.ASK_EXTENSION, seen=seen, key=key, now=now)
    row = _of(extendable(taken.at))
    span = _amount(amount)
    refused = amount_refused(taken.at, row, span)
    if refused is not None:
        raise Invalid({"amount": refused})
    approver = approver_of(taken.at, row, span)
    in_person = approver in (Approver.HEAD, Approver.LEADER)
    if in_person and actor.staff is None:
        raise Refused(say("Who asks for what the head of the unit or a leader grants must be a member of staff."))
    event = events.ExtensionAsked(
        holding=row.n,
        amount=span,
        granted=approver is Approver.NOBODY,
        approver=approver,
        late=too_late(taken.at, row) or None,
        staff=actor.staff if in_person else None,
    )
    return move(taken, event, **texts(Action.ASK_EXTENSION, reason=reason))


def _amount(amount: Span | str) -> Span:
    try:
        return amount if isinstance(amount, Span) else parse(str(amount or ""))
    except (Invalid, Refused) as fault:
        raise Invalid({"amount": fault.sentence}) from fault


@verb
@together
def extend(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Give the time that was asked for (延期)."""
    taken = take(actor, case_id, Action.EXTEND, seen=seen, key=key, now=now)
    event = events.Extended(request=_asked(taken, Asked.EXTENSION).n)
    return move(taken, event, **texts(Action.EXTEND, reason=reason))


@verb
@together
def ask_suspension(
    actor: Actor,
    case_id: int,
    *,
    reason: str,
    until: dt.date,
    cause: str | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Ask to stop the clocks until a day on which it is looked at again (申请挂账); at once where the reason needs nobody's
    approval."""
    taken = take(actor, case_id, Action.ASK_SUSPENSION, seen=seen, key=key, now=now)
    day = later("until", until, taken)
    faults = suspension_refused(taken.at, day, cause)
    if faults:
        raise Invalid(faults)
    free = cause in taken.at.rules.suspension.free
    event = events.SuspensionAsked(holding=_lead(taken).n, until=day, cause=cause, granted=free)
    return move(taken, event, **texts(Action.ASK_SUSPENSION, reason=reason))


def _lead(taken: Taken) -> Holding:
    return _of(next((row for row in taken.at.rows(taken.action) if row.hand is Hand.LEAD), None))


@verb
@together
def suspend(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Stop the clocks (挂账); it resumes by itself on the day named."""
    taken = take(actor, case_id, Action.SUSPEND, seen=seen, key=key, now=now)
    request = _asked(taken, Asked.SUSPENSION)
    later("reason", request.until, taken)
    return move(taken, events.Suspended(request=request.n), **texts(Action.SUSPEND, reason=reason))


@verb
@together
def resume(
    actor: Actor, case_id: int, *, note: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Let the clocks run again, each moved by what it lost."""
    taken = take(actor, case_id, Action.RESUME, seen=seen, key=key, now=now)
    return move(taken, events.Resumed(lost=_lost(taken)), **texts(Action.RESUME, note=note))


def _lost(taken: Taken) -> tuple[events.Lost, ...]:
    return losses(taken.life, taken.at.now, taken.at.terms)


@verb
@together
def ask_escalation(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Say that a higher level must take it (申请提级)."""
    taken = take(actor, case_id, Action.ASK_ESCALATION, seen=seen, key=key, now=now)
    return move(taken, events.EscalationAsked(holding=_lead(taken).n), **texts(Action.ASK_ESCALATION, reason=reason))


@verb
@together
def take_back(
    actor: Actor, case_id: int, *, note: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Withdraw what your own unit asked for, before the room has ruled on it (撤回申请)."""
    taken = take(actor, case_id, Action.TAKE_BACK, seen=seen, key=key, now=now)
    asked = own_request(taken.at)
    if asked is None:
        raise Refused(say("No request of yours is waiting."))
    return move(taken, events.TakenBack(request=asked.n), **texts(Action.TAKE_BACK, note=note))


@verb
@together
def refuse(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Say no to a request for an extension, a suspension, an escalation or a signature."""
    taken = take(actor, case_id, Action.REFUSE, seen=seen, key=key, now=now)
    waiting = next(r for r in sent_by(taken.life, taken.at.place) if r.asked is not Asked.RETURN)
    return move(taken, events.RequestRefused(request=waiting.n), **texts(Action.REFUSE, reason=reason))


@verb
def contact(
    actor: Actor, case_id: int, *, channel: Channel, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Note that you spoke with the enterprise or came to it, and what was said (联系企业)."""
    taken = take(actor, case_id, Action.CONTACT, seen=seen, key=key, now=now)
    spoken = chosen("channel", Channel, channel)
    event = events.Contacted(holding=_own_row(taken).n, channel=spoken, staff=actor.staff)
    return move(taken, event, **texts(Action.CONTACT, text=text))


def _own_row(taken: Taken) -> Holding:
    """The row with which the actor acts: its own, or that of the unit that holds the case."""
    return next(iter(taken.at.rows(taken.action)), None) or _of(taken.life.carrier)


@verb
@together
def opine(actor: Actor, case_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime) -> Case:
    """Say how it is to be handled (办理意见)."""
    taken = take(actor, case_id, Action.OPINE, seen=seen, key=key, now=now)
    return move(taken, events.Opined(holding=_lead(taken).n, staff=actor.staff), **texts(Action.OPINE, text=text))


@verb
@together
def stage_reply(
    actor: Actor,
    case_id: int,
    *,
    text: str,
    next_on: dt.date | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Tell the enterprise how it stands (阶段性答复)."""
    taken = take(actor, case_id, Action.STAGE_REPLY, seen=seen, key=key, now=now)
    refused = next_word_refused(taken.at, next_on)
    if refused is not None:
        raise Invalid({"next_on": refused})
    day = later("next_on", next_on, taken) if next_on else None
    event = events.StageReplied(staff=actor.staff, next_on=day, holding=_lead(taken).n)
    return move(taken, event, **texts(Action.STAGE_REPLY, text=text))


@verb
def contribute(
    actor: Actor, case_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Give a co-handler's share: its clock stops, its row is done."""
    taken = take(actor, case_id, Action.CONTRIBUTE, seen=seen, key=key, now=now)
    row = next(row for row in taken.at.rows(Action.CONTRIBUTE) if row.hand in CO_HANDS)
    return move(taken, events.Contributed(holding=row.n), **texts(Action.CONTRIBUTE, text=text))


@verb
@together
def reply(
    actor: Actor,
    case_id: int,
    *,
    outcome: Outcome,
    text: str,
    told_on: dt.date | None = None,
    next_on: dt.date | None = None,
    recheck_on: dt.date | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Answer the enterprise (答复). A plan needs its next date; explaining conditions needs the telling, and phases with
    dates or a date on which it is looked at again (不搁置)."""
    taken = take(actor, case_id, Action.REPLY, seen=seen, key=key, now=now)
    said = texts(Action.REPLY, text=text)
    outcome = chosen("outcome", Outcome, outcome)
    faults = undated(taken, outcome, next_on, recheck_on)
    if outcome is Outcome.EXPLAINED and told_on is None:
        faults["told_on"] = say("When was the enterprise told? Conditions are explained to it at once.")
    if faults:
        raise Invalid(faults)
    next_on, recheck_on = named_days(outcome, next_on, recheck_on)
    event = events.Replied(
        staff=actor.staff,
        outcome=outcome,
        told_on=not_later("told_on", told_on, taken) if told_on else taken.at.terms.day(now),
        next_on=later("next_on", next_on, taken) if next_on else None,
        recheck_on=later("recheck_on", recheck_on, taken) if recheck_on else None,
        caller=supervision_of(taken),
        finder_gone=finder_gone(taken),
    )
    as_signed(taken, event, said["text"])
    return move(taken, event, **said)


@verb
def check(
    actor: Actor,
    case_id: int,
    *,
    note: str,
    passed: bool | None = None,
    answers: Mapping[str, bool] | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Check a reply before the enterprise is asked (督核); who checks isn't who handled. Where the edition asks questions, each
    is answered, and all yes means that it holds."""
    taken = take(actor, case_id, Action.CHECK, seen=seen, key=key, now=now)
    holds = verdict(taken.at.rules, passed, answers or {})
    given = tuple(events.Answered(code, (answers or {})[code]) for code in taken.at.rules.questions)
    event = events.Checked(passed=holds, answers=given, caller=supervision_of(taken), finder_gone=finder_gone(taken))
    return move(taken, event, **texts(Action.CHECK, note=note))
