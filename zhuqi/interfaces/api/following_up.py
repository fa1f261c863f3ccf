"""What follows visits: promises, how far a round has come, who wasn't asked for long, duties and reasons for a zero."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.domain.visits import actions, queries
from zhuqi.domain.visits.queries import coverage, duties, promised, reaching
from zhuqi.domain.visits.rules.promises import Kept
from zhuqi.domain.visits.rules.words import DutyStanding
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, Somebody, get, page, post, somebody, unit_of
from zhuqi.interfaces.api.planning import PlanOut, Seen, Unkept, plan_out
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Day, Id, Ids, InAddress, Shape, YesNo, choice, line

router = Router(tags=["visits"])
ENDS = (Kept.KEPT, Kept.OVERTAKEN)


class PromiseOut(Shape):
    """Something promised to an enterprise. ``due``: the last day on which it is kept in time. ``seen``: what a step after it
    names as the state it saw. ``person``: who keeps it; null where whoever did has gone, and the unit answers for it."""

    id: int
    visit: int
    enterprise: Firm
    person: Somebody | None
    unit: Unit
    text: str
    due: dt.date
    state: Kept
    ended_on: dt.date | None
    why: str
    seen: int


class PromiseRows(Shape):
    """A page of promises, the last first."""

    promises: list[PromiseOut]
    next: str | None


class PromiseEndBody(Shape):
    """How a promise was kept, or what it was overtaken by."""

    state: Annotated[str, choice(ENDS)]
    why: Annotated[str, line()]
    seen: Seen


class HandLeftBody(Shape):
    """Who takes on what somebody left with the unit."""

    person_id: Id
    seen: Seen


class TargetRow(Shape):
    """An enterprise that a round is to reach."""

    enterprise: Firm
    reached_on: dt.date | None


class TargetRows(Shape):
    """A page of targets, by the order in which they were named."""

    targets: list[TargetRow]
    next: str | None


class ReachOut(Shape):
    """How far a round has come among the enterprises in sight. ``beside``: reached without being aimed at."""

    round: int
    aimed: int
    reached: int
    beside: int


class AimBody(Shape):
    """Which enterprises a round is to reach: these, or all of its area that an official holds."""

    enterprise_ids: Ids | None = None
    all_held: YesNo | None = None


class CoverageRow(Shape):
    """An enterprise, and when somebody was last there or asked it; null where nobody ever was."""

    enterprise: Firm
    region: Unit
    asked_on: dt.date | None


class CoverageRows(Shape):
    """A page of enterprises: never asked first, then the longest ago."""

    enterprises: list[CoverageRow]
    next: str | None


class DutyRow(Shape):
    """How one of one's own duties stands for an enterprise. ``until``: the first day after the period; ``reasons``: the codes that
    explain a zero, as far as the edition names any."""

    enterprise: Firm
    since: dt.date
    until: dt.date | None
    least: int
    made: int
    standing: DutyStanding
    reasons: dict[str, str]


class DutyRows(Shape):
    """One's own duties, by the name of the enterprise."""

    duties: list[DutyRow]


class ZeroOut(Shape):
    """Why an enterprise wasn't served in a period."""

    id: int
    enterprise: int
    since: dt.date
    until: dt.date
    code: str


class ZeroBody(Shape):
    """A reason of the edition's list. ``on``: a day of the period."""

    enterprise_id: Id
    code: Annotated[str, line(40)]
    on: Day | None = Field(None, description="Today where nothing is said.")


def _promise(row: Any) -> PromiseOut:
    return PromiseOut(
        id=row.pk,
        visit=row.visit_id,
        enterprise=Firm(id=row.enterprise_id, name=row.enterprise.name),
        person=somebody(row.staff) if row.staff is not None else None,
        unit=unit_of(row.unit),
        text=row.text,
        due=row.due,
        state=Kept(row.state),
        ended_on=row.ended_on,
        why=row.why,
        seen=row.version,
    )


@get(router, "/promises", PromiseRows)
def list_promises(request: Asked, asked: Query[Unkept]) -> HttpResponse:
    """What was promised on the visits in sight."""
    rows = promised.visible(request.actor)
    if asked.unkept:
        rows = promised.unkept(request.actor, day_of(request.now))
    shown, after = page("promises", rows, ("-pk",), asked)
    return answer(PromiseRows(promises=[_promise(row) for row in shown], next=after))


@get(router, "/promises/{promise_id}", PromiseOut)
def show_promise(request: Asked, promise_id: InAddress) -> HttpResponse:
    """One promise."""
    return answer(_promise(promised.promise(request.actor, promise_id)))


@post(router, "/promises/{promise_id}/end", PromiseOut)
def end_promise(request: Asked, promise_id: InAddress, typed: PromiseEndBody) -> HttpResponse:
    """Say that a promise was kept, or overtaken by something else."""
    actions.end_promise(
        request.actor,
        promise_id,
        state=Kept(typed.state),
        why=typed.why,
        seen=typed.seen,
        key=key(request),
        now=request.now,
    )
    return answer(_promise(promised.promise(request.actor, promise_id)))


@post(router, "/promises/{promise_id}/hand", PromiseOut)
def hand_promise(request: Asked, promise_id: InAddress, typed: HandLeftBody) -> HttpResponse:
    """Let a colleague keep a promise that nobody keeps by name."""
    actions.hand_promise(
        request.actor, promise_id, staff_id=typed.person_id, seen=typed.seen, key=key(request), now=request.now
    )
    return answer(_promise(promised.promise(request.actor, promise_id)))


@post(router, "/plans/{plan_id}/hand", PlanOut)
def hand_plan(request: Asked, plan_id: InAddress, typed: HandLeftBody) -> HttpResponse:
    """Let a colleague go on a planned visit on which nobody goes."""
    actions.hand_plan(
        request.actor, plan_id, staff_id=typed.person_id, seen=typed.seen, key=key(request), now=request.now
    )
    return answer(plan_out(request.actor, plan_id))


def _round(request: Asked, round_id: int) -> Any:
    held = queries.rounds(request.actor).filter(pk=round_id).first()
    if held is None:
        raise Missing
    return held


@get(router, "/rounds/{round_id}/targets", TargetRows)
def list_targets(request: Asked, round_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """The enterprises in sight that a round is to reach, and since when it has."""
    rows = reaching.targets(request.actor, _round(request, round_id), day_of(request.now))
    shown, after = page("targets", rows, ("pk",), asked)
    targets = [
        TargetRow(enterprise=Firm(id=row.enterprise_id, name=row.enterprise.name), reached_on=row.reached_on)
        for row in shown
    ]
    return answer(TargetRows(targets=targets, next=after))


@get(router, "/rounds/{round_id}/reach", ReachOut)
def show_reach(request: Asked, round_id: InAddress) -> HttpResponse:
    """How far a round has come."""
    held = _round(request, round_id)
    found = reaching.reach(request.actor, held, day_of(request.now))
    return answer(ReachOut(round=held.pk, aimed=found.aimed, reached=found.reached, beside=found.beside))


@post(router, "/rounds/{round_id}/targets", ReachOut)
def aim_round(request: Asked, round_id: InAddress, typed: AimBody) -> HttpResponse:
    """Say which enterprises a round is to reach, beside those it aims at already."""
    held = actions.aim(
        request.actor,
        round_id,
        enterprise_ids=typed.enterprise_ids or (),
        all_held=bool(typed.all_held),
        key=key(request),
        now=request.now,
    )
    found = reaching.reach(request.actor, held, day_of(request.now))
    return answer(ReachOut(round=held.pk, aimed=found.aimed, reached=found.reached, beside=found.beside))


@get(router, "/coverage", CoverageRows)
def list_coverage(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """The enterprises in sight by how long nobody asked them: never asked first, then the longest ago."""
    shown, after = page("coverage", coverage.unasked(request.actor), ("asked_on", "pk"), asked)
    rows = [
        CoverageRow(
            enterprise=Firm(id=firm.pk, name=firm.name),
            region=unit_of(firm.region),
            asked_on=firm.asked_on if firm.asked_on != coverage.NEVER else None,
        )
        for firm in shown
    ]
    return answer(CoverageRows(enterprises=rows, next=after))


@get(router, "/duties", DutyRows)
def list_duties(request: Asked) -> HttpResponse:
    """How one's own duties to visit stand. Nobody is told another's."""
    rows = [
        DutyRow(
            enterprise=Firm(id=due.enterprise.pk, name=due.enterprise.name),
            since=due.period.since,
            until=due.period.until,
            least=due.state.quota.least,
            made=due.state.made,
            standing=due.state.standing,
            reasons=due.reasons,
        )
        for due in duties.mine(request.actor, day_of(request.now))
    ]
    return answer(DutyRows(duties=rows))


@post(router, "/zeros", ZeroOut, makes=True)
def explain_zero(request: Asked, typed: ZeroBody) -> HttpResponse:
    """Say why one served an enterprise not once in a period, once it is ending."""
    if not request.actor.seats:
        raise Refused(say("A visit is planned and recorded by the officials who make it."))
    row = actions.explain_zero(
        request.actor, typed.enterprise_id, code=typed.code, on=typed.on, key=key(request), now=request.now
    )
    told = ZeroOut(id=row.pk, enterprise=row.enterprise_id, since=row.since, until=row.until, code=row.code)
    return answer(told, status=201, at=reverse("api-1:list_duties"))
