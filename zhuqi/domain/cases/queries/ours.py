"""The cases of an enterprise in one list, as it reads them itself: what waits for its word first. Nothing inside is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case as Where
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.rated import RATED_FOR
from zhuqi.domain.cases.models import RUNNING, Case, Clock, Rating, Said
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.words import ANSWERED, LIVE, End, Tick

WAITS, RUNS, RATES = 0, 1, 2
"""Ranks: it waits for the enterprise's word, it is in hand, it is over and can be rated."""
FIRST = ("rank", "-recorded_at", "-pk")
"""The order of what isn't over: what waits for the enterprise first, then the newest."""
LATEST = ("-recorded_at", "-pk")
"""The order of what is over."""


def ours(actor: Actor, *, over: bool = False, now: dt.datetime) -> QuerySet[Case]:
    """The cases of the enterprise that the actor is, of every row that it has; nobody else's: those that aren't over, and those
    that it can rate and hasn't; or all that are ``over``. Each with ``rank``, ``told`` (what the enterprise said) and
    ``promised`` (by when). No query a row."""
    mine = visible(actor) if actor.enterprise is not None else Case.objects.none()
    unrated = ~Exists(Rating.objects.filter(case=OuterRef("pk")))
    rates = Q(unrated, end=End.CLOSED.value, ended_at__gt=now - RATED_FOR)
    checking = Clock.objects.filter(RUNNING, case=OuterRef("pk"), tick=Tick.CHECK.value)
    promise: Any = Clock.objects.filter(case=OuterRef("pk"), tick=Tick.CASE.value).order_by("-n")
    words: Any = Said.objects.filter(case=OuterRef("pk"), outside=True).order_by("n")
    held = mine.exclude(state__in=LIVE) if over else mine.filter(Q(state__in=LIVE) | rates)
    rank = Where(
        When(Q(state__in=ANSWERED) & ~Exists(checking), then=Value(WAITS)),
        When(rates, then=Value(RATES)),
        default=Value(RUNS),
        output_field=IntegerField(),
    )
    return held.annotate(
        rank=rank, told=Subquery(words.values("body")[:1]), promised=Subquery(promise.values("due")[:1])
    )
