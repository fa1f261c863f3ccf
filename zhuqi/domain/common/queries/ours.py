"""The common issues that an enterprise's cases are in, as it reads them in one list."""

from __future__ import annotations

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.common.queries.issues import NEWEST

MOST = 20


def ours(actor: Actor) -> list[CommonIssue]:
    """The common issues of the enterprise that the actor is, with their owners, the newest first; nothing of who else is in them.
    One query; none for anybody else."""
    if actor.enterprise is None:
        return []
    mine = sight.visible(actor).order_by().values("pk")
    held = CommonIssue.objects.filter(memberships__case__in=mine, memberships__left_at=None)
    return list(held.select_related("owner").distinct().order_by(*NEWEST)[:MOST])
