"""Keeping the index of words: a case's pairs of signs follow its words, and go with them. Derived, so no entry tells of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef

from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.models import Case
from zhuqi.domain.common.models import Frequent, Posting
from zhuqi.domain.common.queries.words import texts
from zhuqi.domain.common.rules.grams import RARE, grams

BATCH = 500
ROWS = 5000
"""Rows that are written at once."""


def index_entry(entry: Entry, *, now: dt.datetime) -> None:
    """Index the words of a case that something happened to. Repeating changes nothing."""
    index([entry.subject])


@transaction.atomic
def index(cases: Collection[int]) -> int:
    """Bring what the index has of some cases in line with their words; gives how many cases changed. Four queries where any did."""
    words = texts(cases)
    held: dict[int, set[int]] = {}
    for case, gram in Posting.objects.filter(case_id__in=cases).values_list("case_id", "gram"):
        held.setdefault(case, set()).add(gram)
    stale = [pk for pk in cases if held.get(pk, set()) != grams(words.get(pk, ""))]
    if stale:
        Posting.objects.filter(case_id__in=stale).delete()
        fresh = [Posting(gram=gram, case_id=pk) for pk in stale for gram in sorted(grams(words.get(pk, "")))]
        Posting.objects.bulk_create(fresh, batch_size=ROWS, ignore_conflicts=True)
    return len(stale)


def catch_up(now: dt.datetime) -> None:
    """Index the cases that aren't yet: those from before there was an index, and those whose consequence is still owed."""
    lacking = Case.objects.exclude(Exists(Posting.objects.filter(case_id=OuterRef("pk"))))
    for portion in _portions(lacking.order_by("pk").values_list("pk", flat=True)):
        index(portion)


def count(now: dt.datetime) -> None:
    """Count anew how many cases have each frequent pair."""
    many = Posting.objects.values("gram").annotate(n=Count("case_id")).filter(n__gte=RARE).order_by("gram")
    with transaction.atomic():
        Frequent.objects.all().delete()
        Frequent.objects.bulk_create(
            (Frequent(gram=gram, n=n) for gram, n in many.values_list("gram", "n")), batch_size=ROWS
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE common_posting")


def rebuild(now: dt.datetime) -> int:
    """Make the whole index anew from the words of every case; gives how many cases it didn't have as they are."""
    changed = sum(index(portion) for portion in _portions(Case.objects.order_by("pk").values_list("pk", flat=True)))
    count(now)
    return changed


def _portions(pks: object) -> Iterator[list[int]]:
    left: list[int] = list(pks)  # type: ignore[call-overload]
    yield from (left[start : start + BATCH] for start in range(0, len(left), BATCH))
