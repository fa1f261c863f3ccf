"""Which official for which enterprise: the best of all divisions at once, each pair explained by its terms.

Enterprises that are alike (area, line of work, ranks that may hold them) are one heap; an official who may take some more is a
row of seats, each worth a little less than the one before it. Heaps flow to seats at the highest sum of terms: a network, whose
best division is whole by itself. Pure: values in, values out; the same question gets the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from zhuqi.base.paths import within
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.words import Term

BLOCKS = 6
"""Steps in which an official's seats lose worth."""
NEAR = 0.5
"""What an area above or below counts, where the same one counts whole."""
NOBODY = 1000.0
"""What it costs to leave an enterprise without an official: more than any terms gain."""


@dataclass(frozen=True)
class Official:
    """Somebody who may take enterprises: from which area, which divisions of industry they and their unit serve, how many they
    hold and may hold."""

    key: int
    area: str
    rank: Rank
    lines: frozenset[str]
    held: int
    most: int

    @property
    def room(self) -> int:
        """How many they may still take."""
        return max(0, self.most - self.held)


@dataclass(frozen=True)
class Lack:
    """An enterprise that lacks an official. ``ranks``: those that may hold it, none named: all; ``before``: who held it."""

    firm: int
    area: str
    line: str
    ranks: frozenset[Rank]
    before: int | None = None
    holders: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Match:
    """A pair, with the points of each term and how many the official holds with it, of how many."""

    firm: int
    staff: int
    terms: Mapping[Term, float]
    held: int
    most: int

    @property
    def points(self) -> float:
        """All terms together."""
        return round(sum(self.terms.values()), 2)


Heap = tuple[str, str, frozenset[Rank]]
Hub = tuple[str, frozenset[Rank]]
Onward = Mapping[int, Sequence[tuple[int, int]]]
"""{node: (node, how many) of what goes on from it}."""


def fits_area(one: str, other: str) -> float:
    """How near two areas are: the same, one within the other, or neither."""
    if one == other:
        return 1.0
    return NEAR if within(one, other) or within(other, one) else 0.0


def match(lacks: Sequence[Lack], officials: Sequence[Official], weights: Mapping[Term, int]) -> list[Match]:
    """The best division; enterprises for whom no seat is left aren't there. In the order of ``lacks``."""
    free = [one for one in officials if one.room]
    if not lacks or not free:
        return []
    heaps: dict[Heap, list[Lack]] = defaultdict(list)
    for lack in lacks:
        heaps[lack.area, lack.line, lack.ranks].append(lack)
    flows = _Flows(list(heaps), [len(some) for some in heaps.values()], free, weights)
    taken = flows.solve([_before(some) for some in heaps.values()])
    pairs: dict[int, Official] = {}
    over: dict[int, list[Lack]] = defaultdict(list)
    for h, heap in enumerate(heaps.values()):
        straight = _given(taken, h, flows)
        pairs |= _dealt(heap, straight)
        rest = [lack for lack in heap if lack.firm not in pairs]
        for end, _ in taken.get(h, ()):
            if end < flows.first_official:
                over[end] += rest
    for hub, some in over.items():
        pairs |= _dealt(some, _given(taken, hub, flows))
    return _told(lacks, pairs, weights)


def _before(some: Sequence[Lack]) -> Mapping[int, int]:
    """{official: how many of a heap they held before}."""
    found: dict[int, int] = defaultdict(int)
    for lack in some:
        if lack.before is not None:
            found[lack.before] += 1
    return found


def _given(taken: Onward, node: int, flows: _Flows) -> list[tuple[Official, int]]:
    """(official, how many) of what goes from a node straight to officials."""
    first = flows.first_official
    return [(flows.officials[end - first], n) for end, n in taken.get(node, ()) if end >= first]


@dataclass
class _Flows:
    """The network. An enterprise goes straight to whoever has something to say for it beyond the area, else by the hub of its
    area, where all that are alike there are alike."""

    heaps: Sequence[Heap]
    sizes: Sequence[int]
    officials: Sequence[Official]
    weights: Mapping[Term, int]
    ends: list[tuple[int, int]] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hubs = sorted({(area, ranks) for area, _, ranks in self.heaps}, key=lambda hub: (hub[0], sorted(hub[1])))
        self.first_hub = len(self.heaps)
        self.first_official = self.first_hub + len(self.hubs)

    def solve(self, before: Sequence[Mapping[int, int]]) -> Onward:
        """How many go where from each node; nodes are heaps, hubs and officials, in this order."""
        hub_of = {hub: self.first_hub + n for n, hub in enumerate(self.hubs)}
        self._straight(hub_of, before)
        for (area, ranks), hub in hub_of.items():
            for o in range(len(self.officials)):
                if self._may(o, ranks):
                    self._arc(hub, self.first_official + o, self._gain(area, "", o), self.officials[o].room)
        flows: dict[tuple[int, int], int] = defaultdict(int)
        for ends, n in zip(self.ends, self._optimum(), strict=True):
            flows[ends] += n
        onward: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (start, end), n in sorted(flows.items()):
            if n:
                onward[start].append((end, n))
        return onward

    def _straight(self, hub_of: Mapping[Hub, int], before: Sequence[Mapping[int, int]]) -> None:
        """The arcs from each heap: to its hub, to those of its line of work, to those who held some of it before."""
        by_line: dict[str, list[int]] = defaultdict(list)
        for o, official in enumerate(self.officials):
            for line in official.lines:
                by_line[line].append(o)
        where = {official.key: o for o, official in enumerate(self.officials)}
        again = self.weights[Term.CONTINUITY]
        for h, (area, line, ranks) in enumerate(self.heaps):
            size = self.sizes[h]
            self._arc(h, hub_of[area, ranks], 0, size)
            known = [(where[key], again, n) for key, n in before[h].items() if key in where]
            for o, more, n in [*((o, 0, size) for o in by_line[line] if line), *known]:
                if self._may(o, ranks):
                    self._arc(h, self.first_official + o, self._gain(area, line, o) + more, n)

    def _may(self, official: int, ranks: frozenset[Rank]) -> bool:
        return not ranks or self.officials[official].rank in ranks

    def _gain(self, area: str, line: str, official: int) -> float:
        one = self.officials[official]
        gain = self.weights[Term.REGION] * fits_area(area, one.area)
        return gain + (self.weights[Term.SECTOR] if line and line in one.lines else 0)

    def _arc(self, start: int, end: int, gain: float, most: int) -> None:
        self.ends.append((start, end))
        self.gains.append(gain)
        self.bounds.append(most)

    def _optimum(self) -> list[int]:
        """The flow on each arc. Columns: arcs, the blocks of each official's seats, and for each heap who gets nobody."""
        many, heaps = len(self.ends), len(self.heaps)
        blocks = [(o, size, worth) for o, one in enumerate(self.officials) for size, worth in self._blocks(one)]
        starts, ends = np.array(self.ends, dtype=np.int64).T
        sinks = np.array([self.first_official + o for o, _, _ in blocks], dtype=np.int64)
        arcs, width = np.arange(many), many + len(blocks) + heaps
        rows = np.concatenate([starts, ends, sinks, np.arange(heaps)])
        columns = np.concatenate([arcs, arcs, many + np.arange(len(blocks) + heaps)])
        values = np.concatenate([np.ones(many), -np.ones(many), np.ones(len(blocks) + heaps)])
        nodes = self.first_official + len(self.officials)
        network: Any = coo_matrix((values, (rows, columns)), shape=(nodes, width)).tocsr()
        worths = [worth for _, _, worth in blocks]
        cost = np.concatenate([-np.array([*self.gains, *worths], dtype=float), np.full(heaps, NOBODY)])
        upper = np.array([*self.bounds, *(size for _, size, _ in blocks), *self.sizes], dtype=float)
        right = np.concatenate([np.array(self.sizes, dtype=float), np.zeros(nodes - heaps)])
        bounds = np.stack([np.zeros(width), upper], axis=1)
        found = linprog(cost, A_eq=network, b_eq=right, bounds=bounds, method="highs-ds")
        if found.x is None:
            raise ArithmeticError(found.message)
        return [int(n) for n in np.rint(found.x[:many])]

    def _blocks(self, official: Official) -> list[tuple[int, float]]:
        """(seats, what each is worth) of the steps in which the room left loses worth."""
        count = min(BLOCKS, official.room)
        cuts = [official.room * n // count for n in range(count + 1)]
        weight = self.weights[Term.LOAD]
        return [
            (last - first, weight * _room((first + last) / 2 + official.held, official.most))
            for first, last in pairwise(cuts)
        ]


def _room(held: float, most: int) -> float:
    """The share of their seats that somebody has left."""
    return max(0.0, 1 - held / most)


def _dealt(heap: Sequence[Lack], given: Sequence[tuple[Official, int]]) -> dict[int, Official]:
    """{enterprise: official}: whoever held one before gets it again, the rest go in order; nobody gets one that they hold."""
    left = {official.key: n for official, n in given}
    known = {official.key: official for official, _ in given}
    found: dict[int, Official] = {}
    for lack in heap:
        if lack.before is not None and left.get(lack.before):
            left[lack.before] -= 1
            found[lack.firm] = known[lack.before]
    for lack in heap:
        if lack.firm in found:
            continue
        key = next((key for key, n in left.items() if n and key not in lack.holders), None)
        if key is not None:
            left[key] -= 1
            found[lack.firm] = known[key]
    return found


def _told(lacks: Sequence[Lack], pairs: Mapping[int, Official], weights: Mapping[Term, int]) -> list[Match]:
    """The pairs with their terms, each counting the ones before it."""
    held: dict[int, int] = {}
    found = []
    for lack in lacks:
        official = pairs.get(lack.firm)
        if official is None:
            continue
        n = held.get(official.key, official.held)
        held[official.key] = n + 1
        found.append(Match(lack.firm, official.key, terms_of(lack, official, n, weights), n + 1, official.most))
    return found


def terms_of(lack: Lack, official: Official, held: int, weights: Mapping[Term, int]) -> dict[Term, float]:
    """What speaks for a pair, where the official holds so many before it; terms that don't aren't there."""
    shares = {
        Term.REGION: fits_area(lack.area, official.area),
        Term.SECTOR: 1.0 if lack.line and lack.line in official.lines else 0.0,
        Term.CONTINUITY: 1.0 if lack.before == official.key else 0.0,
        Term.LOAD: _room(held, official.most),
    }
    points = {one: round(weights[one] * share, 2) for one, share in shares.items()}
    return {one: n for one, n in points.items() if n}
