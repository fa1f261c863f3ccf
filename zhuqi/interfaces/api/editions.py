"""The rules that places have published, edition by edition, and what differs between two."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.comparing import differences
from zhuqi.core.texts import UNKEEPABLE
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, get, page
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import InAddress, InQuery, Shape, Taken, cannot
from zhuqi.interfaces.web.wording import local, phrase

LONGEST = 100_000
"""Characters of a rulebook's text; the shipped ones have a twentieth of that."""
router = Router(tags=["rulebook"])


def _rules(value: Any, *, most: int) -> str:
    if not isinstance(value, str):
        raise cannot(say("This must be a text."))
    if not 0 < len(value) <= most:
        raise cannot(say("A text of 1 to {n} characters is meant here; this has {m}.", n=most, m=len(value)))
    if UNKEEPABLE.search(value):
        raise cannot(say("There are characters in it that can't be kept. Type it again instead of pasting."))
    return value


SCHEMA = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"}
Rules = Annotated[str, Taken(partial(_rules, most=LONGEST), SCHEMA)]


class EditionRow(Shape):
    """An edition: in force at a place and below it from a day on. ``number``: of its document (文号)."""

    id: int
    name: str
    number: str
    place: Unit
    effective_on: dt.date
    adopted_at: dt.datetime


class EditionRows(Shape):
    """A page of editions, the one adopted last first."""

    editions: list[EditionRow]
    next: str | None


class EditionOut(EditionRow):
    """An edition with its text."""

    text: str


class EditionsAsked(Paged):
    """What narrows the list of editions."""

    place: InQuery | None = Field(None, description="The area that adopted it.")


def _row(edition: Any, places: dict[int, str]) -> dict[str, Any]:
    return {
        "id": edition.pk,
        "name": edition.name,
        "number": edition.number,
        "place": Unit(id=edition.place, name=places.get(edition.place, "")),
        "effective_on": edition.effective_on,
        "adopted_at": local(edition.adopted_at),
    }


def edition_out(edition: Any) -> EditionOut:
    """An edition as it is told. One query."""
    return EditionOut(**_row(edition, directory.names([edition.place])), text=edition.text)


@get(router, "/editions", EditionRows)
def list_editions(request: Asked, asked: Query[EditionsAsked]) -> HttpResponse:
    """The editions of all places: rules are published, everybody inside reads them."""
    rows = queries.adopted()
    shown, after = page("editions", rows.filter(place=asked.place) if asked.place else rows, ("-pk",), asked)
    places = directory.names(edition.place for edition in shown)
    return answer(EditionRows(editions=[EditionRow(**_row(edition, places)) for edition in shown], next=after))


@get(router, "/editions/{edition_id}", EditionOut)
def show_edition(request: Asked, edition_id: InAddress) -> HttpResponse:
    """One edition with its text."""
    found = queries.adopted().filter(pk=edition_id).first()
    if found is None:
        raise Missing
    return answer(edition_out(found))


class DifferenceOut(Shape):
    """A key or row that differs. ``path``: its keys; ``before``, ``now``: in words, null where it isn't there; ``stance``:
    stricter, laxer, same, unlike or unknown."""

    path: list[str]
    what: str
    case: str
    before: str | None
    now: str | None
    stance: str


class DifferencesOut(Shape):
    """What an edition changes of another, in the order of the keys."""

    edition: int
    against: int
    differences: list[DifferenceOut]


@get(router, "/editions/{edition_id}/against/{other_id}", DifferencesOut)
def show_differences(request: Asked, edition_id: InAddress, other_id: InAddress) -> HttpResponse:
    """What an edition says otherwise than another, and which way is stricter."""
    found = queries.editions({edition_id, other_id})
    if not {edition_id, other_id} <= found.keys():
        raise Missing
    old, new = (queries.standing(found[pk]).sections for pk in (other_id, edition_id))
    told = [
        DifferenceOut(
            path=list(each.path),
            what=phrase(each.label, request.now),
            case=phrase(each.case, request.now),
            before=None if each.old is None else phrase(each.old, request.now),
            now=None if each.new is None else phrase(each.new, request.now),
            stance=each.stance.value,
        )
        for each in differences(old, new)
    ]
    return answer(DifferencesOut(edition=edition_id, against=other_id, differences=told))
