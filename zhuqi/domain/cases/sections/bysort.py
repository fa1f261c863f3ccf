"""What a block says otherwise for some sorts of cases (各类): its rows, the closest of which holds, and which of two blocks is
stricter for every case there can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

from zhuqi.base.words import say
from zhuqi.core.rulebook.comparing import Difference, Stance, overall, row_words, stance
from zhuqi.core.rulebook.keys import Part, Rows, keys_of
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand
from zhuqi.domain.cases.sections.sorts import FILTERS, OfSort
from zhuqi.domain.cases.sections.strictness import lowest, sets

BY = ("grades", *(name for name in FILTERS if name != "grades"))
"""What a row is known by; its class comes first."""
NOTHING: tuple[object, ...] = (None, (), frozenset())
"""A key of a row that isn't written: what the block says holds."""


@dataclass(frozen=True, kw_only=True)
class Otherwise(OfSort):
    """What differs for some cases. What it leaves out is as the whole block says."""

    @property
    def said(self) -> Mapping[str, Any]:
        """What the row says itself, by field."""
        rows = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in FILTERS}
        return {name: value for name, value in rows.items() if value not in NOTHING}

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A row about nothing in particular, or that says nothing."""
        if not self.closeness:
            yield node.wrong(say("Say of which cases this row speaks: 级别, 种类, 类别, 缓急 …"))
        if not self.said:
            yield node.wrong(say("This row says nothing. Write what differs for these cases, or take it out."))


class Block:
    """What holds for all cases but those that a row of ``rows`` speaks of. Those that derive from it are frozen dataclasses."""

    rows: tuple[Any, ...]

    @property
    def own(self) -> tuple[Any, ...]:
        """Rows that say nothing but of which cases the block itself speaks; none where it speaks of all."""
        return ()

    def of(self, traits: Traits, hand: Hand | None = None) -> Self:
        """What holds for a unit that has such a case in such a hand. Of several rows that fit, the one with most filters
        holds; of equals, the first."""
        fitting = [row for row in (*self.rows, *self.own) if row.fits(traits, hand)]
        return self.under(max(fitting, key=lambda row: row.closeness, default=None))

    def under(self, row: Otherwise | None) -> Self:
        """What holds where a row does; None: where none does."""
        return replace(self, **(row.said if row else {}), rows=())  # type: ignore[type-var]

    def measured(self, other: Self) -> Stance:
        """How this stands to another one, by every key that there is. What stands in rows is for whoever holds them."""
        single = {name: row for name, row in keys_of(type(self)).items() if not isinstance(row.shape, Rows)}
        return overall(stance(row, getattr(other, name), getattr(self, name)) for name, row in single.items())


B = TypeVar("B", bound=Block)


def _points(old: Block, new: Block) -> list[tuple[OfSort | None, OfSort | None]] | None:
    """Which rows decide, for every case there can be; None where there are too many."""
    ordered = [sorted((*block.rows, *block.own), key=lambda row: -row.closeness) for block in (old, new)]
    fitting = sets([*ordered[0], *ordered[1]])
    if fitting is None:
        return None
    border = len(ordered[0])
    return [(lowest(ordered[0], mask & ((1 << border) - 1)), lowest(ordered[1], mask >> border)) for mask in fitting]


def rows_compared(rows: Rows[Any], old: B, new: B) -> Iterator[Difference]:
    """What differs in the rows of two blocks, row by row; each stands as what it changes for the cases under it."""
    before, after = ({rows.name(row): row for row in block.rows} for block in (old, new))
    same = replace(old, rows=new.rows)  # type: ignore[type-var]
    found = _points(old, same)
    for name, row in (before | after).items():
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        stances = [
            same.under(n).measured(old.under(o))  # type: ignore[arg-type]
            for o, n in found or ()
            if (o is not None and o == was) or (n is not None and n == now)
        ]
        stands = Stance.UNKNOWN if found is None else overall(stances)
        words = row_words(rows, row)
        yield Difference((words,), words, _told(rows, was), _told(rows, now), stands)


def _told(rows: Rows[Any], row: Any) -> Any:
    return None if row is None else Part(rows.cls).told(row)


def rows_yielded(rows: Rows[Any], above: B, own: B) -> tuple[Any, ...]:
    """What is left of a place's rows where every one that loosens any case gives way to those above."""
    kept = list(own.rows)
    theirs = {rows.name(row): row for row in above.rows}
    while True:
        names = {rows.name(row) for row in kept}
        held = (*kept, *(row for name, row in theirs.items() if name not in names))
        loosening = _loosening(above, replace(above, rows=held))  # type: ignore[type-var]
        left = [row for row in kept if row not in loosening or row in above.rows]
        if len(left) == len(kept):
            return own.rows if kept == list(own.rows) else held
        kept = left


def _loosening(above: B, held: B) -> Sequence[object]:
    found = _points(above, held)
    if found is None:
        return held.rows
    return [
        n
        for o, n in found
        if n is not None and held.under(n).measured(above.under(o)) is Stance.LAXER  # type: ignore[arg-type]
    ]
