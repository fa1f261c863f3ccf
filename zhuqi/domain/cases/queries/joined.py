"""Cases that are handled together: which, whom they may be joined with, and what those are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.queries.lists import rows
from zhuqi.domain.cases.queries.sight import place, situation, visible
from zhuqi.domain.cases.rules.likeness import likeness
from zhuqi.domain.cases.rules.steps import TOGETHER
from zhuqi.domain.cases.rules.words import LIVE, Action, State
from zhuqi.domain.directory.queries.register import family, stands_for

MOST = 100
"""Cases in one handling: a step is taken on all of them in one transaction."""
OFFERED = 50
"""Cases that a form offers, those most alike first."""
LOOKED_AT = 200


def mark_of(case_id: int) -> str | None:
    """The mark that a case bears. One query."""
    return Case.objects.filter(pk=case_id).values_list("joined", flat=True).first()


def marks_of(case_ids: set[int]) -> set[str]:
    """The marks that some cases bear. One query."""
    found = Case.objects.filter(pk__in=case_ids, joined__isnull=False).values_list("joined", flat=True)
    return {mark for mark in found if mark is not None}


def locked(marks: set[str], case_ids: set[int]) -> list[Case]:
    """The live cases that bear some marks, and some others, held until the transaction ends. Always in one order, so that two who
    want the same ones wait for each other, and neither for ever."""
    wanted = Q(joined__in=marks) | Q(pk__in=case_ids)
    live = [state.value for state in LIVE]
    return list(Case.objects.select_for_update().filter(wanted, state__in=live).order_by("pk"))


def others(actor: Actor, case: Case) -> QuerySet[Case]:
    """The cases with which one is handled, or was until it ended, as far as somebody sees them; none for an enterprise."""
    if case.joined is None or actor.enterprise is not None:
        return Case.objects.none()
    return visible(actor).filter(joined=case.joined).exclude(pk=case.pk)


def fellows(actor: Actor, case: Case) -> list[Case]:
    """The same, with what a list shows of them, in their order. One query; none where it goes by itself."""
    if case.joined is None:
        return []
    return list(rows(others(actor, case)).order_by("pk")[:MOST])


def lying_together(actor: Actor, cases: Iterable[Case]) -> list[Case]:
    """Of some cases in sight the most that the actor may join: they lie with one unit, stand alike and are of several enterprises.
    No query where they come with their enterprises; whether each fits is asked when they are joined."""
    here = place(actor)
    lying: dict[tuple[Any, ...], dict[int, Case]] = {}
    for case in cases:
        leads = case.holder_id in here.units and case.state != State.SCREENING
        if case.joined is None and case.state in TOGETHER and (case.desk_id in here.desks or leads):
            firm = case.enterprise.merged_into_id or case.enterprise_id
            lying.setdefault((case.desk_id, case.holder_id, case.state), {}).setdefault(firm, case)
    most = max(lying.values(), key=len, default={})
    return list(most.values()) if len(most) > 1 else []


@dataclass(frozen=True)
class Joinable:
    """A case that can be handled together with another, with its first words and how alike the two are, from 0 to 1."""

    case: Case
    words: str
    alike: float


def joinable(actor: Actor, case: Case) -> tuple[Joinable, ...]:
    """The cases of other enterprises that lie where a case lies and stand as it stands, those most alike first; without those that
    are handled together with others already. Four queries."""
    own = family(stands_for(case.enterprise_id))
    alike = {"state": case.state, "holder": case.holder_id, "desk": case.desk_id}
    near = rows(visible(actor)).filter(**alike, joined=None).exclude(enterprise__in=own)
    cases = list(near.exclude(pk=case.pk).order_by("-pk")[:LOOKED_AT])
    said = Said.objects.filter(case__in=[case.pk, *(one.pk for one in cases)], name="body", seq=1)
    bodies = dict(said.order_by("case_id", "n").values_list("case_id", "body"))
    words = f"{case.title} {bodies.get(case.pk, '')}"
    found = [
        Joinable(one, bodies.get(one.pk, ""), likeness(words, f"{one.title} {bodies.get(one.pk, '')}")) for one in cases
    ]
    found.sort(key=lambda one: -one.alike)
    return tuple(found[:OFFERED])


def offered(actor: Actor, case_id: int, *, now: dt.datetime) -> tuple[Joinable, ...]:
    """The same of a case in sight, as the actor may join it now; none for whoever may not, and where it can't be. Raises
    Missing."""
    case = visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    at = situation(actor, case, now=now, action=Action.JOIN)
    return joinable(actor, case) if refusal(Action.JOIN, at) is None else ()
