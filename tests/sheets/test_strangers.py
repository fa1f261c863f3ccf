"""Spreadsheets as strangers send them, against the register of enterprises: for each what is said, of which row and which
column, within five seconds. All codes and names are synthetic."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from tests.files.judging import soon
from tests.sheets.test_files import SHEET, lying, replaced
from tests.sheets.workbooks import FAILED, MAIN, compound, date, formula, ods, packed, xlsx
from zhuqi.base.uscc import complete
from zhuqi.core.sheets import files
from zhuqi.core.sheets.columns import Column, Day, Layout
from zhuqi.core.sheets.faults import Fault, Faulty
from zhuqi.core.sheets.reading import LOOKED_AT, read
from zhuqi.domain.directory.sheets import ENTERPRISES

LAYOUT = Layout(
    "enterprises", ENTERPRISES.titles, (*ENTERPRISES.columns, Column("since", ("成立日期",), Day(), required=False))
)
HEAD = ["统一社会信用代码", "企业名称", "所属区域代码", "从业人员", "营业收入（万元）", "成立日期"]
BARE = HEAD[:-1]
"""What the register itself asks for; the day is added, so that days are judged too."""
CODE = complete("91220102MA0000901")
GOOD = [CODE, "演练一", "xf"]
KNOWN = "、".join(column.headers[0] for column in LAYOUT.columns)
NO_HEADER = f"No header stands in the first {LOOKED_AT} rows. Columns that are known: {KNOWN}."
LOST = "This is stored as a number, which loses digits; format the column as text and type it again."
ENCODING = "The text is neither UTF-8 nor GB18030. Save it again as .xlsx or as CSV UTF-8."
PASSWORD = "The file is locked with a password. Save a copy without one."
UNSEEN = "There is a character here that can't be seen or stored: U+{}."
LONG_NAME = "This has {} characters; at most 120 are kept."
MISTYPED = "The check character doesn't fit the code: something in it is mistyped."
QUOTES = "The file can't be read from row 1 on: look at its quotation marks."
BEYOND = "{} lies outside 0 to {}."
TOO_LONG = "The sheet reaches to row 300001 and column 6; at most 300000 rows and 256 columns are read."


def book(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    """A workbook; its header has the day where a row has one."""
    return xlsx({"企业": [HEAD if any(len(row) > len(BARE) for row in rows) else BARE, *rows]}, merged)


def text(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join([",".join(BARE), *rows]).encode(encoding)


def sheet(body: str) -> bytes:
    """A workbook whose sheet has this inside."""
    return replaced(book(), SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>')


def headed(rows: str) -> str:
    cells = "".join(f'<c r="{chr(65 + n)}1" t="inlineStr"><is><t>{name}</t></is></c>' for n, name in enumerate(BARE))
    return f'<row r="1">{cells}</row>{rows}'


def outcome(content: bytes, name: str = "企业.xlsx") -> tuple[int, tuple[Fault, ...]]:
    """(sound rows, faults), within five seconds."""
    with soon():
        try:
            table = read(content, [LAYOUT], name=name)["enterprises"]
            found = sum(row.sound for row in table.rows), table.faults
        except Faulty as faulty:
            found = 0, faulty.faults
    return found


GOES = {
    "as it should be": book(GOOD),
    "its header in row 5": xlsx({"企业": [["某区企业表"], [], ["单位：万元"], ["填报：演练"], HEAD, GOOD]}),
    "a header of two storeys": xlsx({"企业": [["基本信息", "", "", "规模"], HEAD, GOOD]}, ["A1:C1", "D1:E1"]),
    "a formula with its result": book([*GOOD, formula("1+2", "3")]),
    "called .csv": book(GOOD),
    "with macros, which nobody runs": replaced(book(GOOD), "xl/vbaProject.bin", "x"),
    "a million empty rows": sheet(headed("".join(f'<row r="{n}"/>' for n in range(3, 1_048_577)))),
    "GBK": text(",".join(GOOD), encoding="gbk"),
    "UTF-16 with its mark": text(",".join(GOOD), encoding="utf-16"),
    "OpenDocument called .xlsx": ods("企业", [HEAD, GOOD]),
    "a code in full width with spaces": book([" " + "".join(chr(ord(c) + 0xFEE0) for c in CODE) + "　", "演练一", "xf"]),
    "dates in six ways": book(
        *([complete(f"91220102MA000000{n}"), "演练", "xf", "", "", day] for n, day in enumerate(
            (date(43591), "2019-05-06", "2019年5月6日", "2019/5/6", "20190506", "43591"), 2
        ))
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(GOES))
def test_what_only_looks_odd_goes_in(what: str) -> None:
    name = "企业.csv" if what == "called .csv" else "企业.xlsx"
    sound, faults = outcome(GOES[what], name)
    assert not faults and sound == {"dates in six ways": 6, "a million empty rows": 0}.get(what, 1)


def typed(place: str, what: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{what}</t></is></c>'


MILLION = f'<row r="2">{typed("A2", CODE)}{typed("B2", "x" * 10**6)}{typed("C2", "xf")}</row>'
OTHER = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
CELLS = {
    "a name of 30,000 characters": (book([CODE, "长" * 30_000, "xf"]), 2, "企业名称", LONG_NAME.format(30_000)),
    "a name of a million": (sheet(headed(MILLION)), 2, "企业名称", LONG_NAME.format(32_768)),
    "a character that can't be seen": (text(f"{CODE},a\0b,xf"), 2, "企业名称", UNSEEN.format("0000")),
    "text that runs backwards": (book([CODE, "a\u202eb", "xf"]), 2, "企业名称", UNSEEN.format("202E")),
    "a number of 10³⁰": (book([*GOOD, 10.0**30]), 2, "从业人员", BEYOND.format("1E+30", 2**31 - 1)),
    "10³⁰ in digits": (book([*GOOD, "", "1" + "0" * 30]), 2, "营业收入（万元）", BEYOND.format("1" + "0" * 28 + "…", 10**13)),
    "more than a number can be": (book([*GOOD, ("", "<v>1e999</v>")]), 2, "从业人员", BEYOND.format("Infinity", 2**31 - 1)),
    "no number at all": (book([*GOOD, ("", "<v>NaN</v>")]), 2, "从业人员", "A whole number is meant here, not NaN."),
    "fewer than none": (book([*GOOD, -3]), 2, "从业人员", BEYOND.format("-3.0", 2**31 - 1)),
    "a code stored as a number": (book([("", f"<v>{CODE[:2]}2201020000000011</v>"), "演练", "xf"]), 2, "统一社会信用代码", LOST),
    "a code that a program rounded": (text("9.12201E+17,演练,xf"), 2, "统一社会信用代码", LOST),
    "a mistyped code": (book([CODE[:-1] + "Z", "演练", "xf"]), 2, "统一社会信用代码", "A credit code has no Z."),
    "a wrong check character": (book([OTHER, "演练", "xf"]), 2, "统一社会信用代码", MISTYPED),
    "no code": (book(["", "演练", "xf"]), 2, "统一社会信用代码", "This is needed and is empty."),
    "a formula that failed": (book([*GOOD, FAILED]), 2, "从业人员", "The formula here failed. Mend it, or type the value."),
    "a day that isn't": (book([*GOOD, "", "", "2019-02-30"]), 2, "成立日期", "There is no such day as “2019-02-30”."),
    "the year 9999": (book([*GOOD, "", "", "9999-12-31"]), 2, "成立日期", "“9999-12-31” is no date between 1900 and 2100."),
    "the year 1": (book([*GOOD, "", "", "0001-01-01"]), 2, "成立日期", "“0001-01-01” is no date between 1900 and 2100."),
    "a number that is no day": (book([*GOOD, "", "", "12345"]), 2, "成立日期", "“12345” is no date; write it like 2019-05-06."),
    "cells merged across columns": (book(GOOD, merged=["A2:B2"]), 2, "A", "Cells are merged across columns here. Split them."),
    "a row longer than its header": (text(",".join(GOOD) + ",,,,x"), 2, "", "This row is longer than the header."),
}  # fmt: skip


@pytest.mark.parametrize("what", list(CELLS))
def test_a_wrong_cell_is_named_by_row_and_column(what: str) -> None:
    content, row, column, said = CELLS[what]
    _, faults = outcome(content, "企业.csv")
    assert (faults[0].row, faults[0].column, str(faults[0].sentence)) == (row, column, said)


def test_one_code_twice_is_not_hidden_by_the_reader() -> None:
    assert outcome(book(GOOD, GOOD)) == (2, ())  # loading names the second row: tests/sheets/test_public_list.py


DAMAGED, HEAVY = str(files.DAMAGED), str(files.HEAVY)
LARGE_PART = "x" * (20 << 20)
ONE_CELL = f'<row r="1">{typed("A1", LARGE_PART)}</row>'
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb in one cell": (lambda: sheet(ONE_CELL), HEAVY),
    "a bomb of cells": (lambda: sheet('<row r="1">' + '<c r="A1"><v>1</v></c>' * 1_500_000 + "</row>"), HEAVY),
    "a bomb of formulas": (lambda: sheet('<row r="1">' + '<c r="A1"><f>' * 2_000_000 + "</row>"), HEAVY),
    "a bomb that lies about its size": (lambda: lying(sheet(ONE_CELL)), ""),
    "a bomb beside the sheet": (lambda: replaced(book(GOOD), "xl/media/a.png", LARGE_PART), HEAVY),
    "an archive in an archive": (lambda: packed({"a.xlsx": book(GOOD).decode("latin-1")}), DAMAGED),
    "a file cut off": (lambda: book(*[GOOD] * 2000)[:-500], DAMAGED),
    "the first half of a file": (lambda: book(*[GOOD] * 2000)[:9000], DAMAGED),
    "locked with a password": (lambda: compound({"EncryptionInfo": b"x" * 4096, "EncryptedPackage": b"y" * 8192}), PASSWORD),
    "the sign of an .xls and noise": (lambda: b"\xd0\xcf\x11\xe0" + random.Random(1).randbytes(20_000), DAMAGED),
    "a compound file that is no workbook": (lambda: compound({"WordDocument": b"x" * 4096}), DAMAGED),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(3000), DAMAGED),
    "a paper": (lambda: b"%PDF-1.4\n%%EOF", DAMAGED),
    "a program": (lambda: b"MZ" + bytes(3000), DAMAGED),
    "a web page": (lambda: b"<html><table><tr><td>1", str(files.WEB_PAGE)),
    "a page saved as XML": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", str(files.WEB_PAGE)),
    "lone surrogates": (lambda: text(",".join(GOOD)) + b"\n\xed\xa0\x80,x,y", ENCODING),
    "UTF-16 without its mark": (lambda: text(",".join(GOOD), encoding="utf-16-le"), ENCODING),
    "JSON": (lambda: b'{"a": 1}', NO_HEADER),
    "headers nobody knows": (lambda: xlsx({"企业": [["代号", "称呼"], ["x", "y"]]}), NO_HEADER),
    "a header in row 12": (lambda: xlsx({"企业": [["表"]] * 11 + [HEAD, GOOD]}), NO_HEADER),
    "a million rows of commas": (lambda: text(",".join(GOOD), ",,,,,\n" * 1_000_000), TOO_LONG),
    "one line of 20 MB": (lambda: b"a" * 20_000_000, QUOTES),
    "a quotation that never ends": (lambda: b'"' + b"a\n" * 5_000_000, QUOTES),
    "nothing but a header": (lambda: sheet(""), "There is nothing in the file."),
}  # fmt: skip


@pytest.mark.parametrize("what", list(FILES))
def test_a_file_that_can_t_be_taken_gets_one_sentence(what: str) -> None:
    made, said = FILES[what]
    sound, faults = outcome(made(), "企业.csv")
    assert sound == 0 and len(faults) == 1
    found = str(faults[0].sentence)
    assert found.startswith(said) if said else found in {HEAVY, DAMAGED}


def test_a_million_formatted_empty_cells_are_passed_over() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_048_577))
    assert outcome(sheet(headed(cells))) == (0, ())


def test_however_long_what_is_told_stays_short() -> None:
    long = "标" * 32_000
    content = xlsx({"企业" + "名" * 200: [[*HEAD, long], [*GOOD]]})
    _, faults = outcome(content)
    assert faults and all(
        len(str(fault.sentence)) < 400 and len(fault.column) <= 30 and len(fault.sheet) <= files.TITLE
        for fault in faults
    )
