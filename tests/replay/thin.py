"""The real preset cut down to a few cases, so that a replay takes a second: the same rows, only fewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from zhuqi.core.sheets.reading import Row
from zhuqi.interfaces.replay.read import Line, Preset, read

Acts = Sequence[Row]


def lines_of(preset: Preset, ref: str) -> list[Row]:
    """One case's acts, in their order."""
    return [row for row in preset.rows("acts") if row.values["case"] == ref]


def names(acts: Acts) -> list[str]:
    """What is done, step by step."""
    return [row.values["act"] for row in acts]


def at(acts: Acts, act: str, n: int = 0) -> Row:
    """The n-th act of a kind."""
    return [row for row in acts if row.values["act"] == act][n]


def day(row: Row) -> int:
    """The day of an act, counted through May into June."""
    return int(row.values["at"].day) + 31 * (row.values["at"].month - 5)


def solved(acts: Acts) -> bool:
    """Its last reply says solved, and stands."""
    said = names(acts)
    return "reply" in said and "contest" not in said and at(acts, "reply", -1).values["facts"]["outcome"] == "solved"


def with_part(acts: Acts) -> bool:
    """A part unit contributed before the lead replied."""
    assigned = [row for row in acts if row.values["act"] == "assign"]
    return len(assigned) == 1 and bool(assigned[0].values["facts"].get("parts"))


PARTS: Mapping[str, Callable[[Acts], bool]] = {
    "spot": lambda acts: names(acts)[:2] == ["record", "settle"] and "confirm" in names(acts),
    "solved": lambda acts: solved(acts) and "escalate" not in names(acts) and "confirm" in names(acts),
    "contested": lambda acts: names(acts).count("reply") == 1
    and "contest" in names(acts)
    and at(acts, "reply").values["facts"]["outcome"] == "solved",
    "part": lambda acts: with_part(acts) and "reply" in names(acts) and "contest" not in names(acts),
    "returned": lambda acts: "rule" in names(acts) and at(acts, "rule").values["facts"]["upheld"] and day(acts[-1]) > 20
    and "escalate" not in names(acts) and names(acts).count("assign") == 2 and day(acts[0]) < 17,
    "city": lambda acts: names(acts)[:5] == ["record", "submit", "screen", "escalate", "screen"]
    and "send_down" not in names(acts) and "reply" in names(acts) and not solved(acts) and day(acts[0]) < 17,
    "escalated": lambda acts: "ask_escalation" in names(acts) and day(acts[0]) < 17,
    "down": lambda acts: "send_down" in names(acts) and day(at(acts, "send_down")) > 20,
    "late": lambda acts: day(acts[0]) > 27 and acts[0].values["actor"] == "enterprise" and "assign" in names(acts)
    and "escalate" not in names(acts),
    "team": lambda acts: names(acts) == ["record"],
    "room": lambda acts: names(acts) == ["record", "submit"],
}  # fmt: skip
"""Part in the play → what a case must be to take it."""


def cast(preset: Preset) -> dict[str, str]:
    """Part → the first case that can take it; no case takes two."""
    acts: dict[str, list[Row]] = {}
    for row in preset.rows("acts"):
        acts.setdefault(row.values["case"], []).append(row)
    found: dict[str, str] = {}
    for part, fits in PARTS.items():
        found[part] = next(ref for ref, told in acts.items() if ref not in found.values() and fits(told))
    return found


def thin(name: str = "nanguan") -> tuple[Preset, dict[str, str]]:
    """The preset with the cast's cases, their enterprises, and whoever has to do with them; and the cast."""
    preset = read(name)
    parts = cast(preset)
    refs = set(parts.values())
    preset = _only(preset, "cases", lambda row: row.values["ref"] in refs)
    preset = _only(preset, "acts", lambda row: row.values["case"] in refs)
    codes = {row.values["uscc"] for row in preset.rows("cases")}
    codes |= {row.values["uscc"] for row in _visited(preset, codes)}
    preset = _only(preset, "liaisons", lambda row: row.values["uscc"] in codes)
    preset = _only(preset, "visits", lambda row: row.values["uscc"] in codes)
    others = [row.values["uscc"] for row in preset.rows("enterprises")][:3]
    preset = _only(preset, "enterprises", lambda row: row.values["uscc"] in {*codes, *others})
    people = {row.values["actor"] for row in preset.rows("acts")} | {
        row.values["staff"] for row in preset.rows("liaisons")
    }
    people |= {"ng001", "ng029"}
    preset = _only(preset, "staff", lambda row: row.values["code"] in people)
    preset = _only(preset, "grants", lambda row: row.values["staff"] in people)
    preset = _only(preset, "posts", lambda row: row.values["staff"] in people)
    return preset, parts


def _visited(preset: Preset, codes: set[str]) -> Iterable[Row]:
    """Two enterprises of the round without a case: one visited once, one twice."""
    visits: dict[str, list[Row]] = {}
    for row in preset.rows("visits"):
        if row.values["round"] and row.values["uscc"] not in codes:
            visits.setdefault(row.values["uscc"], []).append(row)
    yield next(rows[0] for rows in visits.values() if len(rows) == 1)
    yield next(rows[0] for rows in visits.values() if len(rows) == 2)


def _only(preset: Preset, file: str, keep: Callable[[Row], bool]) -> Preset:
    table = preset.tables[file]
    return replace(preset, tables={**preset.tables, file: replace(table, rows=tuple(r for r in table.rows if keep(r)))})


def line(file: str, row: Row) -> Line:
    """Where a row stands."""
    return Line(file, row.number)
