"""Telling people what waits for them: what follows from an entry about a case."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.words import Sentence
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import hook, lay_aside
from zhuqi.core.messages.actions import tell as tell_people
from zhuqi.domain.cases.queries.settled import done_with
from zhuqi.domain.cases.queries.telling import told
from zhuqi.domain.cases.rules.telling import HOOKED, TABLE, Told
from zhuqi.domain.members.actions.telling import write_to


def tell(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people and programs of an entry, each once, and lay aside what was told before and waits no more. Repeating changes
    nothing."""
    found = told(entry, now)
    if found is None:
        return
    case, people = found
    tell_people(entry, kind="case", subject=case.pk, to=people, now=now)
    lay_aside(done_with(case, now))
    for line in TABLE[entry.verb]:
        if line.to is Told.ENTERPRISE:
            write_to(entry, case.enterprise_id, Sentence(line.text, {"number": case.number}), now=now)
    if entry.verb in HOOKED:
        hook(entry, kind="case", subject=case.pk, number=case.number, now=now)
