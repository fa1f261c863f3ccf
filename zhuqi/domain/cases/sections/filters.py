"""Which clocks of which cases a row of a rulebook speaks of; of several that fit, the closest holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from zhuqi.base.words import term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Chosen
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections.clocks import Clock
from zhuqi.domain.cases.sections.sorts import OfCases


@dataclass(frozen=True, kw_only=True)
class Filtered(OfCases):
    """A row that speaks of some clocks, of some cases; empty filters mean any."""

    clocks: frozenset[Tick | str] = key(
        "钟", Chosen(Clock()), term("clocks"), Order.NONE, primitive=4, default=frozenset()
    )

    @property
    def whom(self) -> tuple[frozenset[object], ...]:
        """What it speaks of: rows with the same belong together."""
        mine = self.clocks, self.kinds, self.categories, self.grades, self.urgencies, self.channels, self.scales
        return (*mine, *self.further)

    @property
    def further(self) -> tuple[frozenset[object], ...]:
        """Filters that this sort of row has beside these."""
        return ()

    @property
    def closeness(self) -> int:
        """How many filters it names."""
        return sum(map(bool, self.whom))

    def within(self, other: Filtered) -> bool:
        """Whether every case of which it speaks is one of which another speaks too."""
        return all(not wide or (narrow and narrow <= wide) for narrow, wide in zip(self.whom, other.whom, strict=True))

    def fits(self, clock: Tick | str, traits: Traits, hand: Hand | None = None) -> bool:
        """Whether it speaks of this clock of such a case."""
        given = clock, traits.kind, traits.category, traits.grade, traits.urgency, traits.channel, traits.scale, hand
        return all(not wanted or value in wanted for wanted, value in zip(self.whom, given, strict=False))


F = TypeVar("F", bound=Filtered)


def closest(rows: Iterable[F], clock: Tick | str, traits: Traits, hand: Hand | None = None) -> tuple[F, ...]:
    """The rows that hold for a clock: of those that fit, the ones with most filters; of equal ones, the first's."""
    fitting = [row for row in rows if row.fits(clock, traits, hand)]
    first = max(fitting, key=lambda row: row.closeness, default=None)
    return tuple(row for row in fitting if first is not None and row.whom == first.whom)


def groups(rows: Sequence[F]) -> Iterator[list[int]]:
    """The places, from 0, of the rows that belong together, in the order in which each group begins."""
    found: dict[tuple[frozenset[object], ...], list[int]] = {}
    for n, row in enumerate(rows):
        found.setdefault(row.whom, []).append(n)
    yield from found.values()
