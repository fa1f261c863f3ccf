"""People of the staff, as far as one looks after them: lists, one person, joining and leaving."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Body, Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import held
from zhuqi.core.accounts.queries import standing
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.rules import Rank, reach
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Code, Paged, get, on, page, post, unit_of
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, InQuery, Shape, choice, line

NAME = 40
"""Characters of somebody's name."""
router = Router(tags=["people"])


class PersonRow(Shape):
    """Somebody on the staff. ``left_on``: the first day without them."""

    id: int
    code: str
    name: str
    rank: Rank
    unit: Unit
    since: dt.date
    left_on: dt.date | None


class PersonRows(Shape):
    """A page of the people in one's reach, by staff code."""

    people: list[PersonRow]
    next: str | None


class Held(Shape):
    """A role that somebody holds or held. ``until``: the first day without it."""

    role: Role
    unit: Unit
    since: dt.date
    until: dt.date | None


class AccountOut(Shape):
    """How somebody's door stands. ``failures``: wrong passwords that still count; ``shut``: for one address at least;
    ``tokens``: those that open something."""

    open: bool
    password: bool
    renew: bool
    factor: bool
    failures: int
    shut: bool
    shut_to_all: bool
    tokens: int


class PersonOut(PersonRow):
    """Somebody on the staff, with what those who look after accounts know."""

    enterprises: int = Field(description="How many enterprises they hold.")
    roles: list[Held] | None = Field(description="Null for whoever doesn't look after roles.")
    account: AccountOut | None = Field(
        description="Null where there is none, or for whoever doesn't look after accounts."
    )


class PeopleAsked(Paged):
    """What narrows the list of people."""

    words: Annotated[str, line(NAME)] | None = Field(None, description="Part of a name, or a staff code.")
    unit: InQuery | None = Field(None, description="The unit they belong to.")
    role: Annotated[str, choice(Role)] | None = Field(None, description="A role that they hold today.")
    at: InQuery | None = Field(None, description="Where they hold a role today.")


class EmployBody(Shape):
    """Whom to take in."""

    unit_id: Id
    code: Code = Field(description="Also the name of the account.")
    name: Annotated[str, line(NAME)]
    rank: Annotated[str, choice(Rank)]
    since: Day | None = Field(None, description="Today where nothing is said.")


class LeaveBody(Shape):
    """When somebody leaves."""

    on: Day | None = Field(None, description="The first day without them; today where nothing is said.")
    colleague_id: Id | None = Field(None, description="Who takes what they had, if they serve at the same place.")


TODAY: Any = Body(LeaveBody.model_validate({}))
"""Where no body need come."""


def named_person(actor: Actor, person_id: int) -> Any:
    """Somebody in the actor's reach. Raises Missing. One query."""
    found = directory.kept_staff(actor).filter(pk=person_id).first()
    if found is None:
        raise Missing
    return found


def _row(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "code": one.code,
        "name": one.name,
        "rank": Rank(one.rank),
        "unit": unit_of(one.unit),
        "since": one.since,
        "left_on": one.left_on,
    }


def told_person(request: Asked, one: Any) -> HttpResponse:
    """The answer about somebody. Ten queries at most."""
    keeps = one.account_id is not None and directory.tells_of(request.actor, one)
    return answer(
        PersonOut(
            **_row(one),
            enterprises=liaison.links_held(one.pk),
            roles=_roles(one.account_id) if keeps else None,
            account=_account(one.account_id, day_of(request.now)) if keeps else None,
        )
    )


def _roles(account_id: int) -> list[Held]:
    """Every role of an account, the open ones first. Two queries."""
    grants = list(held(account_id))
    names = directory.names(grant.org for grant in grants)
    return [
        Held(
            role=Role(grant.role),
            unit=Unit(id=grant.org, name=names.get(grant.org, "")),
            since=grant.since,
            until=grant.until,
        )
        for grant in grants
    ]


def _account(account_id: int, day: dt.date) -> AccountOut:
    return AccountOut(**vars(standing(account_id, day)))


@get(router, "/people", PersonRows)
def list_people(request: Asked, asked: Query[PeopleAsked]) -> HttpResponse:
    """The people one looks after, as system or security administrator or as dispatcher; to others there is no such list."""
    if not reach(request.actor):
        raise Missing
    rows = directory.found_staff(
        request.actor,
        day_of(request.now),
        words=asked.words,
        unit=asked.unit,
        role=asked.role,
        at=asked.at,
    )
    shown, after = page("people", rows, ("code",), asked)
    return answer(PersonRows(people=[PersonRow(**_row(one)) for one in shown], next=after))


@get(router, "/people/{person_id}", PersonOut)
def show_person(request: Asked, person_id: InAddress) -> HttpResponse:
    """Somebody one looks after; administrators are told the roles and how the account stands."""
    return told_person(request, named_person(request.actor, person_id))


@post(router, "/people", PersonOut, makes=True, administers=True)
def employ(request: Asked, typed: EmployBody) -> HttpResponse:
    """Take somebody in, with an account without a password: the security administrator sets one and gives the roles."""
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    named_unit(request.actor, typed.unit_id)
    one = actions.employ(
        request.actor,
        typed.unit_id,
        code=typed.code,
        name=typed.name,
        rank=Rank(typed.rank),
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    told = told_person(request, one)
    told.status_code, told.headers["Location"] = 201, reverse("api-1:show_person", args=[one.pk])
    return told


@post(router, "/people/{person_id}/leave", PersonOut, administers=True)
def leave(request: Asked, person_id: InAddress, typed: LeaveBody = TODAY) -> HttpResponse:
    """Note that somebody has left: the account is closed, and with it end roles, posts and links to enterprises."""
    named_person(request.actor, person_id)
    day, other = on(typed.on, request), typed.colleague_id
    one = actions.leave(request.actor, person_id, on=day, colleague_id=other, key=key(request), now=request.now)
    return told_person(request, one)
