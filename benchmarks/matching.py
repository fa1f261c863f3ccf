"""How long it takes to propose officials for enterprises: 540 officials, 20,000 enterprises, drawn anew for each run.

python -m benchmarks.matching [officials] [enterprises]
"""

from __future__ import annotations

import random
import sys
import time

from zhuqi.base.paths import segment
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.matching import Lack, Official, match
from zhuqi.domain.liaison.rules.words import WEIGHTS

TOWNS = 24
LINES = [f"{n:02d}" for n in range(1, 97)]


def drawn(officials: int, firms: int, seed: int = 7) -> tuple[list[Lack], list[Official]]:
    """A district with towns; half of the enterprises had an official before."""
    rng = random.Random(seed)
    district = segment(1)
    towns = [district + segment(n + 2) for n in range(TOWNS)]
    most = -(-firms * 11 // (officials * 10))
    people = [
        Official(n, rng.choice(towns), rng.choice(list(Rank)), frozenset(rng.sample(LINES, 4)), 0, most)
        for n in range(officials)
    ]
    lacks = [
        Lack(n, rng.choice(towns), rng.choice(LINES), frozenset(), rng.randrange(officials) if n % 2 else None)
        for n in range(firms)
    ]
    return lacks, people


def main(officials: int = 540, firms: int = 20_000) -> None:
    lacks, people = drawn(officials, firms)
    began = time.perf_counter()
    found = match(lacks, people, WEIGHTS)
    took = time.perf_counter() - began
    points = sum(one.points for one in found)
    print(f"{officials} officials, {firms} enterprises: {took:.1f} s, {len(found)} matched, {points:.0f} points")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
