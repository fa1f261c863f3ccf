"""Which cases an actor sees, where an actor stands to them, and under which terms they run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import QuerySet

from zhuqi.base.paths import within
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import in_sight, newest_seen
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import named
from zhuqi.domain.cases.queries.lives import current, current_many
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries.register import family

WORKING = (Role.OFFICIAL, Role.TEAM_LEAD, Role.HANDLER, Role.TASK_FORCE)


def visible(actor: Actor) -> QuerySet[Case]:
    """The cases an actor sees: those of the units below its seats, an enterprise its own (by a link: that one), the
    clock all."""
    if actor.clock:
        return Case.objects.all()
    if actor.enterprise is not None:
        if actor.case is not None:
            return Case.objects.filter(enterprise=actor.enterprise, pk=actor.case)
        return Case.objects.filter(enterprise__in=family(actor.enterprise))
    return Case.objects.filter(in_sight(actor, "case"))


def newest(actor: Actor, most: int) -> list[int]:
    """The newest cases that staff, or the clock, sees, so many at most. One query."""
    if actor.clock:
        return list(Case.objects.order_by("-pk").values_list("pk", flat=True)[:most])
    return newest_seen(actor, "case", most)


def place(actor: Actor, areas: Iterable[int] = ()) -> Place:
    """Where an actor sits, as the rules of this room see it; ``areas``: those to which the case has come."""
    watched, led = (
        [seat.sight_path for seat in actor.seats if seat.role is role] for role in (Role.SUPERVISOR, Role.LEADER)
    )
    paths = directory.paths(areas) if watched or led else {}
    return Place(
        units=actor.orgs(*WORKING),
        desks=actor.orgs(Role.DISPATCHER),
        heads=actor.orgs(Role.TEAM_LEAD),
        oversees=_below(paths, watched),
        leads=_below(paths, led),
        staff=actor.staff,
        enterprise=actor.enterprise,
        clock=actor.clock,
    )


def _below(paths: Mapping[int, str], roots: Iterable[str]) -> frozenset[int]:
    """The areas that lie below one of some paths."""
    return frozenset(area for area, path in paths.items() if any(within(path, root) for root in roots))


def terms(editions: Iterable[int], current: int) -> Terms:
    """The rules of some editions, each with the calendar of its office hours, and the units that they name. A query for the
    editions, one for each set of hours, and one where units are named."""
    found = rulebook.editions({*editions, current})
    times = {pk: rulebook.section(edition, "工作时间") for pk, edition in found.items()}
    calendars = {worktime: work_calendar(worktime.hours, worktime.zone) for worktime in set(times.values())}
    rules = {pk: rulebook.section(edition, "办理") for pk, edition in found.items()}
    return Terms(
        editions=rules,
        calendars={pk: calendars[worktime] for pk, worktime in times.items()},
        current=current,
        units=named.by_code(named.codes(rules.values())),
    )


def terms_of(life: Life) -> Terms:
    """The terms a life runs under where it lies now."""
    return terms(life.editions.values(), life.editions[life.area])


UP = frozenset({Action.ESCALATE, Action.ASK_ESCALATION})
DOWN = frozenset({Action.SEND_DOWN})


def situation(
    actor: Actor, case: Case, *, now: dt.datetime, action: Action | None = None, head: str | None = None
) -> Situation:
    """A case's life as one actor meets it, for one action or for all. ``head``: of its chain, where it is known."""
    life = current(case, head)
    at = Situation(life, place(actor, life.editions), now, terms_of(life))
    if action is None or action in UP:
        at = replace(at, desk_above=directory.desk_above(life.desk) is not None)
    if (action is None or action in DOWN) and life.desk in at.place.desks:
        at = replace(at, desk_below=bool(directory.desks_below(life.desk)))
    return at


def situations(actor: Actor, cases: Iterable[Case], *, now: dt.datetime) -> dict[int, Situation]:
    """{case: its life as one actor meets it}, as ``situation`` tells it but for sending down. Five queries where the lives are
    remembered, whatever their number."""
    lives = current_many(cases)
    if not lives:
        return {}
    here = place(actor, {area for life in lives.values() for area in life.editions})
    every = terms({pk for life in lives.values() for pk in life.editions.values()}, 0)
    moving = here.units or here.desks
    above = directory.have_desk_above({life.desk for life in lives.values() if moving})
    return {
        pk: Situation(
            life,
            here,
            now,
            replace(every, current=life.editions[life.area]),
            desk_above=life.desk in above,
            desk_below=False,
        )
        for pk, life in lives.items()
    }
