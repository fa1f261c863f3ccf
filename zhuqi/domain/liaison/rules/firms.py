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
    """A code of GB/T 4754-2017: a section's letter, several of them (BCD: 工业), or two to four digits."""

    code: str

    def holds(self, code: str) -> bool:
        """Whether an enterprise of ``code`` (as ``directory`` stores it) lies in it."""
        if not code:
            return False
        if self.code.isdigit():
            return code.startswith(self.code)
        return any(self._in(letter, code) for letter in self.code)

    def _in(self, letter: str, code: str) -> bool:
        first, last = SECTIONS[letter]
        return code == letter if code.isalpha() else first <= int(code[:2]) <= last


@dataclass(frozen=True)
class Both:
    """What is of every one of some sorts: 规上且工业."""

    sorts: frozenset[Size | Scale | Industry | str]


Plain = Size | Scale | Industry | str
"""One sort of enterprises; a text is the name of a list."""
Sort = Plain | Both


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
        if isinstance(sort, Both):
            return all(map(self.is_of, sort.sorts))
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


def surely(sort: Sort | None, row: frozenset[Sort]) -> bool:
    """Whether a rule for some sorts surely speaks of every enterprise of a sort: it names it, or, where that is several at
    once, one of these. None is the enterprises of no sort."""
    if not row or sort in row:
        return True
    return isinstance(sort, Both) and any(part in row for part in sort.sorts)
