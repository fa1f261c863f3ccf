"""Deadlines in words: always what the number counts, days with today, midnight in the day before it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from tests.interfaces.samples import CALENDAR, NOW, at
from zhuqi.interfaces.web import lamps
from zhuqi.interfaces.web.cases.clock_rows import workdays

COUNT = workdays(CALENDAR)
LEFT = [
    (at(6, 4, 11), "剩 40 分", "40 min left"),
    (at(6, 4, 17), "剩 6 小时 40 分", "6 h 40 min left"),
    (at(6, 5, 0, 0), "剩 13 小时 40 分", "13 h 40 min left"),
    (at(6, 5, 17), "剩 2 工作日", "2 working days left"),
    (at(6, 6, 17), "剩 3 工作日", "3 working days left"),
    (at(6, 10, 17), "剩 4 工作日", "4 working days left"),
]
OVER = [
    (at(6, 4, 9), "超 1 小时 20 分", "1 h 20 min late"),
    (at(6, 3, 17), "超 1 工作日", "1 working day late"),
    (at(5, 31, 17), "超 2 工作日", "2 working days late"),
]


@pytest.mark.parametrize(("due", "chinese", "english"), LEFT)
def test_what_is_left_says_what_it_counts(due: dt.datetime, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert lamps.left(NOW, due, COUNT) == chinese
    with override("en"):
        assert lamps.left(NOW, due, COUNT) == english


@pytest.mark.parametrize(("due", "chinese", "english"), OVER)
def test_what_is_over_says_what_it_counts(due: dt.datetime, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert lamps.over(NOW, due, COUNT) == chinese
    with override("en"):
        assert lamps.over(NOW, due, COUNT) == english


def test_at_the_very_moment_it_isnt_late() -> None:
    assert lamps.lamp(NOW, NOW, yellow=None, workdays=COUNT).tone == "green"
    assert lamps.lamp(NOW + dt.timedelta(seconds=1), NOW, yellow=None, workdays=COUNT).tone == "red"


def test_a_lamp_turns_yellow_at_its_own_moment_and_grey_where_it_stands_still() -> None:
    due = at(6, 6, 17)
    assert lamps.lamp(NOW, due, yellow=NOW, workdays=COUNT).tone == "yellow"
    assert lamps.lamp(NOW, due, yellow=NOW + dt.timedelta(minutes=1), workdays=COUNT).tone == "green"
    assert lamps.lamp(NOW, None, yellow=None, workdays=COUNT, paused=True).tone == "grey"


def test_a_clock_that_stands_still_isnt_one_whose_date_isnt_known() -> None:
    with override("zh-hans"):
        assert lamps.lamp(NOW, None, yellow=None, workdays=COUNT, paused=True).words == "停表"
        assert lamps.lamp(NOW, None, yellow=None, workdays=COUNT).words == "日期待定"


def test_without_a_published_calendar_days_are_counted_plainly() -> None:
    with override("zh-hans"):
        assert lamps.left(at(6, 4).replace(year=2030), at(6, 6).replace(year=2030), COUNT) == "剩 3 天"


def test_midnight_is_the_end_of_the_day_before() -> None:
    with override("zh-hans"):
        assert lamps.lamp(NOW, at(6, 7, 0), yellow=None, workdays=COUNT).due == "6 月 6 日 24:00"
