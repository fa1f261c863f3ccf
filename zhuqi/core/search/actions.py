"""Keeping the index: called down the stairs inside the caller's own change, and once over for everything."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from zhuqi.core.journal import bulk
from zhuqi.core.search.models import Found
from zhuqi.core.search.sources import BATCH, derived, number, sources

AT_ONCE = 20_000
"""Things whose tokens are held in memory before they are written: the engine turns over what came while we send the rest."""


def keep(kind: str, ids: Iterable[int]) -> None:
    """Let some things be found as they now stand, in this transaction. What is no more, isn't found; repeating changes nothing.

    For each 500 a query for what stands, and those of the room; for each 20,000 one each for what is new, other or gone.
    """
    every = sorted(set(ids))
    for start in range(0, len(every), AT_ONCE):
        _keep(kind, every[start : start + AT_ONCE])


def follows(kind: str, fields: Iterable[str]) -> bool:
    """Whether the index may say something else once these columns of a thing are written."""
    return not sources()[kind].columns.isdisjoint(name.removesuffix("_id") for name in fields)


def _keep(kind: str, every: list[int]) -> None:
    new: list[Found] = []
    other: list[Found] = []
    gone: list[int] = []
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        known = Found.objects.filter(pk__in=[number(kind, row) for row in some])
        if connection.features.has_select_for_update:
            known = known.select_for_update()  # whoever comes second reads the rows after the first one is done
        held = {found.row: found for found in known}
        wanted = dict(derived(kind, some))
        for row, tokens in wanted.items():
            if row not in held:
                new.append(Found(pk=number(kind, row), kind=kind, row=row, tokens=tokens))
            elif held[row].tokens != tokens:
                held[row].tokens = tokens
                other.append(held[row])
        gone += [found.pk for row, found in held.items() if row not in wanted]
    bulk.insert(new)
    bulk.write(other, ["tokens"])
    for start in range(0, len(gone), BATCH):
        Found.objects.filter(pk__in=gone[start : start + BATCH]).delete()


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
