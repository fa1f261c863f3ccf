"""One contact with an enterprise as plain values, and how far two are apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhuqi.base.worktime.calendar import WorkCalendar, add_months
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.contacts.rules.periods import DAY
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.liaison.rules.firms import Key


@dataclass(frozen=True)
class Encounter:
    """A contact with an enterprise, planned or made. Days are those of the place's clock: 23:59 is one day, 0:00 the next."""

    day: dt.date
    unit: Key = ""
    how: ContactHow = ContactHow.ON_SITE
    kind: str = ""
    """The place's name of the kind of visit; empty where it is none (a meeting, a call)."""
    firm: Key = ""
    event: Key | None = None
    """What several contacts share that go together: they are one event, counted once."""
    invited: bool = False
    """The enterprise asked for it itself: free of cap, gap and quiet days."""
    proxy: bool = False
    """Somebody goes for the one whose visit it is (代访)."""
    head: bool = False
    """The head of the enterprise is asked to be there."""
    head_why: str = ""
    exempt: str = ""
    """A code of the edition's exceptions."""
    declined: bool = False
    held: bool = False
    """It took place."""
    registered_at: dt.datetime | None = None
    begins_at: dt.datetime | None = None


def events(contacts: Iterable[Encounter]) -> list[Encounter]:
    """One contact for each event, the first of each, by day."""
    found: dict[object, Encounter] = {}
    for n, contact in enumerate(contacts):
        found.setdefault((n,) if contact.event is None else contact.event, contact)
    return sorted(found.values(), key=lambda contact: contact.day)


def next_after(day: dt.date, span: Span, calendar: WorkCalendar) -> tuple[dt.date, bool]:
    """The first day that is so far after another (7 天 after the 1st: the 8th), and whether that is certain: working days
    of a year that isn't published are taken for natural ones."""
    if span.unit is Unit.MONTH:
        return add_months(day, span.amount), True
    if span.unit is Unit.NATURAL_DAY:
        return day + DAY * span.amount, True
    at, left = day, span.amount
    while left:
        at += DAY
        if not calendar.covers(at, at):
            return day + DAY * span.amount, False
        left -= calendar.is_workday(at)
    return at, True
