"""The contact budget: an enterprise's book, what would become of a contact, plans, and the enterprise's wish to be left alone."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.domain.contacts import actions as wishes
from zhuqi.domain.contacts.queries import book, sight
from zhuqi.domain.contacts.rules.standing import GONE, ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.visits import actions
from zhuqi.domain.visits.queries import planned
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import (
    UNSAID,
    Nothing,
    Paged,
    Somebody,
    get,
    on,
    page,
    post,
    somebody,
    told_at,
    unit_of,
)
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Day, Id, Ids, InAddress, Shape, YesNo, choice, count, line

router = Router(tags=["visits"])
Seen = Annotated[int, count(10**9)]
Clock = Annotated[str, line(5)]


class BookRow(Shape):
    """A contact of an enterprise's book, of whatever unit. Contacts of one ``event`` go together and are counted once.
    ``beyond``: why it took place though the budget had no room for it."""

    id: int
    unit: Unit
    day: dt.date
    how: ContactHow
    kind: Purpose
    state: ContactState
    event: str
    asked_on: dt.date | None
    beyond: str


class BookRows(Shape):
    """A page of an enterprise's book, the latest day first."""

    contacts: list[BookRow]
    next: str | None


class PlanOut(Shape):
    """A planned contact. ``seen``: what a step after it names as the state it saw."""

    id: int
    contact: int
    enterprise: Firm
    unit: Unit
    day: dt.date
    begins_at: dt.datetime | None
    how: ContactHow
    kind: Purpose
    state: ContactState
    purpose: str
    asked: str
    asked_on: dt.date | None
    asked_case: int | None
    round: int | None
    people: list[Somebody]
    why: str
    seen: int


class PlanRows(Shape):
    """A page of plans, the latest day first."""

    plans: list[PlanOut]
    next: str | None


class PlanBody(Shape):
    """A contact to plan for one's own unit."""

    enterprise_id: Id
    day: Day
    purpose: Annotated[str, line()]
    how: Annotated[str, choice(ContactHow)] | None = Field(None, description="On site where nothing is said.")
    kind: Annotated[str, choice(Purpose)] | None = Field(None, description="A service visit where nothing is said.")
    begins: Clock | None = Field(None, description="At what time, as 14:30.")
    people: Ids | None = Field(None, description="Who goes; oneself where nobody is named.")
    round_id: Id | None = None
    join: Id | None = Field(None, description="The contact of the book that it goes together with.")
    alone: YesNo | None = Field(None, description="It has to be on its own though another unit goes there soon.")
    asked: Annotated[str, line(least=0)] | None = Field(None, description="What the enterprise asked for, if it did.")
    asked_on: Day | None = None
    asked_case: Id | None = Field(None, description="The need by which it asked.")
    exempt: Annotated[str, line(40, least=0)] | None = Field(None, description="A code of the edition's exceptions.")
    head: YesNo | None = Field(None, description="The head of the enterprise is asked to be there.")
    head_why: Annotated[str, line(least=0)] | None = None


class MovePlanBody(Shape):
    """Another day for a plan."""

    day: Day
    begins: Clock | None = None
    join: Id | None = None
    alone: YesNo | None = None
    seen: Seen


class DropBody(Shape):
    """A plan that doesn't come about. ``why``: or who in the enterprise declined it, and when."""

    state: Annotated[str, choice(sorted(GONE))]
    why: Annotated[str, line()]
    seen: Seen


class WishOut(Shape):
    """An enterprise wishes to be left alone. ``until``: the first day on which it doesn't; ``said_by`` empty: by its own door."""

    id: int
    enterprise: int
    since: dt.date
    until: dt.date | None
    said_by: str
    said_on: dt.date
    lifted_on: dt.date | None


class WishRows(Shape):
    """A page of wishes, the last first."""

    wishes: list[WishOut]
    next: str | None


class WishBody(Shape):
    """Who said so, and for how long."""

    said_by: Annotated[str, line(40)]
    since: Day | None = Field(None, description="Today where nothing is said.")
    until: Day | None = Field(None, description="The first day without it; null for no end.")
    said_on: Day | None = None


def _time(written: str | None) -> dt.time | None:
    if written is None:
        return None
    try:
        return dt.datetime.strptime(written, "%H:%M").time()
    except ValueError:
        raise Invalid({"begins": say("Please write a time as 14:30.")}) from None


def plan_out(actor: Actor, plan_id: int) -> PlanOut:
    """A plan as it now stands. Raises Missing."""
    found = planned.visible(actor).prefetch_related("members__staff").filter(pk=plan_id).first()
    if found is None:
        raise Missing
    return _told(found)


def _told(made: Any) -> PlanOut:
    contact = made.contact
    return PlanOut(
        id=made.pk,
        contact=contact.pk,
        enterprise=Firm(id=contact.enterprise_id, name=contact.enterprise.name),
        unit=unit_of(contact.unit),
        day=contact.day,
        begins_at=told_at(contact.begins_at),
        how=ContactHow(contact.how),
        kind=Purpose(contact.kind),
        state=ContactState(contact.state),
        purpose=made.purpose,
        asked=made.asked,
        asked_on=contact.invited_on,
        asked_case=made.asked_case_id,
        round=made.round_id,
        people=[somebody(member.staff) for member in sorted(made.members.all(), key=lambda one: one.pk)],
        why=contact.why,
        seen=contact.version,
    )


@get(router, "/enterprises/{enterprise_id}/book", BookRows)
def list_book(request: Asked, enterprise_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """Every contact of an enterprise, of all units, planned and past: to be looked at before one plans another."""
    shown, after = page("book", book.calendar_of(request.actor, enterprise_id), ("-day", "-pk"), asked)
    rows = [
        BookRow(
            id=row.pk,
            unit=unit_of(row.unit),
            day=row.day,
            how=ContactHow(row.how),
            kind=Purpose(row.kind),
            state=ContactState(row.state),
            event=row.event,
            asked_on=row.invited_on,
            beyond=row.beyond,
        )
        for row in shown
    ]
    return answer(BookRows(contacts=rows, next=after))


class Unkept(Paged):
    """How much of a list is asked for, and whether only what nobody keeps by name."""

    unkept: YesNo | None = Field(None, description="Only what nobody keeps, because whoever did has gone.")


@get(router, "/plans", PlanRows)
def list_plans(request: Asked, asked: Query[Unkept]) -> HttpResponse:
    """The plans in sight that stand: of one's unit, and to the enterprises of one's area."""
    today = day_of(request.now)
    rows = planned.to_make(request.actor, today, mine=False)
    if asked.unkept:
        rows = planned.unkept(request.actor, today)
    shown, after = page("plans", rows.prefetch_related("members__staff"), ("-pk",), asked)
    return answer(PlanRows(plans=[_told(made) for made in shown], next=after))


@get(router, "/plans/{plan_id}", PlanOut)
def show_plan(request: Asked, plan_id: InAddress) -> HttpResponse:
    """One plan."""
    return answer(plan_out(request.actor, planned.plan(request.actor, plan_id).pk))


@post(router, "/plans", PlanOut, makes=True)
def plan_visit(request: Asked, typed: PlanBody) -> HttpResponse:
    """Take a contact from an enterprise's budget. Refused with the reason, and with whom to go together or on which day."""
    made = actions.plan(
        request.actor,
        typed.enterprise_id,
        day=typed.day,
        purpose=typed.purpose,
        how=ContactHow(typed.how or ContactHow.ON_SITE),
        kind=Purpose(typed.kind or Purpose.SERVICE),
        begins=_time(typed.begins),
        people=typed.people or (),
        round_id=typed.round_id,
        join=typed.join,
        alone=bool(typed.alone),
        asked=typed.asked or "",
        asked_on=typed.asked_on,
        asked_case=typed.asked_case,
        exempt=typed.exempt or "",
        head=bool(typed.head),
        head_why=typed.head_why or "",
        key=key(request),
        now=request.now,
    )
    return answer(plan_out(request.actor, made.pk), status=201, at=reverse("api-1:show_plan", args=[made.pk]))


@post(router, "/plans/{plan_id}/move", PlanOut)
def move_plan(request: Asked, plan_id: InAddress, typed: MovePlanBody) -> HttpResponse:
    """Another day for a plan; it is judged there like a new one."""
    actions.move_plan(
        request.actor,
        plan_id,
        day=typed.day,
        begins=_time(typed.begins),
        join=typed.join,
        alone=bool(typed.alone),
        seen=typed.seen,
        key=key(request),
        now=request.now,
    )
    return answer(plan_out(request.actor, plan_id))


@post(router, "/plans/{plan_id}/drop", PlanOut)
def drop_plan(request: Asked, plan_id: InAddress, typed: DropBody) -> HttpResponse:
    """A plan is cancelled, declined by the enterprise, or nobody came."""
    actions.drop_plan(
        request.actor,
        plan_id,
        state=ContactState(typed.state),
        why=typed.why,
        seen=typed.seen,
        key=key(request),
        now=request.now,
    )
    return answer(plan_out(request.actor, plan_id))


def _wish(row: Any) -> WishOut:
    return WishOut(
        id=row.pk,
        enterprise=row.enterprise_id,
        since=row.since,
        until=row.until,
        said_by=row.said_by,
        said_on=row.said_on,
        lifted_on=row.lifted_on,
    )


@get(router, "/enterprises/{enterprise_id}/wishes", WishRows)
def list_wishes(request: Asked, enterprise_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """When an enterprise wished to be left alone."""
    if request.actor.case is not None:
        raise Missing
    directory.enterprise(request.actor, enterprise_id)
    rows = sight.wishes(request.actor).filter(enterprise=enterprise_id)
    shown, after = page("wishes", rows, ("-pk",), asked)
    return answer(WishRows(wishes=[_wish(row) for row in shown], next=after))


@post(router, "/enterprises/{enterprise_id}/wishes", WishOut, makes=True)
def wish(request: Asked, enterprise_id: InAddress, typed: WishBody) -> HttpResponse:
    """Note that an enterprise wishes to be left alone. It needs no reason."""
    row = wishes.wish(
        request.actor,
        enterprise_id,
        since=on(typed.since, request),
        until=typed.until,
        said_by=typed.said_by,
        said_on=typed.said_on,
        key=key(request),
        now=request.now,
    )
    return answer(_wish(row), status=201, at=reverse("api-1:list_wishes", args=[enterprise_id]))


@post(router, "/wishes/{wish_id}/lift", WishOut)
def lift_wish(request: Asked, wish_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Note that an enterprise may be visited again, because it said so."""
    return answer(_wish(wishes.lift_wish(request.actor, wish_id, key=key(request), now=request.now)))
