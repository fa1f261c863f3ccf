"""Which edition is in force where and when, what it says, and where each value comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.module_loading import import_string

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.paths import lineage, span
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook import sources as tracing
from zhuqi.core.rulebook.head import Head, read_head
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.core.rulebook.rules import DRAFTS, SIGNS
from zhuqi.core.rulebook.sources import Held
from zhuqi.core.rulebook.standing import DEEPEST, Layer, rooted, stand

CHAIN = "__".join(["parent"] * (DEEPEST - 1))
"""The editions that one stands on, to be read with it."""


Place = tuple[int, str]
"""An area's id and path."""


@lru_cache(maxsize=1)
def sections() -> Mapping[str, type]:
    """The wiring's table: the section's key in the text → the class that reads it. Loaded on first use."""
    return import_string(settings.SECTIONS)  # type: ignore[no-any-return]


def in_force(path: str, day: dt.date) -> Edition:
    """The edition in force at a place on a day: the nearest place at or above it that has one. One query.

    Raises Refused where none is.
    """
    found = Edition.objects.filter(place__in=lineage(path), effective_on__lte=day).select_related(CHAIN)
    edition = found.order_by(Length("path").desc(), "-effective_on", "-pk").first()
    if edition is None:
        raise Refused(say("No rulebook is in force here on {day}.", day=day))
    return edition


def ruled_below(path: str) -> bool:
    """Whether an edition was adopted, or a text handed in, for a place or one below it. Two queries at most."""
    low, high = span(path)
    return any(rows.filter(path__gte=low, path__lt=high).exists() for rows in (Edition.objects, Draft.objects))


def own_in_force(place: int, day: dt.date) -> Edition | None:
    """The edition of a place's own that is in force there on a day. One query."""
    found = Edition.objects.filter(place=place, effective_on__lte=day).select_related(CHAIN)
    return found.order_by("-effective_on", "-pk").first()


def nearest_above(place: Place, day: dt.date) -> Edition | None:
    """The edition in force on a day at the nearest place above one that has any. One query a place above."""
    held = (own_in_force(above, day) for above in reversed(lineage(place[1])[:-1]))
    return next((each for each in held if each is not None), None)


def adopted() -> QuerySet[Edition]:
    """Every edition, the one adopted last first. A place's rules are published: no actor is asked for."""
    return Edition.objects.order_by("-pk")


def editions(pks: set[int]) -> dict[int, Edition]:
    """Editions by id. One query."""
    return Edition.objects.select_related(CHAIN).in_bulk(pks)


def chain(edition: Edition) -> tuple[Edition, ...]:
    """An edition and those it stands on, the nearest first."""
    return (edition, *(chain(edition.parent) if edition.parent else ()))


def standing(edition: Edition) -> Layer:
    """What an edition says over those it stands on. It never changes."""
    return layer(*(each.text for each in reversed(chain(edition))))


def section(edition: Edition, key: str) -> Any:
    """What one section of an edition says, as the typed value of the room that reads it."""
    return standing(edition).sections[key]


@lru_cache(maxsize=64)
def layer(*texts: str) -> Layer:
    """Some texts, each over the one before it; the topmost stands alone. Raises Faulty."""
    return stand(texts[-1], layer(*texts[:-1]) if len(texts) > 1 else None, sections())


def parsed(text: str) -> Mapping[str, Any]:
    """Every section of a text that names no place above, typed. Raises Unreadable. A section left out is the standard."""
    return layer(text).sections


def sources(edition: Edition) -> tuple[tuple[Held, Edition | None], ...]:
    """Every value of an edition with the edition whose text says it; None where it is the standard."""
    held = standing(edition)
    by_layer = {id(one): each for one, each in zip(held.chain(), chain(edition), strict=True)}
    return tuple((value, by_layer.get(id(value.layer))) for value in tracing.held(held, sections()))


@dataclass(frozen=True)
class Chapter:
    """An edition in the history of its place. ``until``: the first day without it; where it is the day it would have
    begun, another took its place before. ``draft``: how it was handed in and signed, where people did that."""

    edition: Edition
    until: dt.date | None
    draft: Draft | None


def history(place: int) -> tuple[Chapter, ...]:
    """The editions of a place from the first on, those it was given by following the place above among them. Two queries."""
    rows = list(Edition.objects.filter(place=place).select_related(CHAIN).order_by("effective_on", "pk"))
    signed = {draft.edition_id: draft for draft in Draft.objects.filter(edition__in=rows).order_by("-pk")}
    follow = [row.effective_on for row in rows[1:]]
    return tuple(Chapter(row, until, signed.get(row.pk)) for row, until in zip(rows, (*follow, None), strict=True))


def drafts(actor: Actor) -> QuerySet[Draft]:
    """The texts handed in for places where the actor hands in or signs, the last first."""
    reach = Q(pk__in=())
    for path in {seat.path for seat in actor.seats if seat.role in (DRAFTS, SIGNS)}:
        low, high = span(path)
        reach |= Q(path__gte=low, path__lt=high)
    return Draft.objects.filter(reach).order_by("-pk")


def waiting(actor: Actor) -> QuerySet[Draft]:
    """Those of them that are neither signed nor taken back."""
    return drafts(actor).filter(signed_at=None, withdrawn_at=None)


def draft(actor: Actor, draft_id: int) -> Draft:
    """One of them. Raises Missing."""
    found = drafts(actor).filter(pk=draft_id).first()
    if found is None:
        raise Missing
    return found


def hands(drafts: Collection[int]) -> dict[int, dict[str, int | None]]:
    """{text: {what was done with it: the member of staff who did}} as the journal has it. One query."""
    found: dict[int, dict[str, int | None]] = {}
    entries = Entry.objects.filter(kind="draft", subject__in=drafts)
    for pk, verb, staff in entries.values_list("subject", "verb", "staff"):
        found.setdefault(pk, {})[verb] = staff
    return found


def left_behind(place: int, text: Layer) -> tuple[tuple[Edition, Unreadable], ...]:
    """The editions in force below a place whose texts couldn't stand on a new one of it, and why: they would stay on the old."""
    day = text.head.effective_on
    places = Edition.objects.filter(parent__place=place).values_list("place", flat=True).distinct()
    held = [own_in_force(below, day) for below in sorted(places)]
    found = [(edition, refusal(edition.text, text)) for edition in held if edition and edition.parent]
    return tuple((edition, why) for edition, why in found if why is not None)


def refusal(text: str, above: Layer) -> Unreadable | None:
    """Why a text can't stand on another; None where it can."""
    try:
        stand(text, above, sections())
    except Unreadable as fault:
        return fault
    return None


def latest(rows: list[Edition], day: dt.date) -> Edition | None:
    """Which of a place's editions is in force on a day."""
    begun = [row for row in rows if row.effective_on <= day]
    return max(begun, key=attrgetter("effective_on", "pk"), default=None)


def stands_on(text: str, place: Place, above: int | None = None) -> tuple[Head, Edition | None]:
    """The head of a text, and the edition of the place above that it stands on. Raises Unreadable."""
    root = rooted(text)
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
    return next((each for each in held if each and rooted(each.text).at("地区").value == head.above), None)


def in_force_each(paths: Collection[str], day: dt.date) -> dict[str, Edition]:
    """{path: the edition in force there on a day}, as ``in_force`` finds it; places without one aren't there. One query."""
    places = {pk for path in paths for pk in lineage(path)}
    by_place: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(place__in=places, effective_on__lte=day).select_related(CHAIN):
        by_place.setdefault(edition.place, []).append(edition)
    own = {place: latest(rows, day) for place, rows in by_place.items()}
    found = {path: next((own[pk] for pk in reversed(lineage(path)) if own.get(pk)), None) for path in paths}
    return {path: edition for path, edition in found.items() if edition is not None}
