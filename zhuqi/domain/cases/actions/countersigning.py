"""An answer is signed before it goes out (审签): handed in by who handles it, signed by the head of the unit or a leader."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import chosen, later, texts
from zhuqi.domain.cases.actions.taking import Taken, move, take
from zhuqi.domain.cases.actions.together import together
from zhuqi.domain.cases.life.requesting import next_word_refused
from zhuqi.domain.cases.life.signing import otherwise, signing
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.rules.words import Action, Asked, Outcome

DATED = frozenset({Outcome.PLANNED, Outcome.EXPLAINED})
"""Outcomes that can name the next date of a plan."""
DRAFT = "draft"
"""The field into which the answer is typed that is to be signed."""


@verb
@together
def ask_signing(
    actor: Actor,
    case_id: int,
    *,
    outcome: Outcome,
    draft: str,
    next_on: dt.date | None = None,
    recheck_on: dt.date | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Hand in an answer to be signed (送审), with the days that it names. The enterprise doesn't read it yet, and the clock of the
    answer runs on."""
    taken = take(actor, case_id, Action.ASK_SIGNING, seen=seen, key=key, now=now)
    rule, carrier = signing(taken.at), taken.life.carrier
    if rule is None or carrier is None:
        raise Refused(say("By the rules here nobody signs this one."))
    if actor.staff is None:
        raise Refused(say("Who asks for what the head of the unit or a leader grants must be a member of staff."))
    outcome = chosen("outcome", Outcome, outcome)
    faults = undated(taken, outcome, next_on, recheck_on)
    if faults:
        raise Invalid(faults)
    next_on, recheck_on = named_days(outcome, next_on, recheck_on)
    event = events.SigningAsked(
        holding=carrier.n,
        outcome=outcome,
        approver=rule.by,
        staff=actor.staff,
        next_on=later("next_on", next_on, taken) if next_on else None,
        recheck_on=later("recheck_on", recheck_on, taken) if recheck_on else None,
    )
    return move(taken, event, **texts(Action.ASK_SIGNING, draft=draft))


@verb
@together
def sign(
    actor: Actor, case_id: int, *, note: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Sign the answer that was handed in (审签). Who handed it in sends it then, as it was signed."""
    taken = take(actor, case_id, Action.SIGN, seen=seen, key=key, now=now)
    asked = taken.at.asked(Asked.SIGNING)
    if asked is None:
        raise Refused(say("Nobody has asked for this: {asked}.", asked=Asked.SIGNING))
    return move(taken, events.Signed(request=asked.n, staff=actor.staff), **texts(Action.SIGN, note=note))


def undated(taken: Taken, outcome: Outcome, next_on: dt.date | None, recheck_on: dt.date | None) -> dict[str, Sentence]:
    """What is wrong with the days of an answer: a plan needs its next date; conditions explained need the next date of a phase,
    or the day on which it is looked at again (不搁置)."""
    faults: dict[str, Sentence] = {}
    if outcome is Outcome.PLANNED and next_on is None:
        faults["next_on"] = say("A plan has a next date.")
    elif outcome is Outcome.PLANNED and (refused := next_word_refused(taken.at, next_on)):
        faults["next_on"] = refused
    if outcome is Outcome.EXPLAINED and next_on is None and recheck_on is None:
        faults["recheck_on"] = say("When is it looked at again? What conditions prevent now isn't shelved.")
    return faults


def named_days(
    outcome: Outcome, next_on: dt.date | None, recheck_on: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    """The days that an answer with such an outcome names; others say nothing with it."""
    return next_on if outcome in DATED else None, recheck_on if outcome is Outcome.EXPLAINED else None


def as_signed(taken: Taken, event: events.Replied, text: str) -> None:
    """See that an answer is the one that was signed, where one must be: outcome, text, and the days that it names. Raises
    Invalid."""
    if signing(taken.at) is None:
        return
    faults = otherwise(taken.at, event.outcome, event.next_on, event.recheck_on)
    drafted = Said.objects.filter(case=taken.case, name=DRAFT).order_by("n").last()
    if drafted is None or drafted.body != text:
        faults["text"] = say(
            "This isn't the text that was signed. Send that one, or hand this one in to be signed anew."
        )
    if faults:
        raise Invalid(faults)
