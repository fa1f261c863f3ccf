"""What happened when, for many cases at once: which event came last by a moment, how many had come, which belong together.

Pure. Cases are places from 0, moments microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def latest(case: Numbers, at: Numbers, of: Numbers, by: Numbers) -> Numbers:
    """For each case ``of`` and moment ``by``, the place of the last of some events (``case``, ``at``) that had come, at that
    moment or before; of several at one moment the last one. -1 where none had."""
    order, position = _sorted(case, at, of, by)
    events = order < len(case)
    last = np.maximum.accumulate(np.where(events, np.arange(len(order)), -1))
    place = order[np.maximum(last, 0)]
    every = np.concatenate([case, of])
    found = np.where((last >= 0) & (every[place] == every[order]), place, -1)
    return found[position]


def so_far(case: Numbers, at: Numbers, of: Numbers, by: Numbers) -> Numbers:
    """For each case ``of`` and moment ``by``, how many of some events (``case``, ``at``) had come, at that moment or before."""
    order, position = _sorted(case, at, of, by)
    count = np.cumsum(order < len(case))[position]
    return count - np.searchsorted(np.sort(case), of)


def _sorted(case: Numbers, at: Numbers, of: Numbers, by: Numbers) -> tuple[Numbers, Numbers]:
    """Events and questions by case and time, events first; and where in that order each question is."""
    asked = np.arange(len(case) + len(of)) >= len(case)
    order = np.lexsort((asked, np.concatenate([at, by]), np.concatenate([case, of])))
    position = np.empty(len(of), np.int64)
    places = np.flatnonzero(order >= len(case))
    position[order[places] - len(case)] = places
    return order, position


def first(case: Numbers, at: Numbers, count: int, never: int) -> Numbers:
    """When the first of some events came, by case; ``never`` where none did."""
    found = np.full(count, never)
    np.minimum.at(found, case, at)
    return found


def pairs(cases: Numbers, others: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """The places of every pair of one of ``cases`` and one of ``others`` that is the same of ``count`` cases, the others of
    each in the order in which they stand."""
    order = np.argsort(others, kind="stable")
    many = np.bincount(others, minlength=count)
    begin = np.cumsum(many) - many
    repeat = many[cases]
    which = np.repeat(np.arange(len(cases)), repeat)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    return which, order[begin[cases][which] + offset]


def alike(*codes: Numbers) -> Iterator[Numbers]:
    """The places at which all of some codes, none below 0, are the same, one group after the other."""
    key = np.zeros_like(codes[0])
    for code in codes:
        key = key * (int(code.max(initial=0)) + 1) + code
    if not len(key):
        return
    order = np.argsort(key.astype(np.int16) if key.max() < 1 << 15 else key, kind="stable")
    bounds = np.flatnonzero(np.diff(key[order])) + 1
    yield from np.split(order, bounds)
