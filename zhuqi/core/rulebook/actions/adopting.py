"""Putting a text in force."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import events
from zhuqi.core.rulebook.actions.following import follow
from zhuqi.core.rulebook.checking import taken
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import Place
from zhuqi.core.rulebook.rules import TWO_PEOPLE


@verb
def adopt(
    actor: Actor, *, text: str, place: Place, above: int | None = None, now: dt.datetime, key: str = ""
) -> Edition:
    """Put a text in force at a place from its own effective day on, in one step: the clock's alone, for presets and the console.
    ``above``: the place it calls 上级; where it is left out, the place above whose text has that area's code.

    Raises Refused for anybody else, Unreadable with line and key where the text can't be taken. The same text again changes
    nothing.
    """
    if not actor.clock:
        raise Refused(TWO_PEOPLE)
    return put_in_force(actor, text, place, above, now, key)


def put_in_force(actor: Actor, text: str, place: Place, above: int | None, now: dt.datetime, key: str = "") -> Edition:
    """The edition that a text becomes, and those below that follow it. Raises Unreadable, Refused."""
    held = Edition.objects.filter(place=place[0], text=text, origin=None).first()
    if held is not None:
        return held
    head, parent = taken(text, place, above)
    if Edition.objects.filter(place=place[0], effective_on=head.effective_on, origin=None).exists():
        raise Refused(say("A different edition for that day has been adopted already. An edition is never changed."))
    change = Change(actor, "rulebook", None, now=now, key=key)
    edition = change.insert(
        Edition(
            place=place[0],
            path=place[1],
            name=head.name,
            number=head.number,
            effective_on=head.effective_on,
            text=text,
            adopted_at=now,
            parent=parent,
        )
    )
    change.subject = edition.pk
    more = {"parent": parent.pk} if parent else None
    change.record(events.Adopted(place=place[0], effective_on=head.effective_on), more=more)
    follow(actor, edition, now=now)
    return edition
