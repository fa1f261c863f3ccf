"""What was promised on visits and lies with a unit itself."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi.base.words import term
from zhuqi.core.succession import Lying
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules.promises import Kept


def lying(org: int) -> Iterator[Lying]:
    """What lies with a unit. One query."""
    yield Lying("promises", term("promises made on visits"), Promise.objects.filter(unit=org, state=Kept.OPEN).count())
