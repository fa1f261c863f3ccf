"""Rows as they come in: typed, counted by line, and dropped with what depends on them."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from zhuqi.base.errors import Missing, Refused
from zhuqi.interfaces.replay.read import LAYOUTS, PRESETS, Line, Preset, known, leave_out, read
from zhuqi.interfaces.replay.references import sound


@pytest.fixture(scope="module")
def preset() -> Preset:
    return read("nanguan")


def test_every_file_is_read_and_nothing_is_dropped(preset: Preset) -> None:
    files = {path.stem for path in (PRESETS / "nanguan").glob("*.csv")}
    assert set(preset.tables) == set(LAYOUTS) >= files
    assert {name for name, table in preset.tables.items() if table.rows} == files
    assert not preset.dropped
    assert sound(preset) is preset


def test_a_line_is_counted_as_an_editor_counts_it(preset: Preset) -> None:
    lines = (PRESETS / "nanguan" / "acts.csv").read_text(encoding="utf-8").splitlines()
    for row in (preset.rows("acts")[0], preset.rows("acts")[-1]):
        assert lines[row.number - 1].startswith(f"{row.values['at']:%Y-%m-%dT%H:%M},{row.values['actor']},")


def test_facts_hold_days_where_a_step_takes_days(preset: Preset) -> None:
    facts = next(row.values["facts"] for row in preset.rows("acts") if row.values["act"] == "record")
    assert facts["found_on"] == dt.date(2019, 5, 13)


@pytest.mark.parametrize(
    ("text", "line"),
    [("acts.csv:12", Line("acts", 12)), ("acts:12", Line("acts", 12)), ("presets/nanguan/acts.csv:2", Line("acts", 2))],
)
def test_a_row_is_named_by_file_and_line(text: str, line: Line) -> None:
    assert Line.parse(text) == line


@pytest.mark.parametrize("text", ["acts.csv", "acts.csv:", "acts.csv:x", "acts.csv:-1", "other.csv:3", ":3", ""])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"acts.csv:12"):
        Line.parse(text)


@pytest.mark.parametrize("number", [0, 1, 99_999])
def test_a_line_without_a_row_is_missing(preset: Preset, number: int) -> None:
    with pytest.raises(Missing, match="header"):
        leave_out(preset, Line("acts", number))


def test_a_preset_that_isnt_there_names_those_that_are() -> None:
    assert "nanguan" in known()
    with pytest.raises(Missing, match="nanguan"):
        read("nowhere")


def test_a_team_taken_out_takes_its_groups_posts_and_links_to_the_last_dependant(preset: Preset) -> None:
    team = next(row for row in preset.rows("organisations") if row.values["code"] == "ng-t07")
    left = sound(leave_out(preset, Line("organisations", team.number)))
    said = {str(drop.line): str(drop.sentence) for drop in left.dropped}
    assert said[f"organisations.csv:{team.number}"] == "left out as asked"
    group = next(row for row in preset.rows("organisations") if row.values["code"] == "ng-t07-1")
    assert said[f"organisations.csv:{group.number}"] == "No row of organisations.csv says ng-t07."
    gone = {"ng-t07", "ng-t07-1", "ng-t07-2", "ng-t07-3"}
    posts = [row for row in preset.rows("posts") if row.values["organisation"] in gone]
    links = [row for row in preset.rows("liaisons") if row.values["group"] in gone]
    assert len(left.dropped) == len(gone) + len(posts) + len(links)


def test_a_row_that_cant_be_read_is_dropped_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "nanguan"
    shutil.copytree(PRESETS / "nanguan", folder)
    acts = (folder / "acts.csv").read_text(encoding="utf-8").splitlines()
    acts[4] = acts[4].replace("2019-05-13T", "13.5. ")
    acts[5] = acts[5].replace("record", "invent")
    (folder / "acts.csv").write_text("\n".join(acts) + "\n", encoding="utf-8")
    dropped = {str(drop.line): str(drop.sentence) for drop in read("nanguan", folder).dropped}
    assert set(dropped) == {"acts.csv:5", "acts.csv:6"}
    assert "is no time" in dropped["acts.csv:5"]
