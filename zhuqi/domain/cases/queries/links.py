"""Links: what a secret opens, and which links a case has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.domain.cases.models import Case, Link
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules import masking


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One case that an enterprise has open, as whom it acts there, and its name. ``row``: the case as it stood then, with its
    enterprise, where it was read."""

    case: int
    actor: Actor
    enterprise: str
    row: Case | None = None


@dataclass(frozen=True, kw_only=True)
class Door(Opened):
    """What a link opens. ``enterprise`` is masked: whoever holds the address hasn't opened it yet."""

    link: int


def behind(secret: str, now: dt.datetime) -> Door | None:
    """What a secret opens now; None alike for a wrong, expired, revoked or unknown one. One query, always."""
    return _door(Link.objects.filter(digest=fingerprint(secret)), now)


def opened(link_id: int, now: dt.datetime) -> Door | None:
    """What a link that was opened before opens still. One query."""
    return _door(Link.objects.filter(pk=link_id), now)


def by_account(actor: Actor, case_id: int) -> Opened | None:
    """A case that somebody opens by an account of its enterprise: they act in it as that one case's enterprise, as by a link.
    None where it isn't theirs. One query."""
    if actor.enterprise is None or actor.member is None:
        return None
    case = visible(actor).filter(pk=case_id).select_related("enterprise").first()
    if case is None:
        return None
    own = Actor(enterprise=case.enterprise_id, case=case.pk, member=actor.member)
    return Opened(case=case.pk, actor=own, enterprise=case.enterprise.name)


def _door(links: QuerySet[Link], now: dt.datetime) -> Door | None:
    link = links.filter(revoked_at=None, until__gt=now).select_related("case__enterprise").order_by("pk").first()
    if link is None:
        return None
    enterprise = link.case.enterprise
    actor = Actor(enterprise=enterprise.pk, case=link.case_id)
    return Door(link=link.pk, case=link.case_id, actor=actor, enterprise=masking.firm(enterprise.name), row=link.case)


def of_case(actor: Actor, case_id: int) -> QuerySet[Link]:
    """The links of a case, for those who serve it; the latest first. An enterprise doesn't see who else holds one."""
    seen = visible(actor).filter(pk=case_id) if actor.enterprise is None else visible(Actor())
    return Link.objects.filter(case__in=seen).select_related("made_by").order_by("-made_at", "-pk")
