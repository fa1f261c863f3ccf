"""What enterprises say of the service: ratings and complaints. For those who oversee, never for the unit itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.domain.cases.models import Complaint, Rating, Reply
from zhuqi.domain.cases.queries.sight import visible

Row = TypeVar("Row", bound=Model)
OF_RATINGS, OF_COMPLAINTS = (Role.SUPERVISOR, Role.LEADER), (Role.SUPERVISOR,)
GOOD = 4
"""From so many of five on a rating counts as good."""
LATEST = ("-at", "-pk")
"""The order of ratings and complaints."""


def ratings(actor: Actor) -> QuerySet[Rating]:
    """The ratings of an area, for its supervisors and leaders; none of a unit in which the actor has a seat. The rated
    never see one, and nobody sees who in an enterprise gave it."""
    return _overseen(actor, Rating.objects.all(), OF_RATINGS, "area__path").order_by("-at", "-pk")


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """The complaints of an area, for its supervisors; none of a unit in which the actor has a seat."""
    return _overseen(actor, Complaint.objects.all(), OF_COMPLAINTS, "area__path").order_by("-at", "-pk")


def _overseen(actor: Actor, rows: QuerySet[Row], roles: tuple[Role, ...], path_of: str) -> QuerySet[Row]:
    areas = {seat.sight_path for seat in actor.seats if seat.role in roles}
    return rows.filter(below(areas, path_of)).exclude(unit__in=actor.orgs())


def with_cases(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Ratings or complaints with their cases and units; ``sees_case`` says of which case the actor sees. No query more."""
    sees = Exists(visible(actor).filter(pk=OuterRef("case")))
    found: QuerySet[Any] = rows.select_related("unit", "case").annotate(sees_case=sees)
    return found


@dataclass(frozen=True)
class Figures:
    """Answers given, how many of these were rated, and how many of those well: reply and result apart, nothing added up."""

    answers: int
    reply_rated: int
    reply_good: int
    result_rated: int
    result_good: int


def figures(actor: Actor, since: dt.datetime) -> Figures:
    """The figures of the answers given since a moment in the areas that the actor oversees, units of its own left out.

    An answer is a reply that isn't on progress only; one replaced by another is one of its own. Two queries.
    """
    given = Reply.objects.filter(stage=False, at__gte=since)
    answers = _overseen(actor, given, OF_RATINGS, "case__area__path").count()
    own = given.filter(case=OuterRef("case"), n=OuterRef("reply"))
    rated = (
        ratings(actor)
        .order_by()
        .filter(Exists(own), case__area=F("area"))
        .aggregate(
            reply_rated=Count("reply_rating"),
            reply_good=Count("pk", filter=Q(reply_rating__gte=GOOD)),
            result_rated=Count("result_rating"),
            result_good=Count("pk", filter=Q(result_rating__gte=GOOD)),
        )
    )
    return Figures(answers=answers, **rated)
