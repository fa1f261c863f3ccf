"""One's own enterprises, what is lacking, whether enterprises know their official, the chain as it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from zhuqi.core.days import day_of
from zhuqi.domain.cases.queries.bearings import live_of
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.queries import chain as chains
from zhuqi.domain.liaison.queries import gaps, knowing
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.visits import queries as visits
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import (
    Paged,
    Somebody,
    get,
    page,
    somebody,
    told_at,
    unit_of,
)
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Shape
from zhuqi.interfaces.web.liaison.tabs import must_read

router = Router(tags=["liaison"])
MOST_SEATS = 100


class HeldFirm(Shape):
    """An enterprise that one holds. ``last_visit``: null where no visit is in sight."""

    id: int
    name: str
    region: Unit
    open_cases: int
    last_visit: dt.date | None


class HeldFirms(Shape):
    """A page of one's own enterprises, by name."""

    enterprises: list[HeldFirm]
    next: str | None


class UnboundFirm(Shape):
    """An enterprise that the rulebook wants to have an official and that has too few."""

    id: int
    name: str
    uscc: str
    region: Unit


class UnboundFirms(Shape):
    """A page of enterprises without an official, by name."""

    enterprises: list[UnboundFirm]
    next: str | None


class VacancyRow(Shape):
    """An enterprise that lost its official. ``due``: null where the calendar of that year isn't published; ``keeper``: a duty or
    a rank that looks after it meanwhile."""

    enterprise: Firm
    since: dt.date
    due: dt.datetime | None
    late: bool
    keeper: str | None


class VacancyRows(Shape):
    """A page of vacancies, the oldest first."""

    vacancies: list[VacancyRow]
    next: str | None


class SeatRow(Shape):
    """A duty of the chain with too few people. ``since``: null where nobody held it yet."""

    unit: Unit
    duty: Duty
    needed: int
    there: int
    since: dt.date | None
    due: dt.datetime | None
    late: bool


class SeatRows(Shape):
    """The empty seats of the teams and groups that one oversees."""

    seats: list[SeatRow]


class KnownRow(Shape):
    """What the enterprises that a unit holds say of their official. Silence is in no share."""

    unit: Unit
    links: int
    answered: int
    yes: int
    no: int
    other: int
    silent: int


class KnownRows(Shape):
    """By unit, in the order of the organisation."""

    units: list[KnownRow]


class ServingOut(Shape):
    """Somebody who holds enterprises from there."""

    person: Somebody
    enterprises: int


class HolderOut(Shape):
    """Somebody who has a duty there."""

    duty: Duty
    person: Somebody


class GroupOut(Shape):
    """A team or group of the chain. ``waiting``: enterprises that wait for a successor."""

    unit: Unit
    duties: list[HolderOut]
    empty: list[Duty]
    officials: list[ServingOut]
    waiting: int


class TeamOut(GroupOut):
    """A team with its groups."""

    groups: list[GroupOut]


class TeamRows(Shape):
    """A page of the chain, by the order of the organisation."""

    teams: list[TeamOut]
    next: str | None


def _firm(one: Any) -> Firm:
    return Firm(id=one.pk, name=one.name)


@get(router, "/liaison/mine", HeldFirms)
def list_held(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The enterprises that one holds, each with its open cases and the last visit."""
    must_read(request.actor, "liaison")
    rows = liaison.my_enterprises(request.actor, day_of(request.now))
    shown, after = page("held", rows, ("name", "pk"), asked)
    ids = [firm.pk for firm in shown]
    live, last = live_of(request.actor, ids), visits.last_of(request.actor, ids)
    told = [
        HeldFirm(
            id=firm.pk,
            name=firm.name,
            region=unit_of(firm.region),
            open_cases=live.get(firm.pk, 0),
            last_visit=last.get(firm.pk),
        )
        for firm in shown
    ]
    return answer(HeldFirms(enterprises=told, next=after))


@get(router, "/liaison/unbound", UnboundFirms)
def list_unbound(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The enterprises in sight that the rulebook wants to have an official and that have too few."""
    must_read(request.actor, "liaison_unbound")
    shown, after = page("unbound", gaps.unbound(request.actor, day_of(request.now)), ("name", "pk"), asked)
    told = [UnboundFirm(id=one.pk, name=one.name, uscc=one.uscc, region=unit_of(one.region)) for one in shown]
    return answer(UnboundFirms(enterprises=told, next=after))


@get(router, "/liaison/vacancies", VacancyRows)
def list_vacancies(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The enterprises in sight that lost their official, with the day by which somebody must follow."""
    must_read(request.actor, "liaison_vacancies")
    day = day_of(request.now)
    shown, after = page("vacant", gaps.vacant(request.actor, day), ("left", "pk"), asked)
    dues = gaps.dues(shown, request.now, day)
    told = []
    for one in shown:
        due = dues.get(one.pk)
        keeper = str(due.keeper) if due and due.keeper else None
        when, over = told_at(due.due) if due else None, bool(due and due.late)
        told.append(VacancyRow(enterprise=_firm(one), since=one.left, due=when, late=over, keeper=keeper))
    return answer(VacancyRows(vacancies=told, next=after))


@get(router, "/liaison/seats", SeatRows)
def list_empty_seats(request: Asked) -> HttpResponse:
    """The empty seats of the chain at the teams and groups that one oversees, the first hundred."""
    must_read(request.actor, "liaison_vacancies")
    found = gaps.empty_seats(request.actor, request.now, day_of(request.now))[:MOST_SEATS]
    told = [
        SeatRow(
            unit=unit_of(seat.org),
            duty=seat.duty,
            needed=seat.needed,
            there=seat.there,
            since=seat.since,
            due=told_at(seat.due.due) if seat.due else None,
            late=bool(seat.due and seat.due.late),
        )
        for seat in found
    ]
    return answer(SeatRows(seats=told))


@get(router, "/liaison/known", KnownRows)
def list_known(request: Asked) -> HttpResponse:
    """Whether enterprises know their official, by unit, for supervisors and leaders; never by official."""
    must_read(request.actor, "liaison_known")
    told = [
        KnownRow(
            unit=Unit(id=row.unit, name=row.name),
            links=row.links,
            answered=row.answered,
            yes=row.yes,
            no=row.no,
            other=row.other,
            silent=row.silent,
        )
        for row in knowing.by_unit(request.actor, day_of(request.now))
    ]
    return answer(KnownRows(units=told))


@get(router, "/liaison/chain", TeamRows)
def list_chain(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The teams in sight with their groups: duties, empty seats, officials and how many enterprises they hold."""
    must_read(request.actor, "liaison_chain")
    shown, after = page("chain", chains.teams(request.actor), ("path",), asked)
    nodes = chains.nodes(request.actor, shown, request.now, day_of(request.now))
    told = [TeamOut(**_group(node), groups=[GroupOut(**_group(each)) for each in node.groups]) for node in nodes]
    return answer(TeamRows(teams=told, next=after))


def _group(node: Any) -> dict[str, Any]:
    return {
        "unit": unit_of(node.org),
        "duties": [HolderOut(duty=duty, person=somebody(one)) for duty, one in node.duties],
        "empty": [seat.duty for seat in node.empty],
        "officials": [ServingOut(person=somebody(one.staff), enterprises=one.enterprises) for one in node.officials],
        "waiting": node.waiting,
    }
