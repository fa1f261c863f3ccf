"""Who answers for whom: the posts of teams and groups, the officials linked to an enterprise, and its whole chain."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.domain.directory.rules import reach
from zhuqi.domain.liaison import actions
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.actions.links import NOT_YOURS
from zhuqi.domain.liaison.rules import BINDERS, Duty
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.firms import seen_firm
from zhuqi.interfaces.api.keeping import Code, Paged, Somebody, get, maybe_unit, on, page, post, somebody, unit_of
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.people import named_person
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Flag, Id, InAddress, InQuery, Shape, choice

router = Router(tags=["liaison"])


class PostRow(Shape):
    """A duty that somebody holds or held. ``until``: the first day without it."""

    id: int
    duty: Duty
    person: Somebody
    unit: Unit
    since: dt.date
    until: dt.date | None


class PostRows(Shape):
    """A page of posts, the one filled last first."""

    posts: list[PostRow]
    next: str | None


class PostsAsked(Paged):
    """What narrows the list of posts."""

    person: InQuery | None = None
    unit: InQuery | None = None
    open: Flag | None = Field(None, description="true: without an end; false: with one.")


class AppointBody(Shape):
    """Who gets which duty, and where."""

    person_id: Id
    unit_id: Id
    duty: Annotated[str, choice(Duty)]
    since: Day | None = Field(None, description="Today where nothing is said.")


class DismissBody(Shape):
    """Whose duty ends, and when."""

    person_id: Id
    unit_id: Id
    duty: Annotated[str, choice(Duty)]
    until: Day | None = Field(None, description="The first day without it; today where nothing is said.")


class LinkRow(Shape):
    """An official who holds or held the enterprise. ``group``: null where it is held one to one; ``place``: from where it is
    held and seen."""

    id: int
    person: Somebody
    place: Unit
    group: Unit | None
    since: dt.date
    until: dt.date | None


class LinkRows(Shape):
    """A page of an enterprise's links, the one made last first."""

    links: list[LinkRow]
    next: str | None


class BindBody(Shape):
    """Who is to hold the enterprise, and from where."""

    staff: Code = Field(description="The official's staff code.")
    group_id: Id | None = Field(None, description="The service group or team; null for one to one.")
    since: Day | None = Field(None, description="Today where nothing is said.")


class ReleaseBody(Shape):
    """Who no longer holds the enterprise, and from when on."""

    person_id: Id
    until: Day | None = Field(None, description="The first day without it; today where nothing is said.")


class Answering(Shape):
    """Somebody who answers for an enterprise, and from where."""

    duty: Duty
    person: Somebody
    unit: Unit


class Chain(Shape):
    """Who answers for an enterprise today, top down."""

    chain: list[Answering]


def _last(rows: Any) -> Any:
    """The youngest of the rows that a step wrote. Raises Refused where the key was an older step's, so that nothing was done."""
    found = rows.order_by("-pk").first()
    if found is None:
        raise Refused(say("This Idempotency-Key was used for something else. Nothing was done: send a new one."))
    return found


def _post(held: Any) -> PostRow:
    return PostRow(
        id=held.pk,
        duty=Duty(held.duty),
        person=somebody(held.staff),
        unit=unit_of(held.org),
        since=held.since,
        until=held.until,
    )


def _their_post(request: Asked, typed: AppointBody | DismissBody) -> HttpResponse:
    """The answer about the post that was filled or emptied: the last one of that person and duty there."""
    rows = liaison.kept_posts(request.actor).filter(staff=typed.person_id, org=typed.unit_id, duty=typed.duty)
    return answer(_post(_last(rows)))


@get(router, "/posts", PostRows)
def list_posts(request: Asked, asked: Query[PostsAsked]) -> HttpResponse:
    """The posts of the organisations and of the people one looks after; to others there is no such list."""
    if not reach(request.actor):
        raise Missing
    rows = liaison.kept_posts(request.actor)
    if asked.person:
        rows = rows.filter(staff=asked.person)
    if asked.unit:
        rows = rows.filter(org=asked.unit)
    if asked.open is not None:
        rows = rows.filter(until__isnull=asked.open)
    shown, after = page("posts", rows, ("-pk",), asked)
    return answer(PostRows(posts=[_post(held) for held in shown], next=after))


@post(router, "/posts", PostRow, administers=True)
def appoint(request: Asked, typed: AppointBody) -> HttpResponse:
    """Give somebody a duty at a team or group, with the role it needs there: for the dispatcher of the area."""
    named_person(request.actor, typed.person_id)
    named_unit(request.actor, typed.unit_id)
    actions.appoint(
        request.actor,
        typed.person_id,
        org_id=typed.unit_id,
        duty=Duty(typed.duty),
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return _their_post(request, typed)


@post(router, "/posts/dismiss", PostRow, administers=True)
def dismiss(request: Asked, typed: DismissBody) -> HttpResponse:
    """End somebody's duty, and the role that came with it."""
    named_person(request.actor, typed.person_id)
    named_unit(request.actor, typed.unit_id)
    actions.dismiss(
        request.actor,
        typed.person_id,
        org_id=typed.unit_id,
        duty=Duty(typed.duty),
        until=on(typed.until, request),
        key=key(request),
        now=request.now,
    )
    return _their_post(request, typed)


@get(router, "/enterprises/{enterprise_id}/chain", Chain)
def who_answers(request: Asked, enterprise_id: InAddress) -> HttpResponse:
    """Who answers for an enterprise today: who leads and holds its team and group, and who holds it."""
    firm = seen_firm(request.actor, enterprise_id)
    found = liaison.answers_for(firm.pk, day_of(request.now))
    return answer(
        Chain(chain=[Answering(duty=duty, person=somebody(one), unit=unit_of(org)) for duty, one, org in found])
    )


def _link(link: Any) -> LinkRow:
    return LinkRow(
        id=link.pk,
        person=somebody(link.staff),
        place=unit_of(link.place),
        group=maybe_unit(link.group),
        since=link.since,
        until=link.until,
    )


def _their_link(enterprise_id: int, staff_id: int) -> HttpResponse:
    """The answer about the link that was made or ended: the last one of that official. Whoever ended it may have lost sight
    of the enterprise, so nothing else is told."""
    return answer(_link(_last(liaison.links_of(enterprise_id).filter(staff=staff_id))))


@get(router, "/enterprises/{enterprise_id}/officials", LinkRows)
def list_officials(request: Asked, enterprise_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """The officials who hold or held an enterprise."""
    firm = seen_firm(request.actor, enterprise_id)
    shown, after = page(f"links/{firm.pk}", liaison.links_of(firm.pk), ("-pk",), asked)
    return answer(LinkRows(links=[_link(link) for link in shown], next=after))


@post(router, "/enterprises/{enterprise_id}/officials", LinkRow, administers=True)
def bind(request: Asked, enterprise_id: InAddress, typed: BindBody) -> HttpResponse:
    """Link an official to an enterprise: for the dispatcher of the area, and for the lead of the team or group."""
    firm = seen_firm(request.actor, enterprise_id)
    if not request.actor.has(*BINDERS):
        raise Refused(NOT_YOURS)
    if typed.group_id is not None:
        named_unit(request.actor, typed.group_id)
    staff = actions.coded(request.actor, typed.staff, typed.group_id)
    actions.bind(
        request.actor,
        firm.pk,
        staff_id=staff,
        group_id=typed.group_id,
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return _their_link(firm.pk, staff)


@post(router, "/enterprises/{enterprise_id}/officials/release", LinkRow, administers=True)
def release(request: Asked, enterprise_id: InAddress, typed: ReleaseBody) -> HttpResponse:
    """End an official's link to an enterprise."""
    actions.release(
        request.actor,
        enterprise_id,
        staff_id=typed.person_id,
        until=on(typed.until, request),
        key=key(request),
        now=request.now,
    )
    return _their_link(enterprise_id, typed.person_id)
