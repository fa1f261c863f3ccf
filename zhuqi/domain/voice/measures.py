"""How satisfied enterprises are with what was struck off: over those whose word is known, never over the silent (M5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as If

from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.domain.cases.models import Asking, Case, Rating
from zhuqi.domain.cases.queries.heard import GOOD, OF_RATINGS
from zhuqi.domain.cases.rules.words import Channel, Confirmation, End
from zhuqi.domain.voice.rules import Word

OWN = (Confirmation.ENTERPRISE.value, Confirmation.CALLBACK.value)
"""Closures in which the enterprise said so itself, or to a unit that didn't handle the case."""


@dataclass(frozen=True)
class Satisfaction:
    """Closures by what is known of the enterprise's word. Share and whole stay apart, so that they can be added up."""

    content: int = 0
    objected: int = 0
    reported: int = 0
    silent: int = 0

    @property
    def heard(self) -> int:
        """Closures in which the enterprise's own word is known: what satisfaction is a share of."""
        return self.content + self.objected

    @property
    def closures(self) -> int:
        """All closures: what the response rate is a share of."""
        return self.heard + self.reported + self.silent

    @property
    def rate(self) -> Fraction | None:
        """Satisfied of those heard; None where nobody was."""
        return Fraction(self.content, self.heard) if self.heard else None

    @property
    def response(self) -> Fraction | None:
        """Heard of all closures; None where there is none."""
        return Fraction(self.heard, self.closures) if self.closures else None


def satisfaction(actor: Actor, since: dt.datetime, until: dt.datetime) -> dict[Channel | None, Satisfaction]:
    """{channel: figures} of the cases struck off in a period (half-open) in the areas that the actor oversees; under None those
    whose enterprise was never asked by any. Their sum is the whole. One query."""
    rows = (
        _worded(_struck_off(actor, since, until))
        .values("by", "word")
        .annotate(n=Count("pk", distinct=True))
        .order_by("by", "word")
    )
    found: dict[Channel | None, Counter[str]] = {}
    for row in rows:
        channel = Channel(row["by"]) if row["by"] else None
        found.setdefault(channel, Counter())[row["word"]] += row["n"]
    return {
        channel: Satisfaction(**{word.value: counts[word.value] for word in Word}) for channel, counts in found.items()
    }


def whole(parts: dict[Channel | None, Satisfaction]) -> Satisfaction:
    """The sum over all channels."""
    return Satisfaction(**{word.value: sum(getattr(part, word.value) for part in parts.values()) for word in Word})


def _struck_off(actor: Actor, since: dt.datetime, until: dt.datetime) -> QuerySet[Case]:
    areas = {seat.sight_path for seat in actor.seats if seat.role in OF_RATINGS}
    closed = Case.objects.filter(end=End.CLOSED.value, ended_at__gte=since, ended_at__lt=until)
    return closed.filter(below(areas, "area__path"))


def _worded(cases: QuerySet[Case]) -> Any:
    """Each closure with the enterprise's word and the channel by which it was asked last. A bad rating, or that it once
    didn't agree, is no satisfaction, however it ended."""
    given = Rating.objects.filter(case=OuterRef("pk"))
    bad = Q(reply_rating__lt=GOOD) | Q(result_rating__lt=GOOD)
    asked = Asking.objects.filter(case=OuterRef("pk")).order_by("-n").values("channel")[:1]
    return cases.annotate(
        by=Subquery(asked),
        rated=Exists(given),
        rated_bad=Exists(given.filter(bad)),
        word=When(
            If(
                Q(rated_bad=True) | Q(contests__gt=0) | Q(confirmation=Confirmation.DISPUTED.value),
                then=_is(Word.OBJECTED),
            ),
            If(Q(rated=True) | Q(confirmation__in=OWN), then=_is(Word.CONTENT)),
            If(confirmation=Confirmation.REPORTED.value, then=_is(Word.REPORTED)),
            default=_is(Word.SILENT),
        ),
    )


def _is(word: Word) -> Value:
    return Value(word.value)
