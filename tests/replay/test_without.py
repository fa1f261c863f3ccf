"""Take one row out: exactly the lines whose query reads it, or what depends on it, disagree; and the program names both.

What each row must change is worked out by hand below, from what the row says.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.replay.thin import at, line, lines_of, names, thin
from zhuqi.core.sheets.reading import Row
from zhuqi.interfaces.replay.figures import reconcile
from zhuqi.interfaces.replay.read import Line, Preset, leave_out
from zhuqi.interfaces.replay.run import replay

FIRST_AND_LAST = ("first", "last")
VISITS = {"visited", "teams_out"}
GROUPED = {f"{count}_{name}" for count in FIRST_AND_LAST for name in ("recorded", "to_groups")}
TO_GROUPS, TO_CITY, WITH_TEAMS, AT_ROOM, ON_THE_SPOT, RECORDED = (
    {f"{count}_{name}" for count in FIRST_AND_LAST}
    for name in ("to_groups", "to_city", "with_teams", "at_room", "on_the_spot", "recorded")
)
LAST = {"last_to_groups", "last_to_city"}


@pytest.fixture(scope="module")
def play() -> tuple[Preset, dict[str, str]]:
    return thin()


@pytest.fixture(scope="module")
def whole(play: tuple[Preset, dict[str, str]], django_db_setup: None, django_db_blocker) -> Iterator[dict[str, int]]:
    with django_db_blocker.unblock():
        yield counted(play[0])[0]


def counted(preset: Preset) -> tuple[dict[str, int], set[Line]]:
    """Every line as it is counted after a replay, and the rows that were dropped. The replay is undone."""
    with transaction.atomic():
        done = replay(preset)
        lines = {found.figure: found.computed for found in reconcile(preset)}
        transaction.set_rollback(True)
    return lines, {drop.line for drop in done.dropped}


def first(preset: Preset, file: str, **said: object) -> Row:
    return next(row for row in preset.rows(file) if all(row.values[name] == value for name, value in said.items()))


def visited_once(preset: Preset) -> Row:
    """The visit of an enterprise without a case that was visited once."""
    cases = {row.values["uscc"] for row in preset.rows("cases")}
    visits = [row for row in preset.rows("visits") if row.values["uscc"] not in cases]
    return next(row for row in visits if sum(v.values["uscc"] == row.values["uscc"] for v in visits) == 1)


def visited_twice(preset: Preset) -> Row:
    cases = {row.values["uscc"] for row in preset.rows("cases")}
    visits = [row for row in preset.rows("visits") if row.values["uscc"] not in cases]
    return next(row for row in visits if sum(v.values["uscc"] == row.values["uscc"] for v in visits) == 2)


ACTS: tuple[tuple[str, str, int, set[str]], ...] = (
    # part, act, which of them, lines that disagree
    ("solved", "record", 0, GROUPED | {"solved"}),
    ("spot", "settle", 0, ON_THE_SPOT | WITH_TEAMS | {"solved"}),
    ("spot", "confirm", 0, set()),  # it stands solved from the settlement on
    ("returned", "submit", 0, TO_GROUPS | WITH_TEAMS),
    ("solved", "screen", 0, TO_GROUPS | AT_ROOM | {"solved"}),  # unscreened it can't be assigned
    ("late", "assign", 0, {"last_to_groups", "last_at_room"}),
    ("solved", "accept", 0, {"solved"}),  # unsigned it can't be replied to
    ("solved", "reply", -1, {"solved"}),
    ("contested", "contest", 0, {"solved"}),  # one more stands solved
    ("part", "contribute", 0, set()),  # the reply waits for it, but it didn't say solved
    ("returned", "rule", 0, set()),  # reassigned from unit to unit it is with the groups all the same
    ("city", "escalate", 0, TO_CITY | AT_ROOM),
    ("escalated", "ask_escalation", 0, LAST),  # nobody asked, so it stays with the group
    ("down", "send_down", 0, LAST),  # it stays with the city
)


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "act", "n", "expected"), ACTS, ids=[f"{part}-{act}" for part, act, *_ in ACTS])
def test_an_act_taken_out_changes_exactly_the_lines_that_read_it(
    play: tuple[Preset, dict[str, str]], whole: dict[str, int], part: str, act: str, n: int, expected: set[str]
) -> None:
    preset, cast = play
    acts = lines_of(preset, cast[part])
    gone = line("acts", at(acts, act, n))
    lines, dropped = counted(leave_out(preset, gone))
    assert {name for name in lines if lines[name] != whole[name]} == expected
    assert gone in dropped
    assert dropped <= {line("acts", row) for row in acts}, "rows of other cases are untouched"
    if act == "record":
        assert dropped == {line("acts", row) for row in acts}


@pytest.mark.django_db
def test_a_case_taken_out_takes_its_acts_with_it(play: tuple[Preset, dict[str, str]], whole: dict[str, int]) -> None:
    preset, cast = play
    gone = line("cases", first(preset, "cases", ref=cast["city"]))
    lines, dropped = counted(leave_out(preset, gone))
    assert {name for name in lines if lines[name] != whole[name]} == RECORDED | TO_CITY
    assert dropped == {gone} | {line("acts", row) for row in lines_of(preset, cast["city"])}


@pytest.mark.django_db
def test_an_enterprise_taken_out_takes_its_visit_and_its_case(
    play: tuple[Preset, dict[str, str]], whole: dict[str, int]
) -> None:
    preset, cast = play
    uscc = first(preset, "cases", ref=cast["part"]).values["uscc"]
    gone = line("enterprises", first(preset, "enterprises", uscc=uscc))
    lines, dropped = counted(leave_out(preset, gone))
    assert {name for name in lines if lines[name] != whole[name]} == {"enterprises"} | VISITS | GROUPED
    assert {drop.file for drop in dropped} == {"enterprises", "liaisons", "visits", "cases", "acts"}


@pytest.mark.django_db
def test_rows_of_the_register_change_the_line_that_counts_them(
    play: tuple[Preset, dict[str, str]], whole: dict[str, int]
) -> None:
    preset, _ = play
    idle = {row.values["unit"] for row in preset.rows("staff")}
    department = next(
        row for row in preset.rows("organisations") if row.values["kind"] == "department" and row.values["code"] not in idle
    )
    visits = {row.values["uscc"] for row in preset.rows("visits")} | {row.values["uscc"] for row in preset.rows("cases")}
    unvisited = next(row for row in preset.rows("enterprises") if row.values["uscc"] not in visits)
    fewer = leave_out(preset, line("organisations", department))
    fewer = leave_out(fewer, line("enterprises", unvisited))
    fewer = leave_out(fewer, line("staff", first(preset, "staff", code="ng029")))
    fewer = leave_out(fewer, line("visits", visited_once(preset)))
    fewer = leave_out(fewer, line("visits", visited_twice(preset)))
    lines, dropped = counted(fewer)
    assert {name: whole[name] - lines[name] for name in lines if lines[name] != whole[name]} == {
        "departments": 1, "enterprises": 1, "staff": 1, "visited": 1, "teams_out": 1,
    }  # fmt: skip
    assert {drop.file for drop in dropped} == {"organisations", "enterprises", "staff", "posts", "visits"}


@pytest.mark.django_db
def test_a_grant_taken_out_refuses_what_its_holder_did(play: tuple[Preset, dict[str, str]], whole: dict[str, int]) -> None:
    preset, cast = play
    acts = lines_of(preset, cast["contested"])
    handler = at(acts, "reply").values["actor"]
    gone = line("grants", first(preset, "grants", staff=handler, role="handler"))
    lines, dropped = counted(leave_out(preset, gone))
    others = [ref for part, ref in cast.items() if part == "solved"]
    fell = {"solved"} if any(row.values["actor"] == handler for ref in others for row in lines_of(preset, ref)) else set()
    assert {name for name in lines if lines[name] != whole[name]} == fell
    assert gone in dropped
    assert {line("acts", at(acts, "reply")), line("acts", at(acts, "contest"))} <= dropped


@pytest.mark.django_db
def test_a_link_taken_out_hides_the_enterprise_from_its_official(
    play: tuple[Preset, dict[str, str]], whole: dict[str, int]
) -> None:
    preset, cast = play
    uscc = first(preset, "cases", ref=cast["returned"]).values["uscc"]
    gone = line("liaisons", first(preset, "liaisons", uscc=uscc))
    lines, dropped = counted(leave_out(preset, gone))
    assert {name for name in lines if lines[name] != whole[name]} == VISITS | GROUPED
    assert {drop.file for drop in dropped} == {"liaisons", "visits", "acts"}


@pytest.mark.django_db
def test_the_round_taken_out_takes_its_visits(play: tuple[Preset, dict[str, str]], whole: dict[str, int]) -> None:
    preset, _ = play
    gone = line("rounds", preset.rows("rounds")[0])
    lines, dropped = counted(leave_out(preset, gone))
    assert {name for name in lines if lines[name] != whole[name]} == {"visited", "visit_days", "teams_out"}
    assert dropped == {gone} | {line("visits", row) for row in preset.rows("visits") if row.values["round"]}


def test_the_cast_has_a_part_for_every_kind_of_act_in_the_table(play: tuple[Preset, dict[str, str]]) -> None:
    preset, cast = play
    for part, act, *_ in ACTS:
        assert act in names(lines_of(preset, cast[part]))
