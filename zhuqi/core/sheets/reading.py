"""From a file to typed rows: which sheet is which, where the header stands, what each cell says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.columns import BETWEEN, NEEDED, WAN, Amount, Column, Layout, Unread, odd, short, shown
from zhuqi.core.sheets.faults import Fault, Faulty, bearable, whole
from zhuqi.core.sheets.files import Cell, Merged, Odd, RawSheet, sheets, without_programs

LOOKED_AT = 10
"""The header is looked for in this many first rows: titles and notes often stand above it."""
REASON = "退回原因"
"""The column in which a sheet that is given back says why a row was refused."""
PASSED_OVER = frozenset({"序号", "备注", REASON, "no", "no.", "remark", "remarks", "note", "notes"})
"""Columns that say nothing to us."""
NOTHING = frozenset({"n/a", "null", "none", "无", "暂无", "-", "--", "—", "——", "/"})
"""What people write where there is nothing."""
FOOT = re.compile(
    "(合计|总计|小计|共计|累计|填表人|制表人?|审核人?|填报人|填报单位|单位负责人|联系人|联系电话|说明|注|备注|total)"
    r"([::(、.\d].*|共.*|人.*)?"
)
"""How rows begin that stand under a list and are no entries of it."""
_UNIT = re.compile(r"\((元|千元|万元|百万元|千万元|亿元)\)$")
"""The unit of money behind a header."""
NEAR = 0.5
"""From which likeness on a header is named as the nearest."""
NOTES = frozenset({"说明", "填表说明", "readme", "notes"})
"""Sheets that say nothing to us."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the spreadsheet, {key: value} of the columns the sheet has (None: blank); a cell that couldn't be
    used, but doesn't matter, is left out. ``sound``: no cell of it was refused; the value of a refused cell is None."""

    number: int
    values: Mapping[str, Any]
    sound: bool = True


@dataclass(frozen=True)
class Table:
    """A sheet, read: its rows, its faults so far and what is unusual, and the header that each key has in it.

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
    warnings: tuple[Fault, ...] = ()
    raw: RawSheet | None = field(default=None, compare=False, repr=False)
    top: int = 0

    def fault(self, row: Row, key: str, sentence: Sentence) -> Fault:
        """A fault in one of its cells."""
        return Fault(self.sheet, row.number, self.headers.get(key, key), sentence)


def read_one(content: bytes, layout: Layout, *, name: str) -> Table:
    """The sheet of a file that holds what a layout asks for: that of its name, else the one with most of its headers.

    As people keep their lists: columns that aren't known are passed over and named, and so are rows that are no entries
    (sums, signatures, the header once more). Faults in cells stay in the table; raises Faulty where the file or the header
    can't be understood.
    """
    without_programs(content)
    raw = [sheet for sheet in sheets(content, name) if _filled(sheet)]
    if not raw:
        raise whole(say("There is nothing in the file."))
    known = _known(layout)
    named = [sheet for sheet in raw if _layout(sheet.name, [layout])]
    return _table(max(named or raw, key=lambda sheet: _most_headers(sheet, known)), layout, lenient=True)


def _most_headers(sheet: RawSheet, known: Mapping[str, Column]) -> int:
    return max(len(_names(row, known)) for row in sheet.rows[:LOOKED_AT])


def read(content: bytes, layouts: Sequence[Layout], *, name: str, lenient: bool = False) -> dict[str, Table]:
    """The sheets of a file, {layout's key: table}. ``name`` is the file's: a .csv is the sheet its name says. ``lenient``: as
    people keep their lists (``read_one``).

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
                found[layout.key] = _table(sheet, layout, lenient=lenient)
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


def _known(layout: Layout) -> dict[str, Column]:
    """{header as it is compared: its column}. An amount of money has its headers once for each unit."""
    known = {_plain(header): column for column in layout.columns for header in (column.key, *column.headers)}
    for header, column in list(known.items()):
        unit = _UNIT.search(header)
        if unit and isinstance(column.kind, Amount) and column.kind.wan:
            for other, factor in WAN.items():
                kind = replace(column.kind, factor=factor)
                known.setdefault(f"{header[: unit.start()]}({other})", replace(column, kind=kind))
    return known


def _table(sheet: RawSheet, layout: Layout, *, lenient: bool = False) -> Table:
    """A sheet under its layout. Raises Faulty for its headers."""
    known = _known(layout)
    _join_headers(sheet)
    top = _header_row(sheet, known)
    if not _names(sheet.rows[top], known):
        raise whole(_headless(sheet, layout), sheet.name)
    columns, passed = _columns(sheet, layout, known, top, lenient=lenient)
    headers = {column.key: shown(sheet.rows[top][at]) for at, column in columns.items()}
    faults = _unmerge(sheet, set(columns), top)
    rows: list[Row] = []
    skipped: list[int] = []
    warnings: list[Fault] = []
    for number, cells in enumerate(sheet.rows[top + 1 :], start=top + 2):
        if all(_blank(cell) for cell in cells):
            continue
        if lenient and _no_entry(cells, columns, headers):
            skipped.append(number)
            continue
        values: dict[str, Any] = {}
        wrong: list[Fault] = []
        for at, column in columns.items():
            said = _take(values, column, cells[at] if at < len(cells) else "")
            if isinstance(said, Unread):
                warnings.append(Fault(sheet.name, number, headers[column.key], said.sentence))
            elif said is not None:
                wrong.append(Fault(sheet.name, number, headers[column.key], said))
        beyond = [cell for cell in cells[len(sheet.rows[top]) :] if not _blank(cell)]
        if beyond:
            wrong.append(Fault(sheet.name, number, "", say("This row is longer than the header.")))
        faults.extend(wrong)
        bearable(faults, sheet.name)
        rows.append(Row(number, values, not wrong))
    return Table(
        sheet.name,
        tuple(rows),
        tuple(faults),
        headers,
        passed=tuple(passed),
        skipped=tuple(skipped),
        warnings=tuple(warnings),
        raw=sheet,
        top=top,
    )


def _no_entry(cells: Sequence[Cell], columns: Mapping[int, Column], headers: Mapping[str, str]) -> bool:
    """Whether a row is no entry of the list: the header once more, or a sum or a signature under it."""
    ours = [(shown(cells[at]) if at < len(cells) else "", column) for at, column in columns.items()]
    if sum(text == headers[column.key] for text, column in ours) >= min(2, len(ours)):
        return True
    if all(text for text, column in ours if column.required):
        return False
    first = next((_plain(shown(cell)) for cell in cells if not _blank(cell)), "")
    return bool(FOOT.fullmatch(first))


def _join_headers(sheet: RawSheet) -> None:
    """Let a header that is merged downward stand in the lower of its rows too, beside those that are under a common one."""
    for area in sheet.merged:
        if (
            area.left == area.right
            and area.top < area.bottom < LOOKED_AT
            and not _blank(sheet.rows[area.top][area.left])
        ):
            _fill_down(sheet.rows, area)


def _headless(sheet: RawSheet, layout: Layout) -> Sentence:
    """Why no header was found: with the cell that comes nearest to one, where there is any."""
    names = "、".join(column.headers[0] for column in layout.columns)
    typed = [text for row in sheet.rows[:LOOKED_AT] for cell in row if (text := shown(cell))]
    found = [(near, text) for text in typed if (near := nearest(text, layout.columns))]
    if not found:
        return say("No header stands in the first {n} rows. Columns that are known: {names}.", n=LOOKED_AT, names=names)
    near, text = found[0]
    return say(
        "No header stands in the first {n} rows. Columns that are known: {names}. The nearest is “{typed}”: is {near} meant?",
        n=LOOKED_AT,
        typed=short(text),
        near=near,
        names=names,
    )


def nearest(text: str, columns: Iterable[Column]) -> str:
    """The header that a text comes nearest to; empty where none is near."""
    best = max(
        (SequenceMatcher(None, _plain(text[:40]), _plain(header)).ratio(), header)
        for column in columns
        for header in column.headers
    )
    return best[1] if best[0] >= NEAR else ""


def _take(values: dict[str, Any], column: Column, cell: Cell) -> Sentence | Unread | None:
    """Put a cell's value under its column's key; gives why it can't be taken, or why the row goes without it."""
    before = values.get(column.key)
    values[column.key] = before
    if _blank(cell) or (isinstance(cell, str) and _plain(cell) in NOTHING):
        return NEEDED if column.required and before is None else None
    read = odd(cell) if isinstance(cell, Odd) else column.kind.read(cell)
    if isinstance(read, Unread):
        del values[column.key]
    if isinstance(read, Sentence | Unread):
        return read
    values[column.key] = read if before is None else f"{before}{BETWEEN}{read}"
    return None


def _header_row(sheet: RawSheet, known: Mapping[str, Column]) -> int:
    """The first of the rows with the most known headers; row 1 if none has any."""
    counts = [len(_names(row, known)) for row in sheet.rows[:LOOKED_AT]]
    return counts.index(max(counts)) if any(counts) else 0


def _names(row: list[Cell], known: Mapping[str, Column]) -> set[str]:
    """The keys of the columns whose headers stand in a row."""
    return {known[name].key for cell in row if (name := _plain(shown(cell))) in known}


def _columns(
    sheet: RawSheet, layout: Layout, known: Mapping[str, Column], top: int, *, lenient: bool
) -> tuple[dict[int, Column], list[str]]:
    """{place: column}, and the headers that were passed over. Raises Faulty for missing and double headers, for a column
    without one, and, unless it is ``lenient``, for unknown ones."""
    faults: list[Fault] = []
    columns: dict[int, Column] = {}
    passed: list[str] = []
    for at, cell in enumerate(sheet.rows[top]):
        header = short(shown(cell))
        column = known.get(_plain(header))
        if column is not None and not column.several and column.key in {one.key for one in columns.values()}:
            faults.append(Fault(sheet.name, top + 1, header, say("This column is there twice.")))
        elif column is not None:
            columns[at] = column
        elif header and _plain(header) not in PASSED_OVER:
            names = "、".join(column.headers[0] for column in layout.columns)
            said = say("No such column is known; known are: {names}.", names=names)
            passed.append(header)
            faults += [] if lenient else [Fault(sheet.name, top + 1, header, said)]
        elif not header and any(at < len(row) and not _blank(row[at]) for row in sheet.rows[top + 1 :]):
            passed.append(_letters(at))
            said = say("Column {letter} has no header.", letter=_letters(at))
            faults += [] if lenient else [Fault(sheet.name, top + 1, "", said)]
    held = {column.key for column in columns.values()}
    faults.extend(
        Fault(sheet.name, top + 1, column.headers[0], missing(column, passed, lenient=lenient))
        for column in layout.columns
        if column.required and column.key not in held
    )
    if faults:
        raise Faulty(faults)
    return columns, passed


def missing(column: Column, passed: Sequence[str], *, lenient: bool = True) -> Sentence:
    """That a column isn't there; with the header that comes nearest to it."""
    near = next((header for header in passed if nearest(header, [column])), "") if lenient else ""
    if near:
        return say("This column is missing. Is “{near}” meant? Then call it {name}.", near=near, name=column.headers[0])
    return say("This column is missing.")


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
