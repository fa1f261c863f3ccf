"""What leads outside and comes back: the enterprise's links to its case; ratings and complaints, for those who oversee."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Body, Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.domain.cases.actions.links import make_link, revoke_link
from zhuqi.domain.cases.queries import heard
from zhuqi.domain.cases.queries.links import of_case
from zhuqi.domain.cases.queries.rated import label, rules_of
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.cases.sections.rating import RatingRule
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import (
    UNSAID,
    Nothing,
    Paged,
    Somebody,
    get,
    maybe_unit,
    page,
    post,
    somebody,
    told_at,
    unit_of,
)
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, InAddress, Shape, YesNo, choice
from zhuqi.interfaces.web.cases.sending import SENT
from zhuqi.interfaces.web.wording import local

router = Router(tags=["outside"])


class CaseLink(Shape):
    """A link by which the enterprise comes to its case. ``until``: when it ends; ``open``: whether it opens now."""

    id: int
    case: int
    channel: Channel
    made_at: dt.datetime
    made_by: Somebody | None
    until: dt.datetime
    revoked_at: dt.datetime | None
    open: bool


class CaseLinks(Shape):
    """A page of a case's links, the one made last first."""

    links: list[CaseLink]
    next: str | None


class LinkMade(CaseLink):
    """A new link. ``address`` is told this one time: null where a key was repeated. Revoke one that was lost on the way."""

    address: str | None


class LinkBody(Shape):
    """How a link is sent, and how long it lives."""

    channel: Annotated[str, choice(SENT)] = Field(Channel.PHONE.value, description="phone where nothing is said.")
    until: Day | None = Field(None, description="The last day on which it opens; thirty days on where nothing is said.")
    alone: YesNo = Field(False, description="Whether to revoke those made before.")


PLAIN: Any = Body(LinkBody.model_validate({}))
"""Where no body need come."""


class CaseName(Shape):
    """A case by its id and number."""

    id: int
    number: str


class MoreRow(Shape):
    """Something else that an enterprise rated, by itself: 1 to 5, and what the place calls that."""

    name: str
    rating: int
    grade: str | None


class RatingRow(Shape):
    """What an enterprise thinks of a reply and, apart from that, of the result; 1 to 5, null where it didn't say. The grades
    are what the place calls these, null where its rules name none. ``more``: what else the place lets it rate."""

    id: int
    case: CaseName
    unit: Unit
    area: Unit
    reply: int
    reply_rating: int | None
    result_rating: int | None
    reply_grade: str | None
    result_grade: str | None
    more: list[MoreRow]
    channel: Channel
    at: dt.datetime


class RatingRows(Shape):
    """A page of ratings, the one given last first."""

    ratings: list[RatingRow]
    next: str | None


class ComplaintRow(Shape):
    """What an enterprise complains of."""

    id: int
    case: CaseName
    unit: Unit | None
    area: Unit
    body: str
    channel: Channel
    at: dt.datetime


class ComplaintRows(Shape):
    """A page of complaints, the latest first."""

    complaints: list[ComplaintRow]
    next: str | None


def _link(request: Asked, link: Any) -> dict[str, Any]:
    return {
        "id": link.pk,
        "case": link.case_id,
        "channel": Channel(link.channel),
        "made_at": local(link.made_at),
        "made_by": None if link.made_by is None else somebody(link.made_by),
        "until": local(link.until),
        "revoked_at": told_at(link.revoked_at),
        "open": link.revoked_at is None and link.until > request.now,
    }


@get(router, "/cases/{case_id}/links", CaseLinks)
def list_links(request: Asked, case_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """The links that were made for a case's enterprise. What opens them is told nowhere."""
    if not visible(request.actor).filter(pk=case_id).exists():
        raise Missing
    shown, after = page(f"case links/{case_id}", of_case(request.actor, case_id), ("-pk",), asked)
    return answer(CaseLinks(links=[CaseLink(**_link(request, link)) for link in shown], next=after))


@post(router, "/cases/{case_id}/links", LinkMade, makes=True)
def make_case_link(request: Asked, case_id: InAddress, typed: LinkBody = PLAIN) -> HttpResponse:
    """Make a link for the enterprise: for the dispatch room, and for whoever asks the enterprise. Its address is shown this
    one time."""
    link, secret = make_link(
        request.actor,
        case_id,
        until=typed.until,
        channel=Channel(typed.channel),
        alone=typed.alone,
        key=key(request),
        now=request.now,
    )
    address = request.build_absolute_uri(reverse("portal_knock", args=[secret])) if secret else None
    at = reverse("api-1:list_links", args=[case_id])
    return answer(LinkMade(**_link(request, link), address=address), status=201, at=at)


@post(router, "/cases/{case_id}/links/{link_id}/revoke", CaseLink)
def revoke_case_link(request: Asked, case_id: InAddress, link_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Let a link open nothing any more."""
    if not of_case(request.actor, case_id).filter(pk=link_id).exists():
        raise Missing
    return answer(CaseLink(**_link(request, revoke_link(request.actor, link_id, key=key(request), now=request.now))))


@get(router, "/ratings", RatingRows)
def list_ratings(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """What enterprises think of the replies in an area: for its supervision office and leaders, never for those rated. Who
    in an enterprise gave it isn't told."""
    if not request.actor.has(*heard.OF_RATINGS):
        raise Missing
    rows = heard.ratings(request.actor).select_related("case", "unit", "area").prefetch_related("more")
    shown, after = page("ratings", rows, ("-pk",), asked)
    rules = rules_of(shown)
    ratings = [
        RatingRow(
            id=given.pk,
            case=CaseName(id=given.case_id, number=given.case.number),
            unit=unit_of(given.unit),
            area=unit_of(given.area),
            reply=given.reply,
            reply_rating=given.reply_rating,
            result_rating=given.result_rating,
            reply_grade=label(rules.get(given.pk, RatingRule()), "reply_rating", given.reply_rating) or None,
            result_grade=label(rules.get(given.pk, RatingRule()), "result_rating", given.result_rating) or None,
            more=[
                MoreRow(
                    name=one.name,
                    rating=one.stars,
                    grade=label(rules.get(given.pk, RatingRule()), one.name, one.stars) or None,
                )
                for one in given.more.all()
            ],
            channel=Channel(given.channel),
            at=local(given.at),
        )
        for given in shown
    ]
    return answer(RatingRows(ratings=ratings, next=after))


@get(router, "/complaints", ComplaintRows)
def list_complaints(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """What enterprises of an area complain of: for its supervision office, never for the unit itself."""
    if not request.actor.has(*heard.OF_COMPLAINTS):
        raise Missing
    rows = heard.complaints(request.actor).select_related("case", "unit", "area")
    shown, after = page("complaints", rows, ("-pk",), asked)
    complaints = [
        ComplaintRow(
            id=said.pk,
            case=CaseName(id=said.case_id, number=said.case.number),
            unit=maybe_unit(said.unit),
            area=unit_of(said.area),
            body=said.body,
            channel=Channel(said.channel),
            at=local(said.at),
        )
        for said in shown
    ]
    return answer(ComplaintRows(complaints=complaints, next=after))
