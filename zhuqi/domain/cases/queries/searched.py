"""What cases are found by, and from where: number, title, and the words about them that everybody reads who sees the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import seen_at
from zhuqi.core.search.rules import Words
from zhuqi.core.search.sources import Source
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.queries.sight import visible


def _cases() -> QuerySet[Case]:
    return Case.objects.all()


def _words(rows: Sequence[Case]) -> dict[int, Words]:
    """One query."""
    said: dict[int, list[str]] = defaultdict(list)
    told = Said.objects.filter(case__in=[row.pk for row in rows]).order_by("case", "n")
    for case, body in told.values_list("case", "body"):
        said[case].append(body)
    return {row.pk: Words(row.title, (row.number,), (row.number, *said[row.pk])) for row in rows}


def _places(rows: Sequence[Case]) -> Mapping[int, set[int]]:
    """From where each is seen: what ``access.share`` wrote. One query."""
    return seen_at("case", [row.pk for row in rows])


def _within(actor: Actor) -> frozenset[int]:
    return actor.sights


def _visible(actor: Actor) -> QuerySet[Case]:
    return visible(actor).select_related("enterprise", "holder")


CASES = Source(_cases, _words, _places, _within, _visible, frozenset({"title", "number"}))
