"""What is printed: aligned whatever the script, every term, the lines that disagree by name."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from zhuqi.base.words import say
from zhuqi.interfaces.columns import aligned, width
from zhuqi.interfaces.replay.figures import FIGURES, Reconciled, disagreeing
from zhuqi.interfaces.replay.read import Dropped, Line, known, read
from zhuqi.interfaces.replay.table import SHOWN, dropped, reconciliation

AT = dt.datetime(2019, 6, 4, 18, tzinfo=dt.UTC)


def line(name: str, published: int | None, computed: int, expected: int | None = None, **terms: int) -> Reconciled:
    expected = published if expected is None else expected
    assert expected is not None
    return Reconciled(
        name, name, published, expected, computed, "needs", AT, terms, "", "4 June", "", {"groups": "功能组"}
    )


def test_every_declared_figure_has_its_printed_line_and_the_other_way_round() -> None:
    printed = {name: [figure["figure"] for figure in read(name).published["figures"]] for name in known()}
    assert all(len(set(figures)) == len(figures) for figures in printed.values())
    assert {name for figures in printed.values() for name in figures} == {figure.name for figure in FIGURES}
    assert len(printed) > 1


def test_a_figure_that_nobody_published_says_how_it_is_read() -> None:
    for figure in read("nanguan").published["figures"]:
        assert figure["published"] is not None or {"expected", "reading"} <= set(figure)
        assert set(figure.get("reading", {"zh": "", "en": ""})) == {"zh", "en"}


def test_chinese_stands_under_chinese() -> None:
    assert width("功能组 5") == 8
    assert aligned([["要素保障组", "1"], ["a", "10"]], numbers=[1]) == ["要素保障组   1", "a           10"]


def test_lines_that_disagree_are_named_with_what_was_expected() -> None:
    lines = [line("first", 125, 124, groups=99, spot=25), line("second", 45, 45), line("third", None, 3, 2)]
    said = reconciliation(lines)
    assert disagreeing(lines) == ["first", "third"]
    assert "2 of 3 lines disagree: first third" in said
    assert "≠ 125" in said
    assert "功能组 99 + spot 25" in said


def test_all_in_order_is_said_in_one_sentence() -> None:
    assert reconciliation([line("first", 125, 125)]).endswith("All 1 lines agree.")


def test_scope_and_cut_off_stand_once_above_their_lines() -> None:
    said = reconciliation([line("first", 1, 1), line("second", 2, 2)])
    assert said.count("needs · 2019-06-04 18:00 (the source: 4 June)") == 1


def test_a_line_as_json_has_the_six_fields() -> None:
    row = json.loads(json.dumps(line("first", None, 3, 3, groups=3).row()))
    assert row == {
        "figure": "first",
        "published": None,
        "computed": 3,
        "scope": "needs",
        "as_of": "2019-06-04T18:00:00+00:00",
        "terms": {"groups": 3},
    }


@pytest.mark.parametrize("rows", [0, 1, SHOWN + 7])
def test_dropped_rows_are_named_and_many_are_summed_up(rows: int) -> None:
    said = dropped([Dropped(Line("acts", n), say("left out as asked")) for n in range(2, rows + 2)])
    assert (said == "") == (rows == 0)
    assert ("acts.csv:2  left out as asked" in said) == (rows > 0)
    assert ("… and 7 more" in said) == (rows > SHOWN)
