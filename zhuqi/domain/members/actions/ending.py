"""Ending an account, showing who has it, erasing who had it."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.core.messages.actions import letters
from zhuqi.domain.members import events
from zhuqi.domain.members.actions.writing import Taken, move, step_on, take
from zhuqi.domain.members.models import Member, Sitting
from zhuqi.domain.members.queries.sight import asked, one
from zhuqi.domain.members.rules import KEPT, MemberAct, MemberStage, refusal


@verb
def end(actor: Actor, member_id: int, *, seen: int | None = None, key: str = "", now: dt.datetime) -> Member:
    """End an account at once, whoever is in by it: by the enterprise or the dispatch room. Raises Missing, Stale, Refused."""
    taken = take(actor, member_id, MemberAct.END, seen=seen, key=key, now=now)
    Sitting.objects.filter(member=taken.member).delete()
    letters.forget(member_id, now)
    return move(taken, events.MemberEnded())


def reveal(actor: Actor, member_id: int, *, key: str = "", now: dt.datetime) -> Member:
    """Show name and mailbox to the dispatch room. That somebody looked is on record; who isn't of the room any more isn't shown
    them again by the key of then. Raises Missing, Refused."""
    refused = refusal(MemberAct.REVEAL, asked(actor, one(actor, member_id)), actor)
    if refused is not None:
        raise Refused(refused)
    return _reveal(actor, member_id, key=key, now=now)


@verb
def _reveal(actor: Actor, member_id: int, *, key: str = "", now: dt.datetime) -> Member:
    taken = take(actor, member_id, MemberAct.REVEAL, seen=None, key=key, now=now)
    return move(taken, events.MemberShown())


@verb
def erase(actor: Actor, member_id: int, *, seen: int | None = None, key: str = "", now: dt.datetime) -> Member:
    """Erase who had an account that ended, for good. Raises Missing, Stale, Refused; what is erased already stays so."""
    held = one(actor, member_id)
    if held.erased_at is not None:
        return held
    return _erased(take(actor, member_id, MemberAct.ERASE, seen=seen, key=key, now=now))


def _erased(taken: Taken) -> Member:
    return move(taken, events.MemberErased(), name="", mailbox="", salt=secrets.token_hex(16))


def forget_old(now: dt.datetime) -> None:
    """Erase who had accounts that ended half a year ago, and end those that were asked for or admitted and never came to
    anything for as long. Each in a transaction of its own."""
    old = Member.objects.filter(ended_at__lte=now - KEPT, erased_at=None)
    never = Member.objects.filter(asked_at__lte=now - KEPT, stage__in=(MemberStage.ASKED, MemberStage.INVITED))
    for pk in [*old.order_by("pk").values_list("pk", flat=True), *never.order_by("pk").values_list("pk", flat=True)]:
        _forget(pk, now)


@transaction.atomic
def _forget(member_id: int, now: dt.datetime) -> None:
    member = Member.objects.get(pk=member_id)
    if member.erased_at is not None or member.stage == MemberStage.OPEN:
        return
    step_on(member)
    taken = Taken(CLOCK, member, now, "")
    if member.stage != MemberStage.ENDED:
        move(taken, events.MemberEnded())
    else:
        _erased(taken)
