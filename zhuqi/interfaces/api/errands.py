"""Errands: what runs, one of them with its history, taking one on, and each thing done about it at an address of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.core.days import day_of
from zhuqi.domain.errands import actions, queries
from zhuqi.domain.errands.actions.taking import MATTER, OFFICE
from zhuqi.domain.errands.rules import ErrandDeed, ErrandMode, ErrandOutcome, ErrandState, Why, late
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, Somebody, get, page, post, somebody, told_at, unit_of
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, InQuery, Shape, choice, line, text

router = Router(tags=["errands"])


class ErrandOut(Shape):
    """An official acts for an enterprise in an approval, or goes with it. ``promised``: the day promised at first; ``due``: the
    one promised now; ``open``: what its reader may do about it; ``version``: to be said with whatever is done."""

    id: int
    enterprise: Firm
    person: Somebody
    unit: Unit
    mode: ErrandMode
    state: ErrandState
    matter: str
    office: str
    asked_on: dt.date
    promised: dt.date
    due: dt.date
    late: bool
    outcome: ErrandOutcome | None
    why: Why | None
    ended_on: dt.date | None
    case: int | None
    version: int


class ErrandRows(Shape):
    """A page of errands, the day promised first in front."""

    errands: list[ErrandOut]
    next: str | None


class ErrandNote(Shape):
    """One thing done about an errand. ``deed``: null where it was taken on; ``due``: the day promised from then on."""

    n: int
    deed: ErrandDeed | None
    at: dt.datetime
    day: dt.date
    person: Somebody | None
    due: dt.date
    words: str


class ErrandLife(Shape):
    """One errand with what was done about it, in its order. ``open``: what its reader may do about it."""

    errand: ErrandOut
    open: list[ErrandDeed]
    notes: list[ErrandNote]


class ErrandsAsked(Paged):
    """What narrows the list of errands. All hold together."""

    enterprise: InQuery | None = None
    person: InQuery | None = None
    unit: InQuery | None = None
    state: Annotated[str, choice(ErrandState)] | None = None


class ErrandBody(Shape):
    """An errand to take on."""

    enterprise_id: Id
    mode: Annotated[str, choice(ErrandMode)]
    matter: Annotated[str, line(MATTER)]
    office: Annotated[str, line(OFFICE)]
    due: Day
    asked_on: Day | None = Field(None, description="Today where nothing is said.")
    case_id: Id | None = None
    note: Annotated[str, text(0)] = ""


class _Seen(Shape):
    seen: Id = Field(description="The version of the errand as it was seen.")


class FileErrandBody(_Seen):
    """That it is handed in."""

    day: Day | None = Field(None, description="Today where nothing is said.")
    note: Annotated[str, text(0)] = ""


class ReportErrandBody(_Seen):
    """Where it stands."""

    day: Day | None = Field(None, description="Today where nothing is said.")
    note: Annotated[str, text()]


class PostponeErrandBody(_Seen):
    """Another promised day, with the reason."""

    due: Day
    note: Annotated[str, text()]


class HandOnErrandBody(_Seen):
    """Who runs it from now on."""

    person_id: Id
    note: Annotated[str, text(0)] = ""


class FinishErrandBody(_Seen):
    """What came of it; what wasn't granted needs the reason."""

    outcome: Annotated[str, choice(ErrandOutcome)]
    day: Day | None = Field(None, description="Today where nothing is said.")
    note: Annotated[str, text(0)] = ""


class StopErrandBody(_Seen):
    """Why it stops without a result."""

    why: Annotated[str, choice(Why)]
    note: Annotated[str, text()]


def _errand(held: Any, today: dt.date) -> ErrandOut:
    return ErrandOut(
        id=held.pk,
        enterprise=Firm(id=held.enterprise_id, name=held.enterprise.name),
        person=somebody(held.staff),
        unit=unit_of(held.unit),
        mode=ErrandMode(held.mode),
        state=ErrandState(held.state),
        matter=held.matter,
        office=held.office,
        asked_on=held.asked_on,
        promised=held.promised,
        due=held.due,
        late=late(ErrandState(held.state), held.due, today),
        outcome=ErrandOutcome(held.outcome) if held.outcome else None,
        why=Why(held.why) if held.why else None,
        ended_on=held.ended_on,
        case=held.case_id,
        version=held.version,
    )


def _note(note: Any) -> ErrandNote:
    return ErrandNote(
        n=note.n,
        deed=ErrandDeed(note.deed) if note.deed else None,
        at=told_at(note.at) or note.at,
        day=note.day,
        person=somebody(note.staff) if note.staff is not None else None,
        due=note.due,
        words=note.words,
    )


@get(router, "/errands", ErrandRows)
def list_errands(request: Asked, asked: Query[ErrandsAsked]) -> HttpResponse:
    """The errands in sight: one's own, those of one's unit, and those of enterprises of one's area."""
    wanted = {"enterprise": asked.enterprise, "staff": asked.person, "unit": asked.unit, "state": asked.state}
    rows = queries.visible(request.actor).filter(**{name: value for name, value in wanted.items() if value is not None})
    shown, after = page("errands", rows, ("due", "pk"), asked)
    today = day_of(request.now)
    return answer(ErrandRows(errands=[_errand(held, today) for held in shown], next=after))


@get(router, "/errands/{errand_id}", ErrandLife)
def show_errand(request: Asked, errand_id: InAddress) -> HttpResponse:
    """One errand with what was done about it."""
    held = queries.one(request.actor, errand_id)
    open_ = list(queries.deeds(request.actor, held))
    told = [_note(note) for note in queries.notes(held)]
    return answer(ErrandLife(errand=_errand(held, day_of(request.now)), open=open_, notes=told))


@post(router, "/errands", ErrandOut, makes=True)
def take_errand(request: Asked, typed: ErrandBody) -> HttpResponse:
    """Take an errand on for an enterprise that one answers for. Nobody promises for another."""
    values = typed.model_dump(exclude={"enterprise_id", "mode"})
    held = actions.take_on(
        request.actor, typed.enterprise_id, mode=ErrandMode(typed.mode), **values, key=key(request), now=request.now
    )
    return answer(_errand(held, day_of(request.now)), status=201, at=reverse("api-1:show_errand", args=[held.pk]))


def _done(request: Asked, verb: Callable[..., Any], errand_id: int, **values: Any) -> HttpResponse:
    held = verb(request.actor, errand_id, **values, key=key(request), now=request.now)
    return answer(_errand(held, day_of(request.now)))


@post(router, "/errands/{errand_id}/file", ErrandOut)
def file_errand(request: Asked, errand_id: InAddress, typed: FileErrandBody) -> HttpResponse:
    """Note that the papers are in, or that the enterprise was at the window."""
    return _done(request, actions.file, errand_id, **typed.model_dump())


@post(router, "/errands/{errand_id}/report", ErrandOut)
def report_errand(request: Asked, errand_id: InAddress, typed: ReportErrandBody) -> HttpResponse:
    """Write down where it stands."""
    return _done(request, actions.report, errand_id, **typed.model_dump())


@post(router, "/errands/{errand_id}/postpone", ErrandOut)
def postpone_errand(request: Asked, errand_id: InAddress, typed: PostponeErrandBody) -> HttpResponse:
    """Move the promised day, with the reason."""
    return _done(request, actions.postpone, errand_id, **typed.model_dump())


@post(router, "/errands/{errand_id}/hand_on", ErrandOut)
def hand_on_errand(request: Asked, errand_id: InAddress, typed: HandOnErrandBody) -> HttpResponse:
    """Let another official run it who answers for the enterprise too."""
    values = typed.model_dump(exclude={"person_id"})
    return _done(request, actions.hand_on, errand_id, staff_id=typed.person_id, **values)


@post(router, "/errands/{errand_id}/finish", ErrandOut)
def finish_errand(request: Asked, errand_id: InAddress, typed: FinishErrandBody) -> HttpResponse:
    """End it with what came of it."""
    values = typed.model_dump(exclude={"outcome"})
    return _done(request, actions.finish, errand_id, outcome=ErrandOutcome(typed.outcome), **values)


@post(router, "/errands/{errand_id}/stop", ErrandOut)
def stop_errand(request: Asked, errand_id: InAddress, typed: StopErrandBody) -> HttpResponse:
    """End it without a result, with the reason."""
    return _done(request, actions.stop, errand_id, why=Why(typed.why), **typed.model_dump(exclude={"why"}))
