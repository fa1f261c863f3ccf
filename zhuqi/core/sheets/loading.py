"""What every loading of a sheet has in common: faults are gathered over all rows, and only a sheet without any is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.faults import Fault, Faulty
from zhuqi.core.sheets.reading import Row, Table


@dataclass(frozen=True)
class Loaded:
    """What a loading did: rows that were new, changed, and the same as before; and what is unusual about some of them."""

    new: int = 0
    changed: int = 0
    same: int = 0
    warnings: tuple[Fault, ...] = ()


class Loading:
    """One sheet on its way in."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.faults: list[Fault] = list(table.faults)
        self.warnings: list[Fault] = []

    def has(self, key: str) -> bool:
        """Whether the sheet has the column at all. A column left out leaves what is stored as it is."""
        return key in self.table.headers

    def codes(self, key: str) -> set[str]:
        """Every value of a column, those of refused rows too, so that one fault doesn't make others."""
        return {row.values[key] for row in self.table.rows if row.values.get(key) is not None}

    def rows(self, *identity: str) -> Iterator[Row]:
        """The rows without a refused cell. One that names the same thing as a row above it is a fault."""
        seen: dict[tuple[Any, ...], int] = {}
        for row in self.table.rows:
            if not row.sound:
                continue
            named = tuple(row.values[key] for key in identity)
            if named in seen:
                self.fault(row, identity[0], say("Row {row} says this already.", row=seen[named]))
                continue
            seen[named] = row.number
            yield row

    def fault(self, row: Row, key: str, sentence: Sentence) -> None:
        """Note why a cell can't be taken."""
        self.faults.append(self.table.fault(row, key, sentence))

    def warn(self, row: Row, key: str, sentence: Sentence) -> None:
        """Note what is unusual about a cell that is taken."""
        self.warnings.append(self.table.fault(row, key, sentence))

    def judge(self) -> None:
        """Raises Faulty if anything was wrong."""
        if self.faults:
            raise Faulty(self.faults)
