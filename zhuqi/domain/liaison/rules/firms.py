"""Of which enterprises a rule speaks: above or below scale, of a scale, of an industry, on a named list."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from zhuqi.base.period import Period
from zhuqi.base.words import Named, term
from zhuqi.domain.directory.rules import SECTIONS, Scale

Key = Hashable
"""How an enterprise, a member of staff or a unit is known: its id, in an example its name."""


class Size(Named):
    """Whether an enterprise is in the statistics (规上, 规下)."""

    ABOVE = "above", term("above scale")
    BELOW = "below", term("below scale")


@dataclass(frozen=True)
class Industry:
    """A code of GB/T 4754-2017: a section's letter, or two to four digits."""

    code: str

    def holds(self, code: str) -> bool:
        """Whether an enterprise of ``code`` (as ``directory`` stores it) lies in it."""
        if not code:
            return False
        if self.code.isdigit():
            return code.startswith(self.code)
        first, last = SECTIONS[self.code]
        return code == self.code if code.isalpha() else first <= int(code[:2]) <= last


Sort = Size | Scale | Industry | str
"""One sort of enterprises; a text is the name of a list."""


@dataclass(frozen=True)
class Firm:
    """What the rules ask of an enterprise."""

    above: bool = False
    scale: Scale = Scale.UNKNOWN
    industry: str = ""
    lists: frozenset[str] = frozenset()
    undisturbed: tuple[Period, ...] = ()
    """When it wishes to be left alone (免打扰)."""

    def is_of(self, sort: Sort) -> bool:
        """Whether it is of one sort."""
        if isinstance(sort, Size):
            return self.above is (sort is Size.ABOVE)
        if isinstance(sort, Industry):
            return sort.holds(self.industry)
        return self.scale is sort if isinstance(sort, Scale) else sort in self.lists


def meant(sorts: frozenset[Sort], firm: Firm) -> bool:
    """Whether a rule for these sorts speaks of an enterprise: it is of one of them. No sort means all."""
    return not sorts or any(firm.is_of(sort) for sort in sorts)


def overlap(one: frozenset[Sort], other: frozenset[Sort]) -> bool:
    """Whether there surely are enterprises of both, whatever the register holds."""
    return not one or not other or bool(one & other)
