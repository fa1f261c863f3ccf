"""Telling people of links, hand-overs and proposals."""

from __future__ import annotations

import datetime as dt

from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import tell_lines
from zhuqi.domain.liaison.queries.telling import of_entry
from zhuqi.domain.liaison.rules.telling import TABLE


def tell(entry: Entry, *, now: dt.datetime) -> None:
    """Tell people of an entry, each once. Repeating changes nothing."""
    about = of_entry(entry, now)
    if about is not None:
        lines = TABLE[entry.kind, entry.verb]
        tell_lines(entry, lines, about.people, kind=about.kind, subject=about.subject, facts=about.facts, now=now)
