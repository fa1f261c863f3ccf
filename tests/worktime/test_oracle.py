"""What the calendar counts, an oracle that walks minute by minute finds too: 2,000 random cases, 100,000 in a soak."""

import datetime as dt
import os
import random
from zoneinfo import ZoneInfo

import pytest

from tests.worktime import oracle
from zhuqi.base.worktime.calendar import build
from zhuqi.base.worktime.spans import DAYS, FIXED, MOVES, NAMED, Begins, DayEnd, OffDay, Span, Unit

CASES = 100_000 if os.environ.get("ZHUQI_SOAK") == "1" else 2_000
ZONES = [ZoneInfo(name) for name in (*["Asia/Shanghai"] * 8, "Europe/Berlin", "America/Sao_Paulo")]
MOST = {
    Unit.MINUTE: 3_000,
    Unit.HOUR: 72,
    Unit.WORKING_HOUR: 20,
    Unit.WORKING_DAY: 20,
    Unit.NATURAL_DAY: 60,
    Unit.MONTH: 30,
}
EDGES = [(0, 0), (8, 29), (8, 30), (11, 59), (12, 0), (12, 59), (13, 0), (16, 59), (17, 0), (17, 1), (23, 59)]
TURNS = [(1, 31), (2, 10), (5, 1), (9, 30), (10, 7), (12, 30)]


def drawn_start(draw: random.Random, zone: ZoneInfo) -> dt.datetime:
    """A moment from just before the published years to their end; often near a festival, often on an edge of the day."""
    year = draw.randint(2016, 2026)
    day = dt.date(year, *draw.choice(TURNS)) if draw.random() < 0.3 else dt.date(year, 1, 1)
    day += dt.timedelta(draw.randint(-6, 6) if day.month > 1 else draw.randint(-1, 364))
    hour, minute = draw.choice(EDGES) if draw.random() < 0.4 else (draw.randint(0, 23), draw.randint(0, 59))
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def drawn_span(draw: random.Random) -> Span:
    unit, begins = draw.choice([*Unit, *FIXED]), draw.choice(list(Begins))
    ends = draw.choice(list(DayEnd)) if unit in DAYS else DayEnd.CLOSING
    off = draw.choice([off for off in OffDay if unit in MOVES[off]])
    clock = draw.choice([540, 719, 720, 1_020, draw.randint(1, 1_439)]) if ends is DayEnd.CLOCK else 0
    if unit in FIXED:
        day = draw.randint(1, NAMED[unit]) if unit in NAMED else 0
        return Span(draw.choice([0, 0, 1, draw.randint(0, 4)]), unit, begins, ends, day, off, clock)
    return Span(draw.randint(int(begins is Begins.NEXT_DAY), MOST[unit]), unit, begins, ends, 0, off, clock)


@pytest.fixture(scope="module")
def calendars(shipped_days):
    return {zone: build(range(2016, 2027), shipped_days, zone) for zone in ZONES}


def test_the_calendar_and_a_walk_by_the_minute_agree(calendars):
    draw = random.Random(20261122)
    undetermined = 0
    for number in range(CASES):
        zone = draw.choice(ZONES)
        start, span = drawn_start(draw, zone), drawn_span(draw)
        told = span.amount, span.unit, span.begins, span.ends, zone, span.day, span.off, span.clock
        walked = oracle.Walk(start, *told).due()
        counted = calendars[zone].add(start, span)
        # in UTC: two moments of one zone compare by the wall's clock, which an hour told twice deceives
        assert (counted and counted.astimezone(dt.UTC)) == walked, f"case {number}: {start} + {span}"
        undetermined += walked is None
    assert 0 < undetermined < CASES / 10


def test_working_minutes_and_days_left_agree_with_a_walk(calendars):
    draw = random.Random(1949)
    for number in range(CASES // 10):
        zone = draw.choice(ZONES)
        since = drawn_start(draw, zone)
        until = since.astimezone(dt.UTC) + dt.timedelta(minutes=draw.randint(1, 4_000))
        minutes, days = walked_between(since, until, zone)
        assert calendars[zone].working_minutes(since, until) == minutes, f"case {number}: {since} to {until}"
        assert calendars[zone].working_days_left(since, until) == days, f"case {number}: {since} to {until}"


def walked_between(since: dt.datetime, until: dt.datetime, zone: ZoneInfo) -> tuple[int | None, int | None]:
    """Minutes of office time, and working days of which at least an instant lies between, today's whole date included."""
    at, minutes, days = since.astimezone(dt.UTC), 0, {since.date()} if until > since.astimezone(dt.UTC) else set()
    try:
        while at < until:
            local = at.astimezone(zone)
            days.add(local.date())
            minutes += oracle.works(local.date()) and oracle.in_session(f"{local:%H:%M}")
            at += oracle.MINUTE
        return minutes, sum(map(oracle.works, days))
    except oracle.Unpublished:
        return None, None
