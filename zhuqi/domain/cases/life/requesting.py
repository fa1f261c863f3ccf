"""What a unit may ask its room for now, row by row: to give a case back, more time, that the clocks stand still."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import Span, write
from zhuqi.domain.cases.life import sorting
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.terms import MICROSECOND
from zhuqi.domain.cases.life.values import Clock, Holding, Life, Request
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Hand, How, Shifted, Tick, TooLate
from zhuqi.domain.cases.sections.asking import ReturnRule
from zhuqi.domain.cases.sections.extending import ExtensionRule


def own_request(at: Situation) -> Request | None:
    """The open request of the actor's own rows, the lead's first."""
    rows = at.rows(Action.TAKE_BACK)
    return next((asked for row in rows if (asked := at.life.request(holding=row.n)) is not None), None)


def returnable(at: Situation) -> Holding | None:
    """The actor's row that could be handed back now."""
    return next((row for row in at.rows(Action.HAND_BACK) if return_refused(at, row) is None), None)


def return_refused(at: Situation, row: Holding) -> Sentence | None:
    """Why a row's unit can't hand the case back now, or None."""
    if row.locked:
        return say("The return was refused once; it can't be asked again.")
    if at.life.request(holding=row.n):
        return say("A request of yours is still waiting for its ruling.")
    rule = returning(at, row)
    if sum(how is How.RETURNED for how in (other.how for other in at.life.holdings)) >= rule.most:
        return say("It has been returned {n} times; the rules allow no more. It goes up instead.", n=rule.most)
    until = returned_by(at, row)
    if until is not None and at.now > until:
        return say("The time for returning it ended on {until}.", until=until)
    return None


def returning(at: Situation, row: Holding) -> ReturnRule:
    """What the rules say of giving such a case back."""
    return at.rules_of(row).returning.of(at.life.traits, row.hand)


def returned_by(at: Situation, row: Holding) -> dt.datetime | None:
    """Until when a row's unit may hand the case back: counted from its signing, or from the assignment where silence signs. Never
    before it was known by which rules, nor while a return waited; and as long as the clock for signing stands still, no time
    passes. None while that is so."""
    rule = returning(at, row)
    began = at.life.first(row).began_at
    since = began if rule.lapses else row.accepted_at or began
    signing = next((c for c in at.life.clocks if c.tick is Tick.ACCEPT and c.holding == row.n), None)
    if signing is not None and signing.running and signing.paused_at is not None:
        return None
    stood = [one.span for one in signing.shifts if one.why is Shifted.SUSPENSION] if signing is not None else []
    until = at.terms.calendar.due(since, [rule.within, *(stood if since == began else [])])
    waited = [r.ruled_at or r.taken_back_at for r in at.life.requests if r.holding == row.n and r.asked is Asked.RETURN]
    held = [moment for moment in (sorting.since(at.life, row.n), *waited) if moment is not None]
    return max(until, *held) if until is not None and held else until


def silent_since(at: Situation, row: Holding) -> dt.datetime | None:
    """The first moment at which a row's unit was taken to have signed, where silence signs and its time to give it back is over;
    None where it signs itself in time. Whether the clock or the unit books it, and when, changes nothing."""
    until = returned_by(at, row) if _lapsed(at, row) else None
    return until + MICROSECOND if until is not None else None


def lapsed(at: Situation) -> Holding | None:
    """The row whose unit neither signed nor gave it back in time, where the rules take that for signing. While a return waits
    for its ruling nothing is taken for anything."""
    live = [row for row in at.life.holdings if row.ended_at is None and row.hand is not Hand.HOLD]
    return next((row for row in live if _lapsed(at, row)), None)


def _lapsed(at: Situation, row: Holding) -> bool:
    if row.accepted_at or not returning(at, row).lapses or at.life.request(Asked.RETURN, row.n):
        return False
    until = returned_by(at, row)
    return until is not None and at.now > until


def work_clock(life: Life, row: Holding) -> Clock | None:
    """The running clock by which a row's unit must have done its share."""
    return next((c for c in life.running if c.holding == row.n and c.tick in (Tick.HANDLE, Tick.REDO)), None)


def extendable(at: Situation) -> Holding | None:
    """The actor's row whose clock could be extended now."""
    return next((row for row in at.rows(Action.ASK_EXTENSION) if extension_refused(at, row) is None), None)


def extension_refused(at: Situation, row: Holding) -> Sentence | None:
    """Why a row's unit can't ask for more time now, or None."""
    rule, clock = extending(at, row), work_clock(at.life, row)
    if at.life.request(holding=row.n):
        return say("A request of yours is still waiting for its ruling.")
    if clock is None or clock.due is None:
        return say("There is no deadline to extend.")
    if not rule.count and at.rules_of(row).extension.count:
        return say("By the rules here such a case isn't extended.")
    if len(extensions(at.life, row)) >= rule.count:
        return say("It has been extended {n} times; the rules allow no more.", n=rule.count)
    if rule.late is TooLate.REFUSED and too_late(at, row):
        if rule.lead is None:
            return say("It is too late to ask: the deadline is over.")
        return say("It is too late to ask: an extension is asked {lead} before the deadline.", lead=rule.lead)
    return None


def extending(at: Situation, row: Holding) -> ExtensionRule:
    """What the rules say of extending such a case's clock."""
    return at.rules_of(row).extension.of(at.life.traits, row.hand)


def approver_of(at: Situation, row: Holding, amount: Span) -> Approver:
    """Who grants so much more time to a row's unit now."""
    return extending(at, row).approver(len(extensions(at.life, row)) + 1, amount)


def most_of(at: Situation, row: Holding) -> Span | None:
    """The most that a row's unit may ask for at once; None where the rules give a share of what is no length."""
    clock = work_clock(at.life, row)
    return extending(at, row).limit(clock.span if clock else None, len(extensions(at.life, row)) + 1)


def extensions(life: Life, row: Holding) -> tuple[Request, ...]:
    """The extensions that a row's unit was given."""
    return tuple(r for r in life.requests if r.holding == row.n and r.asked is Asked.EXTENSION and r.granted)


def too_late(at: Situation, row: Holding) -> bool:
    """Whether it is later than the edition wants an extension to be asked."""
    rule, clock = extending(at, row), work_clock(at.life, row)
    if clock is None or clock.due is None:
        return True
    asked_by = at.terms.calendar.due(at.now, [rule.lead]) if rule.lead else at.now
    return asked_by is None or asked_by > clock.due


def amount_refused(at: Situation, row: Holding, amount: Span) -> Sentence | None:
    """Why so much more time can't be asked for, or None."""
    rule, clock, most = extending(at, row), work_clock(at.life, row), most_of(at, row)
    if most is None or most.amount == 0:
        return say("By the rules here an extension is a share of the original span, and of this one there is none.")
    if amount.unit is not most.unit or not 1 <= amount.amount <= most.amount:
        return say("An extension lasts at most {most}.", most=write(most))
    given = [r.amount.amount for r in extensions(at.life, row) if r.amount and r.amount.unit is amount.unit]
    total = rule.altogether(clock.span if clock else None)
    if total is not None and total.unit is amount.unit and sum(given) + amount.amount > total.amount:
        return say("All extensions together last at most {most}.", most=write(total))
    return None


def suspension_refused(at: Situation, until: dt.date, cause: str | None) -> dict[str, Sentence]:
    """Why the clocks can't stand still until a day for a reason: a sentence a field."""
    rule, faults = at.rules.suspension, {}
    given = sum(asked.asked is Asked.SUSPENSION and bool(asked.granted) for asked in at.life.requests)
    if given >= rule.count:
        faults["until"] = say("It has been suspended {n} times; the rules allow no more.", n=rule.count)
    last = at.terms.calendar.due(at.now, [rule.most])
    if "until" not in faults and last is not None and until > at.terms.day(last):
        faults["until"] = say("A suspension lasts at most {most}.", most=write(rule.most))
    if (rule.causes or cause) and cause not in rule.causes:
        faults["cause"] = say("Choose one of the reasons that the rules here accept.")
    return faults


def next_word_refused(at: Situation, next_on: dt.date | None) -> Sentence | None:
    """Why a word on progress can't go out with this day for the next one (None: no day), or None."""
    rule = at.rules.rolling
    if not rule.on:
        return None
    if next_on is None:
        return say("By the rules here each word to the enterprise names the day of the next, until the case is closed.")
    last = at.terms.calendar.due(at.now, [rule.within]) if rule.within else None
    if last is not None and next_on > at.terms.day(last):
        return say("The next word comes within {within}.", within=rule.within)
    return None
