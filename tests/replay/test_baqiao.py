"""The preset ``baqiao``: its rows, read without the product; and played, beside the published figures."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.replay.simulator import rows
from tools import make_baqiao, make_nanguan
from zhuqi.base.uscc import check
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import State
from zhuqi.domain.errands.models import Errand
from zhuqi.interfaces.replay.figures import reconcile
from zhuqi.interfaces.replay.read import Line, leave_out, read
from zhuqi.interfaces.replay.run import replay

FOLDER = Path(__file__).resolve().parents[2] / "presets" / "baqiao"


def test_the_tool_makes_the_same_rows_again(tmp_path: Path) -> None:
    made = make_baqiao.rows()
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(made)
    for name, lines in made.items():
        make_nanguan.write(tmp_path, name, lines, make_baqiao.HEADS)
        assert (tmp_path / f"{name}.csv").read_bytes() == (FOLDER / f"{name}.csv").read_bytes()


def test_63_and_76_enterprises_are_held_one_to_one_by_139_leaders_and_heads() -> None:
    assert Counter(row["list"] for row in rows(FOLDER, "listed")) == {"市定企业": 63, "区选企业": 76}
    links = rows(FOLDER, "liaisons")
    assert len(links) == len({row["uscc"] for row in links}) == len({row["staff"] for row in links}) == 139
    assert {row["group"] for row in links} == {""}
    ranks = {row["code"]: row["rank"] for row in rows(FOLDER, "staff")}
    assert {ranks[row["staff"]] for row in links} == {"district_leader", "division", "deputy_division"}


def test_each_enterprise_is_served_twice_a_month_by_whoever_holds_it_on_a_working_day() -> None:
    holds = {row["uscc"]: row["staff"] for row in rows(FOLDER, "liaisons")}
    made = rows(FOLDER, "visits")
    assert all(holds[row["uscc"]] == row["staff"] for row in made)
    counts = Counter((row["uscc"], row["day"][:7]) for row in made)
    assert {month for _, month in counts} == {"2016-03", "2016-04"}
    assert len(counts) == 139 * 2 and min(counts.values()) == 2


def test_codes_are_valid_and_were_given_out_to_nobody() -> None:
    for row in rows(FOLDER, "enterprises"):
        assert not check(row["uscc"]).errors and row["uscc"][8:11] == "MAY"


def test_files_have_one_shape() -> None:
    for path in sorted(FOLDER.glob("*.csv")):
        raw = path.read_bytes()
        assert b"\r" not in raw and raw.endswith(b"\n")
        assert len({len(row) for row in csv.reader(raw.decode().splitlines())}) == 1, path.name


@pytest.mark.django_db
def test_played_it_gives_the_published_figures_and_drops_no_row() -> None:
    preset = read("baqiao")
    done = replay(preset)
    assert done.dropped == []
    lines = {line.figure: line for line in reconcile(preset)}
    assert [line.figure for line in lines.values() if not line.agrees] == []
    assert dict(lines["on_lists"].terms) == {"市定企业": 63, "区选企业": 76}
    assert set(lines) == {figure["figure"] for figure in preset.published["figures"]}
    assert Counter(Errand.objects.values_list("state", flat=True)) == {"finished": 32, "filed": 4}
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states[State.ENDED] >= 8 and states.total() == 18


@pytest.mark.django_db
def test_a_link_that_is_left_out_shows_in_the_figures() -> None:
    preset = leave_out(read("baqiao"), Line("liaisons", 2))
    none = {name: replace(preset.tables[name], rows=()) for name in ("visits", "acts", "cases", "errands")}
    quiet = replace(preset, tables={**preset.tables, **none})
    replay(quiet)
    lines = {line.figure: line for line in reconcile(quiet)}
    assert (lines["linked"].computed, lines["linking"].computed, lines["on_lists"].computed) == (138, 138, 139)
    assert lines["fewest_services"].computed == 0
