"""What each room adds to ``zhuqi verify``: its own findings, and the scopes that its rows must have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from zhuqi.core.journal.verify import Finding, Scopes
from zhuqi.core.messages import queries as messages
from zhuqi.core.search import queries as search
from zhuqi.domain.cases.queries import batches
from zhuqi.domain.cases.queries import rebuild as cases
from zhuqi.domain.common.queries import issues as common
from zhuqi.domain.common.queries import rebuild as common_rebuild
from zhuqi.domain.contacts.queries import rebuild as contacts
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.members.queries import rebuild as members
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.voice.queries import rebuild as voice
from zhuqi.domain.voice.queries import sight as voice_sight

ROOMS: tuple[Callable[[], Iterable[Finding]], ...] = (
    cases.findings,
    batches.findings,
    contacts.findings,
    search.findings,
    messages.findings,
    members.findings,
    voice.findings,
    common_rebuild.findings,
)
SCOPES: Mapping[str, Callable[[], Scopes]] = {
    "case": cases.scopes,
    "common": common.scopes,
    "enterprise": liaison.scopes,
    "visit": visits.scopes,
    "voice": voice_sight.scopes,
}
"""Kind of row → every (row, organisation, reason) that must be there."""
