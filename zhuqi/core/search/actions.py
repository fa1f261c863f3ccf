"""Keeping the index: called down the stairs inside the caller's own change, and once over for everything."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from zhuqi.core.journal import bulk
from zhuqi.core.search.models import Found
from zhuqi.core.search.sources import BATCH, derived, number, sources


def keep(kind: str, ids: Iterable[int]) -> None:
    """Let some things be found as they now stand, in this transaction. What is no more, isn't found; repeating changes nothing.

    For each 500 a query for what stands, those of the room, and one each for what is new, other or gone.
    """
    every = sorted(set(ids))
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        known = Found.objects.filter(pk__in=[number(kind, row) for row in some])
        if connection.features.has_select_for_update:
            known = known.select_for_update()  # whoever comes second reads the rows after the first one is done
        held = {found.row: found for found in known}
        wanted = dict(derived(kind, some))
        new = [
            Found(pk=number(kind, row), kind=kind, row=row, tokens=tokens)
            for row, tokens in wanted.items()
            if row not in held
        ]
        other = [found for row, found in held.items() if row in wanted and found.tokens != wanted[row]]
        for found in other:
            found.tokens = wanted[found.row]
        bulk.insert(new)
        bulk.write(other, ["tokens"])
        gone = [found.pk for row, found in held.items() if row not in wanted]
        if gone:
            Found.objects.filter(pk__in=gone).delete()


def rebuild() -> dict[str, int]:
    """Make the index anew from the registers. Gives {kind: things that are found}. What is written meanwhile waits."""
    counts = {}
    with transaction.atomic():
        Found.objects.all().delete()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO search_token(search_token) VALUES ('rebuild')")
        for kind, source in sources().items():
            ids = list(source.rows().order_by("pk").values_list("pk", flat=True))
            keep(kind, ids)
            counts[kind] = len(ids)
    return counts
