"""Errands of a unit that ends go on from the one that stands in its place, run by whoever ran them."""

from __future__ import annotations

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.succession import Passing
from zhuqi.domain.errands import events
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.rules import LIVE


def pass_on(passing: Passing) -> None:
    """Let every errand of a unit that isn't over be its successor's. Repeating changes nothing."""
    for errand in Errand.objects.filter(unit=passing.old, state__in=LIVE).order_by("pk"):
        change = Change(CLOCK, "errand", errand.pk, now=passing.now)
        change.update(errand, unit_id=passing.new, version=errand.version + 1)
        change.record(events.PlaceFollowed(unit=passing.new))
