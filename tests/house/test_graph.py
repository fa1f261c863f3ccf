"""docs/case.md draws the table of steps as it is, and leaves none of the case's words unexplained."""

from __future__ import annotations

import pytest

from tools.graph import PAGE, PARTS, STALE, drawing, refreshed, table
from zhuqi.base.words import Named
from zhuqi.domain.cases.rules.steps import STEPS, moves
from zhuqi.domain.cases.rules.words import Action, Tick, Who


def page() -> str:
    return PAGE.read_text("utf-8")


def test_the_page_about_cases_is_as_the_code_has_it() -> None:
    assert refreshed(page()) == page(), STALE


def test_a_page_that_lags_behind_is_found_and_mended() -> None:
    lagging = page().replace("FOUND --> REPLIED: settle", "FOUND --> ENDED: settle")
    assert lagging != page()
    assert refreshed(lagging) == page()


@pytest.mark.parametrize("name", PARTS)
def test_a_page_without_a_place_for_a_part_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        refreshed(page().replace(f"<!-- {name}: begin -->", ""))


def test_every_movement_is_drawn() -> None:
    drawn = drawing()
    for start, action, target in moves():
        arrow = f"{start.name if start else '[*]'} --> {target.name}: "
        lines = [line.strip() for line in drawn.splitlines() if line.strip().startswith(arrow)]
        assert start is target or action.value in lines[0].removeprefix(arrow).split(", ")


def test_every_row_of_the_table_has_a_line() -> None:
    lines = table().splitlines()[2:]
    assert [line.split("`")[1] for line in lines] == [action.value for action in Action for _ in STEPS[action]]


@pytest.mark.parametrize("words", [Tick, Who])
def test_every_clock_and_everybody_is_explained(words: type[Named]) -> None:
    assert not [word.name for word in words if f"| `{word.name}`" not in page()]
