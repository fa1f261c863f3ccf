"""The cases of an enterprise in one list, as it reads them itself: what waits for its word first. Nothing inside is told."""

from __future__ import annotations

from typing import Any

from django.db.models import Case as When
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as If

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import RUNNING, Case, Clock, Said
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.words import ANSWERED, LIVE, Tick

FIRST = ("rank", "-recorded_at", "-pk")
"""The order of what isn't over: what waits for the enterprise first, then the newest."""
LATEST = ("-recorded_at", "-pk")
"""The order of what is over."""


def ours(actor: Actor, *, over: bool = False) -> QuerySet[Case]:
    """The cases of the enterprise that the actor is, of every row that it has; nobody else's. Each with ``rank`` (0: it waits for
    the enterprise's word), ``told`` (what the enterprise said) and ``promised`` (by when). No query a row."""
    mine = visible(actor) if actor.enterprise is not None else Case.objects.none()
    held = mine.exclude(state__in=LIVE) if over else mine.filter(state__in=LIVE)
    checking = Clock.objects.filter(RUNNING, case=OuterRef("pk"), tick=Tick.CHECK.value)
    promise: Any = Clock.objects.filter(case=OuterRef("pk"), tick=Tick.CASE.value).order_by("-n")
    words: Any = Said.objects.filter(case=OuterRef("pk"), outside=True).order_by("n")
    waits = If(Q(state__in=ANSWERED) & ~Exists(checking), then=Value(0))
    return held.annotate(
        rank=When(waits, default=Value(1), output_field=IntegerField()),
        told=Subquery(words.values("body")[:1]),
        promised=Subquery(promise.values("due")[:1]),
    )
