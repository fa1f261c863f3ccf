"""The rows of a preset, typed. Lines are counted as an editor counts them: the header is line 1."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets import reading
from zhuqi.core.sheets.columns import Choice, Column, Day, Layout, Text
from zhuqi.core.sheets.files import Cell
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.cases.rules.needs import LINE, NEEDS, TEXT, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.directory import sheets as directory
from zhuqi.domain.errands.rules import ErrandMode, ErrandOutcome
from zhuqi.domain.liaison import sheets as liaison
from zhuqi.domain.visits import sheets as visits

PRESETS = Path(__file__).resolve().parents[3] / "presets"
RULEBOOKS = PRESETS.parent / "rulebooks"
ENTERPRISE = "enterprise"
"""The actor of an act that came by the enterprise's own door."""
UNITS: Mapping[str, str] = {"lead": "lead_id", "parts": "part_ids", "assists": "assist_ids", "desk": "desk_id"}
"""Facts that name organisations by code → the fields of the step that take their ids."""
DAYS = frozenset(field.name for fields in NEEDS.values() for field in fields if field.shape is Shape.DAY)


@dataclass(frozen=True)
class Minute:
    """A local time to the minute, as 2019-05-13T09:00."""

    def read(self, cell: Cell) -> dt.datetime | Sentence:
        """The time, without a zone."""
        try:
            return dt.datetime.fromisoformat(str(cell))
        except ValueError:
            return say("“{typed}” is no time; write it like 2019-05-13T09:00.", typed=str(cell)[:30])


@dataclass(frozen=True)
class Facts:
    """A JSON object: the fields of a step. Dates become days."""

    def read(self, cell: Cell) -> dict[str, Any] | Sentence:
        """The facts."""
        try:
            found = json.loads(str(cell))
            return {name: dt.date.fromisoformat(value) if name in DAYS else value for name, value in found.items()}
        except (ValueError, TypeError, AttributeError):
            return say("These are no facts: a JSON object is meant, with dates like 2019-05-13.")


ROUNDS = Layout("rounds", ("轮次",), (
    Column("name", ("轮次名称",), Text(60)),
    Column("area", ("组织代码",), Text(30)),
    Column("since", ("起始日期",), Day()),
    Column("until", ("截止日期",), Day(), required=False),
))  # fmt: skip
CASES = Layout("cases", ("诉求",), (
    Column("ref", ("编号",), Text(30)),
    Column("uscc", ("统一社会信用代码",), directory.CreditCode()),
    Column("title", ("标题",), Text(LINE)),
    Column("body", ("原话",), Text(TEXT)),
    Column("kind", ("种类",), Text(30)),
))  # fmt: skip
ACTS = Layout("acts", ("办理",), (
    Column("at", ("时间",), Minute()),
    Column("actor", ("办理人",), Text(30)),
    Column("act", ("步骤",), Choice({action.value: action.value for action in TAKEN})),
    Column("case", ("编号",), Text(30)),
    Column("facts", ("内容",), Facts()),
))  # fmt: skip
LISTS = Layout("lists", ("名单",), (
    Column("list", ("名单名称",), Text(60)),
    Column("area", ("组织代码",), Text(30)),
    Column("since", ("起始日期",), Day()),
))  # fmt: skip
LISTED = Layout("listed", ("名单企业",), (
    Column("list", ("名单名称",), Text(60)),
    Column("uscc", ("统一社会信用代码",), directory.CreditCode()),
    Column("since", ("起始日期",), Day()),
))  # fmt: skip
ERRANDS = Layout("errands", ("代办陪办",), (
    Column("ref", ("编号",), Text(30)),
    Column("uscc", ("统一社会信用代码",), directory.CreditCode()),
    Column("staff", ("工号",), Text(30)),
    Column("mode", ("方式",), Choice({mode.value: mode for mode in ErrandMode})),
    Column("matter", ("审批事项",), Text(200)),
    Column("office", ("审批部门",), Text(60)),
    Column("asked_on", ("提出日期",), Day()),
    Column("due", ("承诺日期",), Day()),
    Column("filed_on", ("报件日期",), Day(), required=False),
    Column("finished_on", ("办结日期",), Day(), required=False),
    Column("outcome", ("结果",), Choice({outcome.value: outcome for outcome in ErrandOutcome}), required=False),
    Column("words", ("说明",), Text(LINE), required=False),
))  # fmt: skip
LAYOUTS: Mapping[str, Layout] = {
    layout.key: layout
    for layout in (*directory.LAYOUTS, *liaison.LAYOUTS, LISTS, LISTED, ROUNDS, *visits.LAYOUTS, ERRANDS, CASES, ACTS)
}
"""Every file of a preset by its name, in the order in which they are loaded."""


@dataclass(frozen=True)
class Line:
    """One line of one file: ``acts.csv:12``."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}.csv:{self.number}"

    @classmethod
    def parse(cls, text: str) -> Line:
        """The line that ``FILE:LINE`` names. Raises Refused."""
        file, _, number = text.rpartition(":")
        file = Path(file).name.removesuffix(".csv")
        if file not in LAYOUTS or not number.isdigit():
            names = " ".join(LAYOUTS)
            raise Refused(say("Write a row as FILE:LINE, for instance acts.csv:12. Files are: {names}.", names=names))
        return cls(file, int(number))


@dataclass(frozen=True)
class Dropped:
    """A row that couldn't be taken, and why."""

    line: Line
    sentence: Sentence


@dataclass(frozen=True)
class Preset:
    """The rows of a preset with what ``preset.json`` and ``published.json`` say. ``tables`` by file, in loading order."""

    name: str
    facts: Mapping[str, Any]
    published: Mapping[str, Any]
    rulebook: str
    tables: Mapping[str, Table]
    dropped: tuple[Dropped, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """Where the local times are meant."""
        return ZoneInfo(self.facts["zone"])

    def moment(self, name: str) -> dt.datetime:
        """One of the moments of ``preset.json``."""
        return dt.datetime.fromisoformat(self.facts[name]).replace(tzinfo=self.zone)

    def rows(self, file: str) -> tuple[Row, ...]:
        """The rows of a file that stand."""
        return self.tables[file].rows

    def without(self, dropped: Mapping[Line, Sentence]) -> Preset:
        """The preset without some rows, each named with its reason."""
        tables = {
            file: replace(table, rows=tuple(row for row in table.rows if Line(file, row.number) not in dropped))
            for file, table in self.tables.items()
        }
        new = tuple(Dropped(line, sentence) for line, sentence in dropped.items())
        return replace(self, tables=tables, dropped=(*self.dropped, *new))


def known() -> list[str]:
    """The presets that are there, by name."""
    return sorted(path.parent.name for path in PRESETS.glob("*/preset.json"))


def read(name: str, folder: Path | None = None) -> Preset:
    """A preset by its name. Raises Missing where there is none, Faulty where a file isn't what its layout says."""
    folder = folder or PRESETS / name
    if not (folder / "preset.json").is_file():
        raise Missing(say("There is no preset {name}. There are: {known}.", name=name, known=" ".join(known())))
    facts = json.loads((folder / "preset.json").read_text(encoding="utf-8"))
    published = json.loads((folder / "published.json").read_text(encoding="utf-8"))
    rulebook = (RULEBOOKS / f"{facts['rulebook']}.yaml").read_text(encoding="utf-8")
    tables = {file: _table(folder, layout) for file, layout in LAYOUTS.items()}
    faults = {
        Line(file, fault.row): say("{column}: {why}", column=fault.column, why=fault.sentence)
        for file, table in tables.items()
        for fault in table.faults
    }
    tables = {file: replace(table, faults=()) for file, table in tables.items()}
    return Preset(name, facts, published, rulebook, tables).without(faults)


def _table(folder: Path, layout: Layout) -> Table:
    path = folder / f"{layout.key}.csv"
    if not path.is_file():  # a mechanism needn't have everything
        return Table(layout.key, ())
    return reading.read(path.read_bytes(), [layout], name=path.name)[layout.key]


def leave_out(preset: Preset, line: Line) -> Preset:
    """The preset without one row. Raises Missing where the file has no such row."""
    if all(row.number != line.number for row in preset.rows(line.file)):
        raise Missing(say("There is no row {line}: line 1 is the header.", line=line))
    return preset.without({line: say("left out as asked")})
