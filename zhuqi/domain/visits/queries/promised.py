"""What was promised on visits."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.queries import visible as visits_seen
from zhuqi.domain.visits.rules.planning import leads
from zhuqi.domain.visits.rules.promises import Kept


def visible(actor: Actor) -> QuerySet[Promise]:
    """The promises of the visits in the actor's sight; an enterprise sees those that were made to it."""
    return Promise.objects.filter(visit__in=visits_seen(actor).values("pk")).select_related(
        "enterprise", "staff", "unit"
    )


def promise(actor: Actor, promise_id: int) -> Promise:
    """One promise. Raises Missing."""
    found = visible(actor).filter(pk=promise_id).first()
    if found is None:
        raise Missing
    return found


def ends(actor: Actor, row: Promise) -> bool:
    """Whether the actor says how a promise ended: who made it, and the lead or dispatcher of their unit. ``row`` comes with it."""
    if not actor.seats:
        return False
    return (actor.staff is not None and actor.staff == row.staff_id) or leads(actor, row.unit.path)


def mine(actor: Actor) -> QuerySet[Promise]:
    """What the actor promised and hasn't kept yet, the nearest first."""
    return visible(actor).filter(staff=actor.staff or 0, state=Kept.OPEN).order_by("due", "pk")


def unkept(actor: Actor, day: dt.date) -> QuerySet[Promise]:
    """The promises in sight that stand and that nobody keeps by name: whoever did has gone."""
    return visible(actor).filter(Q(staff=None) | Q(staff__left_on__lte=day), state=Kept.OPEN)


def late(actor: Actor, day: dt.date) -> QuerySet[Promise]:
    """The promises in sight whose day is over."""
    return visible(actor).filter(Q(state=Kept.OPEN), due__lt=day)
