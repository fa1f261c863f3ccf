"""Links: what a secret opens, and which links a case has."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Link
from zhuqi.domain.cases.queries.sight import visible


@dataclass(frozen=True)
class Door:
    """What a link opens. ``enterprise`` is masked: whoever holds the address hasn't opened it yet."""

    link: int
    case: int
    actor: Actor
    enterprise: str


def digest_of(secret: str) -> str:
    """Under what a secret is kept. It has 256 random bits, so a plain digest keeps it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def behind(secret: str, now: dt.datetime) -> Door | None:
    """What a secret opens now; None alike for a wrong, expired, revoked or unknown one. One query, always."""
    return _door(Link.objects.filter(digest=digest_of(secret)), now)


def opened(link_id: int, now: dt.datetime) -> Door | None:
    """What a link that was opened before opens still. One query."""
    return _door(Link.objects.filter(pk=link_id), now)


def _door(links: QuerySet[Link], now: dt.datetime) -> Door | None:
    link = links.filter(revoked_at=None, until__gt=now).select_related("case__enterprise").order_by("pk").first()
    if link is None:
        return None
    enterprise = link.case.enterprise
    actor = Actor(enterprise=enterprise.pk, case=link.case_id)
    return Door(link.pk, link.case_id, actor, masked(enterprise.name))


def masked(name: str) -> str:
    """A name of which its owner knows the rest: 演练＊＊＊＊公司."""
    shown = 2 if len(name) > 5 else 1
    return name[:shown] + "＊" * max(len(name) - 2 * shown, 1) + (name[-shown:] if len(name) > 2 else "")


def of_case(actor: Actor, case_id: int) -> QuerySet[Link]:
    """The links of a case, for those who serve it; the latest first. An enterprise doesn't see who else holds one."""
    seen = visible(actor).filter(pk=case_id) if actor.enterprise is None else visible(Actor())
    return Link.objects.filter(case__in=seen).select_related("made_by").order_by("-made_at", "-pk")
