"""Finding: the index proposes, the room's own ``visible`` disposes, and what is left is matched again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, transaction

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verify import Finding
from zhuqi.core.search.models import Found
from zhuqi.core.search.rules import PLACE, Asked, Match, Reason, asked, fold, match, wanted, wrong
from zhuqi.core.search.sources import BATCH, Source, derived, mark, sources

PROPOSED = 100
"""Candidates of a kind, for each way in which it may fit."""
FEW = 6
"""How many of a kind are shown at first."""
TABLE = Found._meta.db_table


@dataclass(frozen=True)
class Hit:
    """One thing that fits: its row, as the room's list gives it, and why."""

    row: Any
    match: Match


@dataclass(frozen=True)
class Group:
    """What fits of one kind, the nearest first. ``more``: there may be others; type more."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


def find(actor: Actor, typed: str, *, kind: str | None = None, most: int = FEW) -> list[Group]:
    """What fits of that which the actor sees, by kind; kinds of which nothing does are left out. Raises Invalid.

    One query for the index, and for each kind proposed one for its rows and those that its words need.
    """
    refused = wrong(typed)
    looked_for = asked(typed)
    if refused is not None or looked_for is None:
        raise Invalid({"words": refused or say("This can't be looked for.")})
    if not actor.seats:
        return []
    chosen = {name: source for name, source in sources().items() if kind in (None, name)}
    proposed = _proposed(actor, looked_for, chosen)
    groups = [
        _group(actor, looked_for, name, source, proposed[name], most)
        for name, source in chosen.items()
        if name in proposed
    ]
    return [group for group in groups if group.hits]


def exactly(groups: list[Group], typed: str) -> tuple[str, Hit] | None:
    """(kind, hit) of the one thing whose whole code was typed, if there is one and nothing else."""
    whole = fold(typed)
    found = [
        (group.kind, hit)
        for group in groups
        for hit in group.hits
        if hit.match.reason is Reason.CODE and fold("".join(piece.text for piece in hit.match.said)) == whole
    ]
    return found[0] if len(found) == 1 else None


def _group(actor: Actor, looked_for: Asked, kind: str, source: Source, ids: Collection[int], most: int) -> Group:
    rows = list(source.visible(actor).filter(pk__in=ids))
    words = source.words(rows)
    fitting = [(row, found) for row in rows if (found := match(looked_for, words[row.pk])) is not None]
    fitting.sort(key=lambda pair: (pair[1].rank, len(words[pair[0].pk].name), words[pair[0].pk].name, pair[0].pk))
    hits = tuple(Hit(row, found) for row, found in fitting[:most])
    return Group(kind, hits, more=len(fitting) > most or len(ids) >= PROPOSED)


def _proposed(actor: Actor, looked_for: Asked, chosen: dict[str, Source]) -> dict[str, set[int]]:
    """{kind: ids that may fit}, of those that are seen from where the actor stands. One query."""
    asks = list(chain.from_iterable(_asks(actor, looked_for, kind, source) for kind, source in chosen.items()))
    found: dict[str, set[int]] = defaultdict(set)
    if asks:
        with transaction.atomic(), connection.cursor() as cursor:
            postgres = connection.vendor == "postgresql"
            if postgres:  # the first hundred may be nowhere near: never the whole table
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                " UNION ALL ".join(sql for sql, _ in asks), list(chain.from_iterable(said for _, said in asks))
            )
            for kind, row in cursor.fetchall():
                found[kind].add(row)
            if postgres:
                cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def _asks(actor: Actor, looked_for: Asked, kind: str, source: Source) -> Iterator[tuple[str, list[Any]]]:
    """A statement, with its values, for each way in which a thing of the kind may fit."""
    places = source.within(actor)
    if places is not None and not places:
        return
    stands = [mark(kind) + PLACE + str(place) for place in sorted(places or ())]
    for tokens in wanted(mark(kind), looked_for):
        yield _postgres(tokens, stands) if connection.vendor == "postgresql" else _sqlite(tokens, stands)


def _sqlite(tokens: list[str], places: list[str]) -> tuple[str, list[Any]]:
    """Tokens are letters and digits alone, so that between quotes nothing is an operator."""
    sets = [" AND ".join(f'"{token}"' for token in tokens)]
    if places:
        sets.append(" OR ".join(f'"{place}"' for place in places))
    inner = "SELECT rowid FROM search_token WHERE search_token MATCH %s ORDER BY rowid LIMIT %s"
    return (
        f"SELECT kind, row FROM (SELECT kind, row FROM {TABLE} WHERE id IN ({inner}))",  # noqa: S608
        [" AND ".join(f"({part})" for part in sets), PROPOSED],
    )


def _postgres(tokens: list[str], places: list[str]) -> tuple[str, list[Any]]:
    if len(places) == 1:
        tokens, places = tokens + places, []
    also = " AND tokens && %s" if places else ""
    values = [tokens, places] if places else [tokens]
    return f'(SELECT kind, "row" FROM {TABLE} WHERE tokens @> %s{also} LIMIT %s)', [*values, PROPOSED]  # noqa: S608


def empty() -> bool:
    """Whether nothing can be found at all. One query."""
    return not Found.objects.exists()


def findings() -> Iterator[Finding]:
    """What differs between the index and what follows from the registers."""
    for kind, source in sources().items():
        known = dict(Found.objects.filter(kind=kind).values_list("row", "pk"))
        ids = list(source.rows().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            held = dict(Found.objects.filter(kind=kind, row__in=some).values_list("row", "tokens"))
            for row, tokens in derived(kind, some):
                if held.get(row) != tokens:
                    what = say("{kind} {row} isn't found by what its rows say", kind=kind, row=row)
                    yield Finding(TABLE, known.get(row, 0), what)
        for row in sorted(set(known) - set(ids)):
            yield Finding(TABLE, known[row], say("{kind} {row} is found, but isn't there", kind=kind, row=row))
    for pk, kind in Found.objects.exclude(kind__in=list(sources())).order_by("pk").values_list("pk", "kind"):
        yield Finding(TABLE, pk, say("nothing of the kind “{kind}” can be found", kind=kind))
