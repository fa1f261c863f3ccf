"""Where the areas of a place stand on its tile map (分片图): a schematic order of squares, not a map, and never an order of
figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

EMPTY = "."
"""A place on which no tile stands."""


def laid(text: str, names: Sequence[str]) -> list[list[int | None]]:
    """Rows of places, all equally long: on each the number of the area that stands there, or None.

    ``text``: rows one below the other or with ``/`` between, names with a space between, ``.`` for an empty place. Areas that it
    doesn't name follow below in their own order; names that nobody has leave their place empty. Without a text all stand in a
    tidy grid."""
    numbers = {name: n for n, name in reversed(list(enumerate(names)))}
    placed: set[int] = set()
    rows: list[list[int | None]] = []
    for line in text.replace("/", "\n").splitlines():
        row: list[int | None] = []
        for word in line.split():
            n = numbers.get(word)
            row.append(None if n in placed else n)
            placed |= set() if n is None else {n}
        if row:
            rows.append(row)
    left = [n for n in range(len(names)) if n not in placed]
    wide = max([len(row) for row in rows], default=0) or max(ceil(sqrt(len(names))), 1)
    rows += [list(left[at : at + wide]) for at in range(0, len(left), wide)]
    return [[*row, *([None] * (wide - len(row)))] for row in rows]
