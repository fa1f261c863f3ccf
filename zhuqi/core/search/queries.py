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
from zhuqi.core.search.rules import PLACE, Asked, Match, Piece, Reason, Words, asked, fold, match, told, wanted, wrong
from zhuqi.core.search.sources import BATCH, Source, derived, mark, number, sources

FEW, MANY = 6, 100
"""How many of a kind are shown at first, and at most."""
PROPOSED = {False: 40, True: MANY}
"""Candidates of a kind, for each way in which it may fit: where few are shown, and where many are."""
WIDER = 8
"""How many times more candidates are asked for where some of them are nobody's to see."""
TABLE = Found._meta.db_table
SAMPLES = (64, 8)
"""Of so many rows one is in the small index and in the middle one (PostgreSQL): where those have enough of what fits, the large
one isn't asked."""
PARTS = (
    f'"row" % {SAMPLES[0]} = 0',
    f'"row" % {SAMPLES[1]} = 0 AND "row" % {SAMPLES[0]} <> 0',
    f'"row" % {SAMPLES[1]} <> 0',
)
"""The rows of each of the three that those before it don't have; as the statement must say it for its index to be taken."""


@dataclass(frozen=True)
class Hit:
    """One thing that fits: its row, as the room's list gives it, why, its name with what fits marked, and what else fits."""

    row: Any
    reason: Reason
    name: tuple[Piece, ...]
    said: tuple[Piece, ...]


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
    refused, looked_for = wrong(typed), asked(typed)
    if refused is not None:
        raise Invalid({"words": refused})
    assert looked_for is not None
    if not actor.seats:
        return []
    chosen = {name: source for name, source in sources().items() if kind in (None, name)}
    limit = PROPOSED[most > FEW]
    proposed = _proposed(actor, looked_for, chosen, limit)
    groups = []
    for name, source in chosen.items():
        rows = _in_sight(actor, looked_for, name, source, proposed[name], limit) if name in proposed else []
        if fitting := _fitting(looked_for, source, rows):
            hits = tuple(_hit(looked_for, *each) for each in fitting[:most])
            groups.append(Group(name, hits, more=len(fitting) > most or len(rows) >= limit))
    return groups


def exactly(groups: list[Group], typed: str) -> tuple[str, Hit] | None:
    """(kind, hit) of the one thing whose whole code was typed, if there is one and nothing else."""
    whole = fold(typed)
    found = [
        (group.kind, hit)
        for group in groups
        for hit in group.hits
        if hit.reason is Reason.CODE and fold("".join(piece.text for piece in hit.said)) == whole
    ]
    return found[0] if len(found) == 1 else None


def _in_sight(
    actor: Actor, looked_for: Asked, name: str, source: Source, ids: Collection[int], limit: int
) -> list[Any]:
    """Those of some candidates that the actor may be shown. Where others took their place among as many as are asked for, more
    are asked for: what nobody shows neither hides a row nor counts as one that is left out."""
    rows = list(source.visible(actor).filter(pk__in=ids))
    wider = limit
    while len(rows) < limit and len(ids) >= wider:
        wider *= WIDER
        ids = _proposed(actor, looked_for, {name: source}, wider)[name]
        rows = list(source.visible(actor).filter(pk__in=ids))
    return rows


def _fitting(looked_for: Asked, source: Source, rows: list[Any]) -> list[tuple[Any, Words, Match]]:
    """What fits of some rows, the nearest first."""
    words = source.words(rows)
    found = [(row, words[row.pk], why) for row in rows if (why := match(looked_for, words[row.pk])) is not None]
    return sorted(found, key=lambda each: (each[2].rank, len(each[1].name), each[1].name, each[0].pk))


def _hit(looked_for: Asked, row: Any, words: Words, why: Match) -> Hit:
    name, said = told(looked_for, words, why)
    return Hit(row, why.reason, name, said)


def _proposed(actor: Actor, looked_for: Asked, chosen: dict[str, Source], limit: int) -> dict[str, set[int]]:
    """{kind: ids that may fit}, of those that are seen from where the actor stands. One query."""
    asks = list(chain.from_iterable(_asks(actor, looked_for, kind, source, limit) for kind, source in chosen.items()))
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


def _asks(actor: Actor, looked_for: Asked, kind: str, source: Source, limit: int) -> Iterator[tuple[str, list[Any]]]:
    """A statement, with its values, for each way in which a thing of the kind may fit."""
    places = source.within(actor)
    if places is not None and not places:
        return
    stands = [mark(kind) + PLACE + str(place) for place in sorted(places or ())]
    for tokens in wanted(mark(kind), looked_for):
        yield (_postgres if connection.vendor == "postgresql" else _sqlite)(tokens, stands, limit)


def _sqlite(tokens: list[str], places: list[str], limit: int) -> tuple[str, list[Any]]:
    """Tokens are letters and digits alone, so that between quotes nothing is an operator."""
    sets = [" AND ".join(f'"{token}"' for token in tokens)]
    if places:
        sets.append(" OR ".join(f'"{place}"' for place in places))
    inner = "SELECT rowid FROM search_token WHERE search_token MATCH %s ORDER BY rowid LIMIT %s"
    return (
        f"SELECT kind, row FROM (SELECT kind, row FROM {TABLE} WHERE id IN ({inner}))",  # noqa: S608
        [" AND ".join(f"({part})" for part in sets), limit],
    )


def _postgres(tokens: list[str], places: list[str], limit: int) -> tuple[str, list[Any]]:
    """The large index gathers every row that has a token before it gives the first, so the smaller ones are asked before; the
    server doesn't begin with a part where those before it were enough."""
    if len(places) == 1:
        tokens, places = tokens + places, []
    also = " AND tokens && %s" if places else ""
    values = [tokens, places, limit] if places else [tokens, limit]
    each = f'SELECT kind, "row" FROM {TABLE} WHERE tokens @> %s{also} AND'  # noqa: S608
    all_of_them = " UNION ALL ".join(f"({each} {part.replace('%', '%%')} LIMIT %s)" for part in PARTS)
    return f'(SELECT kind, "row" FROM ({all_of_them}) AS one_by_one LIMIT %s)', [*values * len(PARTS), limit]  # noqa: S608


def empty() -> bool:
    """Whether nothing can be found at all. One query."""
    return not Found.objects.exists()


def findings() -> Iterator[Finding]:
    """What differs between the index and what follows from the registers."""
    seen: set[int] = set()
    for kind, source in sources().items():
        ids = list(source.rows().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            held = {
                pk: (its, row, tokens)
                for pk, its, row, tokens in Found.objects.filter(
                    pk__in=[number(kind, row) for row in some]
                ).values_list("pk", "kind", "row", "tokens")
            }
            seen.update(held)
            for row, tokens in derived(kind, some):
                if held.get(number(kind, row)) != (kind, row, tokens):
                    what = say("{kind} {row} isn't found by what its rows say", kind=kind, row=row)
                    yield Finding(TABLE, number(kind, row), what)
    for pk, kind, row in Found.objects.order_by("pk").values_list("pk", "kind", "row").iterator():
        if pk not in seen:
            yield Finding(TABLE, pk, say("{kind} {row} is found, but isn't there", kind=kind, row=row))
