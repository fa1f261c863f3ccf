"""A year's days from a file: in the form in which holiday-cn publishes them, and the years that are shipped in it; or as a
spreadsheet of three columns.

``{"year": 2026, "papers": ["https://…"], "days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": true}, …]}``;
``origin`` may name where the file itself comes from.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets import columns
from zhuqi.core.sheets.columns import Column, Layout, Text, choice
from zhuqi.core.sheets.faults import whole
from zhuqi.core.sheets.loading import Loading
from zhuqi.core.sheets.reading import Table
from zhuqi.domain.calendar.rules import LONGEST_NAME, LONGEST_SOURCE, Day, Mark, wrong_day

SHIPPED = Path(__file__).parent / "data"
YearSheet = tuple[int, tuple[Day, ...], str]
DAYS = Layout("special_days", ("放假安排", "节假日"), (
    Column("day", ("日期", "date"), columns.Day()),
    Column("name", ("节日", "festival"), Text(LONGEST_NAME)),
    Column("mark", ("安排", "arrangement"), choice({
        Mark.OFF: ("放假", "休", "休息"),
        Mark.WORKED: ("上班", "班", "调休上班"),
    })),
))  # fmt: skip


def read_year(text: str) -> YearSheet:
    """(year, days in the file's order, source) of one file. Raises Invalid where it hasn't that form.

    What the days may be is the business of ``rules.check``.
    """
    try:
        sheet = json.loads(text)
    except ValueError as broken:
        raise _wrong(say("This isn't JSON. Take the file of one year as holiday-cn publishes it.")) from broken
    if not isinstance(sheet, dict) or type(sheet.get("year")) is not int or not isinstance(sheet.get("days"), list):
        raise _wrong(say("The file needs a “year” and its “days”, as holiday-cn publishes them."))
    days = tuple(_day(place, row) for place, row in enumerate(sheet["days"], start=1))
    return sheet["year"], days, _source(sheet)


def read_days(table: Table) -> tuple[int, tuple[Day, ...]]:
    """(year, days in the sheet's order) of a notice that was typed as a sheet. The year is the latest that a day names; the
    December before belongs to it. Raises Faulty with every fault found in a row."""
    loading = Loading(table)
    rows = [
        (row, Day(row.values["day"], row.values["mark"] == Mark.WORKED, row.values["name"]))
        for row in loading.rows("day")
    ]
    if not rows and not loading.faults:
        raise whole(say("There is no day in the sheet."), table.sheet)
    year = max((day.day.year for _, day in rows), default=0)
    for row, day in rows:
        wrong = wrong_day(year, day)
        if wrong is not None:
            loading.fault(row, "day", wrong)
    loading.judge()
    return year, tuple(day for _, day in rows)


def written(year: int, days: Iterable[Day], source: str) -> str:
    """A notice as a file of the first form, which ``read_year`` reads."""
    told = [{"name": day.name, "date": day.day.isoformat(), "isOffDay": not day.working} for day in days]
    return json.dumps({"year": year, "papers": [source] if source else [], "days": told}, ensure_ascii=False)


def shipped() -> tuple[YearSheet, ...]:
    """The years that come with the program, in order."""
    return tuple(read_year(path.read_text("utf-8")) for path in sorted(SHIPPED.glob("*.json")))


def _day(place: int, row: Any) -> Day:
    if not isinstance(row, dict) or type(row.get("isOffDay")) is not bool or not isinstance(row.get("name"), str):
        raise _wrong(say("Day {place} of the file needs “date”, “name” and “isOffDay” (true or false).", place=place))
    try:
        day = dt.datetime.strptime(str(row.get("date")), "%Y-%m-%d").date()
    except ValueError as broken:
        raise _wrong(say("Day {place} of the file has no date like 2026-01-01.", place=place)) from broken
    return Day(day, not row["isOffDay"], row["name"].strip())


def _source(sheet: dict[str, Any]) -> str:
    """The notice's addresses, and where the file comes from."""
    papers = sheet.get("papers")
    named = [*(papers if isinstance(papers, list) else []), sheet.get("origin")]
    return "; ".join(part for part in named if isinstance(part, str) and part)[:LONGEST_SOURCE]


def _wrong(sentence: Sentence) -> Invalid:
    return Invalid({"file": sentence})
