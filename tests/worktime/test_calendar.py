"""What the calendar says beside the truth table: published years, shifts, minutes, days left, reminders, zones."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.base.errors import Refused
from zhuqi.base.worktime.calendar import SHANGHAI, add_months, build
from zhuqi.base.worktime.hours import parse as hours
from zhuqi.base.worktime.spans import DayEnd, Span, Unit, parse

WORKING = [parse("1 工作日"), parse("1 工作时")]
NATURAL = [parse("1 分钟"), parse("1 小时"), parse("1 天"), parse("1 个月")]


def at(text: str, zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def test_without_a_published_year_only_natural_units_are_determined():
    bare = build((), {})
    now = at("2024-03-05 10:00")
    assert [bare.add(now, span) for span in WORKING] == [None, None]
    assert None not in [bare.add(now, span) for span in NATURAL]
    assert bare.working_days_left(now, at("2024-03-06 10:00")) is None
    assert bare.working_minutes(now, at("2024-03-06 10:00")) is None
    assert not bare.covers(now.date(), now.date())


def test_a_day_of_an_unpublished_year_is_neither_worked_nor_off(calendar):
    with pytest.raises(Refused, match="2027"):
        calendar.is_workday(dt.date(2027, 1, 4))
    assert calendar.is_workday(dt.date(2026, 12, 31))


def test_a_year_missing_between_two_published_ones_is_no_bridge():
    gap = build((2022, 2024), {})
    assert gap.add(at("2022-12-30 10:00"), parse("1 工作日")) is None
    assert gap.add(at("2022-12-30 16:30"), parse("1 工作时")) is None
    assert gap.add(at("2023-12-29 10:00"), parse("1 工作日")) is None
    assert gap.add(at("2023-12-31 10:00"), parse("1 工作日，次日起")) == at("2024-01-01 17:00")
    assert gap.working_minutes(at("2022-12-30 10:00"), at("2024-01-02 10:00")) is None


def test_special_days_of_unpublished_years_are_left_aside():
    year = build((2024,), {dt.date(2023, 12, 30): True, dt.date(2024, 1, 1): False})
    assert not year.covers(dt.date(2023, 12, 30), dt.date(2024, 1, 1))
    assert not year.is_workday(dt.date(2024, 1, 1))


def test_the_end_of_the_last_published_day_is_determined(calendar):
    eve = at("2026-12-31 16:00")
    assert calendar.add(eve, parse("1 工作时")) == at("2026-12-31 17:00")
    assert calendar.add(eve, parse("0 工作日，至午夜")) == at("2027-01-01 00:00")
    assert calendar.add(at("2026-12-31 17:01"), parse("0 工作日")) is None
    assert calendar.working_days_left(eve, at("2027-01-01 00:00")) == 1
    assert calendar.working_minutes(eve, at("2027-01-01 00:00")) == 60


def test_two_calendars_are_equal_only_if_they_are_one(calendar, shipped_days):
    assert len({calendar, build(range(2016, 2027), shipped_days)}) == 2


def test_a_moment_without_a_zone_is_the_programmers_mistake(calendar):
    with pytest.raises(ValueError, match="no zone"):
        calendar.add(dt.datetime(2024, 3, 5, 10), parse("1 工作日"))


def test_an_answer_stands_on_the_calendars_own_clock(calendar):
    reached = calendar.add(dt.datetime(2024, 3, 5, 2, tzinfo=dt.UTC), parse("1 工作日"))
    assert reached.isoformat() == "2024-03-06T17:00:00+08:00"


def test_seconds_are_kept(calendar):
    start = at("2024-03-05 11:59:30.25")
    assert calendar.add(start, parse("1 工作时")) == at("2024-03-05 13:59:30.25")
    assert calendar.add(start, parse("1 小时")) == at("2024-03-05 12:59:30.25")
    assert calendar.add(at("2024-03-05 17:00:00.000001"), parse("1 工作日")) == at("2024-03-07 17:00")


def test_no_span_is_over_before_it_begins(calendar):
    late = at("2024-03-05 20:00")
    assert calendar.add(late, parse("0 天")) == late
    assert calendar.add(late, parse("0 工作时")) == late
    assert calendar.add(late, parse("0 工作日")) == at("2024-03-06 17:00")


@pytest.mark.parametrize("first", ["5 工作日", "5 工作日，至午夜", "5 工作日，次日起", "5 工作日，至同一时刻"])
@pytest.mark.parametrize("start", ["2024-02-06 10:00", "2024-02-07 17:00", "2024-02-10 12:00"])
def test_a_span_and_a_shift_make_what_their_sum_makes(calendar, first, start):
    span = parse(first)
    shift, both = (Span(amount, span.unit, ends=span.ends) for amount in (3, 8))
    whole = Span(both.amount, span.unit, span.begins, span.ends)
    assert calendar.due(at(start), [span, shift]) == calendar.due(at(start), [whole])


def test_shifts_after_midnight_go_on_from_the_day_that_ended(calendar):
    start = at("2024-01-31 10:00")
    month = parse("1 个月，至午夜")
    assert calendar.due(start, [month, parse("1 个月")]) == at("2024-03-29 17:00")
    assert calendar.due(start, [month, parse("1 个月，至同一时刻")]) == at("2024-03-30 00:00")
    assert calendar.due(start, [month, parse("1 天")]) == at("2024-03-01 17:00")
    assert calendar.due(start, [month, parse("1 小时")]) == at("2024-03-01 01:00")
    assert calendar.due(start, [month, parse("1 工作日"), parse("1 工作日")]) == at("2024-03-04 17:00")


def test_what_is_undetermined_stays_so_through_its_shifts(calendar):
    start = at("2026-12-30 10:00")
    assert calendar.due(start, [parse("5 工作日"), parse("1 天")]) is None
    assert calendar.due(start, []) == start


def test_office_time_is_counted_in_whole_minutes(calendar):
    assert calendar.working_minutes(at("2024-03-05 08:00"), at("2024-03-05 18:00")) == 450
    assert calendar.working_minutes(at("2024-03-05 11:59:30"), at("2024-03-05 13:00:29")) == 0
    assert calendar.working_minutes(at("2024-02-09 16:00"), at("2024-02-18 09:00")) == 90
    assert calendar.working_minutes(at("2024-03-06 10:00"), at("2024-03-05 10:00")) == 0


@pytest.mark.parametrize(
    ("now", "due", "left"),
    [
        ("2024-03-05 10:00", "2024-03-07 17:00", 3),  # Tuesday to Thursday
        ("2024-03-05 20:00", "2024-03-07 17:00", 3),
        ("2024-03-05 10:00", "2024-03-08 00:00", 3),  # 24:00 of Thursday
        ("2024-03-07 10:00", "2024-03-07 17:00", 1),
        ("2024-03-07 17:00", "2024-03-07 17:00", 1),
        ("2024-03-07 17:01", "2024-03-07 17:00", 0),
        ("2024-03-09 10:00", "2024-03-10 17:00", 0),  # a weekend
        ("2024-02-09 10:00", "2024-02-18 17:00", 2),  # over Spring Festival
    ],
)
def test_working_days_left_count_today_and_the_due_day(calendar, now, due, left):
    assert calendar.working_days_left(at(now), at(due)) == left


def test_late_begins_after_the_due_moment(calendar):
    due = at("2024-03-07 17:00")
    assert not calendar.late(due, due)
    assert calendar.late(due + dt.timedelta(microseconds=1), due)
    assert not calendar.late(due, None)


@pytest.mark.parametrize(
    ("due", "span", "reminder"),
    [
        ("2024-03-07 17:00", "1 工作日", "2024-03-06 17:00"),
        ("2024-02-18 17:00", "1 工作日", "2024-02-09 17:00"),
        ("2024-03-09 00:00", "1 工作日", "2024-03-07 17:00"),
        ("2024-03-10 15:00", "1 工作日", "2024-03-08 15:00"),
        ("2024-03-07 09:30", "1 工作时", "2024-03-07 08:30"),
        ("2024-03-07 09:30", "2 工作时", "2024-03-06 16:00"),
        ("2024-03-07 17:00", "4 工作时", "2024-03-07 13:00"),
        ("2024-03-07 17:00", "30 分钟", "2024-03-07 16:30"),
        ("2024-03-07 17:00", "24 小时", "2024-03-06 17:00"),
        ("2024-03-07 17:00", "2 天", "2024-03-05 17:00"),
        ("2024-03-31 17:00", "1 个月", "2024-02-29 17:00"),
        ("2024-03-07 17:00", "0 工作时", "2024-03-07 17:00"),
        ("2016-01-04 17:00", "1 工作日", None),
        ("2016-01-04 09:00", "1 工作时", None),
        ("2027-01-08 17:00", "1 工作日", None),
    ],
)
def test_a_reminder_lies_so_much_before(calendar, due, span, reminder):
    assert calendar.before(at(due), parse(span)) == (at(reminder) if reminder else None)


def test_a_fixed_day_of_the_month_is_no_reminder(calendar):
    with pytest.raises(Refused, match="so much before"):
        calendar.before(at("2024-03-07 17:00"), parse("次月 5 日"))


def test_a_fixed_day_that_moves_is_determined_within_published_years_only():
    gap = build((2022, 2024), {dt.date(2024, 1, 1): False, dt.date(2022, 12, 30): False})
    assert gap.add(at("2022-11-05 10:00"), parse("次月末")) == at("2022-12-31 17:00")  # a Saturday
    assert gap.add(at("2022-11-05 10:00"), parse("次月末，遇假顺延")) is None
    assert gap.add(at("2022-11-05 10:00"), parse("次月末，遇假提前")) == at("2022-12-29 17:00")
    assert gap.add(at("2023-12-05 10:00"), parse("次月 1 日，遇假顺延")) == at("2024-01-02 17:00")
    assert gap.add(at("2023-12-05 10:00"), parse("次月 1 日，遇假提前")) is None
    assert gap.add(at("2024-12-30 10:00"), parse("5 天，遇假顺延")) is None
    assert build((), {}).add(at("2024-03-05 10:00"), parse("当月 25 日，遇假顺延")) is None


@pytest.mark.parametrize(
    "text", ["当月 25 日", "当月 1 日，遇假提前", "当月末，遇假顺延", "次月 1 日，遇假提前，至午夜"]
)
@given(start=st.datetimes(dt.datetime(2016, 2, 1), dt.datetime(2026, 9, 1)), later=st.timedeltas(dt.timedelta(0)))
def test_what_began_later_is_over_no_earlier(calendar, text, start, later):
    span, start = parse(text), start.replace(tzinfo=SHANGHAI)
    second = start + min(later, dt.timedelta(40))
    assert start <= calendar.add(start, span) <= calendar.add(second, span)


@given(day=st.dates(dt.date(2016, 3, 1), dt.date(2026, 10, 1)), minute=st.integers(0, 1439), n=st.integers(1, 15))
def test_a_reminder_and_its_span_meet_the_due_moment_again(calendar, day, minute, n):
    now = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), SHANGHAI)
    for span in (Span(n, Unit.WORKING_DAY, ends=DayEnd.SAME_TIME), Span(n, Unit.WORKING_HOUR)):
        due = calendar.add(now, span)
        reminder = calendar.before(due, span)
        assert now <= reminder
        assert calendar.add(reminder, span) == due


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2023-12-15", 12, "2024-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-15", 0, "2024-01-15"),
    ],
)
def test_a_month_ends_on_its_own_day_or_else_on_the_last(day, months, reached):
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(reached)


def test_an_hour_is_an_hour_in_the_night_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    year = build((2024,), {}, berlin, hours("00:00-12:00, 13:00-23:00"))
    eve = at("2024-03-30 20:00", berlin)
    assert year.add(eve, parse("12 小时")).isoformat() == "2024-03-31T09:00:00+02:00"
    assert year.add(eve, parse("1 天，至同一时刻")).isoformat() == "2024-03-31T20:00:00+02:00"
    assert year.add(eve, parse("1 天，至午夜")).isoformat() == "2024-04-01T00:00:00+02:00"
    sunday = build((2024,), {dt.date(2024, 3, 31): True}, berlin, hours("00:00-12:00"))
    assert sunday.working_minutes(at("2024-03-31 00:00", berlin), at("2024-03-31 12:00", berlin)) == 11 * 60
    twice = dt.datetime(2024, 10, 27, 2, 30, tzinfo=berlin)
    assert year.late(twice.replace(fold=1), twice)


def test_shanghais_own_summer_time_is_counted_in_hours_that_passed():
    spring = build((1990,), {})
    assert spring.add(at("1990-04-14 20:00"), parse("12 小时")).isoformat() == "1990-04-15T09:00:00+09:00"
