"""From a sheet to typed rows, and the faults in between."""

import datetime as dt

import pytest

from tests.sheets.workbooks import FAILED, UNSTORED, date, formula, xlsx
from zhuqi.core.sheets.columns import Column, Day, Integer, Layout, Text
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.reading import read

FRUIT = Layout(
    "fruit",
    ("水果", "果品"),
    (
        Column("name", ("名称", "fruit name"), Text(5)),
        Column("n", ("数量", "数量(个)"), Integer(), required=False),
        Column("day", ("日期",), Day(), required=False),
    ),
)
OTHER = Layout("other", ("其他",), (Column("name", ("名称",), Text(5)),))
HEADER = ["名称", "数量", "日期"]


def table(rows, merged=(), layout=FRUIT, sheet="水果"):
    return read(xlsx({sheet: rows}, merged), [layout], name="x.xlsx")[layout.key]


def values(found):
    return [tuple(row.values.values()) for row in found.rows]


def said(faults):
    return [(fault.sheet, fault.row, fault.column, str(fault.sentence)) for fault in faults]


def refused(content, layouts=(FRUIT, OTHER), name="x.xlsx"):
    with pytest.raises(Faulty) as caught:
        read(content, layouts, name=name)
    return said(caught.value.faults)


def test_cells_become_values_under_their_keys():
    found = table([HEADER, ["梨", 3, date(43591)], ["桃", "４"]])
    assert [dict(row.values) for row in found.rows] == [
        {"name": "梨", "n": 3, "day": dt.date(2019, 5, 6)},
        {"name": "桃", "n": 4, "day": None},
    ]
    assert [row.number for row in found.rows] == [2, 3]
    assert found.faults == ()


@pytest.mark.parametrize(
    "header", [["数量", "名称"], ["n", "name"], [" 数 量（个）", "*名称："], ["Ｎ", "Fruit Name"], ["N", "FRUIT_NAME"]]
)
def test_headers_are_known_in_any_order_language_and_width(header):
    cells = {"name": "梨", "n": 3}
    row = [cells["n"], cells["name"]]
    assert [dict(found.values) for found in table([header, row]).rows] == [cells]


def test_a_title_above_the_header_is_passed_over():
    found = table([["某区水果表"], [], ["单位：个"], HEADER, ["梨", 3]], merged=["A1:C1"])
    assert [(row.number, row.values["name"]) for row in found.rows] == [(5, "梨")]


def test_blank_rows_are_passed_over_and_don_t_shift_the_numbers():
    found = table([HEADER, [], ["梨"], ["", " "], ["桃"]])
    assert [(row.number, row.values["name"]) for row in found.rows] == [(3, "梨"), (5, "桃")]


def test_columns_that_say_nothing_are_passed_over():
    assert values(table([["序号", "名称", "备注"], [1, "梨", "好"]])) == [("梨",)]


def test_a_formula_gives_the_value_it_had_when_saved():
    assert values(table([HEADER, ["梨", formula("1+2", "3")]])) == [("梨", 3, None)]


def test_a_formula_without_a_value_is_a_fault_and_not_a_blank():
    found = table([HEADER, ["梨", FAILED], ["桃", UNSTORED]])
    assert said(found.faults) == [
        ("水果", 2, "数量", "The formula here failed. Mend it, or type the value."),
        (
            "水果",
            3,
            "数量",
            "The formula here has no stored result. Open the file in a spreadsheet program and save it, or type the value.",
        ),
    ]


def test_a_cell_merged_over_rows_counts_for_each_of_them():
    found = table([HEADER, ["梨", 3], ["", 4], ["", 5], ["桃", 6]], merged=["A2:A4"])
    assert values(found) == [("梨", 3, None), ("梨", 4, None), ("梨", 5, None), ("桃", 6, None)]


def test_a_cell_merged_over_two_columns_is_a_fault():
    found = table([HEADER, ["梨", ""]], merged=["A2:B2"])
    assert said(found.faults) == [("水果", 2, "A", "Cells are merged across columns here. Split them.")]


def test_every_wrong_cell_is_named_and_its_row_is_kept_as_unsound():
    found = table([HEADER, ["六个字的名称", "x"], ["", 3], ["桃", 1]])
    assert said(found.faults) == [
        ("水果", 2, "名称", "This has 6 characters; at most 5 are kept."),
        ("水果", 2, "数量", "“x” is no number."),
        ("水果", 3, "名称", "This is needed and is empty."),
    ]
    assert [(row.values["name"], row.sound) for row in found.rows] == [(None, False), (None, False), ("桃", True)]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([["数量"], [3]], [(1, "名称", "This column is missing.")]),
        ([[*HEADER, "名称"], ["梨"]], [(1, "名称", "This column is there twice.")]),
        ([[*HEADER, "fruit name"], ["梨"]], [(1, "fruit name", "This column is there twice.")]),
        ([[*HEADER, "数目"], ["梨"]], [(1, "数目", "No such column is known; known are: 名称、数量、日期.")]),
        ([["名称", "", "数量"], ["梨", "x", 1]], [(1, "", "Column B has no header.")]),
    ],
)
def test_a_wrong_header_is_named(rows, faults):
    assert refused(xlsx({"水果": rows})) == [("水果", *fault) for fault in faults]


def test_a_row_longer_than_the_header_is_a_fault():
    found = read("名称,数量\n梨,3,4\n".encode(), [FRUIT], name="x.csv")["fruit"]
    assert said(found.faults) == [("x", 2, "", "This row is longer than the header.")]


def test_sheets_are_told_apart_by_their_names():
    content = xlsx({"其他": [["名称"], ["甲"]], "果品": [HEADER, ["梨"]], "说明": [["怎样填表"]], "Sheet3": []})
    found = read(content, [FRUIT, OTHER], name="x.xlsx")
    assert {key: table.sheet for key, table in found.items()} == {"other": "其他", "fruit": "果品"}


def test_an_unknown_sheet_is_a_fault_so_that_nothing_is_lost_quietly():
    content = xlsx({"水果": [HEADER, ["梨", "x"]], "水菓": [HEADER]})
    assert refused(content) == [
        ("水果", 2, "数量", "“x” is no number."),
        ("水菓", 0, "", "No sheet of this name is known; known are: 水果、其他."),
    ]


def test_two_sheets_for_the_same_are_a_fault():
    content = xlsx({"水果": [HEADER, ["梨"]], "果品": [HEADER, ["桃"]]})
    assert refused(content) == [("果品", 0, "", "Another sheet of the file holds the same.")]


def test_where_one_layout_is_meant_a_single_sheet_may_be_called_anything():
    assert values(table([HEADER, ["梨"]], sheet="Sheet1")) == [("梨", None, None)]


def test_a_csv_is_the_sheet_its_name_says():
    assert set(read("名称\n甲\n".encode(), [FRUIT, OTHER], name="folder/other.csv")) == {"other"}


def test_a_file_with_nothing_in_it_says_so():
    assert refused(xlsx({"水果": []})) == [("", 0, "", "There is nothing in the file.")]
