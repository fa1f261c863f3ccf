"""A lamp rule laid out for many figures: for each axis its ends, and which bands would take a figure there, one bit each.

The first band that holds is the lowest bit common to all axes. So one figure costs a bisection, and a column of them one
``searchsorted`` over the same ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from zhuqi.base.lamps.gauges import SIDES, Axis
from zhuqi.base.lamps.rules import LampRule

GAP = 0
"""Stands for the band where none takes the figures. Bands are counted from 1."""


@dataclass(frozen=True)
class Table:
    """One axis. ``at[i]``: the bands that would take ``ends[i]`` itself; ``between[i]``: those that would take what lies
    below it and above the end before; the last: what lies beyond. ``asked``: the bands that look at this axis at all."""

    axis: Axis
    ends: tuple[Fraction, ...]
    at: tuple[int, ...]
    between: tuple[int, ...]
    asked: int

    def bands(self, figure: Fraction) -> int:
        """The bands that would take a figure of this axis."""
        i = bisect_left(self.ends, figure)
        return self.at[i] if i < len(self.ends) and self.ends[i] == figure else self.between[i]


def tables(rule: LampRule) -> tuple[Table, ...]:
    """The rule, one table an axis, in the order of ``rule.axes``."""
    return tuple(_table(rule, axis) for axis in rule.axes)


def _table(rule: LampRule, axis: Axis) -> Table:
    mine = [[c for c in band.conditions if rule.axis(c) == axis] for band in rule.bands]
    ends = {Fraction(0)}
    for condition in (c for found in mine for c in found):
        sign = SIDES[condition.side].sign
        ends |= {end * sign for end in (condition.interval.low, condition.interval.high) if end is not None}
    row = sorted(ends)
    middles = [row[0] - 1, *((a + b) / 2 for a, b in pairwise(row)), row[-1] + 1]

    def taken(figure: Fraction) -> int:
        return sum(1 << n for n, found in enumerate(mine) if all(c.holds(figure) for c in found))

    asked = sum(1 << n for n, found in enumerate(mine) if found)
    return Table(axis, tuple(row), tuple(map(taken, row)), tuple(map(taken, middles)), asked)


def band(laid_out: Sequence[Table], figures: Sequence[Fraction | None]) -> int | None:
    """Which band takes the figures, in the tables' order: from 1, GAP where none does, None where that isn't known.

    The same as ``rules.judge``, without its reasons.
    """
    mask, unknown = -1, 0
    for table, figure in zip(laid_out, figures, strict=True):
        if figure is None:
            unknown |= table.asked
        else:
            mask &= table.bands(figure)
    first = mask & -mask
    return None if first & unknown else first.bit_length() if laid_out else 1
