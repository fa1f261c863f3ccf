"""What rows say of other rows. A row that names a missing one is dropped and named, and so are the rows that name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.reading import Row
from zhuqi.interfaces.replay.read import ENTERPRISE, UNITS, Line, Preset

KEYS: Mapping[str, str] = {
    "organisations": "code",
    "staff": "code",
    "enterprises": "uscc",
    "rounds": "name",
    "lists": "list",
    "cases": "ref",
}
"""Files that others point to → the column that names a row."""
POINTERS: Mapping[str, Mapping[str, str]] = {
    "organisations": {"parent": "organisations"},
    "staff": {"unit": "organisations"},
    "grants": {"staff": "staff", "organisation": "organisations"},
    "enterprises": {"region": "organisations"},
    "posts": {"staff": "staff", "organisation": "organisations"},
    "liaisons": {"uscc": "enterprises", "staff": "staff", "group": "organisations"},
    "lists": {"area": "organisations"},
    "listed": {"list": "lists", "uscc": "enterprises"},
    "rounds": {"area": "organisations"},
    "errands": {"uscc": "enterprises", "staff": "staff"},
    "visits": {"round": "rounds", "uscc": "enterprises", "staff": "staff"},
    "cases": {"uscc": "enterprises"},
    "acts": {"actor": "staff", "case": "cases"},
}
"""File → its columns that point to another file."""


def sound(preset: Preset) -> Preset:
    """The preset without the rows that name a missing row, to the last dependant; each is named with the reason."""
    known = {file: {row.values[key] for row in preset.rows(file)} for file, key in KEYS.items()}
    gone: dict[Line, Sentence] = {}
    found = _orphans(preset, known, gone)
    while found:
        gone |= found
        for line in found:
            if line.file in KEYS:
                row = next(row for row in preset.rows(line.file) if row.number == line.number)
                known[line.file].discard(row.values[KEYS[line.file]])
        found = _orphans(preset, known, gone)
    return preset.without(gone) if gone else preset


def _orphans(preset: Preset, known: Mapping[str, set[object]], gone: Mapping[Line, Sentence]) -> dict[Line, Sentence]:
    """Rows that point to nothing and aren't gone yet."""
    found = {}
    for file in POINTERS:
        for row in preset.rows(file):
            line = Line(file, row.number)
            if line in gone:
                continue
            missing = next(((to, name) for to, name in _names(file, row) if name not in known[to]), None)
            if missing is not None:
                found[line] = say("No row of {file}.csv says {name}.", file=missing[0], name=missing[1])
    return found


def _names(file: str, row: Row) -> Iterator[tuple[str, object]]:
    """(file, name) of every row that a row points to."""
    for column, to in POINTERS[file].items():
        name = row.values.get(column)
        if name is not None and not (column == "actor" and name == ENTERPRISE):
            yield to, name
    if file == "acts":
        for fact in UNITS.keys() & row.values["facts"].keys():
            named = row.values["facts"][fact]
            for code in named if isinstance(named, list) else [named]:
                yield "organisations", code
