"""Who answers for a unit when something of it is told: its lead, else the dispatch room that serves it."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.actor import Role
from zhuqi.core.messages.queries import at_seats
from zhuqi.core.messages.rules import To
from zhuqi.domain.directory import queries as directory


def heads(org_id: int, now: dt.datetime) -> list[To]:
    """The leads of a unit; where nobody leads it, the dispatchers of the room that serves it. Four queries at most."""
    leads = at_seats([org_id], (Role.TEAM_LEAD,), now)
    if leads:
        return leads
    desk = directory.desk_serving(org_id)
    return at_seats([desk.pk], (Role.DISPATCHER,), now) if desk is not None else []
