"""Which visits an enterprise reads that were made to it, and which of them it says didn't take place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules.promises import Kept
from zhuqi.domain.voice.models import Doubt
from zhuqi.domain.voice.rules import OF_DOUBTS

SHOWN = 20
"""Visits on an enterprise's page."""
LATEST_DOUBTS = ("-at", "-pk")
"""The order of what is doubted."""


@dataclass(frozen=True)
class Word:
    """What was promised to the enterprise on a visit: until which day, and whether it was kept."""

    text: str
    due: dt.date
    state: Kept
    ended_on: dt.date | None


@dataclass(frozen=True)
class Visited:
    """A visit as its enterprise reads it: who came, from where, when, how and for what, and what was promised. ``doubted``: it says
    that it didn't take place."""

    visit: Any
    doubted: bool
    promised: tuple[Word, ...] = ()


def visits_of(actor: Actor) -> QuerySet[Any]:
    """The visits to the enterprise that the actor is, also where it came by the link of one case; nobody else's."""
    if actor.enterprise is None:
        return visits.visible(Actor())
    return visits.visible(replace(actor, case=None)).select_related("staff", "unit")


def visited(actor: Actor) -> tuple[Visited, ...]:
    """The last visits to the enterprise, the latest first, and those before on which something was promised that stands. One
    query."""
    own = visits_of(actor)
    last = own.select_related(None).order_by("-day", "-pk").values("pk")[:SHOWN]
    standing = Exists(Promise.objects.filter(visit=OuterRef("pk"), state=Kept.OPEN))
    rows = own.filter(Q(pk__in=last) | standing).annotate(
        doubted=Exists(Doubt.objects.filter(visit=OuterRef("pk"))),
        **{f"promise_{name}": F(f"promises__{name}") for name in WORD},
    )
    found: dict[int, Visited] = {}
    for row in rows.order_by("-day", "-pk", "promises__due", "promises__pk"):
        held = found.get(row.pk) or Visited(row, row.doubted)
        found[row.pk] = replace(held, promised=(*held.promised, *_word(row)))
    return tuple(found.values())


WORD = ("text", "due", "state", "ended_on")


def _word(row: Any) -> tuple[Word, ...]:
    """What was promised in one row, if anything was."""
    if row.promise_text is None:
        return ()
    return (Word(row.promise_text, row.promise_due, Kept(row.promise_state), row.promise_ended_on),)


def doubts(actor: Actor) -> QuerySet[Doubt]:
    """What enterprises doubt of the visits of units that the actor supervises, none of its own unit."""
    areas = {seat.sight_path for seat in actor.seats if seat.role in OF_DOUBTS}
    rows = Doubt.objects.filter(below(areas, "unit__path")).exclude(unit__in=actor.orgs())
    return rows.select_related("unit", "visit__enterprise", "visit__staff")
