"""Which sheet of a file is which: by its name, or by its headers where a file has one sheet of another name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from zhuqi.core.sheets import reading
from zhuqi.core.sheets.columns import Layout, shown
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.files import RawSheet, sheets
from zhuqi.core.sheets.reading import LOOKED_AT, NOTES, Table
from zhuqi.domain.calendar import sheets as calendar
from zhuqi.domain.directory import sheets as directory
from zhuqi.domain.liaison import sheets as liaison
from zhuqi.domain.visits import sheets as visits

LAYOUTS: tuple[Layout, ...] = (*directory.LAYOUTS, *liaison.LAYOUTS, *visits.LAYOUTS, calendar.DAYS)


def tables(path: Path, *, lenient: bool = False) -> dict[str, Table]:
    """{layout's key: table} of a file. Raises Faulty where it, a sheet or a header can't be understood; ``lenient``: columns that
    aren't known are passed over."""
    content = path.read_bytes()
    try:
        return reading.read(content, LAYOUTS, name=path.name, lenient=lenient)
    except Faulty:
        found = [sheet for sheet in sheets(content, path.name) if sheet.rows and plain(sheet.name) not in NOTES]
        layout = by_header(found[0]) if len(found) == 1 and _unnamed(found[0]) else None
        if layout is None:
            raise
    return reading.read(content, [layout], name=path.name, lenient=lenient)


def _unnamed(sheet: RawSheet) -> bool:
    names = {plain(title) for layout in LAYOUTS for title in (layout.key, *layout.titles)}
    return plain(sheet.name) not in names


def by_header(sheet: RawSheet) -> Layout | None:
    """The layout whose required columns all stand in one of the first rows; of several the one with the most columns."""
    best: tuple[int, Layout | None] = (0, None)
    for row in sheet.rows[:LOOKED_AT]:
        headers = {plain(shown(cell)) for cell in row}
        for layout in LAYOUTS:
            there = [bool(headers & {plain(name) for name in (c.key, *c.headers)}) for c in layout.columns]
            whole = all(found or not c.required for found, c in zip(there, layout.columns, strict=True))
            if whole and sum(there) > best[0]:
                best = sum(there), layout
    return best[1]


def plain(text: str) -> str:
    """A header or name as it is compared: half width, lower case, no blanks, no marks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower().replace("_", "").strip("*:")
