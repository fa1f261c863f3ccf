"""Lists of cases: what waits for whom, what is late, what an actor may see. A fixed number of queries a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from math import ceil, floor
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from zhuqi.base.ladders.triggers import Sort, Trigger
from zhuqi.base.worktime.spans import Unit
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.life.history import TOGETHER, WAN
from zhuqi.domain.cases.models import RUNNING, Case, CaseEdition, Clock, Holding, Request
from zhuqi.domain.cases.queries.sight import place, visible
from zhuqi.domain.cases.rules.words import (
    ANSWERED,
    CO_HANDS,
    LIVE,
    NOBODY_LATE,
    Action,
    Approver,
    Asked,
    Hand,
    How,
    State,
    Tick,
)

SOONEST = F("due").asc(nulls_last=True)
"""The nearest deadline first, what has none last: the engines differ where nothing is said."""
MOST = 1000
"""A count stops here: "1,000+"."""
NEWEST = ("-recorded_at", "-pk")
"""The order of lists that go on by pages."""


def rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row of a list shows, so that it costs no query of its own."""
    return cases.select_related("enterprise__region", "holder", "area", "finder")


def counted(cases: QuerySet[Case]) -> int:
    """How many cases there are, as far as it is worth counting: 1,001 stands for more. One query."""
    return len(cases.order_by().values("pk")[: MOST + 1])


def filtered(
    actor: Actor,
    *,
    state: State | None = None,
    live: bool | None = None,
    late_by: dt.datetime | None = None,
    unit: int | None = None,
    kind: str = "",
    words: str = "",
) -> QuerySet[Case]:
    """The cases an actor sees, narrowed; ``words``: a whole number, or part of a number, a title or an enterprise's name.

    A query at once where there are words: a whole number costs the same among a hundred cases and a hundred thousand."""
    found = visible(actor)
    if state is not None:
        found = found.filter(state=state.value)
    if live is not None:
        found = found.filter(state__in=LIVE) if live else found.exclude(state__in=LIVE)
    if late_by is not None:
        found = found.filter(late(late_by))
    if unit is not None:
        found = found.filter(holder=unit)
    if kind:
        found = found.filter(kind=kind)
    if words:
        parts = Q(number__icontains=words) | Q(title__icontains=words) | Q(enterprise__name__icontains=words)
        numbered = found.filter(number=words)
        found = numbered if numbered.exists() else found.filter(parts)
    return found


def running() -> QuerySet[Clock]:
    """The clocks that run."""
    return Clock.objects.filter(RUNNING)


def somebodys() -> QuerySet[Clock]:
    """The clocks that run and that somebody must keep."""
    return running().exclude(tick__in=NOBODY_LATE)


EDITION = CaseEdition.objects.filter(case=OuterRef("case"), area=OuterRef("area")).values("edition")[:1]


def shown() -> QuerySet[Clock]:
    """The clocks that run and that somebody must keep, with what a list shows of them: whose, and under which edition."""
    return somebodys().select_related("unit").annotate(edition=Subquery(EDITION))


def late(now: dt.datetime) -> Q:
    """Cases with a running clock that somebody has missed."""
    return _in(somebodys().filter(due__lt=now))


def _in(parts: QuerySet[Any]) -> Q:
    """Cases of some parts: gathered once, not looked for case by case."""
    return Q(pk__in=parts.values("case"))


def waiting(actor: Actor) -> QuerySet[Case]:
    """What waits for the actor's own units and desks, the nearest deadline first: to be screened, signed for, answered,
    contributed to, ruled on, asked about, its class confirmed, its task force to meet; for a leader, what units ask of one."""
    here = place(actor)
    own = here.units | here.desks
    held = Q(holder__in=own) & ~Q(state__in=[*ANSWERED, State.SUSPENDED])
    co = Holding.objects.filter(unit__in=own, ended_at=None, hand__in=[hand.value for hand in CO_HANDS])
    judges = own | actor.orgs(Role.SUPERVISOR, Role.LEADER)
    asked = running().filter(
        Q(unit__in=own, tick__in=[Tick.ASK, Tick.RULE, Tick.SIGN])
        | Q(unit__in=judges, tick__in=[Tick.CHECK, Tick.CLASS])
    )
    leads = Q(case__members__unit=F("unit"), case__members__leads=True, case__members__ended_at=None)
    force = running().filter(leads, unit__in=own, tick=Tick.OWN.value, holding=None)
    mine = held | _in(co) | _in(asked) | _in(force)
    if actor.has(Role.LEADER):
        mine |= _in(of_a_leader(actor))
    return visible(actor).filter(mine, state__in=LIVE).order_by(SOONEST, "id")


def of_a_leader(actor: Actor) -> QuerySet[Clock]:
    """The clocks of what waits for a leader of an area to grant or sign: the unit keeps them, and a leader decides."""
    roots = [seat.sight_path for seat in actor.seats if seat.role is Role.LEADER]
    still = {"ruled_at": None, "void_at": None, "taken_back_at": None}
    waits = Request.objects.filter(
        case=OuterRef("case"), holding=OuterRef("holding"), approver=Approver.LEADER.value, **still
    )
    own = {"staff": actor.staff} if actor.staff is not None else {"pk__in": ()}
    return running().filter(
        below(roots, "area__path"), Exists(waits.exclude(**own)), tick__in=[Tick.RULE.value, Tick.SIGN.value]
    )


def promised(actor: Actor) -> QuerySet[Case]:
    """Live cases the actor found: the oldest promise first."""
    here = place(actor)
    mine = Q(finder=here.staff) if here.staff is not None else Q(pk__in=())
    return visible(actor).filter(mine, state__in=LIVE).order_by("told_at", "id")


def stuck(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """What is late below the actor, waiting longest first: exceptions, not totals."""
    return visible(actor).filter(late(now), state__in=LIVE).order_by(SOONEST, "id")


def must_rise(actor: Actor) -> QuerySet[Case]:
    """What by the rules must go up to the desk above and hasn't yet, the nearest deadline first."""
    return visible(actor).filter(raised__gt=0, state__in=LIVE).order_by(SOONEST, "id")


HANDLED_BY = sorted(hand.value for hand in TOGETHER)
LED = Holding.objects.filter(hand=Hand.LEAD.value)
ASKED_OF: Mapping[Sort, Callable[[Trigger, dt.datetime], Q]] = {
    Sort.ASSIGNED: lambda trigger, now: _often(LED.filter(opened_by=Action.ASSIGN.value), trigger),
    Sort.RETURNED: lambda trigger, now: _often(LED.filter(how=How.RETURNED.value), trigger),
    Sort.CONTESTED: lambda trigger, now: Q(contests__gte=ceil(trigger.interval.low)),
    Sort.OVERDUE: lambda trigger, now: late(now),
    Sort.EXTENDED: lambda trigger, now: _often(Request.objects.filter(asked=Asked.EXTENSION, granted=True), trigger),
    Sort.SUSPENDED: lambda trigger, now: _often(Request.objects.filter(asked=Asked.SUSPENSION, granted=True), trigger),
    Sort.REOPENED: lambda trigger, now: Q(episode__gt=ceil(trigger.interval.low)),
    Sort.UNITS: lambda trigger, now: _often(Holding.objects.filter(hand__in=HANDLED_BY), trigger),
    Sort.KIND: lambda trigger, now: Q(kind__in=trigger.codes),
    Sort.CATEGORY: lambda trigger, now: Q(category__in=trigger.codes),
    Sort.GRADE: lambda trigger, now: Q(grade__in=trigger.codes),
    Sort.URGENCY: lambda trigger, now: Q(urgency__in=trigger.codes),
    Sort.AMOUNT: lambda trigger, now: Q(stake__gte=ceil(trigger.interval.low * WAN)),
    Sort.FIRMS: lambda trigger, now: Q(firms__gte=ceil(trigger.interval.low)),
    Sort.INSTRUCTION: lambda trigger, now: Q(instructed_on__isnull=False),
    Sort.SIGNED: lambda trigger, now: Q(signed=True),
    Sort.AGE: lambda trigger, now: Q(recorded_at__lte=now - _least(trigger)),
}
"""By which cases a trigger can be looked for at all."""


SHORTEST: Mapping[Unit, dt.timedelta] = {
    Unit.MINUTE: dt.timedelta(minutes=1),
    Unit.HOUR: dt.timedelta(hours=1),
    Unit.WORKING_HOUR: dt.timedelta(hours=1),
    Unit.NATURAL_DAY: dt.timedelta(days=1),
    Unit.WORKING_DAY: dt.timedelta(days=1),
    Unit.MONTH: dt.timedelta(days=28),
}
"""No unit is over sooner."""


def _least(trigger: Trigger) -> dt.timedelta:
    """Before so long a time nothing is as old as a trigger says: days that end at midnight may take a part of the first one."""
    unit, whole = trigger.unit, floor(trigger.interval.low)
    return (
        max(whole * SHORTEST[unit] - dt.timedelta(days=2), dt.timedelta()) if isinstance(unit, Unit) else dt.timedelta()
    )


def _often(rows: QuerySet[Any], trigger: Trigger) -> Q:
    """Cases with as many rows as a trigger asks for at least."""
    least = ceil(trigger.interval.low)
    found = rows.values("case").annotate(n=Count("pk")).filter(n__gte=least).values("case")
    return Q(pk__in=found) if least else Q(pk__isnull=False)


def may_rise(now: dt.datetime) -> list[int]:
    """The live cases of which a trigger that isn't booked yet may hold: a few more than those of which one does."""
    lain = CaseEdition.objects.filter(case__state__in=LIVE, area=F("case__area"))
    found: set[int] = set()
    for pk, edition in rulebook.editions({*lain.values_list("edition", flat=True).distinct()}).items():
        triggers = rulebook.section(edition, "办理").raising
        wanted = [
            ASKED_OF[trigger.sort](trigger, now) & (Q(raised=None) | Q(**{f"booked_{n}": 0}))
            for n, trigger in enumerate(triggers)
            if trigger.sort in ASKED_OF
        ]
        if wanted:
            bits = {f"booked_{n}": F("raised").bitand(1 << n) for n in range(len(triggers))}
            here = Case.objects.filter(pk__in=lain.filter(edition=pk).values("case")).annotate(**bits)
            found.update(here.filter(reduce(or_, wanted)).values_list("pk", flat=True))
    return sorted(found)


def may_lapse() -> list[int]:
    """The cases with an assignment that nobody signed for, under an edition that takes silence for signing."""
    unsigned = CaseEdition.objects.filter(
        case__state__in=LIVE, case__clocks__in=running().filter(tick=Tick.ACCEPT.value).values("pk")
    )
    editions = rulebook.editions({*unsigned.values_list("edition", flat=True).distinct()})
    lapsing = [pk for pk, edition in editions.items() if rulebook.section(edition, "办理").returning.may_lapse]
    return sorted({*unsigned.filter(edition__in=lapsing).values_list("case", flat=True)}) if lapsing else []


def due_clocks(cases: Iterable[Case]) -> dict[int, Clock]:
    """{case: its next running clock that somebody must keep}. One query for a page."""
    found: dict[int, Clock] = {}
    clocks = shown().filter(case__in=[case.pk for case in cases])
    for clock in clocks.order_by(SOONEST, "id"):
        found.setdefault(clock.case_id, clock)
    return found


@dataclass
class Exceptions:
    """What is wrong at one unit: cases late, cases due soon, cases contested; the case that waits longest."""

    unit: int
    name: str
    oldest: Case
    late: set[int] = field(default_factory=set)
    soon: set[int] = field(default_factory=set)
    contested: int = 0


def exceptions(actor: Actor, now: dt.datetime, soon: dt.datetime) -> list[Exceptions]:
    """Units below the actor with something late or due by ``soon``, the most late first. The day promised to the enterprise is
    kept by the room and missed where the case lies: it counts there. Two queries."""
    seen = visible(actor).filter(state__in=LIVE)
    table: dict[int, Exceptions] = {}
    clocks = somebodys().filter(case__in=seen.values("pk"), due__lte=soon)
    for clock in clocks.select_related("unit", "case__holder").order_by("due", "id"):
        at = clock.case.holder if clock.tick == Tick.CASE and clock.case.holder is not None else clock.unit
        row = table.setdefault(at.pk, Exceptions(at.pk, at.name, clock.case))
        (row.late if clock.due is not None and clock.due < now else row.soon).add(clock.case_id)
    for unit in seen.filter(contests__gt=0).values_list("holder", flat=True):
        if unit in table:
            table[unit].contested += 1
    return sorted(table.values(), key=lambda row: (-len(row.late), -len(row.soon), row.name))


def undated() -> int:
    """How many running deadlines have no date, because they lie beyond the years whose working days are published."""
    return running().filter(due=None, paused_at=None).count()
