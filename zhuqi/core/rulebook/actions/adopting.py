"""Putting a text in force."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.paths import lineage
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import events
from zhuqi.core.rulebook.actions.following import follow
from zhuqi.core.rulebook.checking import refuse
from zhuqi.core.rulebook.head import Head, read_head
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import own_in_force, sections, standing
from zhuqi.core.rulebook.reading import read
from zhuqi.core.rulebook.rules import TWO_PEOPLE

Place = tuple[int, str]
"""An area's id and path."""


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
    head, parent = stands_on(text, place, above)
    held = Edition.objects.filter(place=place[0], effective_on=head.effective_on, origin=None).first()
    if held is not None and held.text == text:
        return held
    refuse(text, above=standing(parent) if parent else None)
    if held is not None:
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


def stands_on(text: str, place: Place, above: int | None = None) -> tuple[Head, Edition | None]:
    """The head of a text, and the edition of the place above that it stands on. Raises Unreadable."""
    root = read(text)
    head = read_head(root, sections())
    if not head.above:
        return head, None
    node, over = root.at("上级"), lineage(place[1])[:-1]
    if above == place[0] or head.above == head.area:
        raise node.wrong(say("A place doesn't stand above itself."))
    if above is not None and above not in over:
        raise node.wrong(say("This place isn't above the one whose rulebook this is."))
    parent = own_in_force(above, head.effective_on) if above is not None else _called(head, over)
    if parent is None:
        raise node.wrong(
            say("No rulebook of “{place}” is in force. Adopt it first, or write the place's code.", place=head.above)
        )
    return head, parent


def _called(head: Head, over: tuple[int, ...]) -> Edition | None:
    """The edition in force at the place above whose own text has the area that is meant."""
    held = [own_in_force(place, head.effective_on) for place in reversed(over)]
    return next((each for each in held if each and read(each.text).at("地区").value == head.above), None)
