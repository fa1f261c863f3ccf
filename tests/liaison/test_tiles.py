"""Where tiles stand: as a text says, in a tidy grid where it says nothing, and each area once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.domain.liaison.queries.tiles import by_tile
from zhuqi.domain.liaison.rules.tiles import laid

NAMES = ["甲街道", "乙街道", "丙街道", "丁镇"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [[0, 1], [2, 3]]),
        ("甲街道 乙街道 丙街道 丁镇", [[0, 1, 2, 3]]),
        ("丁镇 . 甲街道 / 乙街道 丙街道", [[3, None, 0], [1, 2, None]]),
        ("丁镇 甲街道\n乙街道", [[3, 0], [1, None], [2, None]]),
        ("没有的镇 丁镇", [[None, 3], [0, 1], [2, None]]),
        ("丁镇 丁镇", [[3, None], [0, 1], [2, None]]),
        ("/ . /", [[None], [0], [1], [2], [3]]),
    ],
)
def test_tiles_stand_where_the_text_puts_them_and_the_others_follow(text: str, rows: list[list[int | None]]) -> None:
    assert laid(text, NAMES) == rows


@given(st.text(alphabet="甲乙丙丁街道镇 ./\n", max_size=60), st.integers(0, 12))
def test_every_area_stands_once_whatever_is_written(text: str, n: int) -> None:
    names = [f"{'甲乙丙丁'[k % 4]}{'街道' if k < 4 else str(k)}" for k in range(n)]
    rows = laid(text, names)
    assert sorted(cell for row in rows for cell in row if cell is not None) == list(range(n))
    assert len({len(row) for row in rows}) <= 1


def test_without_areas_there_is_nothing() -> None:
    assert laid("", []) == []


def test_what_lies_in_no_area_is_counted_apart() -> None:
    class Area:
        def __init__(self, path: str) -> None:
            self.path = path

    areas = [Area("0000000100000002"), Area("0000000100000003")]
    counted = by_tile(areas, [("0000000100000002", 3), ("000000010000000300000009", 2), ("00000001", 4)])  # type: ignore[arg-type]
    assert counted == ([3, 2], 4)
