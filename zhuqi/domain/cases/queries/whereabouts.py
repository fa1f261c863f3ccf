"""Where the live cases in somebody's sight lie, and which days enterprises were promised: what a wall shows of them."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Clock
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.words import LIVE, Tick


def held(actor: Actor) -> dict[tuple[int | None, str], int]:
    """{(unit, state): live cases that the actor sees there}. One query."""
    seen = visible(actor).filter(state__in=LIVE).order_by().values("holder", "state")
    return {(row["holder"], row["state"]): row["n"] for row in seen.annotate(n=Count("pk"))}


def promised(actor: Actor) -> QuerySet[Clock]:
    """The days promised to the enterprises of the live cases in sight, the nearest first, each with its case; those without a
    date aren't there."""
    seen = visible(actor).filter(state__in=LIVE).values("pk")
    clocks = lists.shown().filter(case__in=seen, tick=Tick.CASE.value, due__isnull=False)
    return clocks.select_related("case__holder", "case__enterprise").order_by("due", "pk")
