"""The parts of an enterprise's page: who speaks for it, notes, key lists, and rows that may be the same enterprise."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules.firms import UNDONE_WITHIN
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.keeping.frame import FEW, Item, Part, lasts
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase


def _door(firm: Any, word: str, name: str, **of: int) -> Link:
    ((key, number),) = of.items()
    return Link(word, f"{reverse('enterprise_act', args=[firm.pk, name])}?{key}={number}")


def people(request: Asked, firm: Any, may: frozenset[str]) -> Part:
    """Who speaks for it, masked. One query."""
    items = [
        Item(
            label=one.role,
            title=one.name,
            meta=(one.phone, phrase(say("written down {at}", at=one.at), request.now)),
            doors=(
                *((_door(firm, gettext("Show it"), "reveal", person=one.pk),) if "reveal" in may else ()),
                *((_door(firm, gettext("Erase it"), "erase", person=one.pk),) if "erase" in may else ()),
            ),
        )
        for one in register.spokespersons(request.actor, firm.pk)
    ]
    return Part(gettext("Who speaks for the enterprise"), items, gettext("Nobody is written down."))


def notes(request: Asked, firm: Any, may: frozenset[str]) -> Part:
    """The latest notes. One query."""
    items = [
        Item(
            label=phrase(note.at, request.now),
            title=note.text,
            meta=(note.staff.name,) if note.staff else (),
            doors=(_door(firm, gettext("Erase it"), "strike", note=note.pk),) if "strike" in may else (),
        )
        for note in register.notes(request.actor, firm.pk)[:FEW]
    ]
    return Part(gettext("Notes"), items, gettext("Nothing is noted."))


def lists(request: Asked, firm: Any, may: frozenset[str]) -> Part:
    """The key lists on which it stands or stood. One query."""
    day = day_of(request.now)
    now: list[Item] = []
    past: list[Item] = []
    for place in register.lists_of(firm.pk):
        over = place.until is not None and place.until <= day
        period = lasts(place.since, place.until)
        off = _door(firm, gettext("Take it off"), "unlist", list=place.list_id)
        item = Item(
            label=place.list.area.name,
            title=place.list.name,
            address=reverse("key_list", args=[place.list_id]),
            meta=tuple(part for part in (place.list.document, phrase(period, request.now)) if part),
            doors=(off,) if "unlist" in may and place.until is None else (),
        )
        (past if over else now).append(item)
    return Part(gettext("Key lists"), now, gettext("It stands on no key list."), past=past)


def merged(request: Asked, firm: Any, may: frozenset[str]) -> Part:
    """The rows for which it stands, and the way to undo that while it can be. One query."""
    items = [
        Item(
            label=phrase(say("merged on {day}", day=day_of(row.merged_at)), request.now),
            title=row.name,
            meta=(row.uscc,),
            doors=(_door(firm, gettext("Undo this"), "undo", row=row.pk),)
            if "undo" in may and request.now - row.merged_at <= UNDONE_WITHIN
            else (),
        )
        for row in firm.absorbed.order_by("pk")
    ]
    return Part(gettext("Rows that were merged into this one"), items)


def twins(request: Asked, firm: Any) -> Part:
    """Other rows that may be this enterprise, for who keeps the register. One query."""
    items = [
        Item(
            label=other.region.name,
            title=other.name,
            address=reverse("enterprise", args=[other.pk]),
            meta=(other.uscc,),
            doors=(
                _door(firm, gettext("Merge this row into that"), "merge", into=other.pk),
                _door(firm, gettext("They are two"), "apart", other=other.pk),
            ),
        )
        for other in register.twins_of(request.actor, firm)[:FEW]
    ]
    return Part(gettext("Rows that may be the same enterprise"), items)
