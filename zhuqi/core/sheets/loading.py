"""What every loading of a sheet has in common: faults are gathered over all rows, and only rows without any are taken.

A loading takes a sheet or nothing of it. ``look`` tries one without writing: it leaves out the rows that are refused until
what is left could be taken, and says what would come of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NoReturn

from django.db import transaction

from zhuqi.base.words import Named, Sentence, say
from zhuqi.core.sheets.columns import Column
from zhuqi.core.sheets.faults import Fault, Faulty
from zhuqi.core.sheets.reading import Row, Table, missing


@dataclass(frozen=True)
class Changed:
    """A cell that says something else than what is stored: its row, its column's key, both as a sheet has them."""

    row: int
    key: str
    old: str
    new: str


@dataclass(frozen=True)
class Loaded:
    """What a loading did: rows that were new, changed, and the same as before; and what is unusual about some of them.
    ``fresh``: the numbers of the new rows; ``changes``: the cells that changed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    warnings: tuple[Fault, ...] = ()
    fresh: tuple[int, ...] = ()
    changes: tuple[Changed, ...] = ()

    def mark(self) -> str:
        """A digest of what was done to which rows, and from which values: two loadings with one mark did the same."""
        said = [self.fresh, [(cell.row, cell.key, cell.old, cell.new) for cell in self.changes], self.same]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


class Judged(Exception):
    """A trial was judged and found right; nothing is written."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__("a trial")
        self.loaded = loaded


class Loading:
    """One sheet on its way in."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.faults: list[Fault] = list(table.faults)
        self.warnings: list[Fault] = list(table.warnings)
        self._fresh: list[int] = []
        self._changes: list[Changed] = []
        self._changed = self._same = 0

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

    def note(self, column: Column, sentence: Sentence) -> None:
        """Note, before all else, what is unusual about a column of the whole sheet."""
        self.warnings.insert(0, Fault(self.table.sheet, 0, column.headers[0], sentence))

    def lacks(self, column: Column) -> NoReturn:
        """Raises Faulty: a column is missing that these rows need."""
        raise Faulty([Fault(self.table.sheet, 0, column.headers[0], missing(column, self.table.passed))])

    def new(self, row: Row) -> None:
        """Note a row of something that isn't stored yet."""
        self._fresh.append(row.number)

    def changed(self, row: Row, cells: Mapping[str, tuple[Any, Any]]) -> None:
        """Note a row that says something new: {column's key: (what is stored, what it says)}."""
        self._changed += 1
        self._changes += [Changed(row.number, key, told(old), told(new)) for key, (old, new) in cells.items()]

    def same(self) -> None:
        """Note a row that says what is stored."""
        self._same += 1

    def loaded(self) -> Loaded:
        """What was noted."""
        return Loaded(
            len(self._fresh),
            self._changed,
            self._same,
            tuple(self.warnings),
            tuple(self._fresh),
            tuple(self._changes),
        )

    def judge(self) -> None:
        """Raises Faulty if anything was wrong; Judged where nothing was and the table is only tried."""
        if self.faults:
            raise Faulty(self.faults)
        if self.table.trial:
            raise Judged(self.loaded())


def told(value: Any) -> str:
    """A stored value as a sheet's cell has it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Named) else str(value)


@dataclass(frozen=True)
class Look:
    """What a sheet would do: what is taken of it, and every fault of the rows that aren't."""

    loaded: Loaded
    faults: tuple[Fault, ...]

    @property
    def refused(self) -> frozenset[int]:
        """The numbers of the rows that aren't taken."""
        return frozenset(fault.row for fault in self.faults)


Load = Callable[..., Loaded]


def look(load: Load, actor: Any, table: Table, *, now: dt.datetime) -> Look:
    """Try a loading, and write nothing. Rows that are refused are left out, and the rest is tried again: a row may need
    another one. Raises Faulty where the fault isn't a row's."""
    faults = list(table.faults)
    left = without(table, frozenset(fault.row for fault in faults))
    while True:
        try:
            with transaction.atomic():
                load(actor, replace(left, trial=True), now=now)
        except Judged as judged:
            return Look(judged.loaded, tuple(sorted(faults, key=lambda fault: fault.row)))
        except Faulty as faulty:
            wrong = frozenset(fault.row for fault in faulty.faults)
            if 0 in wrong:
                raise
            faults += faulty.faults
            left = without(left, wrong)


def without(table: Table, refused: frozenset[int]) -> Table:
    """A table without some of its rows, and without its faults."""
    rows = tuple(row for row in table.rows if row.number not in refused and row.sound)
    unusual = tuple(fault for fault in table.warnings if fault.row not in refused)
    return replace(table, rows=rows, faults=(), warnings=unusual)
