"""How a contact stands, and what may become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose


class ContactState(Named):
    """How a contact stands."""

    PLANNED = "planned", term("planned")
    HELD = "held", term("held")
    CANCELLED = "cancelled", term("cancelled")
    DECLINED = "declined", term("declined by the enterprise")
    MISSED = "missed", term("nobody came")


COUNTING = frozenset({ContactState.PLANNED, ContactState.HELD})
"""What stands in the book and takes room there."""
GONE = frozenset({ContactState.CANCELLED, ContactState.DECLINED, ContactState.MISSED})
"""How a planned contact ends without taking place."""


@dataclass(frozen=True)
class Wanted:
    """A contact as somebody asks for it. ``join``: with which contact of the book it goes; ``alone``: it stays on its own
    though another one is near; ``invited_on``: when the enterprise asked for it itself."""

    day: dt.date
    how: ContactHow = ContactHow.ON_SITE
    kind: Purpose = Purpose.SERVICE
    begins_at: dt.datetime | None = None
    invited_on: dt.date | None = None
    exempt: str = ""
    head: bool = False
    head_why: str = ""
    join: int | None = None
    alone: bool = False


NOT_PLANNED: Mapping[ContactState, str] = {
    ContactState.HELD: term("This contact took place; it can't be moved or taken back."),
    ContactState.CANCELLED: term("This contact was cancelled."),
    ContactState.DECLINED: term("The enterprise declined this contact."),
    ContactState.MISSED: term("Nobody came to this contact."),
}


def not_open(state: ContactState) -> Sentence | None:
    """Why a contact is no plan any more, if so."""
    return say(NOT_PLANNED[state]) if state is not ContactState.PLANNED else None


def not_gone(state: ContactState, day: dt.date, today: dt.date) -> Sentence | None:
    """Why a planned contact can't end so today, if it can't."""
    if state is ContactState.MISSED and day > today:
        return say("The day hasn't come: cancel it instead.")
    return None


def unasked(invited_on: dt.date | None, day: dt.date, today: dt.date) -> Sentence | None:
    """Why a contact can't be one that the enterprise asked for, if it says it is."""
    if invited_on is None:
        return None
    if invited_on > today or invited_on > day:
        return say("What the enterprise asks for, it asks before: write the day on which it did.")
    return None
