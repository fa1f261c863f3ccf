"""Which of two sets of triggers raises more: one that holds sooner, or for more classes, reaches further."""

from __future__ import annotations

from collections.abc import Collection

from zhuqi.base.ladders.triggers import Trigger
from zhuqi.base.lamps.gauges import Interval


def reach(one: Collection[Trigger], other: Collection[Trigger]) -> int | None:
    """1 where the first raises whatever the second does and more, -1 the other way round, 0 where they raise the same; None
    where each raises something that the other doesn't, or that can't be told."""
    more, less = _covers(one, other), _covers(other, one)
    if more and less:
        return 0
    return 1 if more else -1 if less else None


def _covers(one: Collection[Trigger], other: Collection[Trigger]) -> bool:
    return all(any(_reaches(mine, theirs) for mine in one) for theirs in other)


def _reaches(mine: Trigger, theirs: Trigger) -> bool:
    """Whether a trigger holds whenever another does."""
    same = mine.sort is theirs.sort and mine.unit == theirs.unit
    return mine == theirs or (same and mine.codes >= theirs.codes and _holds(mine.interval, theirs.interval))


def _holds(outer: Interval, inner: Interval) -> bool:
    """Whether everything in one interval lies in another."""
    begins = (outer.low, not outer.from_low) <= (inner.low, not inner.from_low)
    if outer.high is None:
        return begins
    return begins and inner.high is not None and (outer.high, outer.to_high) >= (inner.high, inner.to_high)
