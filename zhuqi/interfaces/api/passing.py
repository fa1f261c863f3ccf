"""What passes on and what is proposed: hand-overs, and proposals for the enterprises of an area."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.core.days import day_of
from zhuqi.domain.liaison import actions
from zhuqi.domain.liaison.actions.links import NOT_YOURS
from zhuqi.domain.liaison.queries import handing, proposing
from zhuqi.domain.liaison.rules import BINDERS, Fate, Term
from zhuqi.domain.liaison.rules.bonds import OpenCases
from zhuqi.domain.liaison.rules.words import HEAVIEST
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.firms import seen_firm
from zhuqi.interfaces.api.keeping import (
    UNSAID,
    Code,
    Nothing,
    Paged,
    Somebody,
    get,
    maybe_unit,
    on,
    page,
    post,
    somebody,
    told_at,
    unit_of,
)
from zhuqi.interfaces.api.keeping_units import named_unit
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, count, text
from zhuqi.interfaces.web.liaison.tabs import must_read

router = Router(tags=["liaison"])


class HandoverOut(Shape):
    """An enterprise passing from an official to the next. ``place``: who holds it meanwhile."""

    id: int
    enterprise: Firm
    outgoing: Somebody
    successor: Somebody | None
    place: Unit
    since: dt.date
    due: dt.datetime | None
    late: bool
    open_cases: OpenCases | None = Field(description="What the rulebook says of them; null where it says nothing.")
    note: str
    noted_at: dt.datetime | None


class HandoverRows(Shape):
    """A page of hand-overs that wait for a successor or for their note, the oldest first."""

    handovers: list[HandoverOut]
    next: str | None


class HandOverBody(Shape):
    """Who passes the enterprise on, to whom, and what the next one should know."""

    person_id: Id
    successor: Code = Field(description="The successor's staff code.")
    group_id: Id | None = Field(None, description="The service group or team; null for one to one.")
    since: Day | None = Field(None, description="Today where nothing is said.")
    note: Annotated[str, text(0)] = ""


class WeightsBody(Shape):
    """What each term counts, from 0 to 10."""

    region: Annotated[int, count(HEAVIEST)] | None = None
    sector: Annotated[int, count(HEAVIEST)] | None = None
    continuity: Annotated[int, count(HEAVIEST)] | None = None
    load: Annotated[int, count(HEAVIEST)] | None = None


class ProposeBody(Shape):
    """For which area links are proposed."""

    area_id: Id
    weights: WeightsBody | None = Field(None, description="The usual ones where nothing is said.")


class ProposalOut(Shape):
    """Links proposed for an area. ``wanted``: officials that were lacking; ``links``: how many are proposed and not left out."""

    id: int
    area: Unit
    author: Somebody
    made_at: dt.datetime
    weights: dict[str, int]
    wanted: int
    links: int
    state: Fate
    version: int


class ProposalRows(Shape):
    """A page of proposals, the last first."""

    proposals: list[ProposalOut]
    next: str | None


class ProposedRow(Shape):
    """A proposed link. ``terms``: what speaks for it; with ``held`` and ``most``, how many the official would hold, of how many."""

    id: int
    enterprise: Firm
    person: Somebody
    group: Unit | None
    terms: dict[str, float]
    by_hand: bool
    dropped: bool


class ProposedRows(Shape):
    """A page of the rows of a proposal."""

    rows: list[ProposedRow]
    next: str | None


class ChangeProposedBody(Shape):
    """Who else, or that the row is left out."""

    link_id: Id
    staff: Code | None = Field(None, description="Somebody else's staff code.")
    dropped: bool = False
    seen: Id


class ProposalSeenBody(Shape):
    """Which state of the proposal was seen."""

    seen: Id


def _firm(one: Any) -> Firm:
    return Firm(id=one.pk, name=one.name)


def _handover(request: Asked, rows: Any) -> list[HandoverOut]:
    dues = handing.dues(rows, request.now, day_of(request.now))
    return [
        HandoverOut(
            id=one.pk,
            enterprise=_firm(one.enterprise),
            outgoing=somebody(one.outgoing),
            successor=somebody(one.successor) if one.successor else None,
            place=unit_of(one.place),
            since=one.since,
            due=told_at(due.due) if due else None,
            late=bool(due and due.late),
            open_cases=due.cases if due else None,
            note=one.note,
            noted_at=told_at(one.noted_at),
        )
        for one in rows
        for due in [dues.get(one.pk)]
    ]


@get(router, "/handovers", HandoverRows)
def list_handovers(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The hand-overs in sight that wait for a successor, or for the successor to take note."""
    shown, after = page("handovers", handing.waiting(request.actor), ("since", "pk"), asked)
    return answer(HandoverRows(handovers=_handover(request, shown), next=after))


def _passing(request: Asked, handover_id: int) -> Any:
    found = handing.visible(request.actor).filter(pk=handover_id).first()
    if found is None:
        raise Missing
    return found


@get(router, "/handovers/{handover_id}", HandoverOut)
def show_handover(request: Asked, handover_id: InAddress) -> HttpResponse:
    """One hand-over."""
    return answer(_handover(request, [_passing(request, handover_id)])[0])


@post(router, "/handovers/{handover_id}/note", HandoverOut)
def note_handover(request: Asked, handover_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Take note of what passes on, as the successor."""
    actions.note_handover(request.actor, handover_id, key=key(request), now=request.now)
    return show_handover(request, handover_id)


def _proposal(one: Any) -> ProposalOut:
    return ProposalOut(
        id=one.pk,
        area=unit_of(one.area),
        author=somebody(one.author),
        made_at=told_at(one.made_at) or one.made_at,
        weights=json.loads(one.weights),
        wanted=one.wanted,
        links=one.kept,
        state=Fate(one.state),
        version=one.version,
    )


def _seen(request: Asked, proposal_id: int) -> Any:
    found = proposing.visible(request.actor).filter(pk=proposal_id).first()
    if found is None:
        raise Missing
    return found


@get(router, "/proposals", ProposalRows)
def list_proposals(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The proposals of the areas where one dispatches."""
    must_read(request.actor, "liaison_proposals")
    shown, after = page("proposals", proposing.visible(request.actor), ("-made_at", "-pk"), asked)
    return answer(ProposalRows(proposals=[_proposal(one) for one in shown], next=after))


@post(router, "/proposals", ProposalOut, makes=True)
def propose_links(request: Asked, typed: ProposeBody) -> HttpResponse:
    """Propose officials for the enterprises of an area that lack them: the best of all divisions, each row with its terms."""
    given = typed.weights.model_dump(exclude_none=True) if typed.weights else {}
    weights = {Term(name): weight for name, weight in given.items()}
    made = actions.propose(request.actor, typed.area_id, weights=weights, key=key(request), now=request.now)
    told = answer(_proposal(_seen(request, made.pk)))
    told.status_code, told.headers["Location"] = 201, reverse("api-1:show_proposal", args=[made.pk])
    return told


@get(router, "/proposals/{proposal_id}", ProposalOut)
def show_proposal(request: Asked, proposal_id: InAddress) -> HttpResponse:
    """One proposal."""
    return answer(_proposal(_seen(request, proposal_id)))


@get(router, "/proposals/{proposal_id}/links", ProposedRows)
def list_proposed(request: Asked, proposal_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """The rows of a proposal, each with what speaks for it."""
    one = _seen(request, proposal_id)
    shown, after = page(f"proposed/{one.pk}", proposing.rows(one), ("pk",), asked)
    rows = [
        ProposedRow(
            id=row.pk,
            enterprise=_firm(row.enterprise),
            person=somebody(row.staff),
            group=maybe_unit(row.group),
            terms=json.loads(row.terms),
            by_hand=row.typed,
            dropped=row.dropped,
        )
        for row in shown
    ]
    return answer(ProposedRows(rows=rows, next=after))


@post(router, "/proposals/{proposal_id}/change", ProposalOut)
def change_proposed(request: Asked, proposal_id: InAddress, typed: ChangeProposedBody) -> HttpResponse:
    """Put somebody else in a row of a proposal, or leave it out."""
    actions.change_proposed(
        request.actor,
        proposal_id,
        link_id=typed.link_id,
        staff=typed.staff or "",
        dropped=typed.dropped,
        seen=typed.seen,
        key=key(request),
        now=request.now,
    )
    return answer(_proposal(_seen(request, proposal_id)))


@post(router, "/proposals/{proposal_id}/confirm", ProposalOut, administers=True)
def confirm_proposal(request: Asked, proposal_id: InAddress, typed: ProposalSeenBody) -> HttpResponse:
    """Link everybody who is proposed, all or none, from today on."""
    actions.confirm_proposal(request.actor, proposal_id, seen=typed.seen, key=key(request), now=request.now)
    return answer(_proposal(_seen(request, proposal_id)))


@post(router, "/proposals/{proposal_id}/drop", ProposalOut)
def drop_proposal(request: Asked, proposal_id: InAddress, typed: ProposalSeenBody) -> HttpResponse:
    """Let a proposal go; nothing of it holds."""
    actions.drop_proposal(request.actor, proposal_id, seen=typed.seen, key=key(request), now=request.now)
    return answer(_proposal(_seen(request, proposal_id)))


@post(router, "/enterprises/{enterprise_id}/officials/hand_over", HandoverOut, administers=True)
def hand_over(request: Asked, enterprise_id: InAddress, typed: HandOverBody) -> HttpResponse:
    """Pass an enterprise from one official to the next, without a day between."""
    firm = seen_firm(request.actor, enterprise_id)
    if not request.actor.has(*BINDERS):
        raise Refused(NOT_YOURS)
    if typed.group_id is not None:
        named_unit(request.actor, typed.group_id)
    successor = actions.coded(request.actor, typed.successor, typed.group_id, field="successor")
    actions.hand_over(
        request.actor,
        firm.pk,
        staff_id=typed.person_id,
        successor_id=successor,
        group_id=typed.group_id,
        note=typed.note,
        since=on(typed.since, request),
        key=key(request),
        now=request.now,
    )
    return answer(_handover(request, [handing.between(firm.pk, typed.person_id, successor)])[0])
