"""Fair coverage: which enterprise nobody asked for how long, and which are asked most. Enterprises, never people."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zhuqi.core.access.actor import Actor
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import State
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise

NEVER = dt.date(1900, 1, 1)
"""As which day an enterprise sorts that nobody ever asked."""
YEAR = dt.timedelta(days=365)


def unasked(actor: Actor, *, before: dt.date | None = None) -> QuerySet[Enterprise]:
    """The enterprises in sight by how long nobody asked them, with ``asked_on``: never asked first (``NEVER``), then the oldest;
    only those not asked since ``before``, where that is given."""
    last = Contact.objects.filter(enterprise=OuterRef("pk"), state=State.HELD).order_by("-day").values("day")[:1]
    rows = directory.visible(actor).select_related("region")
    rows = rows.annotate(asked_on=Coalesce(Subquery(last), Value(NEVER), output_field=DateField()))
    return rows.filter(asked_on__lt=before) if before is not None else rows


def most_asked(actor: Actor, day: dt.date, *, rows: int = 10) -> list[tuple[Enterprise, int]]:
    """The enterprises in sight with the most events of the last year, and how many; what they asked for themselves isn't counted.
    At least two events. Two queries."""
    seen = directory.visible(actor).values("pk")
    held = Contact.objects.filter(
        state=State.HELD, invited_on=None, day__gt=day - YEAR, day__lte=day, enterprise__in=seen
    )
    counted = held.values("enterprise").annotate(n=Count("event", distinct=True)).filter(n__gt=1)
    top = list(counted.order_by(F("n").desc(), "enterprise")[:rows].values_list("enterprise", "n"))
    firms = Enterprise.objects.in_bulk([pk for pk, _ in top])
    return [(firms[pk], n) for pk, n in top]
