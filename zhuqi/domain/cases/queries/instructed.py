"""What a leader asked about before: the cases that they gave a word on, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.queries import done_by
from zhuqi.domain.cases.events import Instructed
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.lists import rows
from zhuqi.domain.cases.queries.sight import visible

SHOWN = 5


def by(actor: Actor) -> list[tuple[dt.datetime, Case]]:
    """(when, case) of the last cases in sight that the actor instructed, the latest first. Two queries at most."""
    if actor.staff is None:
        return []
    told: Mapping[int, dt.datetime] = done_by(actor.staff, "case", Instructed.verb, most=4 * SHOWN)
    found = rows(visible(actor)).filter(pk__in=told) if told else []
    return sorted(((told[case.pk], case) for case in found), key=lambda one: one[0], reverse=True)[:SHOWN]
