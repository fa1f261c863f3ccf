"""Which span is stricter: the table in docs/worktime.md, and every answer against what the shipped years count."""

import datetime as dt
import random
from itertools import combinations, product

import numpy as np
import pytest

from tests.worktime.pages import rows
from zhuqi.base.errors import Refused
from zhuqi.base.worktime.bounds import MOST_OFF, MOST_ON, _latest_day
from zhuqi.base.worktime.bulk import UNDETERMINED, add_many
from zhuqi.base.worktime.calendar import SHANGHAI, WORKED, build
from zhuqi.base.worktime.hours import STANDARD
from zhuqi.base.worktime.hours import parse as hours
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import DAYS, MOVES, Begins, DayEnd, OffDay, Span, Unit, parse, write

ROWS = rows("| first | second | which is stricter | why |")
SAID = {"the first": -1, "the same": 0, "the second": 1, "it depends": None}
OFFICES = (STANDARD, hours("09:00-12:00, 14:30-17:30"), hours("08:00-12:30, 13:00-18:30"))
AMOUNTS = {
    Unit.MINUTE: (0, 30, 1_440),
    Unit.HOUR: (0, 2, 24, 48, 720),
    Unit.WORKING_HOUR: (0, 1, 6, 20, 45, 120),
    Unit.WORKING_DAY: (0, 1, 2, 5, 10, 30),
    Unit.NATURAL_DAY: (0, 1, 2, 15, 28, 31),
    Unit.MONTH: (0, 1, 2, 12),
    Unit.MONTH_DAY: (0, 1, 2),
    Unit.WEEK_DAY: (0, 1, 2, 4),
    Unit.QUARTER_END: (0, 1, 2),
    Unit.YEAR_END: (0, 1),
}
NAMED = {Unit.MONTH_DAY: (1, 14, 25, 31), Unit.WEEK_DAY: (1, 3, 5, 7)}
CLOCKS = {DayEnd.CLOCK: (600, 1_020)}
MANY = 300
"""Spans of which every two are held against each other."""


def grid() -> list[Span]:
    """Spans of every unit and convention."""
    made = []
    for unit, begins, ends, off in [(u, b, e, o) for u in Unit for b in Begins for e in DayEnd for o in OffDay]:
        if (unit not in DAYS and ends is not DayEnd.CLOSING) or unit not in MOVES[off]:
            continue
        for amount in AMOUNTS[unit]:
            for day, clock in product(NAMED.get(unit, (0,)), CLOCKS.get(ends, (0,))):
                try:
                    made.append(Span(amount, unit, begins, ends, day, off, clock))
                except Refused:
                    continue
    return made


def moments() -> np.ndarray:
    """Starts all over the shipped years: every day once or twice, many on the edges of the day."""
    draw = np.random.default_rng(7)
    first, last = (int(dt.datetime(year, 1, 1, tzinfo=SHANGHAI).timestamp()) for year in (2016, 2026))
    days = np.arange(first, last, 86_400)
    edges = draw.choice([0, 8, 8.5, 9, 12.5, 16.9, 17, 17.5, 18.5, 19, 23.99], len(days)) * 3_600
    return np.sort(np.concatenate([days + edges.astype(np.int64), draw.integers(first, last, 1_500)]))


@pytest.fixture(scope="module")
def reached(shipped_days):
    """{span: when it is over from each start, under each office's hours one after the other}."""
    calendars = [build(range(2016, 2027), shipped_days, hours=office) for office in OFFICES]
    starts = moments()

    def of(span: Span) -> np.ndarray:
        return np.concatenate([add_many(calendar, starts, span) for calendar in calendars])

    return of


def agreed(answer: int | None, first: np.ndarray, second: np.ndarray) -> bool:
    """Whether an answer holds over the starts from which both spans are determined, and where it says so is strict."""
    known = (first != UNDETERMINED) & (second != UNDETERMINED)
    apart = (first - second)[known]
    if answer is None:
        return True
    if answer == 0:
        return not apart.any()
    return bool((apart * answer >= 0).all() and apart.any())


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} / {row[1]}" for row in ROWS])
def test_a_row_of_the_table_holds(reached, row):
    first, second, said, _ = row
    a, b = parse(first), parse(second)
    assert compare(a, b) == SAID[said]
    assert compare(b, a) == (None if (answer := SAID[said]) is None else -answer)
    one, other = reached(a), reached(b)
    assert agreed(SAID[said], one, other)
    if SAID[said] is None and "unproven" not in row[3]:
        known = (one != UNDETERMINED) & (other != UNDETERMINED)
        assert (one < other)[known].any() and (one > other)[known].any(), "it doesn't depend on anything"


def test_the_table_has_thirty_rows_of_every_answer():
    assert len(ROWS) >= 30
    assert {row[2] for row in ROWS} == set(SAID)
    assert sum(row[2] == "it depends" for row in ROWS) >= 8


def test_whatever_is_answered_the_shipped_years_agree(reached):
    spans, taken = grid(), []
    random.Random(1949).shuffle(spans)
    for unit in Unit:
        taken += [span for span in spans if span.unit is unit][: MANY // len(Unit)]
    spans = sorted(taken, key=write)
    over = {span: reached(span) for span in spans}
    answers = dict.fromkeys((-1, 0, 1, None), 0)
    for a, b in combinations(spans, 2):
        answer = compare(a, b)
        answers[answer] += 1
        assert agreed(answer, over[a], over[b]), f"{write(a)} / {write(b)}: {answer}"
        assert compare(b, a) == (None if answer is None else -answer), f"{write(a)} / {write(b)}"
    total = sum(answers.values())
    assert min(answers[-1], answers[1]) > total / 5
    assert 0 < answers[0] < total / 20
    assert 0 < answers[None] < total * 9 / 20


def test_every_span_is_the_same_as_itself():
    assert {compare(span, span) for span in grid()} == {0}


def test_stricter_than_the_stricter_is_stricter():
    spans = grid()
    draw = random.Random(3)
    for _ in range(6_000):
        a, b, c = draw.sample(spans, 3)
        if compare(a, b) == compare(b, c) == -1:
            assert compare(a, c) in (-1, None), f"{write(a)} / {write(b)} / {write(c)}"


def test_what_is_taken_for_granted_of_a_calendar_holds_in_the_shipped_years(calendar):
    days = calendar.days
    runs = {kind: max(map(len, days.split(bytes([1 - kind])))) for kind in (WORKED, 1 - WORKED)}
    assert runs == {WORKED: 7, 1 - WORKED: 10}
    assert runs[WORKED] < MOST_ON and runs[1 - WORKED] < MOST_OFF
    workdays = calendar.workdays
    for number in (*range(61), 90, 120, 250, 500, 1_000):
        # begun after closing, on the day before which the wait for day 0 is longest
        latest = max(workdays[n + 1 + number] - day for n, day in enumerate(workdays[: -number - 1]))
        assert latest < _latest_day(number), number
