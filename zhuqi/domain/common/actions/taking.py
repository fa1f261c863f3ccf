"""What every deed about a common issue has in common: seen, still as seen, allowed; its words, and its entry."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.events import Event
from zhuqi.base.naming import named
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.domain.common.models import CommonIssue, Membership, Told
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.rules.steps import STEPS, parties
from zhuqi.domain.common.rules.words import IssueDeed
from zhuqi.domain.directory.models import Enterprise

LINE, TEXT = 60, 4000
"""Signs of a title, and of a text."""
NOT_NOW = say("This can't be done about it as it stands now.")
NOT_YOURS = say(
    "The dispatch room and the leaders of the area keep a common issue; its owner says what it does about it."
)


@dataclass(frozen=True)
class Taken:
    """An issue that the actor is about to move on, with the change that will tell of it."""

    actor: Actor
    issue: CommonIssue
    deed: IssueDeed
    change: Change
    now: dt.datetime

    def move(self, event: Event, *, words: str | None = None, **fields: Any) -> CommonIssue:
        """Write what changed, and the words that the enterprises read; book it."""
        self.change.update(self.issue, version=self.issue.version, **fields)
        if words is not None:
            seq = self.issue.version
            row = Told(issue=self.issue, seq=seq, deed=self.deed.value, body=words, salt=salt(), at=self.now)
            row.staff_id = self.actor.staff
            self.change.insert(row)
        self.change.record(event)
        return self.issue


def salt() -> str:
    """A fresh one."""
    return secrets.token_hex(16)


def take(actor: Actor, issue_id: int, deed: IssueDeed, *, seen: int | None, key: str, now: dt.datetime) -> Taken:
    """The issue, if the actor sees it, if it is still as seen, and if the table allows the deed. ``seen=None``: as it is now.
    Raises Missing, Stale, Refused."""
    issue = issues.visible(actor).select_related("owner", "area").filter(pk=issue_id).first()
    if issue is None:
        raise Missing
    if seen is not None and issue.version != seen:
        raise Stale
    if not CommonIssue.objects.filter(pk=issue.pk, version=issue.version).update(version=F("version") + 1):
        raise Stale
    issue.version += 1
    step = STEPS[deed]
    if not parties(actor, area_path=issue.area.path, owner=issue.owner_id) & step.by:
        raise Refused(NOT_YOURS)
    if issue.standing not in step.starts:
        raise Refused(NOT_NOW)
    return Taken(actor, issue, deed, Change(actor, issues.KIND, issue.pk, now=now, key=key), now)


def names_nobody(name: str, text: str, enterprises: Iterable[int]) -> None:
    """What every enterprise reads names none of them. Raises Invalid. One query."""
    names = Enterprise.objects.filter(pk__in=set(enterprises)).order_by("pk").values_list("name", flat=True)
    found = named(text, names)
    if found:
        raise Invalid(
            {name: say("Every enterprise in it reads this, so it can't name one of them: {firm}.", firm=found)}
        )


def enterprises_in(issue: CommonIssue) -> list[int]:
    """The enterprises that are or were in an issue. One query."""
    return list(Membership.objects.filter(issue=issue).values_list("case__enterprise", flat=True).distinct())
