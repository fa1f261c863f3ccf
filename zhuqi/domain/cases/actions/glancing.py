"""Having a case open at the dispatch room: seen by the others there, and forgotten within a minute."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Glance
from zhuqi.domain.cases.queries.desk import dispatches
from zhuqi.domain.cases.queries.sight import visible

LIVES = dt.timedelta(seconds=30)


@transaction.atomic
def glance(actor: Actor, case_id: int, *, now: dt.datetime) -> None:
    """Say that one has a case open; it holds for half a minute, and what was said before is forgotten. ``now``: the wall's, also
    where a database stands at a moment of its own. Nothing is booked: it changes no case. Raises Missing."""
    if actor.staff is None or not dispatches(actor) or not visible(actor).filter(pk=case_id).exists():
        raise Missing
    Glance.objects.filter(until__lte=now).exclude(staff=actor.staff).delete()
    Glance.objects.update_or_create(staff_id=actor.staff, defaults={"case_id": case_id, "until": now + LIVES})


@transaction.atomic
def sweep(*, now: dt.datetime) -> None:
    """Forget what is over."""
    Glance.objects.filter(until__lte=now).delete()
