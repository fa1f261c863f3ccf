"""Files as they come: every format, every encoding, and those that mean harm."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.workbooks import MAIN, ods, packed, xlsx
from zhuqi.core.sheets import cells, files
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.files import sheets

ROWS = [["名称", "数量"], ["梨", "3"]]
TEXT = "名称,数量\r\n梨,3\r\n"
FAR_CORNER = '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'


def sentence(content, name="x"):
    with pytest.raises(Faulty) as caught:
        sheets(content, name)
    assert len(caught.value.faults) == 1
    return str(caught.value.faults[0].sentence)


def outcome(content):
    """The sheets, or the sentence."""
    try:
        return sheets(content, "x")
    except Faulty as faulty:
        return str(faulty.faults[0].sentence)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\r\n", "\n").encode(),
    ],
)
def test_a_csv_is_read_in_the_encodings_people_have(content):
    (sheet,) = sheets(content, "folder/水果.csv")
    assert (sheet.name, sheet.rows) == ("水果", ROWS)


def test_a_csv_cell_may_hold_commas_quotes_and_line_breaks():
    (sheet,) = sheets(b'a,b\n"x, ""y""\nz",2\n', "x.csv")
    assert sheet.rows[1] == ['x, "y"\nz', "2"]


def test_every_kind_of_workbook_gives_the_same_rows():
    old = (Path(__file__).parent / "synthetic.xls").read_bytes()
    assert [
        [(sheet.name, sheet.rows) for sheet in sheets(content, "x")]
        for content in (xlsx({"水果": ROWS}), ods("水果", ROWS), old)
    ] == [[("水果", ROWS)]] * 3


def test_a_file_is_known_by_what_it_begins_with_and_not_by_its_name():
    assert sheets(xlsx({"水果": ROWS}), "水果.csv")[0].rows == ROWS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b" \n", "The file is empty."),
        (b"PK\x03\x04 and then nothing", files.DAMAGED),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 4000, files.DAMAGED),
        (packed({"mimetype": "text/plain"}), files.DAMAGED),
        (xlsx({"水果": ROWS})[:-40], files.DAMAGED),
        (b"<html><table><tr><td>1", files.WEB_PAGE),
        (b"a,b\n\xff\xff,1\n", "The text is neither UTF-8 nor GB18030. Save it again as .xlsx or as CSV UTF-8."),
        (b'a,b\n1,2\n"x,3\n', "The file can't be read from row 3 on: look at its quotation marks."),
        (b"\xff\xfea", "The text is neither UTF-8 nor GB18030. Save it again as .xlsx or as CSV UTF-8."),
    ],
)  # fmt: skip
def test_what_cant_be_opened_gets_one_sentence(content, said):
    assert sentence(content) == str(said)


def test_a_file_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 3 << 20)
    assert sentence(b"a" * (4 << 20)) == "The file has 4 MB; at most 3 MB are read. Split it."


def test_an_archive_that_says_it_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(files, "UNPACKED", 10_000)
    monkeypatch.setattr(files, "_workbook", lambda content: pytest.fail("it was unpacked"))
    assert sentence(xlsx({"水果": [["x" * 20_000]]})) == str(files.HEAVY)


def test_an_archive_of_very_many_files_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(files, "MEMBERS", 3)
    assert sentence(xlsx({"水果": ROWS})) == str(files.HEAVY)


def replaced(content: bytes, name: str, text: str) -> bytes:
    """A workbook with one of its parts written anew."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist()}
    return packed({**parts, name: text})


SHEET = "xl/worksheets/sheet1.xml"


def lying(content: bytes) -> bytes:
    """An archive whose directory says that each file unpacks to one byte."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    at = start
    while content[at : at + 4] == b"PK\x01\x02":
        content = content[: at + 24] + struct.pack("<I", 1) + content[at + 28 :]
        at += 46 + sum(struct.unpack("<HHH", content[at + 28 : at + 34]))
    return content


def test_an_archive_that_lies_about_its_size_ends_the_reader_and_not_us(monkeypatch):
    monkeypatch.setattr(files, "MEMORY", 300 << 20)
    endless = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * (200 << 20)
    bomb = lying(replaced(xlsx({"水果": ROWS}), SHEET, endless))
    assert len(bomb) < 1 << 20
    assert sentence(bomb) in {str(files.HEAVY), str(files.DAMAGED)}


@settings(max_examples=25)
@given(st.data())
def test_a_damaged_workbook_gives_rows_or_a_sentence(data):
    content = bytearray(xlsx({"水果": ROWS}))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
        content[at] = data.draw(st.integers(0, 255))
    found = outcome(bytes(content))
    assert found if isinstance(found, str) else all(len(sheet.rows) < 10 for sheet in found)


def test_a_cell_at_the_far_corner_ends_the_reader_and_not_us():
    far = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{FAR_CORNER}</row></sheetData></worksheet>'
    assert sentence(replaced(xlsx({"水果": ROWS}), SHEET, far)) == str(files.HEAVY)


def test_repeated_cells_end_the_reader_and_not_us():
    with zipfile.ZipFile(io.BytesIO(ods("水果", [["x"]]))) as archive:
        content = archive.read("content.xml").decode()
    content = content.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    content = content.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" ')
    assert sentence(replaced(ods("水果", [["x"]]), "content.xml", content)) in {str(files.HEAVY), str(files.DAMAGED)}


def test_a_sheet_that_reaches_too_far_is_told_so():
    wide = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="IX1"><v>1</v></c></row></sheetData></worksheet>'
    said = sentence(replaced(xlsx({"水果": ROWS}), SHEET, wide))
    assert said.startswith("The sheet reaches to row 1 and column 258; at most 300000 rows and 256 columns")


def test_a_csv_with_too_many_columns_is_told_so():
    assert sentence(b"," * cells.COLUMNS).startswith("The sheet reaches to row 1 and column 257;")


@pytest.mark.parametrize(("letters", "at"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_a_column_is_counted_from_zero(letters, at):
    assert cells._column(letters) == at
