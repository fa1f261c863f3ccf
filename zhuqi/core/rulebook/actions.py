"""Adopting an edition."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.paths import within
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import events
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import parsed
from zhuqi.core.rulebook.reading import read

NOT_YOURS = say("A rulebook is adopted by the system administrator of that place, or of one above it.")


@verb
def adopt(actor: Actor, *, text: str, place: tuple[int, str], now: dt.datetime, key: str = "") -> Edition:
    """Put a text in force at a place (id, path) from its own effective day on.

    Raises Refused where the actor isn't the system administrator of that place or one above, Unreadable with line and
    key where the text can't be taken. The same text again changes nothing.
    """
    if not _may_adopt(actor, place[1]):
        raise Refused(NOT_YOURS)
    parsed(text)
    head = read(text)
    effective_on = head.at("施行").day()
    held = Edition.objects.filter(place=place[0], effective_on=effective_on).first()
    if held is not None:
        if held.text == text:
            return held
        raise Refused(say("A different edition for that day has been adopted already. An edition is never changed."))
    change = Change(actor, "rulebook", None, now=now, key=key)
    edition = change.insert(
        Edition(
            place=place[0],
            path=place[1],
            name=head.at("规则").text(120),
            number=head.at("文号").text(60),
            effective_on=effective_on,
            text=text,
            adopted_at=now,
        )
    )
    change.subject = edition.pk
    change.record(events.Adopted(place=place[0], effective_on=effective_on))
    return edition


def _may_adopt(actor: Actor, path: str) -> bool:
    """Whether the actor is the clock, or administers the place or one above it."""
    return actor.clock or any(seat.role is Role.SYSTEM_ADMIN and within(path, seat.path) for seat in actor.seats)
