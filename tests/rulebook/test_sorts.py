"""What a block says otherwise for some sorts of cases (各类): each key of such a row stands in the block too, and counts where
two editions are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from tests.rulebook.otherwise import different, inside
from zhuqi.base.words import term
from zhuqi.core.rulebook.comparing import Stance, stance
from zhuqi.core.rulebook.keys import Key, Order, Rows, key, keys_of
from zhuqi.core.rulebook.shapes import Number
from zhuqi.domain.cases.sections.asking import RETURN_ROWS, ReturnRow, ReturnRule
from zhuqi.domain.cases.sections.bysort import rows_compared, rows_yielded
from zhuqi.sections import SECTIONS

SORTS = "各类"


def blocks() -> list[type[Any]]:
    """Every part of the language that says something otherwise for some sorts of cases."""
    return [each for top in SECTIONS.values() for each in _parts(top) if SORTS in _words(each)]


def _parts(part: type[Any]) -> Iterator[type[Any]]:
    yield part
    for row in keys_of(part).values():
        below = inside(row.shape)
        if below is not None:
            yield from _parts(below)


def _words(part: type[Any]) -> dict[str, str]:
    return {row.word: field for field, row in keys_of(part).items()}


def said(block: type[Any]) -> dict[str, Key]:
    """The keys by which a row says something, by field: those that don't say of which cases it speaks."""
    rows: Rows[Any] = keys_of(block)[_words(block)[SORTS]].shape  # type: ignore[assignment]
    return {field: row for field, row in keys_of(rows.cls).items() if field not in rows.by}


def twins(block: type[Any]) -> list[str]:
    """Keys of the rows that the block doesn't have, or has otherwise."""
    own = keys_of(block)
    return [
        row.word
        for field, row in said(block).items()
        if field not in own or replace(own[field], needed=False) != replace(row, needed=False)
    ]


def uncompared(block: type[Any]) -> list[str]:
    """Keys of the rows by which two blocks that differ in nothing else are called the same."""
    return [row.word for field, row in said(block).items() if not _told_apart(block, field, row)]


def _told_apart(block: type[Any], field: str, row: Key) -> bool:
    plain = block(on=True) if "on" in keys_of(block) else block()
    values = [each for each in (getattr(plain, field), *different(row.shape, getattr(plain, field))) if each != ()]
    pairs = [(old, new) for old, new in product(values, values) if stance(row, old, new) is not Stance.SAME]
    assert pairs, f"{block.__name__}/{row.word}: no two values to compare; give its shape two examples in schema()"
    return all(
        replace(plain, **{field: new}).measured(replace(plain, **{field: old})) is stance(row, old, new)
        for old, new in pairs
    )


def test_the_blocks_that_speak_of_sorts_are_found() -> None:
    assert ReturnRule in blocks() and len(blocks()) > 2


@pytest.mark.parametrize("block", blocks())
def test_every_key_of_a_row_by_sort_stands_in_its_block_too(block: type[Any]) -> None:
    assert twins(block) == [], "the same field, word, shape, label, order and primitive in both"


@pytest.mark.parametrize("block", blocks())
def test_every_key_of_a_row_by_sort_is_compared(block: type[Any]) -> None:
    assert uncompared(block) == []


@dataclass(frozen=True, kw_only=True)
class WiderRow(ReturnRow):
    """One more key, written twice as it must be."""

    again: int | None = key("再退", Number(0, 9), term("asked again"), Order.LESS, primitive=9, default=None)


@dataclass(frozen=True)
class Wider(ReturnRule):
    again: int = key("再退", Number(0, 9), term("asked again"), Order.LESS, primitive=9, default=1)
    rows: tuple[WiderRow, ...] = key(
        SORTS, Rows(WiderRow, by=RETURN_ROWS.by), term("by sort of case"), Order.NONE, primitive=9, default=()
    )


@dataclass(frozen=True)
class Once(ReturnRule):
    """The key was forgotten in the block."""

    rows: tuple[WiderRow, ...] = key(
        SORTS, Rows(WiderRow, by=RETURN_ROWS.by), term("by sort of case"), Order.NONE, primitive=9, default=()
    )


@dataclass(frozen=True)
class Deaf(Wider):
    """One that compares by a list of its own."""

    def measured(self, other: Any) -> Stance:
        return ReturnRule(self.within, self.most, self.lapses).measured(
            ReturnRule(other.within, other.most, other.lapses)
        )


def test_a_key_that_is_written_once_or_not_compared_is_found() -> None:
    assert (twins(Wider), uncompared(Wider)) == ([], [])
    assert twins(Once) == ["再退"]
    assert uncompared(Deaf) == ["再退"]


def test_a_row_that_loosens_a_new_key_is_laxer_and_gives_way() -> None:
    rows: Rows[Any] = Rows(WiderRow, by=RETURN_ROWS.by)
    above, own = Wider(), Wider(rows=(WiderRow(grades=frozenset({"A"}), again=5),))
    assert [each.stance for each in rows_compared(rows, above, own)] == [Stance.LAXER]
    assert rows_yielded(rows, above, own) == ()
