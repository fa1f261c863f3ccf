"""The signature that an answer needs before it goes to the enterprise."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.values import Request
from zhuqi.domain.cases.rules.words import Approver, Asked, Hand, Outcome
from zhuqi.domain.cases.sections.signing import SigningRule


def signing(at: Situation) -> SigningRule | None:
    """Who signs the answer of whoever leads it, by the rules; None where nobody does."""
    carrier = at.life.carrier
    return at.rules.signed_by(at.life.traits) if carrier is not None and carrier.hand is Hand.LEAD else None


def signature(at: Situation) -> Request | None:
    """The signature under the answer that may go out now: the latest that the lead asked for, granted since its last answer, by
    a leader where the rules want one for the case as it is sorted now."""
    life, carrier = at.life, at.life.carrier
    mine = [r for r in life.requests if r.asked is Asked.SIGNING and carrier is not None and r.holding == carrier.n]
    if not mine or not mine[-1].granted or mine[-1].ruled_at is None or not enough(signing(at), mine[-1]):
        return None
    last = life.reply
    return mine[-1] if last is None or last.at < mine[-1].ruled_at else None


def enough(rule: SigningRule | None, asked: Request) -> bool:
    """Whether what was asked for is what the rules want: where a leader signs, the head of the unit isn't enough."""
    return rule is None or rule.by is not Approver.LEADER or asked.approver is Approver.LEADER


def unsigned(at: Situation) -> Sentence | None:
    """Why the answer can't go out yet, or None."""
    rule = signing(at)
    if rule is None or signature(at) is not None:
        return None
    return say("By the rules here an answer is signed before it goes out, by: {who}. Hand it in first.", who=rule.by)


def otherwise(
    at: Situation, outcome: Outcome, next_on: dt.date | None = None, recheck_on: dt.date | None = None
) -> dict[str, Sentence]:
    """Why an answer with this outcome, naming these days, isn't the one that was signed: a sentence a field."""
    signed = signature(at) if signing(at) is not None else None
    if signed is None:
        return {}
    faults: dict[str, Sentence] = {}
    if signed.outcome is not outcome:
        said = say("What was signed says: {outcome}. Hand this one in to be signed anew.", outcome=signed.outcome)
        faults["outcome"] = said
    for name, was, day in (("next_on", signed.next_on, next_on), ("recheck_on", signed.recheck_on, recheck_on)):
        if was == day:
            continue
        faults[name] = (
            say("What was signed names this day: {day}. Hand this one in to be signed anew.", day=was)
            if was
            else say("What was signed names no such day. Hand this one in to be signed anew.")
        )
    return faults
