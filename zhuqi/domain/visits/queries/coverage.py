"""Fair coverage: which enterprise nobody asked for how long, and which are asked most. Enterprises, never people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise

NEVER = dt.date(1900, 1, 1)
"""As which day an enterprise sorts that nobody ever asked."""
YEAR = dt.timedelta(days=365)


def unasked(actor: Actor, *, before: dt.date | None = None) -> Any:
    """The enterprises in sight by how long nobody asked them, with ``asked_on``: never asked first (``NEVER``), then the oldest;
    only those not asked since ``before``, where that is given."""
    rows = dated(directory.visible(actor).select_related("region"))
    return rows.filter(asked_on__lt=before) if before is not None else rows


def dated(firms: QuerySet[Enterprise]) -> Any:
    """Some enterprises with ``asked_on``, the day on which somebody last asked them; ``NEVER`` where nobody did."""
    last = Contact.objects.filter(enterprise=OuterRef("pk"), state=ContactState.HELD).order_by("-day").values("day")[:1]
    return firms.annotate(asked_on=Coalesce(Subquery(last), Value(NEVER), output_field=DateField()))


def asked_by_region(actor: Actor, root: str, since: dt.date) -> dict[str, tuple[int, int]]:
    """{path of a region: (enterprises in sight, those of them that nobody asked since)}, at and below a path. One query."""
    asked = Exists(Contact.objects.filter(enterprise=OuterRef("pk"), state=ContactState.HELD, day__gte=since))
    rows = directory.visible(actor).filter(below({root}, "region__path")).annotate(asked=asked).order_by()
    counted = rows.values("region__path").annotate(n=Count("pk"), unasked=Count("pk", filter=Q(asked=False)))
    return {row["region__path"]: (row["n"], row["unasked"]) for row in counted}


def most_asked(actor: Actor, day: dt.date, *, rows: int = 10) -> list[tuple[Enterprise, int]]:
    """The enterprises in sight with the most events of the last year, and how many; what they asked for themselves isn't counted.
    At least two events. One query."""
    held = Q(contacts__state=ContactState.HELD, contacts__invited_on=None)
    lately = held & Q(contacts__day__gt=day - YEAR, contacts__day__lte=day)
    counted = directory.visible(actor).annotate(n=Count("contacts__event", filter=lately, distinct=True))
    return [(firm, firm.n) for firm in counted.filter(n__gt=1).order_by("-n", "pk")[:rows]]
