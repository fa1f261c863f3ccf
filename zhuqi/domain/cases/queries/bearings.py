"""What one looks at before a step: what units have in hand, how returns of a kind were ruled, needs that are alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Case, Holding, Request, Said
from zhuqi.domain.cases.queries.lists import rows, somebodys
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.likeness import ALIKE, likeness
from zhuqi.domain.cases.rules.words import LIVE, Asked, Ground, Hand
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation

SHOWN = 5
"""How many precedents, and how many live cases of an enterprise, stand beside a form."""


@dataclass(frozen=True)
class Burden:
    """How many of the cases that the actor sees a unit leads, holds or helps with, and with how many of these it is late."""

    live: int = 0
    late: int = 0


def burdens(actor: Actor, units: Iterable[int], now: dt.datetime) -> dict[int, Burden]:
    """{unit: what it has in hand}, units without anything left out. Two queries."""
    wanted = list(units)
    seen = visible(actor).filter(state__in=LIVE)
    held = Holding.objects.filter(unit__in=wanted, ended_at=None, case__in=seen.order_by().values("pk"))
    live = dict(held.order_by().values_list("unit").annotate(n=Count("case", distinct=True)))
    missed = somebodys().filter(unit__in=wanted, due__lt=now, case__in=seen.order_by().values("pk"))
    late = dict(missed.order_by().values_list("unit").annotate(n=Count("case", distinct=True)))
    return {unit: Burden(live.get(unit, 0), late.get(unit, 0)) for unit in {*live, *late}}


def live_of(actor: Actor, enterprises: Iterable[int]) -> dict[int, int]:
    """{enterprise: how many of its cases in sight are live}; those without aren't there. One query."""
    seen = visible(actor).filter(state__in=LIVE, enterprise__in=set(enterprises)).order_by()
    return dict(seen.values_list("enterprise").annotate(n=Count("pk", distinct=True)))


def called(actor: Actor, cases: Iterable[int]) -> dict[int, tuple[str, str]]:
    """{case: its title, its enterprise}, of those in sight. One query."""
    found = visible(actor).filter(pk__in=set(cases)).order_by()
    return {pk: (title, firm) for pk, title, firm in found.values_list("pk", "title", "enterprise__name")}


@dataclass(frozen=True)
class Precedent:
    """A return of the same kind that was ruled on. ``went``: the unit that leads now or led last, where that is another."""

    case: Case
    unit: str
    ground: Ground | None
    upheld: bool
    ruled_at: dt.datetime
    went: str


def precedents(actor: Actor, kind: str, *, but: int, now: dt.datetime) -> tuple[Precedent, ...]:
    """The latest rulings on returns of cases of a kind that the actor sees, the newest first. Four queries."""
    ruled = Request.objects.filter(asked=Asked.RETURN, ruled_at__lte=now, case__in=visible(actor).filter(kind=kind))
    found = list(ruled.exclude(case=but).select_related("case").order_by("-ruled_at", "-pk")[:SHOWN])
    held: dict[tuple[int, int], int] = {}
    led: dict[int, int] = {}
    cases = [request.case_id for request in found]
    for row in Holding.objects.filter(case__in=cases).order_by("case_id", "n"):
        held[row.case_id, row.n] = row.unit_id
        if row.hand == Hand.LEAD:
            led[row.case_id] = row.unit_id
    names = directory.names({*held.values()})
    shown = []
    for request in found:
        unit = held[request.case_id, request.holding]
        went = led.get(request.case_id, unit)
        shown.append(
            Precedent(
                case=request.case,
                unit=names.get(unit, ""),
                ground=Ground(request.ground) if request.ground else None,
                upheld=bool(request.granted),
                ruled_at=request.ruled_at or now,
                went=names.get(went, "") if went != unit else "",
            )
        )
    return tuple(shown)


@dataclass(frozen=True)
class Alike:
    """A live case of an enterprise, with its first words; ``alike`` where they say nearly the same."""

    case: Case
    words: str
    alike: bool


def in_hand(actor: Actor, enterprise: int, *, words: str = "", but: int | None = None) -> tuple[Alike, ...]:
    """Live cases of an enterprise that the actor sees, those most like ``words`` first, then the newest; with what each
    began with. Two queries."""
    found = rows(visible(actor)).filter(enterprise=enterprise, state__in=LIVE).order_by("-pk")
    cases = list(found.exclude(pk=but)[:100] if but is not None else found[:100])
    said = Said.objects.filter(case__in=[case.pk for case in cases], name="body", seq=1)
    bodies = dict(said.order_by("case_id", "n").values_list("case_id", "body"))
    shares = {case.pk: likeness(words, f"{case.title} {bodies.get(case.pk, '')}") if words else 0.0 for case in cases}
    cases.sort(key=lambda case: -shares[case.pk])
    return tuple(Alike(case, bodies.get(case.pk, ""), shares[case.pk] >= ALIKE) for case in cases)


@dataclass(frozen=True)
class Offered:
    """What the desk of a case may name: leads it serves, co-handlers of its area, desks below. ``groups``: {unit: the name
    of the office or department under which it stands}, where that isn't the area itself."""

    leads: tuple[Organisation, ...]
    helpers: tuple[Organisation, ...]
    desks: tuple[Organisation, ...]
    groups: dict[int, str]


def assignable(case: Case) -> Offered:
    """What the desk of a case may name. Six queries."""
    area = directory.unit(case.area_id)
    below = list(directory.subtree(area.path))
    names = {org.pk: org.name for org in below if org.pk != area.pk}
    units = [org for org in below if org.pk not in (org.area_id, case.desk_id)]
    desked = directory.desked_areas(area.path)
    served = [org for org in units if not any(path != area.path and org.path.startswith(path) for path in desked)]
    groups = {org.pk: names[org.parent_id] for org in units if org.parent_id in names}
    return Offered(tuple(served), tuple(units), tuple(directory.desks_below(case.desk_id)), groups)
