"""What every step has in common: take the account as it was seen, ask the rules, write what follows from the event, book it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from zhuqi.base.errors import Refused, Stale
from zhuqi.base.events import Event
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.domain.members.life import Standing, apply
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.queries.rebuild import standing
from zhuqi.domain.members.queries.sight import asked, one
from zhuqi.domain.members.rules import MemberAct, refusal


@dataclass(frozen=True)
class Taken:
    """An account in the hand of one actor for one step."""

    actor: Actor
    member: Member
    now: dt.datetime
    key: str


def take(actor: Actor, member_id: int, act: MemberAct, *, seen: int | None, key: str, now: dt.datetime) -> Taken:
    """The account, if the actor sees it, if it is still as seen, and if the rules allow the step. Raises Missing, Stale,
    Refused."""
    member = one(actor, member_id)
    if seen is not None and member.version != seen:
        raise Stale
    refused = refusal(act, asked(actor, member), actor)
    if refused is not None:
        raise Refused(refused)
    step_on(member)
    return Taken(actor, member, now, key)


def step_on(member: Member) -> None:
    """Move its version on from the one that was read. Raises Stale where somebody was quicker."""
    if not Member.objects.filter(pk=member.pk, version=member.version).update(version=F("version") + 1):
        raise Stale
    member.version += 1


def move(taken: Taken, event: Event, **more: object) -> Member:
    """Write what an event makes of it, and other columns beside, and book it."""
    member = taken.member
    change = Change(taken.actor, "member", member.pk, now=taken.now, key=taken.key)
    change.update(member, **columns(apply(standing(member), event, taken.now)), version=member.version, **more)
    change.record(event)
    return member


def columns(after: Standing) -> dict[str, object]:
    """A standing as columns of the row, without those that never change."""
    return {
        "stage": after.stage.value,
        "proof": after.proof,
        "until": after.until,
        "opened_at": after.opened_at,
        "ended_at": after.ended_at,
        "erased_at": after.erased_at,
    }
