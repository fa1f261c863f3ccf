"""What follows here when an enterprise moves to another area, or an organisation under another: cases are seen from there, and no
longer from where they were."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from zhuqi.core.access.actions import share_many
from zhuqi.core.access.queries import rows_seen
from zhuqi.core.journal.models import Entry
from zhuqi.core.search import actions as search
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.queries.scopes import seen_from


def seen_anew(entry: Entry, *, now: dt.datetime) -> None:
    """Share every case of an enterprise as it must be now. Repeating changes nothing."""
    _share(Case.objects.filter(enterprise=entry.subject))


def seen_from_there(entry: Entry, *, now: dt.datetime) -> None:
    """Share every case that was seen from an organisation that moved, or from below it. Repeating changes nothing."""
    _share(Case.objects.filter(pk__in=rows_seen("case", entry.subject)))


def _share(cases: QuerySet[Case]) -> None:
    own = cases.order_by("pk")
    for pks in lives.chunks(own.values_list("pk", flat=True)):
        led = lives.load_many(own.filter(pk__in=pks))
        share_many("case", {pk: seen_from(life) for pk, life in led.items()})
        search.keep("case", pks)
