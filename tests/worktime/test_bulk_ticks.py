"""Booked moments, to the microsecond: in bulk and one by one come to the same."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.worktime.test_bulk import NIGHT, drawn, spans
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import SECOND, add_ticks, before_ticks, due_ticks
from zhuqi.base.worktime.calendar import build
from zhuqi.base.worktime.hours import STANDARD
from zhuqi.base.worktime.sessions import moment, ticks

PLACES = [
    ("Asia/Shanghai", STANDARD, (2016, 2017, 2019, 2020, 2024)),
    ("Asia/Shanghai", STANDARD, ()),
    ("Europe/Berlin", NIGHT, range(2016, 2027)),
    ("America/Sao_Paulo", STANDARD, (2016, 2018)),
]


def booked(zone: ZoneInfo, count: int) -> np.ndarray:
    """Moments with and without a part of a second, many right after an edge of the day."""
    starts = drawn(zone, count) * SECOND
    return starts + np.random.default_rng(7).choice([0, 0, 1, 499_999, 999_999], len(starts))


def told(answers: list[dt.datetime | None]) -> list[int]:
    return [UNDETERMINED if at is None else ticks(at) for at in answers]


@pytest.fixture(params=PLACES, ids=lambda place: f"{place[0]} {len(place[2])}")
def place(request, shipped_days):
    zone, hours, years = request.param
    return build(years, shipped_days, ZoneInfo(zone), hours)


def test_added_to_the_microsecond(place):
    starts = booked(place.zone, 120)
    moments = [moment(int(at), place.zone) for at in starts]
    for span in spans():
        assert add_ticks(place, starts, span).tolist() == told([place.add(at, span) for at in moments]), span


def test_shifted_in_turn(place):
    starts, rng, known = booked(place.zone, 40), random.Random(3), spans()
    moments = [moment(int(at), place.zone) for at in starts]
    for _ in range(250):
        chain = rng.choices(known, k=rng.choice([1, 2, 2, 3]))
        assert due_ticks(place, starts, chain).tolist() == told([place.due(at, chain) for at in moments]), chain


def test_counted_back(place):
    ends = booked(place.zone, 120)
    moments = [moment(int(at), place.zone) for at in ends]
    for span in {span for span in spans() if span.is_length}:
        assert before_ticks(place, ends, span).tolist() == told([place.before(at, span) for at in moments]), span


def test_what_is_undetermined_stays_so(calendar):
    nowhere = np.array([UNDETERMINED])
    for span in spans():
        assert add_ticks(calendar, nowhere, span).tolist() == [UNDETERMINED]
        assert due_ticks(calendar, nowhere, [span, span]).tolist() == [UNDETERMINED]
        if span.is_length:
            assert before_ticks(calendar, nowhere, span).tolist() == [UNDETERMINED]
    with pytest.raises(ValueError, match="no length"):
        before_ticks(calendar, nowhere, next(span for span in spans() if not span.is_length))
