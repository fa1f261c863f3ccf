"""In bulk and one by one come to the same."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from zhuqi.base.errors import Refused
from zhuqi.base.worktime.bulk import UNDETERMINED, Ruler, add_many
from zhuqi.base.worktime.calendar import SHANGHAI, build
from zhuqi.base.worktime.hours import STANDARD, parse
from zhuqi.base.worktime.spans import Begins, DayEnd, OffDay, Span, Unit

AMOUNTS = {
    Unit.MINUTE: (0, 1, 90),
    Unit.HOUR: (0, 1, 50),
    Unit.WORKING_HOUR: (0, 1, 4, 37, 5_000),
    Unit.WORKING_DAY: (0, 1, 5, 300),
    Unit.NATURAL_DAY: (0, 1, 30, 800),
    Unit.MONTH: (0, 1, 14, 120),
    Unit.MONTH_DAY: (0, 1, 35),
    Unit.WEEK_DAY: (0, 1, 60),
    Unit.QUARTER_END: (0, 1, 9),
    Unit.YEAR_END: (0, 1, 3),
}
DAYS = {Unit.MONTH_DAY: (1, 5, 25, 30, 31), Unit.WEEK_DAY: (1, 5, 7)}
"""Of a month, of a week; all other units name none."""
CLOCKS = {DayEnd.CLOCK: (540, 1_020, 1_250)}
"""Minutes from midnight at which a span ends that ends at a time of day."""
NIGHT = parse("00:00-02:30, 03:15-08:00, 09:00-23:59")


def spans() -> list[Span]:
    """Every combination there is, with a few amounts each."""
    made = []
    for unit, begins, ends, off in product(Unit, Begins, DayEnd, OffDay):
        for amount, day, clock in product(AMOUNTS[unit], DAYS.get(unit, (0,)), CLOCKS.get(ends, (0,))):
            try:
                made.append(Span(amount, unit, begins, ends, day, off, clock))
            except Refused:
                continue
    return made


def drawn(zone: ZoneInfo, count: int) -> np.ndarray:
    """Moments from before the published years to after them, many on an edge of the day, some at the turn of a year."""
    rng = np.random.default_rng(2026)
    first, last = (int(dt.datetime(year, 6, 1, tzinfo=zone).timestamp()) for year in (2015, 2027))
    anywhere = rng.integers(first, last, count // 2)
    days = rng.integers(first // 86_400, last // 86_400, count - count // 2) * 86_400
    edges = rng.choice([0, 8.5, 12, 13, 17, 24], len(days)) * 3_600 + rng.integers(-1, 2, len(days))
    years = [int(dt.datetime(year, 1, 1, tzinfo=zone).timestamp()) for year in range(2015, 2028)]
    turns = [year + hours * 3_600 for year in years for hours in (-8, -1, 0, 1, 25, 49, 80)]
    return np.concatenate([anywhere, days + edges.astype(np.int64) - 8 * 3_600, turns])


def one_by_one(calendar, starts, span):
    reached = [calendar.add(dt.datetime.fromtimestamp(int(start), dt.UTC), span) for start in starts]
    return [UNDETERMINED if moment is None else int(moment.timestamp()) for moment in reached]


@pytest.mark.parametrize(
    ("zone", "hours", "years"),
    [
        ("Asia/Shanghai", STANDARD, range(2016, 2027)),
        ("Asia/Shanghai", STANDARD, (2016, 2017, 2019, 2020, 2024)),
        ("Asia/Shanghai", STANDARD, ()),
        ("Europe/Berlin", NIGHT, range(2016, 2027)),
        ("America/Sao_Paulo", STANDARD, (2016, 2018)),
    ],
)
def test_in_bulk_and_one_by_one_come_to_the_same(shipped_days, zone, hours, years):
    calendar = build(years, shipped_days, ZoneInfo(zone), hours)
    starts = drawn(calendar.zone, 300)
    for span in spans():
        assert add_many(calendar, starts, span).tolist() == one_by_one(calendar, starts, span), span


def test_what_is_undetermined_stays_so(calendar):
    starts = np.array([UNDETERMINED, int(dt.datetime(2024, 3, 5, 10, tzinfo=SHANGHAI).timestamp())])
    reached = add_many(calendar, starts, Span(1, Unit.WORKING_DAY))
    assert reached[0] == UNDETERMINED
    assert dt.datetime.fromtimestamp(int(reached[1]), SHANGHAI) == dt.datetime(2024, 3, 6, 17, tzinfo=SHANGHAI)
    assert add_many(calendar, starts[:1], Span(1, Unit.HOUR)).tolist() == [UNDETERMINED]
    assert add_many(calendar, np.array([], np.int64), Span(1, Unit.HOUR)).tolist() == []
    assert starts[0] == UNDETERMINED


@pytest.mark.parametrize("edges", [[5], [5, 9], [0, 3, 4, 100, 107], [0, 10**12, 10**12 + 1]])
def test_a_ruler_finds_what_a_bisection_finds(edges):
    ruler = Ruler.over(np.array(edges, np.int64))
    at = np.array(sorted({edge + n for edge in edges for n in (-7, -1, 0, 1, 7)}), np.int64)
    assert ruler.locate(at).tolist() == (np.searchsorted(edges, at, side="right") - 1).tolist()
