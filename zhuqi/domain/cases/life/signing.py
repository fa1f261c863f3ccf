"""The signature that an answer needs before it goes to the enterprise."""

from __future__ import annotations

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.values import Request
from zhuqi.domain.cases.rules.words import Asked, Hand, Outcome
from zhuqi.domain.cases.sections.signing import SigningRule


def signing(at: Situation) -> SigningRule | None:
    """Who signs the answer of whoever leads it, by the rules; None where nobody does."""
    carrier = at.life.carrier
    return at.rules.signed_by(at.life.traits) if carrier is not None and carrier.hand is Hand.LEAD else None


def signature(at: Situation) -> Request | None:
    """The signature under the answer that may go out now: the latest that the lead asked for, granted since its last answer."""
    life, carrier = at.life, at.life.carrier
    mine = [r for r in life.requests if r.asked is Asked.SIGNING and carrier is not None and r.holding == carrier.n]
    if not mine or not mine[-1].granted or mine[-1].ruled_at is None:
        return None
    last = life.reply
    return mine[-1] if last is None or last.at < mine[-1].ruled_at else None


def unsigned(at: Situation) -> Sentence | None:
    """Why the answer can't go out yet, or None."""
    rule = signing(at)
    if rule is None or signature(at) is not None:
        return None
    return say("By the rules here an answer is signed before it goes out, by: {who}. Hand it in first.", who=rule.by)


def otherwise(at: Situation, outcome: Outcome) -> Sentence | None:
    """Why an answer with this outcome isn't the one that was signed, or None."""
    signed = signature(at) if signing(at) is not None else None
    if signed is None or signed.outcome is outcome:
        return None
    return say("What was signed says: {outcome}. Hand this one in to be signed anew.", outcome=signed.outcome)
