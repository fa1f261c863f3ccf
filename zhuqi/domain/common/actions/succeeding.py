"""Common issues that a unit owns are those of the one that stands in its place, once it ends."""

from __future__ import annotations

from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.succession import Passing
from zhuqi.domain.common import events
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.rules.words import OPEN
from zhuqi.domain.directory import queries as directory


def pass_on(passing: Passing) -> None:
    """Let every common issue that a unit owns and that is open be its successor's. Repeating changes nothing."""
    into = directory.unit(passing.new)
    held = CommonIssue.objects.select_related("area").filter(owner=passing.old, standing__in=sorted(OPEN))
    for issue in held.order_by("pk"):
        change = Change(CLOCK, issues.KIND, issue.pk, now=passing.now)
        change.update(issue, owner=into, version=issue.version + 1)
        change.record(events.Followed(owner=into.pk))
        share(issues.KIND, issue.pk, issues.seen_from(into.path, issue.area.path))
