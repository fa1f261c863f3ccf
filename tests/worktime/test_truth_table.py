"""The tables in docs/worktime.md are true."""

import datetime as dt
from pathlib import Path

import pytest

from zhuqi.base.worktime.calendar import SHANGHAI
from zhuqi.base.worktime.spans import parse

PAGE = Path(__file__).parents[2] / "docs" / "worktime.md"
HEAD = "| # | case | started | span | due | answered | late |"


def tables() -> list[list[list[str]]]:
    """The rows of each table under that head, as cells without the edges."""
    found = []
    for part in PAGE.read_text("utf-8").split(HEAD)[1:]:
        lines = part.splitlines()[2:]
        until = next(n for n, line in enumerate([*lines, ""]) if not line.startswith("|"))
        found.append([[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:until]])
    return found


def moment(text: str) -> dt.datetime | None:
    """A moment as the page writes it; 24:00 is the day's end."""
    if text == "undetermined":
        return None
    day, clock = text.split()
    end = clock == "24:00"
    at = dt.datetime.fromisoformat(f"{day} {'00:00' if end else clock}").replace(tzinfo=SHANGHAI)
    return at + dt.timedelta(days=end)


ROWS = [row for table in tables() for row in table]


def test_the_truth_table_has_ten_rows_and_every_row_is_numbered():
    assert len(tables()[0]) == 10
    assert [row[0] for row in ROWS] == [str(n) for n in range(1, len(ROWS) + 1)]


@pytest.mark.parametrize("row", ROWS, ids=[f"row_{row[0]}" for row in ROWS])
def test_a_row_of_the_truth_table_holds(calendar, row):
    _, _, started, spans, due, answered, late = row
    reached = calendar.due(moment(started), [parse(span) for span in spans.split(" + ")])
    assert reached == moment(due)
    assert calendar.late(moment(answered), reached) is {"yes": True, "no": False}[late]
