"""One sentence, two readers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.interfaces.samples import NOW, at
from zhuqi.base.words import say
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.access.actor import Role
from zhuqi.interfaces.web.wording import joined, phrase, weekday

SAID = [
    (dt.date(2019, 6, 4), "6 月 4 日", "4 June"),
    (dt.date(2018, 6, 4), "2018 年 6 月 4 日", "4 June 2018"),
    (at(6, 5, 18), "6 月 5 日 18:00", "5 June 18:00"),
    (dt.datetime(2019, 6, 5, 10, tzinfo=dt.UTC), "6 月 5 日 18:00", "5 June 18:00"),
    (Role.DISPATCHER, "调度员", "dispatcher"),
    (Span(2, Unit.WORKING_DAY), "2 个工作日", "2 working days"),
    (["甲", Role.LEADER], "甲、领导", "甲, leader"),
    (Decimal("2.50"), "2.5", "2.5"),
    (Decimal("100"), "100", "100"),
    (True, "是", "yes"),
    (None, "", ""),
    (say("It lies with {unit}.", unit="A"), "现在A手上。", "It lies with A."),
]


@pytest.mark.parametrize(("said", "chinese", "english"), SAID)
def test_everything_said_is_said_in_the_readers_language(said: object, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert phrase(said, NOW) == chinese
    with override("en"):
        assert phrase(said, NOW) == english


def test_chinese_sentences_stand_without_a_space_between_them() -> None:
    two = [say("It lies with {unit}.", unit="A")] * 2
    with override("zh-hans"):
        assert joined(two, NOW) == "现在A手上。现在A手上。"
    with override("en"):
        assert joined(two, NOW) == "It lies with A. It lies with A."


def test_a_time_of_day_stands_a_space_from_the_chinese_word_behind_it_and_a_day_does_not() -> None:
    with override("zh-hans"):
        assert phrase(say("It is due by {due}.", due=at(6, 5, 18)), NOW) == "应于 6 月 5 日 18:00 前完成。"
        assert phrase(say("It is due by {due}.", due=dt.date(2019, 6, 5)), NOW) == "应于 6 月 5 日前完成。"


def test_a_day_can_come_with_its_weekday() -> None:
    with override("zh-hans"):
        assert weekday(dt.date(2019, 6, 4), NOW) == "6 月 4 日 星期二"
    with override("en"):
        assert weekday(dt.date(2019, 6, 4), NOW) == "Tuesday 4 June"


def test_braces_in_facts_are_left_alone() -> None:
    with override("en"):
        assert phrase(say("It lies with {unit}.", unit="{now}"), NOW) == "It lies with {now}."
