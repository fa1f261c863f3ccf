"""What follows here when a common issue moves on: an entry on every case in it, which its enterprise reads; messages to the
owner and the dispatch room."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db.models import Q, QuerySet

from zhuqi.core.access.actor import Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import tell_lines
from zhuqi.core.messages.queries import at_seats
from zhuqi.core.messages.rules import To
from zhuqi.domain.cases.actions.clockwork import matter_moved
from zhuqi.domain.cases.models import Case
from zhuqi.domain.common.models import CommonIssue, Membership
from zhuqi.domain.common.queries.issues import KIND
from zhuqi.domain.common.rules.steps import MOVES, TOLD, WORKING, CommonTold


def tell(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people of an entry about an issue, each once. Repeating changes nothing."""
    issue = CommonIssue.objects.select_related("area").get(pk=entry.subject)

    def people(whom: CommonTold) -> list[To]:
        if whom is CommonTold.OWNER:
            return at_seats([issue.owner_id], tuple(sorted(WORKING)), now)
        return at_seats([issue.area_id], (Role.DISPATCHER,), now, sees=True)

    tell_lines(entry, TOLD[entry.kind, entry.verb], people, kind=KIND, subject=issue.pk, facts={}, now=now)


def tell_cases(entry: Entry, *, now: dt.datetime) -> None:
    """Book on every case in an issue that it moved on: those that were in it then and are in it still. Each once for an entry;
    repeating changes nothing."""
    then = Q(joined_at__lte=entry.at) & (Q(left_at=None) | Q(left_at__gt=entry.at))
    inside = Membership.objects.filter(then, issue=entry.subject, left_at=None).values("case")
    told = _told(entry, inside)
    for case in Case.objects.filter(pk__in=inside).exclude(pk__in=told).order_by("pk"):
        matter_moved(case, issue=entry.subject, seq=entry.seq, deed=MOVES[entry.verb].value, now=now)


def _told(entry: Entry, cases: QuerySet[Any, Any]) -> set[int]:
    """Those of some cases on which this entry is booked already. One query."""
    booked = Entry.objects.filter(kind="case", subject__in=cases, verb="matter_moved")
    rows = [(case, json.loads(facts)) for case, facts in booked.values_list("subject", "facts")]
    return {case for case, facts in rows if (facts["issue"], facts["seq"]) == (entry.subject, entry.seq)}
