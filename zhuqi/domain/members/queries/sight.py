"""Who sees which account of an enterprise: staff that has the enterprise in sight, masked; the enterprise its own, all alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from zhuqi.base import masking
from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.messages.models import Mailbox
from zhuqi.core.messages.rules import masked as masked_mailbox
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.rules import Asked, MemberAct, MemberStage, open_acts

WAITING = ("asked_at", "pk")
"""The order of what waits for a room: the oldest first."""
OTHERS = ("-asked_at", "-pk")
"""The order of the others: the latest first."""


def visible(actor: Actor) -> QuerySet[Member]:
    """The accounts in the actor's sight, with their enterprises. Who came by the link of one case sees none."""
    held = Member.objects.select_related("enterprise__region", "enterprise__merged_into", "asked_by")
    if actor.clock:
        return held
    if actor.enterprise is not None:
        return held.filter(enterprise__in=family(actor.enterprise)) if actor.case is None else held.none()
    if actor.staff is None:
        return held.none()
    seen = directory.visible(actor).order_by().values("pk")
    return held.filter(Q(enterprise__in=seen) | Q(enterprise__merged_into__in=seen))


def one(actor: Actor, member_id: int) -> Member:
    """One account. Raises Missing. One query."""
    found = visible(actor).filter(pk=member_id).first()
    if found is None:
        raise Missing
    return found


def of_enterprise(actor: Actor, enterprise_id: int) -> QuerySet[Member]:
    """The accounts of an enterprise, of the rows that it stands for too."""
    return visible(actor).filter(enterprise__in=family(enterprise_id))


def tray(actor: Actor, *, waiting: bool = True) -> QuerySet[Member]:
    """What waits for the dispatch rooms of the actor's areas, or the accounts that were dealt with."""
    areas = {seat.sight_path for seat in actor.seats if seat.role is Role.DISPATCHER}
    held = visible(actor).filter(below(areas, "enterprise__region__path"))
    return held.filter(stage=MemberStage.ASKED) if waiting else held.exclude(stage=MemberStage.ASKED)


def asked(actor: Actor, member: Member) -> Asked:
    """An account as the rules look at it; ``member`` comes out of ``visible``."""
    return Asked(
        stage=MemberStage(member.stage),
        path=member.enterprise.region.path,
        asked_by=member.asked_by_id,
        own=actor.enterprise is not None and actor.case is None,
        erased=member.erased_at is not None,
    )


def actions(actor: Actor, member: Member) -> tuple[MemberAct, ...]:
    """What the actor can do about it now: exactly the buttons of its page."""
    return open_acts(asked(actor, member), actor)


@dataclass(frozen=True)
class Shown:
    """Name and mailbox as they are shown."""

    name: str
    mailbox: str


def masked(member: Member) -> Shown:
    """Name and mailbox as they are shown to somebody who didn't ask to see them."""
    return Shown(masking.name(member.name), masked_mailbox(member.mailbox))


def of_staff(mailbox: str) -> bool:
    """Whether a mailbox, in small letters, is one of the staff's: nobody serves and is served by the same. One query."""
    return Mailbox.objects.annotate(small=Lower("address")).filter(small=mailbox).exists()


NOT_STAFF = ~Exists(Mailbox.objects.annotate(small=Lower("address")).filter(small=OuterRef("mailbox")))
"""The condition that the mailbox of an account isn't one of the staff's."""
