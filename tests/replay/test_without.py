"""Take a row out: exactly the lines whose query reads it, or what depends on it, disagree; and the program names the rows.

What each row must change is worked out by hand, from what the row says. Cases don't touch one another, so several rows
leave in one replay, and their changes add up; the soak takes every row out alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.conftest import SOAK
from tests.replay.thin import at, line, lines_of, thin
from zhuqi.core.sheets.reading import Row
from zhuqi.interfaces.replay.figures import reconcile
from zhuqi.interfaces.replay.read import Line, Preset, leave_out
from zhuqi.interfaces.replay.run import replay

Play = tuple[Preset, dict[str, str]]


def both(**changes: int) -> dict[str, int]:
    """The same change in the first count and in the last."""
    return {f"{count}_{name}": n for name, n in changes.items() for count in ("first", "last")}


@dataclass(frozen=True)
class Out:
    """A row to take out: in which replay, which row, what the lines lose or gain, which files lose rows by it."""

    replay: int
    name: str
    find: Callable[[Preset, dict[str, str]], Line]
    changes: Mapping[str, int]
    files: frozenset[str] = frozenset({"acts"})


def act(part: str, which: str, n: int = 0) -> Callable[[Preset, dict[str, str]], Line]:
    """The n-th act of a kind in a case of the cast."""
    return lambda preset, cast: line("acts", at(lines_of(preset, cast[part]), which, n))


def row(file: str, **said: str) -> Callable[[Preset, dict[str, str]], Line]:
    """The first row of a file that says this; ``uscc`` and ``ref`` by the part in the cast."""

    def find(preset: Preset, cast: dict[str, str]) -> Line:
        wanted = dict(said)
        if "ref" in wanted:
            wanted["ref"] = cast[wanted["ref"]]
        if "uscc" in wanted:
            wanted["uscc"] = first(preset, "cases", ref=cast[wanted["uscc"]]).values["uscc"]
        return line(file, first(preset, file, **wanted))

    return find


def first(preset: Preset, file: str, **said: str) -> Row:
    return next(r for r in preset.rows(file) if all(r.values[name] == value for name, value in said.items()))


def visit(times: int) -> Callable[[Preset, dict[str, str]], Line]:
    """A visit of the round to an enterprise without a case that was visited so many times."""

    def find(preset: Preset, cast: dict[str, str]) -> Line:
        cases = {r.values["uscc"] for r in preset.rows("cases")}
        seen = Counter(r.values["uscc"] for r in preset.rows("visits"))
        visits = (r for r in preset.rows("visits") if r.values["uscc"] not in cases)
        return line("visits", next(r for r in visits if seen[r.values["uscc"]] == times))

    return find


def idle_department(preset: Preset, cast: dict[str, str]) -> Line:
    """A department of the district in which nobody of the thin staff sits."""
    busy = {r.values["unit"] for r in preset.rows("staff")}
    return line("organisations", next(r for r in preset.rows("organisations")
                                      if r.values["kind"] == "department" and r.values["parent"] == "ng"
                                      and r.values["code"] not in busy))  # fmt: skip


def unvisited(preset: Preset, cast: dict[str, str]) -> Line:
    known = {r.values["uscc"] for file in ("visits", "cases") for r in preset.rows(file)}
    return line("enterprises", next(r for r in preset.rows("enterprises") if r.values["uscc"] not in known))


def handler_of(part: str) -> Callable[[Preset, dict[str, str]], Line]:
    """The grant by which the case's lead could reply."""

    def find(preset: Preset, cast: dict[str, str]) -> Line:
        who = at(lines_of(preset, cast[part]), "reply").values["actor"]
        return line("grants", first(preset, "grants", staff=who, role="handler"))

    return find


GONE = both(recorded=-1, to_groups=-1)
UNSEEN = {"visited": -1, "teams_out": -1}
WITH_ACTS = frozenset({"cases", "acts"})
TABLE = (
    Out(1, "record of a case that is solved", act("solved", "record"), {**GONE, "solved": -1}),
    Out(1, "settlement", act("spot", "settle"), {**both(on_the_spot=-1, with_teams=1), "solved": -1}),
    Out(1, "submission", act("returned", "submit"), both(to_groups=-1, with_teams=1)),
    Out(1, "assignment", act("late", "assign"), {"last_to_groups": -1, "last_at_room": 1}),
    Out(1, "contest: one more stands solved", act("contested", "contest"), {"solved": 1}),
    Out(1, "contribution: the reply waits, but didn't say solved", act("part", "contribute"), {}),
    Out(1, "escalation", act("city", "escalate"), both(to_city=-1, at_room=1)),
    Out(1, "asking for escalation: it stays with the group", act("escalated", "ask_escalation"),
        {"last_to_groups": 1, "last_to_city": -1}),
    Out(1, "sending down: it stays with the city", act("down", "send_down"), {"last_to_groups": -1, "last_to_city": 1}),
    Out(2, "screening: unscreened it can't be assigned", act("solved", "screen"),
        {**both(to_groups=-1, at_room=1), "solved": -1}),
    Out(2, "confirmation: it stands solved from the settlement on", act("spot", "confirm"), {}),
    Out(2, "ruling: it goes from unit to unit, with the groups all the same", act("returned", "rule"), {}),
    Out(2, "case", row("cases", ref="city"), both(recorded=-1, to_city=-1), WITH_ACTS),
    Out(2, "department", idle_department, {"departments": -1}, frozenset({"organisations"})),
    Out(2, "enterprise that nobody visited", unvisited, {"enterprises": -1}, frozenset({"enterprises"})),
    Out(2, "official", row("staff", code="ng029"), {"staff": -1}, frozenset({"staff", "posts"})),
    Out(2, "only visit of an enterprise", visit(1), UNSEEN, frozenset({"visits"})),
    Out(2, "one of two visits of an enterprise", visit(2), {}, frozenset({"visits"})),
    Out(3, "signature: unsigned it can't be replied to", act("solved", "accept"), {"solved": -1}),
    Out(3, "enterprise with a visit and a case", row("enterprises", uscc="part"), {"enterprises": -1, **UNSEEN, **GONE},
        frozenset({"enterprises", "liaisons", "visits", "cases", "acts"})),
    Out(3, "link: its official no longer sees it", row("liaisons", uscc="returned"), {**UNSEEN, **GONE},
        frozenset({"liaisons", "visits", "acts"})),
    Out(3, "post: the link gives the role too", row("posts", duty="holds_enterprises"), {}, frozenset({"posts"})),
    Out(4, "reply", act("solved", "reply", -1), {"solved": -1}),
    Out(4, "grant: its holder's signature and reply are refused", handler_of("contested"), {}, frozenset({"grants", "acts"})),
)  # fmt: skip


@pytest.fixture(scope="module")
def play() -> Play:
    return thin()


@pytest.fixture(scope="module")
def whole(play: Play, django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    with django_db_blocker.unblock():
        lines, dropped = counted(play[0])
        assert not dropped
        yield lines


def counted(preset: Preset) -> tuple[dict[str, int], set[Line]]:
    """Every line as it is counted after a replay, and the rows that were dropped. The replay is undone."""
    with transaction.atomic():
        done = replay(preset)
        lines = {found.figure: found.computed for found in reconcile(preset)}
        transaction.set_rollback(True)
    return lines, {drop.line for drop in done.dropped}


def without(play: Play, whole: dict[str, int], outs: list[Out]) -> None:
    preset, cast = play
    taken = {out.name: out.find(preset, cast) for out in outs}
    fewer = preset
    for gone in taken.values():
        fewer = leave_out(fewer, gone)
    expected: Counter[str] = Counter()
    for out in outs:
        expected.update(out.changes)
    lines, dropped = counted(fewer)
    assert {name: lines[name] - n for name, n in whole.items() if lines[name] != n} == {
        k: n for k, n in expected.items() if n
    }
    assert set(taken.values()) <= dropped
    assert {gone.file for gone in dropped} == frozenset().union(*(out.files for out in outs))


@pytest.mark.django_db
@pytest.mark.parametrize("replay", sorted({out.replay for out in TABLE}))
def test_rows_taken_out_change_exactly_the_lines_that_read_them(play: Play, whole: dict[str, int], replay: int) -> None:
    without(play, whole, [out for out in TABLE if out.replay == replay])


@pytest.mark.django_db
def test_the_round_taken_out_leaves_nothing_visited(play: Play, whole: dict[str, int]) -> None:
    preset, _ = play
    gone = line("rounds", preset.rows("rounds")[0])
    lines, dropped = counted(leave_out(preset, gone))
    assert {name for name, n in whole.items() if lines[name] != n} == {"visited", "visit_days", "teams_out"}
    assert lines["visited"] == lines["visit_days"] == lines["teams_out"] == 0 < whole["visited"]
    assert dropped == {gone} | {line("visits", r) for r in preset.rows("visits") if r.values["round"]}


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("out", TABLE, ids=[out.name for out in TABLE])
@pytest.mark.skipif(not SOAK, reason="make soak")
def test_each_row_taken_out_alone_changes_exactly_its_lines(play: Play, whole: dict[str, int], out: Out) -> None:
    without(play, whole, [out])


def test_every_file_and_the_kinds_of_acts_that_figures_read_are_in_the_table(play: Play) -> None:
    preset, cast = play
    assert {out.find(preset, cast).file for out in TABLE} == {
        name for name, table in preset.tables.items() if table.rows
    } - {"rounds"}
