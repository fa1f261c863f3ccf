"""What each room adds to ``zhuqi verify``: its own findings, and the scopes that its rows must have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from zhuqi.core.journal.verify import Finding, Scopes
from zhuqi.core.messages import queries as messages
from zhuqi.domain.cases.queries import rebuild as cases
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits import queries as visits

ROOMS: tuple[Callable[[], Iterable[Finding]], ...] = (cases.findings, messages.findings)
SCOPES: Mapping[str, Callable[[], Scopes]] = {
    "case": cases.scopes,
    "enterprise": liaison.scopes,
    "visit": visits.scopes,
}
"""Kind of row → every (row, organisation, reason) that must be there."""
