"""The rules that places have published, edition by edition, and adopting one."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Role
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import NOT_YOURS
from zhuqi.core.rulebook.actions import adopt as put_in_force
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.cases.actions.checking import UNKEEPABLE
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.sheets import NO_UNIT
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, get, page, post
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import InAddress, InQuery, Shape, Taken, cannot
from zhuqi.interfaces.web.wording import local

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


class AdoptBody(Shape):
    """A rulebook's text; its place is the organisation code under “地区”, its first day the one under “施行”."""

    text: Rules


def _row(edition: Any, places: dict[int, str]) -> dict[str, Any]:
    return {
        "id": edition.pk,
        "name": edition.name,
        "number": edition.number,
        "place": Unit(id=edition.place, name=places.get(edition.place, "")),
        "effective_on": edition.effective_on,
        "adopted_at": local(edition.adopted_at),
    }


def _told(edition: Any) -> EditionOut:
    return EditionOut(**_row(edition, directory.names([edition.place])), text=edition.text)


@get(router, "/editions", EditionRows)
def list_editions(request: Asked, asked: Query[EditionsAsked]) -> HttpResponse:
    """The editions of all places: no secret among those who have a role somewhere; nobody else is told any."""
    rows = queries.adopted() if request.actor.seats else queries.adopted().none()
    shown, after = page("editions", rows.filter(place=asked.place) if asked.place else rows, ("-pk",), asked)
    places = directory.names(edition.place for edition in shown)
    return answer(EditionRows(editions=[EditionRow(**_row(edition, places)) for edition in shown], next=after))


@get(router, "/editions/{edition_id}", EditionOut)
def show_edition(request: Asked, edition_id: InAddress) -> HttpResponse:
    """One edition with its text."""
    found = queries.adopted().filter(pk=edition_id).first() if request.actor.seats else None
    if found is None:
        raise Missing
    return answer(_told(found))


@post(router, "/editions", EditionOut, makes=True, administers=True)
def adopt(request: Asked, typed: AdoptBody) -> HttpResponse:
    """Put a text in force: for the system administrator of its place. An edition is never changed: the next is another text
    with a later day."""
    if not request.actor.has(Role.SYSTEM_ADMIN):
        raise Refused(NOT_YOURS)
    try:
        area = read(typed.text).at("地区")
        place = directory.organisations_by_code([area.text()]).get(area.text())
        if place is None:
            raise area.wrong(NO_UNIT)
        edition = put_in_force(
            request.actor, text=typed.text, place=(place.pk, place.path), key=key(request), now=request.now
        )
    except Unreadable as wrong:
        raise Invalid({"text": wrong.sentence}) from None
    return answer(_told(edition), status=201, at=reverse("api-1:show_edition", args=[edition.pk]))
