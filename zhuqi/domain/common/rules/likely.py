"""Which unit needs like this went to, and stayed with: a share of the most similar cases, with its whole. Never a decision.

A ruling is precedent: a unit of which was ruled that such a need isn't its own isn't proposed, unless it kept one later. What
counts and how much was measured by leaving one out (docs/common.md, benchmarks/similar.py).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhuqi.domain.common.rules.grams import ALIKE

NEAREST = 10
"""So many of the most similar cases are asked."""
FEW = 5
"""Below so many, a share is said to rest on few cases."""
SHOWN = 3
KIND = 2
"""How much nearer a case of the same kind is."""


@dataclass(frozen=True)
class Kept:
    """A similar case that a unit signed for and kept. ``alike``: 0 to 1."""

    case: int
    unit: int
    alike: float
    at: dt.datetime
    same_kind: bool = True

    @property
    def near(self) -> float:
        """How near it is, its kind counted in."""
        return self.alike * (KIND if self.same_kind else 1)


@dataclass(frozen=True)
class Ruled:
    """It was ruled that a similar case isn't a unit's own."""

    case: int
    unit: int
    at: dt.datetime


@dataclass(frozen=True)
class Likely:
    """A unit that kept ``n`` of the ``of`` nearest cases: those named in ``cases``, the nearest first."""

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


def proposed(kept: Iterable[Kept], ruled: Iterable[Ruled], *, among: Iterable[int] | None = None) -> Proposal:
    """The likely units. ``among``: those that may be named at all; None: any. Nearer cases weigh more in the order; the share
    that is told counts each once."""
    known = sorted(kept, key=lambda one: (-one.near, one.case))
    last: dict[int, Ruled] = {}
    for ruling in sorted(ruled, key=lambda one: (one.at, one.case)):
        last[ruling.unit] = ruling
    later = {one.unit for one in known if one.alike >= ALIKE and one.unit in last and one.at > last[one.unit].at}
    barred = {unit: ruling for unit, ruling in last.items() if unit not in later}
    allowed = None if among is None else frozenset(among)
    nearest = known[:NEAREST]
    cases: dict[int, list[int]] = defaultdict(list)
    weights: dict[int, float] = defaultdict(float)
    for one in nearest:
        if one.unit not in barred and (allowed is None or one.unit in allowed):
            cases[one.unit].append(one.case)
            weights[one.unit] += one.near**2
    order = sorted(cases, key=lambda unit: (-weights[unit], unit))
    likely = tuple(Likely(unit, len(cases[unit]), len(nearest), tuple(cases[unit])) for unit in order[:SHOWN])
    return Proposal(likely, barred)
