"""The tables in docs/worktime.md are true: what spans come to, and how they are written."""

import datetime as dt

import pytest

from tests.worktime.pages import rows, tables
from zhuqi.base.errors import Invalid
from zhuqi.base.worktime.calendar import SHANGHAI
from zhuqi.base.worktime.spans import parse, write

TABLES = tables("| # | case | started | span | due | answered | late |")
ROWS = [row for table in TABLES for row in table]
WRITTEN = rows("| written | read as | why |")


def moment(text: str) -> dt.datetime | None:
    """A moment as the page writes it; 24:00 is the day's end."""
    if text == "undetermined":
        return None
    day, clock = text.split()
    end = clock == "24:00"
    at = dt.datetime.fromisoformat(f"{day} {'00:00' if end else clock}").replace(tzinfo=SHANGHAI)
    return at + dt.timedelta(days=end)


def test_the_truth_table_has_ten_rows_and_every_row_is_numbered():
    assert len(TABLES[0]) == 10
    assert [row[0] for row in ROWS] == [str(n) for n in range(1, len(ROWS) + 1)]


@pytest.mark.parametrize("row", ROWS, ids=[f"row_{row[0]}" for row in ROWS])
def test_a_row_of_the_truth_table_holds(calendar, row):
    _, _, started, spans, due, answered, late = row
    reached = calendar.due(moment(started), [parse(span) for span in spans.split(" + ")])
    assert reached == moment(due)
    assert calendar.late(moment(answered), reached) is {"yes": True, "no": False}[late]


@pytest.mark.parametrize("row", WRITTEN, ids=[row[0] for row in WRITTEN])
def test_what_offices_write_is_read_as_the_page_says_or_refused(row):
    written, read, _ = row
    if read == "refused":
        with pytest.raises(Invalid, match="can't be read as a span of time"):
            parse(written)
    else:
        assert write(parse(written)) == read
        assert parse(read) == parse(written)


def test_the_page_lists_what_was_tried():
    assert len(WRITTEN) == len({row[0] for row in WRITTEN}) >= 60
    assert 15 <= sum(row[1] == "refused" for row in WRITTEN) <= len(WRITTEN) / 2
