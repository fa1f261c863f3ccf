"""From a file to typed rows: which sheet is which, where the header stands, what each cell says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.columns import NEEDED, Column, Layout, odd, short, shown
from zhuqi.core.sheets.faults import Fault, Faulty, whole
from zhuqi.core.sheets.files import Cell, Merged, Odd, RawSheet, sheets

LOOKED_AT = 10
"""The header is looked for in this many first rows: titles and notes often stand above it."""
PASSED_OVER = frozenset({"序号", "备注", "no", "no.", "remark", "remarks", "note", "notes"})
"""Columns that say nothing to us."""
NOTES = frozenset({"说明", "填表说明", "readme", "notes"})
"""Sheets that say nothing to us."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the spreadsheet, {key: value} of the columns the sheet has (None: blank). ``sound``: no cell
    of it was refused; the value of a refused cell is None."""

    number: int
    values: Mapping[str, Any]
    sound: bool = True


@dataclass(frozen=True)
class Table:
    """A sheet, read: its rows, its faults so far, and the header that each key has in it.

    ``trial``: nothing is to be written. ``passed``: headers of columns that weren't taken; ``skipped``: numbers of rows that
    are no entries of the list (sums, signatures, the header once more); ``raw``: the sheet as it was found, and ``top`` the
    place of the header in it.
    """

    sheet: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    trial: bool = False
    passed: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()
    raw: RawSheet | None = field(default=None, compare=False, repr=False)
    top: int = 0

    def fault(self, row: Row, key: str, sentence: Sentence) -> Fault:
        """A fault in one of its cells."""
        return Fault(self.sheet, row.number, self.headers.get(key, key), sentence)


def read(content: bytes, layouts: Sequence[Layout], *, name: str) -> dict[str, Table]:
    """The sheets of a file, {layout's key: table}. ``name`` is the file's: a .csv is the sheet its name says.

    Where one layout is offered, a file with one sheet may call it anything. Faults in cells stay in the tables; raises
    Faulty where the file, a sheet's name or a header can't be understood.
    """
    found: dict[str, Table] = {}
    faults: list[Fault] = []
    raw = [sheet for sheet in sheets(content, name) if _filled(sheet) and _plain(sheet.name) not in NOTES]
    if not raw:
        raise whole(say("There is nothing in the file."))
    for sheet in raw:
        layout = layouts[0] if len(layouts) == len(raw) == 1 else _layout(sheet.name, layouts)
        if layout is None:
            faults.append(
                Fault(
                    sheet.name,
                    0,
                    "",
                    say("No sheet of this name is known; known are: {names}.", names=_titles(layouts)),
                )
            )
        elif layout.key in found:
            faults.append(Fault(sheet.name, 0, "", say("Another sheet of the file holds the same.")))
        else:
            try:
                found[layout.key] = _table(sheet, layout)
            except Faulty as faulty:
                faults.extend(faulty.faults)
    if faults:
        raise Faulty([*faults, *(fault for table in found.values() for fault in table.faults)])
    return found


def _plain(text: str) -> str:
    """A header or sheet name as it is compared: half width, lower case, no blanks, no mark of what is required."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower().replace("_", "").strip("*:")


def _filled(sheet: RawSheet) -> bool:
    return any(not _blank(cell) for row in sheet.rows for cell in row)


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _layout(name: str, layouts: Sequence[Layout]) -> Layout | None:
    return next(
        (layout for layout in layouts if _plain(name) in {_plain(title) for title in (layout.key, *layout.titles)}),
        None,
    )


def _titles(layouts: Sequence[Layout]) -> str:
    return "、".join(layout.titles[0] for layout in layouts)


def _table(sheet: RawSheet, layout: Layout) -> Table:
    """A sheet under its layout. Raises Faulty for its headers."""
    known = {_plain(header): column for column in layout.columns for header in (column.key, *column.headers)}
    top = _header_row(sheet, known)
    if not _names(sheet.rows[top], known):
        names = "、".join(column.headers[0] for column in layout.columns)
        raise whole(
            say("No header stands in the first {n} rows. Columns that are known: {names}.", n=LOOKED_AT, names=names),
            sheet.name,
        )
    columns = _columns(sheet, layout, known, top)
    headers = {column.key: shown(sheet.rows[top][at]) for at, column in columns.items()}
    faults = _unmerge(sheet, set(columns), top)
    rows = []
    for number, cells in enumerate(sheet.rows[top + 1 :], start=top + 2):
        if all(_blank(cell) for cell in cells):
            continue
        values: dict[str, Any] = {}
        wrong = [
            Fault(sheet.name, number, headers[column.key], said)
            for at, column in columns.items()
            if (said := _take(values, column, cells[at] if at < len(cells) else "")) is not None
        ]
        beyond = [cell for cell in cells[len(sheet.rows[top]) :] if not _blank(cell)]
        if beyond:
            wrong.append(Fault(sheet.name, number, "", say("This row is longer than the header.")))
        faults.extend(wrong)
        rows.append(Row(number, values, not wrong))
    return Table(sheet.name, tuple(rows), tuple(faults), headers)


def _take(values: dict[str, Any], column: Column, cell: Cell) -> Sentence | None:
    """Put a cell's value under its column's key; gives the sentence where it can't be taken."""
    values[column.key] = None
    if _blank(cell):
        return NEEDED if column.required else None
    read = odd(cell) if isinstance(cell, Odd) else column.kind.read(cell)
    if isinstance(read, Sentence):
        return read
    values[column.key] = read
    return None


def _header_row(sheet: RawSheet, known: Mapping[str, Column]) -> int:
    """The first row with at least two known headers (or the only one); row 1 if there is none."""
    enough = min(2, len({column.key for column in known.values()}))
    counts = [len(_names(row, known)) for row in sheet.rows[:LOOKED_AT]]
    best = max(counts, default=0)
    return next((at for at, count in enumerate(counts) if count >= enough), counts.index(best) if best else 0)


def _names(row: list[Cell], known: Mapping[str, Column]) -> set[str]:
    """The keys of the columns whose headers stand in a row."""
    return {known[name].key for cell in row if (name := _plain(shown(cell))) in known}


def _columns(sheet: RawSheet, layout: Layout, known: Mapping[str, Column], top: int) -> dict[int, Column]:
    """{place: column}. Raises Faulty for unknown, missing and double headers, and for a column without one."""
    faults: list[Fault] = []
    columns: dict[int, Column] = {}
    for at, cell in enumerate(sheet.rows[top]):
        header = short(shown(cell))
        column = known.get(_plain(header))
        if column is not None and column in columns.values():
            faults.append(Fault(sheet.name, top + 1, header, say("This column is there twice.")))
        elif column is not None:
            columns[at] = column
        elif header and _plain(header) not in PASSED_OVER:
            names = "、".join(column.headers[0] for column in layout.columns)
            faults.append(
                Fault(sheet.name, top + 1, header, say("No such column is known; known are: {names}.", names=names))
            )
        elif not header and any(at < len(row) and not _blank(row[at]) for row in sheet.rows[top + 1 :]):
            faults.append(Fault(sheet.name, top + 1, "", say("Column {letter} has no header.", letter=_letters(at))))
    faults.extend(
        Fault(sheet.name, top + 1, column.headers[0], say("This column is missing."))
        for column in layout.columns
        if column.required and column not in columns.values()
    )
    if faults:
        raise Faulty(faults)
    return columns


def _letters(at: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unmerge(sheet: RawSheet, places: set[int], top: int) -> list[Fault]:
    """Give every cell of a column merged over several rows the value it shows. A cell merged over several of our columns
    is a fault: which of them it means can't be known."""
    faults = []
    for area in sheet.merged:
        if area.top <= top:
            continue
        if len(places & set(range(area.left, area.right + 1))) > 1:
            faults.append(
                Fault(
                    sheet.name,
                    area.top + 1,
                    _letters(area.left),
                    say("Cells are merged across columns here. Split them."),
                )
            )
        elif area.left in places:
            _fill_down(sheet.rows, area)
    return faults


def _fill_down(rows: list[list[Cell]], area: Merged) -> None:
    for row in rows[area.top + 1 : area.bottom + 1]:
        if any(not _blank(cell) for cell in row):
            row[area.left] = rows[area.top][area.left]
