"""A file from outside, opened: its sheets as bare cells, or one sentence that says why not. What it is called doesn't
matter; what it begins with does."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.cells import COLUMNS, LONGEST, ROWS
from zhuqi.core.sheets.faults import Faulty, whole

LARGEST = 50 << 20
UNPACKED = 400 << 20
MEMBERS = 2000
LARGE, TIMES = 16 << 20, 100
"""Bytes from which on a part may be at most so many times larger than it lies in the archive."""
MEMORY = 2 << 30
"""Bytes that the reader's process may have."""
SECONDS = 4
"""Seconds of work it has, and one more for each megabyte of the file."""
PATIENCE = 3
"""How many times longer it is waited for, where the machine has other things to do."""
READER = Path(__file__).with_name("cells.py")

SAMPLE = 12
"""Lines of a .csv by which it is known what stands between its cells: a title may stand above the header."""
TITLE = 60
"""Characters of a sheet's name."""
FOREIGN = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"RIFF",
)
"""How pictures, papers, programs and other archives begin, whatever they are called."""

LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What a locked .xlsx, .docx or .pptx names its content."""

DAMAGED = say("The file can't be read: it is damaged, or it is no spreadsheet. Save it again as .xlsx or .csv.")
HEAVY = say("The file unpacks to far more than a register needs. Copy its rows into a new spreadsheet, or split it.")
WEB_PAGE = say("This is a web page with a spreadsheet's name. Open it in a spreadsheet program and save it as .xlsx.")
DOCUMENT = say(
    "This is a text document, not a spreadsheet. Copy its table into a new spreadsheet and save it as .xlsx."
)
MACROS = say(
    "The file carries macros, and files with programs in them aren't opened. Save it as .xlsx, which has none."
)
_PROBLEMS: Mapping[str, Sentence] = {
    "password": say("The file is locked with a password. Save a copy without one."),
    "damaged": DAMAGED,
    "heavy": HEAVY,
}


@dataclass(frozen=True)
class Odd:
    """A cell that shows something but holds no value: ``error`` (a formula failed), ``formula`` (its result was never
    stored), ``time`` (a bare time of day)."""

    what: str


Cell = str | int | float | bool | dt.date | dt.datetime | Odd


@dataclass(frozen=True)
class Merged:
    """An area of merged cells, counted from zero, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it was found: the first row is the spreadsheet's row 1."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[Merged, ...] = ()


def sheets(content: bytes, name: str) -> list[RawSheet]:
    """The sheets of a workbook, or the one of a .csv, called like the file. Raises Faulty where the file can't be read."""
    if len(content) > LARGEST:
        raise whole(
            say("The file has {n} MB; at most {most} MB are read. Split it.", n=len(content) >> 20, most=LARGEST >> 20)
        )
    if not content.strip():
        raise whole(say("The file is empty."))
    if content.startswith(b"PK"):
        _weigh(content)
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if LOCKED in content:
            raise whole(_PROBLEMS["password"])
        return _workbook(content)
    if content.startswith(FOREIGN):
        raise whole(DAMAGED)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise whole(WEB_PAGE)
    return [_csv(content, _title(Path(name).stem))]


def _weigh(content: bytes) -> None:
    """Refuse an archive that says it unpacks to too much. One that lies about it meets the reader's own bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as wrong:
        raise whole(DAMAGED) from wrong
    blown = any(member.file_size > max(LARGE, TIMES * member.compress_size) for member in members)
    if blown or len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise whole(HEAVY)
    names = {member.filename.lower() for member in members}
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise whole(DOCUMENT)


def without_programs(content: bytes) -> None:
    """Raises Faulty for a workbook that carries macros. Nobody here would run them; who handed it in may not know of them."""
    if not content.startswith(b"PK"):
        return
    _weigh(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
            raise whole(MACROS)


def _workbook(content: bytes) -> list[RawSheet]:
    """The sheets of a workbook, read by a process of its own."""
    seconds = SECONDS + (len(content) >> 20)
    try:
        ran = subprocess.run(
            [sys.executable, "-I", READER, str(MEMORY), str(seconds)],
            input=content,
            capture_output=True,
            timeout=PATIENCE * seconds,
            env={"RUST_BACKTRACE": "0"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise whole(HEAVY) from late
    if ran.returncode < 0:
        raise whole(HEAVY)
    if ran.returncode:
        raise whole(DAMAGED)
    said = json.loads(ran.stdout)
    if "problem" in said:
        raise _refusal(said)
    return [
        RawSheet(
            _title(sheet["name"]),
            [[_cell(cell) for cell in row] for row in sheet["rows"]],
            tuple(Merged(*area) for area in sheet["merged"]),
        )
        for sheet in said["sheets"]
    ]


def _title(name: str) -> str:
    """A sheet's name, as far as it can be told."""
    return "".join(sign if sign.isprintable() else "�" for sign in name[:TITLE])


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]
    if "moment" in cell:
        return dt.datetime.fromisoformat(cell["moment"])
    if "day" in cell:
        return dt.date.fromisoformat(cell["day"])
    return Odd(cell.get("odd", "time"))


def _refusal(said: Mapping[str, Any]) -> Faulty:
    if said["problem"] == "large":
        return whole(too_large(said["rows"], said["columns"]), said["sheet"])
    return whole(_PROBLEMS[said["problem"]])


def too_large(rows: int, columns: int) -> Sentence:
    """The sentence for a sheet with too many rows or columns."""
    return say(
        "The sheet reaches to row {rows} and column {columns}; at most {most_rows} rows and {most_columns} columns are read. "
        "Delete what lies beyond the table, or split it.",
        rows=rows,
        columns=columns,
        most_rows=ROWS,
        most_columns=COLUMNS,
    )


def _csv(content: bytes, name: str) -> RawSheet:
    text = _decoded(content)
    lines = text.split("\n", SAMPLE)[:SAMPLE]
    delimiter = max(",\t;", key=lambda sign: max(line.count(sign) for line in lines))
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([cell[:LONGEST] for cell in row])
            if len(rows) > ROWS or len(row) > COLUMNS:
                raise whole(too_large(len(rows), len(row)), name)
    except csv.Error as wrong:
        raise whole(
            say("The file can't be read from row {row} on: look at its quotation marks.", row=len(rows) + 1), name
        ) from wrong
    return RawSheet(name, rows)


def _decoded(content: bytes) -> str:
    """The text of a .csv: UTF-8 with or without its mark, UTF-16 with one, else GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise whole(say("The text is neither UTF-8 nor GB18030. Save it again as .xlsx or as CSV UTF-8."))
