"""Which areas a list means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhuqi.base.paths import lineage
from zhuqi.domain.directory import queries
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import AREAS
from zhuqi.domain.directory.rules.called import Areas, region_codes, whole


@dataclass(frozen=True)
class Meant:
    """The areas that a word may mean. ``known``: those of which it says nothing that isn't known."""

    areas: tuple[Organisation, ...]
    known: frozenset[int]


def areas_by_word(words: Iterable[str]) -> dict[str, Meant]:
    """{word: the area in force that has it as its code, else as its GB/T 2260 code, else those that it may name
    (``Areas.meant``)}, those words alone that fit. Two queries for each 5,000 words, and one more where names are to be read."""
    asked = set(words)
    found = {code: _one(org) for code, org in queries.organisations_by_code(asked).items()}
    areas = queries.organisations().select_related("area").filter(kind__in=AREAS)
    coded = region_codes(asked - set(found))
    by_code = {org.region_code: org for org in areas.filter(region_code__in=set(coded.values()))} if coded else {}
    found |= {word: _one(by_code[code]) for word, code in coded.items() if code in by_code}
    if left := asked - set(found):
        rows = {org.pk: org for org in areas}
        chains = {pk: [rows[above].name for above in lineage(org.path) if above in rows] for pk, org in rows.items()}
        known = Areas(chains)
        for word in left:
            if meant := known.meant(word):
                said = frozenset(pk for pk in meant if whole(word, chains[pk]))
                found[word] = Meant(tuple(rows[pk] for pk in meant), said)
    return found


def _one(org: Organisation) -> Meant:
    return Meant((org,), frozenset({org.pk}))


def topmost_areas() -> list[Organisation]:
    """The areas in force above which there is nothing. One query."""
    return list(queries.organisations().filter(kind__in=AREAS, parent=None))


def areas_at(paths: Iterable[str]) -> list[Organisation]:
    """The areas in force at some paths. One query."""
    return list(queries.organisations().filter(kind__in=AREAS, path__in=set(paths)))
