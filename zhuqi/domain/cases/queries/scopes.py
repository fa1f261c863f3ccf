"""From where a case is seen, and why: the units that found, hold or held it, and the territory of its enterprise."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.words import CARRIES, Tick
from zhuqi.domain.directory import queries as directory

ASKED_OF: Mapping[Tick, str] = {Tick.CLASS: "judge", Tick.CHECK: "caller", Tick.ASK: "caller"}
"""Whose turn it is by a clock that runs, though the case lies elsewhere."""


def reasons(life: Life) -> set[tuple[int, str]]:
    """(organisation, reason) pairs of a life: finder, holder, co-handler, past holder, copied, task force, whoever confirms its
    class, checks its answer or asks the enterprise about it, and its desk, while it lives."""
    found = {(life.desk, "past" if life.carrier is None else "desk")}
    if life.finder_unit is not None:
        found.add((life.finder_unit, "finder"))
    found |= {(copy.unit, "copied") for copy in life.copies}
    found |= {(member.unit, "past" if member.ended_at else "force") for member in life.members}
    found |= {(clock.unit, ASKED_OF[clock.tick]) for clock in life.running if clock.tick in ASKED_OF}
    for row in life.holdings:
        if row.ended_at is not None:
            found.add((row.unit, "past"))
        else:
            found.add((row.unit, "holder" if row.hand in CARRIES else "co"))
    return found


def with_heirs(pairs: set[tuple[int, str]], heirs: Mapping[int, int]) -> set[tuple[int, str]]:
    """The pairs, and those of units in whose place others stand: what was seen from the one is seen from the other."""
    return pairs | {(heirs[unit], reason) for unit, reason in pairs if unit in heirs}


def seen_from(life: Life) -> list[tuple[str, str]]:
    """(path, reason) pairs for ``access.share``. Three queries."""
    pairs = with_heirs(reasons(life), directory.heirs())
    return paths_of(pairs, directory.paths({unit for unit, _ in pairs}), directory.territory(life.enterprise))


def paths_of(pairs: set[tuple[int, str]], paths: Mapping[int, str], territory: str) -> list[tuple[str, str]]:
    """(path, reason) pairs, the enterprise's territory among them."""
    return [*((paths.get(unit, ""), reason) for unit, reason in sorted(pairs)), (territory, "territory")]
