"""What somebody may do where, and letting them in again: for the security administrator."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from pydantic import Field

from zhuqi.core.access.actor import Role
from zhuqi.core.accounts.rules import LONGEST
from zhuqi.domain.directory import actions
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, on, post
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.people import PersonOut, named_person, router, told_person
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, choice, line

__all__ = ["router"]


class GiveBody(Shape):
    """Which role, and where."""

    role: Annotated[str, choice(Role)]
    unit_id: Id
    since: Day | None = Field(None, description="Today where nothing is said.")


class EndBody(Shape):
    """Which role ends, and when."""

    role: Annotated[str, choice(Role)]
    unit_id: Id
    until: Day | None = Field(None, description="The first day without it; today where nothing is said.")


class PasswordBody(Shape):
    """A password to be renewed at the next log-in."""

    password: Annotated[str, line(LONGEST)]


@post(router, "/people/{person_id}/give_role", PersonOut, administers=True)
def give_role(request: Asked, person_id: InAddress, typed: GiveBody) -> HttpResponse:
    """Let somebody do something somewhere. Dispatchers, leaders and supervision offices see the whole area, the others what
    lies at and below the organisation."""
    named_person(request.actor, person_id)
    named_unit(request.actor, typed.unit_id)
    one = actions.give_role(
        request.actor,
        person_id,
        role=Role(typed.role),
        org_id=typed.unit_id,
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return told_person(request, one)


@post(router, "/people/{person_id}/end_role", PersonOut, administers=True)
def end_role(request: Asked, person_id: InAddress, typed: EndBody) -> HttpResponse:
    """End a role that somebody holds."""
    named_person(request.actor, person_id)
    named_unit(request.actor, typed.unit_id)
    one = actions.end_role(
        request.actor,
        person_id,
        role=Role(typed.role),
        org_id=typed.unit_id,
        until=on(typed.until, request),
        key=key(request),
        now=request.now,
    )
    return told_person(request, one)


@post(router, "/people/{person_id}/reset_password", PersonOut, administers=True)
def reset_password(request: Asked, person_id: InAddress, typed: PasswordBody) -> HttpResponse:
    """Set somebody's password. Whoever was in by the old one is out, and at the next log-in they choose their own."""
    named_person(request.actor, person_id)
    one = actions.reset_password(request.actor, person_id, password=typed.password, key=key(request), now=request.now)
    return told_person(request, one)


@post(router, "/people/{person_id}/unlock", PersonOut, administers=True)
def unlock(request: Asked, person_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Forget the wrong passwords that shut somebody out."""
    named_person(request.actor, person_id)
    return told_person(request, actions.unlock(request.actor, person_id, key=key(request), now=request.now))


@post(router, "/people/{person_id}/lose_factor", PersonOut, administers=True)
def lose_factor(request: Asked, person_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Remove the second factor of somebody who has lost it: the password alone opens until another is set up."""
    named_person(request.actor, person_id)
    return told_person(request, actions.lose_factor(request.actor, person_id, key=key(request), now=request.now))


@post(router, "/people/{person_id}/revoke_tokens", PersonOut, administers=True)
def revoke_tokens(request: Asked, person_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Revoke every token in somebody's name: no program of theirs comes in any more."""
    named_person(request.actor, person_id)
    return told_person(request, actions.revoke_tokens(request.actor, person_id, key=key(request), now=request.now))
