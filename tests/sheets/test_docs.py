"""The docs' tables of sheets, held to the program."""

import re
from pathlib import Path

import pytest

from zhuqi.core.sheets.columns import Choice
from zhuqi.domain.directory import sheets as directory
from zhuqi.domain.liaison import sheets as liaison
from zhuqi.domain.visits import sheets as visits

LAYOUTS = (*directory.LAYOUTS, *liaison.LAYOUTS, *visits.LAYOUTS)
TEXT = (Path(__file__).parents[2] / "docs" / "sheets.md").read_text("utf-8")


def told():
    """{heading: rows of its table, as lists of cells}."""
    found = {}
    for part in re.split(r"^### ", TEXT, flags=re.M)[1:]:
        lines = [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("| header")]
        found[part.splitlines()[0]] = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return found


def test_every_sheet_is_told_in_the_order_of_loading():
    assert list(told()) == [f"{layout.titles[0]} · {layout.key}" for layout in LAYOUTS]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_every_column_is_told_with_its_headers(layout):
    rows = told()[f"{layout.titles[0]} · {layout.key}"]
    assert [row[2] for row in rows] == [f"`{column.key}`" for column in layout.columns]
    for (chinese, english, _, needed, _), column in zip(rows, layout.columns, strict=True):
        assert chinese == column.headers[0]
        assert english in {column.key, *column.headers}
        assert needed == ("yes" if column.required else "no")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_every_choice_is_told_by_its_first_word(layout):
    rows = told()[f"{layout.titles[0]} · {layout.key}"]
    for row, column in zip(rows, layout.columns, strict=True):
        if isinstance(column.kind, Choice):
            first = {member: word for word, member in reversed(list(column.kind.words.items()))}
            assert row[4].split(".")[0] == "、".join(
                first[member] for member in dict.fromkeys(column.kind.words.values())
            )
