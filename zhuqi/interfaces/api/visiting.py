"""Rounds of contact and visits: lists, announcing a round, writing down a visit of one's own."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.domain.visits import actions, queries
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import MOST, Need, Promised
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, Somebody, get, on, page, post, somebody, unit_of
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, InQuery, Shape, choice, line, text
from zhuqi.interfaces.web.wording import local

NOBODY = say("Rounds of contact are opened by the dispatcher or the system administrator of that area.")
router = Router(tags=["visits"])


class RoundOut(Shape):
    """A round of contact in an area. ``until``: the first day after it."""

    id: int
    name: str
    area: Unit
    since: dt.date
    until: dt.date | None


class RoundRows(Shape):
    """A page of rounds, the one announced last first."""

    rounds: list[RoundOut]
    next: str | None


class RoundBody(Shape):
    """A round to announce."""

    area_id: Id
    name: Annotated[str, line()]
    since: Day | None = Field(None, description="Today where nothing is said.")
    until: Day | None = Field(None, description="The first day after it; null for one without an end.")


class VisitOut(Shape):
    """An official served an enterprise on a day. ``region``: where it lay then. ``contact``: as what it stands in the book."""

    id: int
    enterprise: Firm
    person: Somebody
    unit: Unit
    region: Unit
    day: dt.date
    mode: Mode
    kind: Purpose
    round: int | None
    contact: int | None
    recorded_at: dt.datetime


class VisitRows(Shape):
    """A page of visits, the latest day first."""

    visits: list[VisitOut]
    next: str | None


class VisitsAsked(Paged):
    """What narrows the list of visits. All hold together; both days are counted."""

    enterprise: InQuery | None = None
    person: InQuery | None = None
    unit: InQuery | None = None
    round: InQuery | None = None
    since: Day | None = None
    until: Day | None = None


class NeedBody(Shape):
    """A need found on a visit; the fields are those of a new case."""

    title: Annotated[str, line()]
    body: Annotated[str, text()]
    kind: Annotated[str, line()]
    category: Annotated[str, line()] | None = None


class PromiseBody(Shape):
    """Something promised on a visit. ``due``: the last day on which it is kept in time."""

    text: Annotated[str, line()]
    due: Day


class VisitBody(Shape):
    """A visit that one made oneself."""

    enterprise_id: Id
    day: Day | None = Field(None, description="Today where nothing is said.")
    mode: Annotated[str, choice(Mode)]
    kind: Annotated[str, choice(Purpose)]
    round_id: Id | None = None
    plan_id: Id | None = Field(None, description="As what it was planned; a plan of that day is found without it.")
    said: Annotated[str, text(least=0)] | None = Field(None, description="What was talked about.")
    needs: Annotated[list[NeedBody], Field(max_length=MOST)] | None = Field(None, description="Each becomes a case.")
    promises: Annotated[list[PromiseBody], Field(max_length=MOST)] | None = None
    asked: Annotated[str, line(least=0)] | None = Field(None, description="What the enterprise asked for, if it did.")
    asked_on: Day | None = None
    asked_case: Id | None = Field(None, description="The need by which it asked.")
    join: Id | None = Field(None, description="The contact of the enterprise's book that it went together with.")
    beyond: Annotated[str, line(least=0)] | None = Field(
        None, description="Why it took place though the contact budget had no room for it."
    )


def _round(held: Any) -> RoundOut:
    return RoundOut(id=held.pk, name=held.name, area=unit_of(held.area), since=held.since, until=held.until)


def _visit(made: Any) -> VisitOut:
    return VisitOut(
        id=made.pk,
        enterprise=Firm(id=made.enterprise_id, name=made.enterprise.name),
        person=somebody(made.staff),
        unit=unit_of(made.unit),
        region=unit_of(made.region),
        day=made.day,
        mode=Mode(made.mode),
        kind=Purpose(made.kind),
        round=made.round_id,
        contact=made.contact_id,
        recorded_at=local(made.recorded_at),
    )


@get(router, "/rounds", RoundRows)
def list_rounds(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The rounds of the areas one oversees, and of those above."""
    shown, after = page("rounds", queries.rounds(request.actor), ("-pk",), asked)
    return answer(RoundRows(rounds=[_round(held) for held in shown], next=after))


@post(router, "/rounds", RoundOut, makes=True)
def open_round(request: Asked, typed: RoundBody) -> HttpResponse:
    """Announce a round of contact in an area: for its dispatcher or system administrator."""
    if not request.actor.seats:
        raise Refused(NOBODY)
    named_unit(request.actor, typed.area_id)
    held = actions.open_round(
        request.actor,
        typed.area_id,
        name=typed.name,
        since=on(typed.since, request),
        until=typed.until,
        key=key(request),
        now=request.now,
    )
    return answer(_round(held), status=201, at=reverse("api-1:show_round", args=[held.pk]))


@get(router, "/rounds/{round_id}", RoundOut)
def show_round(request: Asked, round_id: InAddress) -> HttpResponse:
    """One round of contact."""
    held = queries.rounds(request.actor).filter(pk=round_id).first()
    if held is None:
        raise Missing
    return answer(_round(held))


def _seen(request: Asked) -> Any:
    return queries.visible(request.actor).select_related("enterprise", "staff", "unit", "region")


@get(router, "/visits", VisitRows)
def list_visits(request: Asked, asked: Query[VisitsAsked]) -> HttpResponse:
    """The visits in sight: of one's unit, to the enterprises of one's area, and one's own."""
    wanted = {
        "enterprise": asked.enterprise,
        "staff": asked.person,
        "unit": asked.unit,
        "round": asked.round,
        "day__gte": asked.since,
        "day__lte": asked.until,
    }
    rows = _seen(request).filter(**{column: value for column, value in wanted.items() if value is not None})
    shown, after = page("visits", rows, ("-day", "-pk"), asked)
    return answer(VisitRows(visits=[_visit(made) for made in shown], next=after))


@get(router, "/visits/{visit_id}", VisitOut)
def show_visit(request: Asked, visit_id: InAddress) -> HttpResponse:
    """One visit."""
    made = _seen(request).filter(pk=visit_id).first()
    if made is None:
        raise Missing
    return answer(_visit(made))


@post(router, "/visits", VisitOut, makes=True)
def record_visit(request: Asked, typed: VisitBody) -> HttpResponse:
    """Write down a visit that one made. Nobody writes down another's."""
    made = actions.record(
        request.actor,
        typed.enterprise_id,
        day=on(typed.day, request),
        mode=Mode(typed.mode),
        kind=Purpose(typed.kind),
        round_id=typed.round_id,
        plan_id=typed.plan_id,
        said=typed.said or "",
        needs=[Need(need.title, need.body, need.kind, need.category) for need in typed.needs or ()],
        promises=[Promised(promise.text, promise.due) for promise in typed.promises or ()],
        asked=typed.asked or "",
        asked_on=typed.asked_on,
        asked_case=typed.asked_case,
        join=typed.join,
        beyond=typed.beyond or "",
        key=key(request),
        now=request.now,
    )
    return answer(_visit(made), status=201, at=reverse("api-1:show_visit", args=[made.pk]))
