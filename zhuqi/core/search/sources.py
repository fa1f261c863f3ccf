"""What can be found, and how each room tells of it. The wiring names the rooms' functions: ``zhuqi/searching.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from zhuqi.core.access.actor import Actor
from zhuqi.core.search.rules import Words, tokens

BATCH = 500


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    ``rows``: every row of it, with what ``words`` needs. ``words``: {id: what it is found by} of some of these rows.
    ``places``: {id: organisations from which it is seen} of some of them. ``within``: at which of those an actor stands;
    ``None``: the place doesn't matter. ``visible``: what the actor may be shown, the room's own list. ``columns``: those of the
    thing's own row that ``words`` and ``places`` hang on; what is written to others leaves the index as it is.
    """

    rows: Callable[[], QuerySet[Any]]
    words: Callable[[Sequence[Any]], Mapping[int, Words]]
    places: Callable[[Sequence[Any]], Mapping[int, Collection[int]]]
    within: Callable[[Actor], Collection[int] | None]
    visible: Callable[[Actor], QuerySet[Any]]
    columns: frozenset[str]


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """{kind: how its room tells of it}, in the order in which they are shown. Loaded on first use. No two kinds begin with one
    letter."""
    return import_string(settings.SEARCHED)  # type: ignore[no-any-return]


def mark(kind: str) -> str:
    """The letter with which the tokens of a kind begin."""
    return kind[0]


KINDS = 32
"""How many kinds there can be."""


def number(kind: str, row: int) -> int:
    """The id in the index of a thing: it follows from the thing, so that one that is gone can be named."""
    return row * KINDS + ord(mark(kind)) - ord("a")


def derived(kind: str, ids: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
    """(id, tokens) that must stand in the index for those of some things that are there. A few queries for each 500."""
    source, asked = sources()[kind], list(ids)
    for start in range(0, len(asked), BATCH):
        rows = list(source.rows().filter(pk__in=asked[start : start + BATCH]))
        words, places = source.words(rows), source.places(rows)
        for row in rows:
            yield row.pk, tokens(mark(kind), words[row.pk], places.get(row.pk, ()))
