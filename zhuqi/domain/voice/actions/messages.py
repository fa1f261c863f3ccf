"""Telling people of needs that were told without an account, and of visits that enterprises doubt."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.paths import lineage
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import hook, tell_lines
from zhuqi.core.messages.queries import at_seats
from zhuqi.domain.cases.rules.telling import WAITS
from zhuqi.domain.voice.models import Doubt, Voice
from zhuqi.domain.voice.rules import TABLE, Stage


def tell_people(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people of an entry, each once; of a need, where it waits still, programs too. Repeating changes nothing."""
    waits = False
    if entry.kind == "doubt":
        unit = Doubt.objects.select_related("unit").get(pk=entry.subject).unit
        people = at_seats(lineage(unit.path), (Role.SUPERVISOR,), now, sees=True, but=[unit.pk])
    else:
        voice = Voice.objects.get(pk=entry.subject)
        waits = voice.stage == Stage.WAITING
        people = at_seats([voice.desk_id], (Role.DISPATCHER,), now) if waits else []
    lines = TABLE[entry.kind, entry.verb]
    tell_lines(entry, lines, lambda _: people, kind=entry.kind, subject=entry.subject, facts={}, now=now)
    if waits:
        hook(entry, kind=entry.kind, subject=entry.subject, event=WAITS, now=now)
