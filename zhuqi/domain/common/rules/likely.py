"""Which unit a need like these went to: a share of the similar cases that were solved, with its whole. Never a decision.

A ruling is precedent: a unit of which was ruled that such a need isn't its own, isn't proposed, unless it solved one later.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NEAREST = 10
"""So many of the most similar solved cases are asked."""
FEW = 5
"""Below so many, a share is said to rest on few cases."""
SHOWN = 3


@dataclass(frozen=True)
class Solved:
    """A similar case that a unit solved. ``alike``: 0 to 1."""

    case: int
    unit: int
    alike: float
    at: dt.datetime


@dataclass(frozen=True)
class Ruled:
    """It was ruled that a similar case isn't a unit's own."""

    case: int
    unit: int
    at: dt.datetime


@dataclass(frozen=True)
class Likely:
    """A unit that solved ``n`` of the ``of`` most similar cases: those named in ``cases``, the most similar first."""

    unit: int
    n: int
    of: int
    cases: tuple[int, ...]

    @property
    def few(self) -> bool:
        """Whether it rests on few cases."""
        return self.of < FEW


@dataclass(frozen=True)
class Proposal:
    """Units that are likely, the likeliest first; ``not_theirs``: {unit: the latest ruling that keeps it from being named}."""

    likely: tuple[Likely, ...] = ()
    not_theirs: Mapping[int, Ruled] | None = None


def proposed(solved: Iterable[Solved], ruled: Iterable[Ruled], *, among: Iterable[int] | None = None) -> Proposal:
    """The likely units. ``among``: those that may be named at all; None: any. Nearer cases weigh more in the order, the share
    that is told counts each once."""
    known = sorted(solved, key=lambda one: (-one.alike, one.case))
    last: dict[int, Ruled] = {}
    for ruling in sorted(ruled, key=lambda one: (one.at, one.case)):
        last[ruling.unit] = ruling
    later = {one.unit for one in known if one.unit in last and one.at > last[one.unit].at}
    barred = {unit: ruling for unit, ruling in last.items() if unit not in later}
    allowed = None if among is None else frozenset(among)
    nearest = known[:NEAREST]
    cases: dict[int, list[int]] = defaultdict(list)
    weights: dict[int, float] = defaultdict(float)
    for one in nearest:
        if one.unit not in barred and (allowed is None or one.unit in allowed):
            cases[one.unit].append(one.case)
            weights[one.unit] += one.alike
    order = sorted(cases, key=lambda unit: (-weights[unit], unit))
    likely = tuple(Likely(unit, len(cases[unit]), len(nearest), tuple(cases[unit])) for unit in order[:SHOWN])
    return Proposal(likely, barred)
