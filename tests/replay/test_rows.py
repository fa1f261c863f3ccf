"""The rows of the preset, read without the product: they can happen, and they add up to the published figures."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.replay.simulator import FIRST, LAST, World, rows
from tools import make_nanguan
from zhuqi.base.uscc import check

FOLDER = Path(__file__).resolve().parents[2] / "presets" / "nanguan"


@pytest.fixture
def world() -> World:
    return World(FOLDER)


def test_the_script_can_happen_and_gives_the_published_figures(world: World) -> None:
    world.play(FIRST)
    counts = world.figures()
    del counts["solved"]  # the source counts them on the later day only
    assert counts == {"recorded": 175, "on_the_spot": 5, "to_the_groups": 125, "to_the_city": 45}
    world.play(LAST)
    assert world.figures() == {
        "recorded": 255, "on_the_spot": 5, "to_the_groups": 176, "to_the_city": 69, "with_teams": 3, "at_the_room": 2, "solved": 9,
    }  # fmt: skip
    assert not world.acts, "every act lies before the last cut-off"


def test_the_script_has_every_kind_of_life(world: World) -> None:
    world.play(LAST)
    lived = {act: n for act, n in world.counts.items() if n}
    assert {"settle", "hand_back", "rule", "extend", "refuse", "suspend", "resume", "escalate", "send_down", "contribute",
            "stage_reply", "ask", "confirm", "contest", "withdraw", "reopen"} <= set(lived)  # fmt: skip


def test_acts_are_in_the_order_of_time() -> None:
    times = [row["at"] for row in rows(FOLDER, "acts")]
    assert times == sorted(times)
    assert all(re.fullmatch(r"2019-0[56]-\d\dT\d\d:\d\d", at) for at in times)


@pytest.mark.parametrize(
    ("kind", "number"),
    [("town", 14), ("desk", 2), ("leading_group", 1), ("office", 2), ("functional_group", 7), ("team", 63), ("group", 192),
     ("task_force", 4), ("supervision", 2)],
)  # fmt: skip
def test_the_organisation_is_the_published_one(kind: str, number: int) -> None:
    assert sum(row["kind"] == kind for row in rows(FOLDER, "organisations")) == number


def test_there_are_58_departments_of_the_district_and_540_people_in_them() -> None:
    units = rows(FOLDER, "organisations")
    departments = {row["code"] for row in units if row["kind"] == "department" and row["parent"] == "ng"}
    staff = [row for row in rows(FOLDER, "staff") if row["unit"] in departments]
    ranks = Counter(row["rank"] for row in staff)
    assert len(departments) == 58
    assert len(staff) == 540
    assert ranks["district_leader"] == 28


def test_every_team_and_group_has_its_chain() -> None:
    rank = {row["code"]: row["rank"] for row in rows(FOLDER, "staff")}
    posts: dict[tuple[str, str], list[str]] = {}
    for row in rows(FOLDER, "posts"):
        posts.setdefault((row["organisation"], row["duty"]), []).append(rank[row["staff"]])
    for unit in rows(FOLDER, "organisations"):
        if unit["kind"] == "team":
            assert posts[unit["code"], "leads_team"] == ["district_leader"]
            assert posts[unit["code"], "holds_team"] == ["division"]
        if unit["kind"] == "group":
            assert posts[unit["code"], "holds_group"] == ["deputy_division"]
            assert 1 <= len(posts[unit["code"], "holds_enterprises"]) <= 3


def test_554_enterprises_were_visited_on_site_by_all_63_teams_in_four_days() -> None:
    group = {(row["uscc"], row["staff"]): row["group"] for row in rows(FOLDER, "liaisons")}
    visits = [row for row in rows(FOLDER, "visits") if row["round"]]
    assert {row["mode"] for row in visits} == {"on_site"}, "a telephone call is no visit of the round"
    assert len({row["uscc"] for row in visits}) == 554 < len(visits)
    assert len({row["day"] for row in visits}) == 4
    assert len({group[row["uscc"], row["staff"]].rsplit("-", 1)[0] for row in visits}) == 63


def test_enterprises_have_valid_codes_and_lie_in_a_sub_district() -> None:
    towns = {row["code"] for row in rows(FOLDER, "organisations") if row["kind"] == "town"}
    known = rows(FOLDER, "enterprises")
    assert len({row["uscc"] for row in known}) == len({row["name"] for row in known}) == len(known) == 20_000
    for row in known:
        judged = check(row["uscc"])
        assert not judged.errors
        assert not judged.warnings
        assert row["region"] in towns


def test_every_reference_leads_somewhere() -> None:
    units = {row["code"] for row in rows(FOLDER, "organisations")}
    staff = {row["code"] for row in rows(FOLDER, "staff")}
    enterprises = {row["uscc"] for row in rows(FOLDER, "enterprises")}
    bound = {(row["uscc"], row["staff"]) for row in rows(FOLDER, "liaisons")}
    assert {row["parent"] for row in rows(FOLDER, "organisations")} - {""} <= units
    assert {row["unit"] for row in rows(FOLDER, "staff")} <= units
    assert {(row["staff"], row["organisation"]) for row in rows(FOLDER, "grants")} <= {
        (s, u) for s in staff for u in units
    }
    assert {row["uscc"] for row in rows(FOLDER, "cases")} <= enterprises
    assert {(row["uscc"], row["staff"]) for row in rows(FOLDER, "visits")} <= bound


def test_no_two_needs_are_said_alike_and_titles_are_short() -> None:
    said = rows(FOLDER, "cases")
    assert len({row["body"] for row in said}) == len(said) == 255
    assert all(4 <= len(row["title"]) <= 24 for row in said)
    assert all(2 <= len(re.findall("[。？]", row["body"])) <= 5 for row in said)


def test_files_are_utf8_with_a_header_and_line_feeds() -> None:
    for path in sorted(FOLDER.glob("*.csv")):
        raw = path.read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        assert not raw.startswith(b"\xef\xbb\xbf")
        lengths = {len(row) for row in csv.reader(raw.decode().splitlines())}
        assert len(lengths) == 1, path.name


def test_the_tool_makes_the_same_rows_again(tmp_path: Path) -> None:
    for name, made in make_nanguan.rows().items():
        make_nanguan.write(tmp_path, name, made)
        assert (tmp_path / f"{name}.csv").read_bytes() == (FOLDER / f"{name}.csv").read_bytes()
