"""The cells of a workbook, read in a process of its own: the file on standard input, JSON on standard output.

A few hundred bytes can ask a reader for terabytes (one cell at the far corner of a sheet), and that ends the process that
reads them. So it is this one, with bounds, and not the one that serves people. Runs as a bare script: standard library and
calamine only.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import resource
import sys
import zipfile
from posixpath import normpath
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

ROWS, COLUMNS = 300_000, 256
LONGEST = 32_768
"""Characters of a cell that are read: one more than a spreadsheet keeps, and more than anything here takes."""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL = re.compile(rb"<c\b([^>]*?)(/?)>(.*?)(?:</c>|(?=<c\b|</row))", re.S)
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
NO_VALUE = re.compile(rb"<v\s*/>|<v>\s*</v>")


def plain(cell: Any) -> Any:
    """A cell in a form JSON can hold."""
    if isinstance(cell, dt.datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    if isinstance(cell, dt.time | dt.timedelta):
        return {"time": str(cell)}
    return cell[:LONGEST] if isinstance(cell, str) else cell


def read(content: bytes) -> dict[str, Any]:
    """{"sheets": [{name, rows, merged}]} or {"problem": word}. Rows begin at the sheet's first row; merged areas are
    [top, left, bottom, right], counted from zero."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            bottom, right = sheet.end or (-1, -1)
            if bottom >= ROWS or right >= COLUMNS:
                return {"problem": "large", "sheet": sheet.name, "rows": bottom + 1, "columns": right + 1}
            sheets.append(_sheet(sheet))
    except PasswordError:
        return {"problem": "password"}
    except CalamineError:
        return {"problem": "damaged"}
    except MemoryError:
        return {"problem": "heavy"}
    odd = _odd_cells(content)
    for found in sheets:
        _mark(found["rows"], odd.get(found["name"], []))
    return {"sheets": sheets}


def _sheet(sheet: CalamineSheet) -> dict[str, Any]:
    rows = sheet.to_python(skip_empty_area=False) if sheet.end is not None else []
    merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    return {"name": sheet.name, "rows": [[plain(cell) for cell in row] for row in rows], "merged": merged}


def _odd_cells(content: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """Cells of an .xlsx that calamine gives back as empty though they aren't: {sheet: [(row, column, what)]}.

    ``error``: a formula that failed (#N/A); ``formula``: one whose result was never stored.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        parts = {link.get("Id"): normpath("/xl/" + link.get("Target", "")) for link in links}
        found = {}
        for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(MAIN + "sheet"):
            part = parts.get(sheet.get(LINK), "").lstrip("/").removeprefix("xl/xl/")
            part = part if part in archive.namelist() else f"xl/{part}"
            if part in archive.namelist():
                found[sheet.get("name", "")] = list(_odd(archive.read(part)))
        return found


def _odd(part: bytes) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    if b't="e"' not in part and b"<f" not in part:
        return found
    for attributes, closed, inside in CELL.findall(part):
        failed = b't="e"' in attributes
        unstored = not closed and b"<f" in inside and (b"<v" not in inside or NO_VALUE.search(inside))
        place = REFERENCE.search(attributes)
        if place and (failed or unstored):
            found.append((int(place[2]) - 1, _column(place[1].decode()), "error" if failed else "formula"))
    return found


def _column(letters: str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _mark(rows: list[list[Any]], odd: list[tuple[int, int, str]]) -> None:
    for row, column, what in odd:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = {"odd": what}


def main() -> None:
    """Read standard input within the bounds: as much memory as the first argument says, in bytes, and so many seconds as
    the second."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
