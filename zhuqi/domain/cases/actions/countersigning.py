"""An answer is signed before it goes out (审签): handed in by who handles it, signed by the head of the unit or a leader."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import chosen, texts
from zhuqi.domain.cases.actions.taking import Taken, move, take
from zhuqi.domain.cases.life.signing import otherwise, signing
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Outcome

DRAFT = "draft"
"""The field into which the answer is typed that is to be signed."""


@verb
def ask_signing(
    actor: Actor,
    case_id: int,
    *,
    outcome: Outcome,
    draft: str,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Hand in an answer to be signed (送审). The enterprise doesn't read it yet, and the clock of the answer runs on."""
    taken = take(actor, case_id, Action.ASK_SIGNING, seen=seen, key=key, now=now)
    rule, carrier = signing(taken.at), taken.life.carrier
    if rule is None or carrier is None:
        raise Refused(say("By the rules here nobody signs this one."))
    if rule.by is Approver.HEAD and actor.staff is None:
        raise Refused(say("Who asks for what the head of the unit grants must be a member of staff."))
    event = events.SigningAsked(
        holding=carrier.n, outcome=chosen("outcome", Outcome, outcome), approver=rule.by, staff=actor.staff
    )
    return move(taken, event, **texts(Action.ASK_SIGNING, draft=draft))


@verb
def sign(
    actor: Actor, case_id: int, *, note: str = "", seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Sign the answer that was handed in (审签). Who handed it in sends it then, as it was signed."""
    taken = take(actor, case_id, Action.SIGN, seen=seen, key=key, now=now)
    asked = taken.at.asked(Asked.SIGNING)
    if asked is None:
        raise Refused(say("Nobody has asked for this: {asked}.", asked=Asked.SIGNING))
    return move(taken, events.Signed(request=asked.n), **texts(Action.SIGN, note=note))


def as_signed(taken: Taken, outcome: Outcome, text: str) -> None:
    """See that an answer is the one that was signed, where one must be. Raises Invalid."""
    if signing(taken.at) is None:
        return
    faults: dict[str, Sentence] = {}
    wrong = otherwise(taken.at, outcome)
    if wrong is not None:
        faults["outcome"] = wrong
    drafted = Said.objects.filter(case=taken.case, name=DRAFT).order_by("n").last()
    if drafted is None or drafted.body != text:
        faults["text"] = say(
            "This isn't the text that was signed. Send that one, or hand this one in to be signed anew."
        )
    if faults:
        raise Invalid(faults)
