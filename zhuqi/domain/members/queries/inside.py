"""Who is in by an account of an enterprise: asked at every request, so that ending an account closes what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.domain.members.models import Member, Sitting
from zhuqi.domain.members.queries.sight import NOT_STAFF
from zhuqi.domain.members.rules import MemberStage, ended


@dataclass(frozen=True)
class Inside:
    """Somebody who is in: as whom, and for which enterprise, that which stands for it today."""

    sitting: int
    member: int
    enterprise: str
    last_at: dt.datetime
    actor: Actor


def open_members() -> QuerySet[Member]:
    """The accounts that open something, with their enterprises: none whose mailbox is one of the staff's."""
    held = Member.objects.filter(NOT_STAFF, stage=MemberStage.OPEN)
    return held.select_related("enterprise__merged_into")


def through(secret: str, *, wall: dt.datetime) -> Inside | None:
    """Who came in with this secret of a browser, if they are in still. ``wall``: the wall's clock. One query, or none."""
    if not secret:
        return None
    held = Sitting.objects.filter(digest=fingerprint(secret), member__in=open_members().values("pk"))
    found = held.select_related("member__enterprise__merged_into").first()
    most = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if found is None or ended(found.began_at, found.last_at, wall, idle=settings.SESSION_IDLE, most=most):
        return None
    firm = found.member.enterprise.merged_into or found.member.enterprise
    actor = Actor(enterprise=firm.pk, member=found.member_id)
    return Inside(found.pk, found.member_id, firm.name, found.last_at, actor)


def alike(member_id: int) -> QuerySet[Member]:
    """The accounts that one mailbox opens, one for each enterprise that its person serves."""
    mine = Member.objects.filter(pk=member_id).values("mailbox")
    return open_members().filter(mailbox__in=mine).exclude(mailbox="").order_by("enterprise__name", "pk")


def of_mailbox(mailbox: str) -> QuerySet[Member]:
    """The accounts that a mailbox, in small letters, opens."""
    return open_members().filter(mailbox=mailbox).exclude(mailbox="").order_by("enterprise__name", "pk")


def behind(secret: str, now: dt.datetime) -> Member | None:
    """The account that the link of a letter opens now; None alike for a wrong, old, used or unknown one. One query."""
    held = Member.objects.filter(NOT_STAFF, digest=fingerprint(secret), stage=MemberStage.INVITED, until__gt=now)
    return held.select_related("enterprise__merged_into").first()
