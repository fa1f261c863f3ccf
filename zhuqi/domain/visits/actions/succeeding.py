"""What was promised on visits goes on with whoever stands in the place of a unit that ends. The day promised stays."""

from __future__ import annotations

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.succession import Passing
from zhuqi.domain.visits import events
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules.promises import Kept


def pass_on(passing: Passing) -> None:
    """Let every open promise of a unit be its successor's. Repeating changes nothing."""
    for row in Promise.objects.filter(unit=passing.old, state=Kept.OPEN).order_by("pk"):
        change = Change(CLOCK, "promise", row.pk, now=passing.now)
        change.update(row, unit_id=passing.new, version=row.version + 1)
        change.record(events.PromiseFollowed(visit=row.visit_id, unit=passing.new, staff=row.staff_id))
