"""The books: what crosses a border between two dates, as a bank would print it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from zhuqi.base.words import Named, term


@dataclass(frozen=True)
class Flow:
    """``n`` cases that moved on one day from one account to another. A unit is None where the account is a boundary."""

    day: dt.date
    source_unit: int | None
    source_name: str
    target_unit: int | None
    target_name: str
    action: str
    kind: str
    n: int = 1


@dataclass(frozen=True)
class Ledger:
    """What units held when ``since`` began, and every movement from or to them until ``until`` is over."""

    since: dt.date
    until: dt.date
    held: Mapping[int, int]
    flows: Sequence[Flow]


class Side(Named):
    """On which side of the statement a line stands."""

    RECEIVED = "received", term("received")
    PASSED_ON = "passed_on", term("passed on")
    CLOSED = "closed", term("closed")


NEW = "outside"
UNIT = "unit"
"""What the account beyond is called where it is a unit."""
REOPENED = "reopened"


@dataclass(frozen=True)
class Line:
    """One line: a side, the account on the other side (a unit, ``outside``, ``reopened``, or a closed account)."""

    day: dt.date
    side: Side
    unit: int | None
    name: str
    n: int


@dataclass(frozen=True)
class Statement:
    """A unit's or a subtree's account from ``since`` to ``until`` (both days included)."""

    since: dt.date
    until: dt.date
    opening: int
    lines: tuple[Line, ...]

    def total(self, side: Side) -> int:
        """The sum of a side."""
        return sum(line.n for line in self.lines if line.side is side)

    @property
    def closing(self) -> int:
        """What must be in hand at the end: opening + received − passed on − closed."""
        return self.opening + self.total(Side.RECEIVED) - self.total(Side.PASSED_ON) - self.total(Side.CLOSED)

    def by_account(self, side: Side) -> list[tuple[int | None, str, int]]:
        """(unit, account, n) of a side over all days, largest first."""
        sums: Counter[tuple[int | None, str]] = Counter()
        for line in self.lines:
            if line.side is side:
                sums[line.unit, line.name] += line.n
        return [(unit, name, n) for (unit, name), n in sorted(sums.items(), key=lambda kv: (-kv[1], str(kv[0])))]


def crossing(flow: Flow, units: Set[int]) -> tuple[Side, int | None, str] | None:
    """How a flow crosses the border of ``units``: side, unit beyond, account beyond; None where it doesn't."""
    came, went = flow.source_unit in units, flow.target_unit in units
    if came == went:
        return None
    if went:
        if flow.source_unit is not None:
            return Side.RECEIVED, flow.source_unit, UNIT
        return Side.RECEIVED, None, NEW if flow.source_name == NEW else REOPENED
    if flow.target_unit is not None:
        return Side.PASSED_ON, flow.target_unit, UNIT
    return Side.CLOSED, None, flow.target_name


def statement(books: Ledger, units: Set[int]) -> Statement:
    """The account of ``units`` together: only what crosses their common border counts."""
    sums: Counter[tuple[dt.date, Side, int | None, str]] = Counter()
    for flow in books.flows:
        found = crossing(flow, units)
        if found is not None:
            sums[flow.day, *found] += flow.n
    lines = (Line(*key, n) for key, n in sums.items())
    order = sorted(lines, key=lambda line: (line.day, line.side, line.unit or 0, line.name))
    opening = sum(books.held.get(unit, 0) for unit in units)
    return Statement(books.since, books.until, opening, tuple(order))


def passing(books: Ledger, units: Set[int]) -> Counter[tuple[int, int]]:
    """{(from, to): how many} of what moved between two different ones of some units, which no statement of all of them counts."""
    found: Counter[tuple[int, int]] = Counter()
    for flow in books.flows:
        source, target = flow.source_unit, flow.target_unit
        if source in units and target in units and source != target and source is not None and target is not None:
            found[source, target] += flow.n
    return found


def net(flows: Iterable[Flow]) -> Counter[int]:
    """By how many cases each unit's hand grew, or shrank."""
    grown: Counter[int] = Counter()
    for flow in flows:
        for unit, n in ((flow.target_unit, flow.n), (flow.source_unit, -flow.n)):
            if unit is not None:
                grown[unit] += n
    return grown
