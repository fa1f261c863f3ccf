"""Cases come into a common issue and leave it. Nothing happens to the cases themselves: it is a class, not a merge."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.common import events
from zhuqi.domain.common.actions.taking import names_nobody, take
from zhuqi.domain.common.models import CommonIssue, Membership, Told
from zhuqi.domain.common.rules.words import IssueDeed


@verb
def join(
    actor: Actor, issue_id: int, *, case_id: int, seen: int | None = None, key: str = "", now: dt.datetime
) -> CommonIssue:
    """Add a case that the actor sees; its enterprise reads from then on what was told. Raises Missing, Stale, Refused, and
    Invalid where what was told names that enterprise."""
    taken = take(actor, issue_id, IssueDeed.JOIN, seen=seen, key=key, now=now)
    case = sight.visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    if Membership.objects.filter(issue=taken.issue, case=case, left_at=None).exists():
        raise Refused(say("This case is in it already."))
    told = [taken.issue.title, *Told.objects.filter(issue=taken.issue).order_by("seq").values_list("body", flat=True)]
    names_nobody("case_id", "\n".join(told), [case.enterprise_id])
    taken.change.insert(Membership(issue=taken.issue, case=case, joined_at=now))
    return taken.move(events.Joined(case=case.pk))


@verb
def leave(
    actor: Actor, issue_id: int, *, case_id: int, seen: int | None = None, key: str = "", now: dt.datetime
) -> CommonIssue:
    """Take a case out again. Raises Missing, Stale, Refused."""
    taken = take(actor, issue_id, IssueDeed.LEAVE, seen=seen, key=key, now=now)
    held = Membership.objects.filter(issue=taken.issue, case=case_id, left_at=None).first()
    if held is None or not sight.visible(actor).filter(pk=case_id).exists():
        raise Missing
    taken.change.update(held, left_at=now)
    return taken.move(events.Left(case=case_id))
