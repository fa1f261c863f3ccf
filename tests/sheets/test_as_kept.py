"""Sheets as people keep them: read leniently, with what was passed over named."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Sequence
from io import BytesIO

import pytest

from tests.sheets.workbooks import packed, xlsx
from zhuqi.core.sheets.columns import Amount, Column, Integer, Layout, Text
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.files import DOCUMENT, MACROS
from zhuqi.core.sheets.reading import Table, read_one
from zhuqi.core.sheets.writing import xlsx as written

LAYOUT = Layout("firms", ("企业",), (
    Column("code", ("统一社会信用代码", "税号"), Text(30)),
    Column("name", ("企业名称", "名称"), Text(60)),
    Column("staff", ("从业人员",), Integer(), required=False),
    Column("revenue", ("营业收入(万元)",), Amount(wan=True), required=False),
))  # fmt: skip
HEAD = ("统一社会信用代码", "企业名称", "从业人员", "营业收入(万元)")


def took(content: bytes, name: str = "x.xlsx") -> Table:
    return read_one(content, LAYOUT, name=name)


def values(table: Table) -> list[tuple[object, ...]]:
    return [tuple(row.values.get(key) for key in ("code", "name", "staff", "revenue")) for row in table.rows]


def refused(content: bytes, name: str = "x.xlsx") -> str:
    """The one sentence about a file that can't be taken, within five seconds."""
    began = time.monotonic()
    with pytest.raises(Faulty) as caught:
        took(content, name)
    assert time.monotonic() - began < 5
    (fault,) = caught.value.faults
    return str(fault.sentence)


def test_columns_that_arent_known_are_passed_over_and_named() -> None:
    table = took(xlsx({"a": [["税号", "法定代表人", "名称"], ["1", "某", "演练"]]}))
    assert values(table) == [("1", "演练", None, None)] and table.passed == ("法定代表人",)


@pytest.mark.parametrize("header", ["营业收入（千元）", "营业收入 (千元)", "营业收入(千元)"])
def test_an_amount_may_come_in_another_unit_that_its_header_names(header: str) -> None:
    table = took(xlsx({"a": [["税号", "名称", header], ["1", "演练", 3500]]}))
    assert str(table.rows[0].values["revenue"]) == "350.00"


def test_an_amount_without_a_unit_is_not_guessed_at() -> None:
    assert took(xlsx({"a": [["税号", "名称", "营业收入"], ["1", "演练", 3500]]})).passed == ("营业收入",)


def test_headers_on_two_storeys_are_one_header() -> None:
    rows: list[list[object]] = [
        ["统一社会信用代码", "企业名称", "规模", ""],
        ["", "", "从业人员", "营业收入(万元)"],
        ["1", "演练", 5, 6],
    ]
    table = took(xlsx({"a": rows}, ["A1:A2", "B1:B2", "C1:D1"]))
    assert [row[:3] for row in values(table)] == [("1", "演练", 5)] and table.top == 1


@pytest.mark.parametrize(
    "line",
    [["合计", "", 9], ["", "合 计", 9], ["总计：9 家"], ["填表人：演练", "", ""], ["注：数据为合成"], ["Total", "", 5]],
)
def test_what_stands_under_a_list_is_no_entry_of_it(line: list[object]) -> None:
    rows: list[Sequence[object]] = [HEAD, ["1", "演练", 5, 6], line]
    table = took(xlsx({"a": rows}))
    assert len(table.rows) == 1 and table.skipped == (3,)


def test_an_enterprise_called_like_a_sum_is_an_entry() -> None:
    assert len(took(xlsx({"a": [HEAD, ["1", "合计", 5, 6]]})).rows) == 1


def test_the_header_once_more_is_no_entry() -> None:
    assert took(xlsx({"a": [HEAD, ["1", "演练"], HEAD, ["2", "演练"]]})).skipped == (3,)


def test_of_several_sheets_the_one_with_the_headers_is_read() -> None:
    assert len(took(xlsx({"说明": [["看下一页"]], "a": [HEAD, ["1", "演练"]]})).rows) == 1


def test_a_text_between_tabs_under_a_title_is_taken_apart() -> None:
    assert values(took("某市\n\n税号\t名称\n1\t演练\n".encode("utf-8-sig"), "x.csv")) == [("1", "演练", None, None)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["企业名"], ["演练"]], "The nearest is “企业名”: is 企业名称 meant?"),
        ([["统一信用代号", "企业名称"], ["1", "演练"]], "Is “统一信用代号” meant? Then call it 统一社会信用代码."),
        ([["无关"], ["x"]], "No header stands in the first 10 rows. Columns that are known:"),
    ],
)
def test_where_the_header_isnt_found_the_nearest_is_named(rows: list[list[object]], said: str) -> None:
    assert said in refused(xlsx({"a": rows}))


def with_part(name: str) -> bytes:
    file = BytesIO(xlsx({"a": [HEAD, ["1", "演练"]]}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (64 << 20))
    return file.getvalue()


def test_files_that_are_no_lists_are_refused_with_a_sentence() -> None:
    assert refused(with_part("xl/vbaProject.bin")) == str(MACROS)
    assert refused(packed({"word/document.xml": "<x/>"})) == str(DOCUMENT)
    assert "unpacks to far more" in refused(bomb())
    assert "damaged" in refused(b"%PDF-1.7")
    assert "at most 300000 rows" in refused(b"a,b\n" * 2_000_000, "x.csv")


def test_what_is_written_is_read_again_and_holds_no_formula() -> None:
    rows = [["=1+1", "@x", 5, 6], ["+1", "-1", None, None]]
    content = written("企业", HEAD, rows)  # type: ignore[arg-type]
    assert [row[:2] for row in values(took(content))] == [("=1+1", "@x"), ("+1", "-1")]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")
