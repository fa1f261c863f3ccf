"""Office hours."""

import datetime as dt

import pytest

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.worktime.hours import STANDARD, OfficeHours, parse, write


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def test_the_standard_hours_have_a_lunch_break():
    assert write(STANDARD) == "08:30-12:00, 13:00-17:00"
    assert (STANDARD.opening, STANDARD.closing) == (clock("08:30"), clock("17:00"))


@pytest.mark.parametrize(
    "text", ["08:30-12:00, 13:00-17:00", "8:30—12:00，13:00—17:00", "8：30至12：00、13：00至17：00"]
)
def test_office_hours_are_read_as_people_write_them(text):
    assert parse(text) == STANDARD
    assert parse(write(STANDARD)) == STANDARD


@pytest.mark.parametrize("text", ["", "morning", "08:30", "08:30-25:00", "08:30-12:00,", "8-12"])
def test_what_are_no_office_hours_is_refused_with_a_sentence_that_shows_how_to_write_them(text):
    with pytest.raises(Invalid, match="08:30-12:00, 13:00-17:00"):
        parse(text)


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        (("12:00", "08:30"),),
        (("08:30", "08:30"),),
        (("13:00", "17:00"), ("08:30", "12:00")),
        (("08:30", "12:30"), ("12:00", "17:00")),
        (("08:30:15", "12:00"),),
        (("08:30+08:00", "12:00+08:00"),),
    ],
)
def test_sessions_are_in_order_apart_and_whole_minutes(sessions):
    with pytest.raises(Refused):
        OfficeHours(tuple((clock(opens), clock(closes)) for opens, closes in sessions))


def test_sessions_may_touch():
    assert parse("08:00-12:00, 12:00-16:00").closing == clock("16:00")


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("00:00", "08:30"),
        ("08:30", "08:30"),
        ("10:15", "10:15"),
        ("12:00", "12:00"),
        ("12:01", "13:00"),
        ("13:00", "13:00"),
        ("17:00", "17:00"),
        ("17:01", "17:00"),
    ],
)
def test_a_time_of_day_moves_into_office_hours(at, inside):
    assert STANDARD.inside(clock(at)) == clock(inside)
