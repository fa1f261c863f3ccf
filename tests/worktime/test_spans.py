"""Spans as people write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.base.errors import Fault, Invalid, Refused
from zhuqi.base.worktime.spans import (
    DAYS,
    FIXED,
    LONGEST,
    MOST,
    MOVES,
    NAMED,
    Begins,
    DayEnd,
    OffDay,
    Span,
    Unit,
    in_words,
    parse,
    write,
)
from zhuqi.base.worktime.spelling import is_plain_day

COLUMN = 40
"""Characters that a clock's table has for a span."""
NOW, NEXT = Begins.MOMENT, Begins.NEXT_DAY
MIDNIGHT, SAME, CLOCK = DayEnd.MIDNIGHT, DayEnd.SAME_TIME, DayEnd.CLOCK


def spans() -> st.SearchStrategy[Span]:
    """Every span there can be."""

    def made(unit: Unit) -> st.SearchStrategy[Span]:
        ends = st.sampled_from(list(DayEnd)) if unit in DAYS else st.just(DayEnd.CLOSING)
        off = st.sampled_from([off for off in OffDay if unit in MOVES[off]])
        day = st.integers(1, NAMED[unit]) if unit in NAMED else st.just(0)
        at_once = st.tuples(st.integers(0, MOST[unit]), st.just(unit), st.just(Begins.MOMENT), ends, day, off)
        least = 0 if unit in FIXED else 1
        later = st.tuples(st.integers(least, MOST[unit]), st.just(unit), st.just(NEXT), ends, day, off)
        return (at_once | later).flatmap(timed)

    def timed(parts: tuple[Any, ...]) -> st.SearchStrategy[Span]:
        clock = st.integers(1, 1_439) if parts[3] is DayEnd.CLOCK else st.just(0)
        return clock.map(lambda minutes: Span(*(*parts, minutes)))

    return st.sampled_from(list(Unit)).flatmap(made)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3 工作日", Span(3, Unit.WORKING_DAY)),
        ("3个工作日", Span(3, Unit.WORKING_DAY)),
        ("15个工作日内", Span(15, Unit.WORKING_DAY)),
        ("十五个工作日以内", Span(15, Unit.WORKING_DAY)),
        ("1 工作时", Span(1, Unit.WORKING_HOUR)),
        ("2 小时", Span(2, Unit.HOUR)),
        ("两小时", Span(2, Unit.HOUR)),
        ("30 分钟", Span(30, Unit.MINUTE)),
        ("三十分钟", Span(30, Unit.MINUTE)),
        ("7 天", Span(7, Unit.NATURAL_DAY)),
        ("7日内", Span(7, Unit.NATURAL_DAY)),
        ("1 个月", Span(1, Unit.MONTH)),
        ("十二个月", Span(12, Unit.MONTH)),
        ("0 工作日", Span(0, Unit.WORKING_DAY)),
        ("３ 工作日，次日起", Span(3, Unit.WORKING_DAY, NEXT)),
        ("3 工作日, 至午夜", Span(3, Unit.WORKING_DAY, ends=MIDNIGHT)),
        ("3 工作日，至午夜，自次日起", Span(3, Unit.WORKING_DAY, NEXT, MIDNIGHT)),
        ("3 工作日，即时起，至下班", Span(3, Unit.WORKING_DAY)),
        ("2 工作日，至同一时刻", Span(2, Unit.WORKING_DAY, ends=SAME)),
        ("3 wd", Span(3, Unit.WORKING_DAY)),
        (" 3" + "\u3000\n" * 20_000 + "工作日 ， 次日起", Span(3, Unit.WORKING_DAY, NEXT)),
        ("5  working\tdays, from  the day after", Span(5, Unit.WORKING_DAY, NEXT)),
        ("1 wh", Span(1, Unit.WORKING_HOUR)),
        ("2 H", Span(2, Unit.HOUR)),
        ("7d", Span(7, Unit.NATURAL_DAY)),
        ("30 min", Span(30, Unit.MINUTE)),
        ("1 mo", Span(1, Unit.MONTH)),
        ("5 working days, from the day after, to midnight", Span(5, Unit.WORKING_DAY, NEXT, MIDNIGHT)),
        ("次月 5 日，遇假顺延", Span(1, Unit.MONTH_DAY, day=5, off=OffDay.FORWARD)),
        ("当月 25 日，遇假提前，至午夜", Span(0, Unit.MONTH_DAY, ends=MIDNIGHT, day=25, off=OffDay.BACK)),
        ("当月 25 日，遇假不变", Span(0, Unit.MONTH_DAY, day=25)),
        ("次月31日", Span(1, Unit.MONTH_DAY, day=31)),
        ("下月最后一日前", Span(1, Unit.MONTH_DAY, day=31)),
        ("十个月后月末", Span(10, Unit.MONTH_DAY, day=31)),
        ("by the last day of next month", Span(1, Unit.MONTH_DAY, day=31)),
        ("25th of this month, or the working day before", Span(0, Unit.MONTH_DAY, day=25, off=OffDay.BACK)),
        ("day 10 of the month in 2 months", Span(2, Unit.MONTH_DAY, day=10)),
        ("15 天，遇节假日顺延", Span(15, Unit.NATURAL_DAY, off=OffDay.FORWARD)),
        ("3 星期", Span(21, Unit.NATURAL_DAY)),
        ("100 years", Span(1_200, Unit.MONTH)),
        ("the same working day", Span(0, Unit.WORKING_DAY)),
        ("每周五", Span(0, Unit.WEEK_DAY, day=5)),
        ("下个星期天前，遇假顺延", Span(1, Unit.WEEK_DAY, day=7, off=OffDay.FORWARD)),
        ("２周后周三，遇假提前，至 9:30", Span(2, Unit.WEEK_DAY, NOW, CLOCK, 3, OffDay.BACK, 570)),
        ("by friday, or the working day before", Span(0, Unit.WEEK_DAY, day=5, off=OffDay.BACK)),
        ("三个季度后的季度末", Span(3, Unit.QUARTER_END)),
        ("次年底前", Span(1, Unit.YEAR_END)),
        ("end of this year", Span(0, Unit.YEAR_END)),
        ("次日下午 3 点", Span(1, Unit.NATURAL_DAY, NOW, CLOCK, clock=900)),
        ("3 工作日，至 12:00", Span(3, Unit.WORKING_DAY, NOW, CLOCK, clock=720)),
        ("一百八十日内", Span(180, Unit.NATURAL_DAY)),
        ("三百零五天", Span(305, Unit.NATURAL_DAY)),
    ],
)
def test_a_span_is_read_as_people_write_it(text, span):
    assert parse(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "工作日",
        "-3 工作日",
        "1.5 天",
        "3月",
        "九九天",
        "十十天",
        "百天",
        "3 工作日，明天起",
        "3 工作日，次日起，即时起",
        "3 工作日，至午夜，至下班",
        "3 工作日 4 小时",
        "3 工作日，",
        "次月",
        "次月 5",
        "次月五",
        "次月 5 日，遇假顺延，遇假提前",
        "百个月后 5 日",
        "101年",
        "3 工作日下班前",
        "一百二天",
        "本周",
        "2 周后五",
        "本季",
        "本周五，至 24:00",
        "本周五，至 12:60",
        "本周五，至 12:00，至午夜",
        "次日5点前",
        "次日中午9点",
        "两周五",
    ],
)
def test_what_is_no_span_is_refused_with_a_sentence_that_shows_how_to_write_one(text):
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert "3 工作日" in str(refused.value)
    assert f"“{text}”" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "2 小时，至午夜",
        "4 工作时，至同一时刻",
        "0 工作日，次日起",
        "36526 天",
        "1201 个月",
        "次月 32 日",
        "当月 0 日",
        "1201 个月后 5 日",
        "3 工作日，遇假顺延",
        "2 小时，遇假顺延",
        "7 天，遇假提前",
        "2 小时，至 12:00",
        "3 工作日，至 00:00",
        "5218 周后周一",
        "401 个季度后季末",
        "101 年后年末",
    ],
)
def test_parts_that_do_not_go_together_are_refused(text):
    with pytest.raises(Refused):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "1a" + " " * 50_000 + "b",
        "1" + "a " * 50_000,
        "1 天" + ",即时起" * 50_000,
        "within the last day of the month in 1200 months, from the day after, or the working day before, to the same time",
    ],
)
def test_what_is_too_long_for_a_span_is_refused_at_once(text):
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert f"“{text[:40]}”" in str(refused.value)


def test_the_longest_way_of_writing_a_span_fits():
    longest = "36525 natural days, from the day after, or the next working day, to the same time"
    assert parse(longest) == Span(36_525, Unit.NATURAL_DAY, NEXT, SAME, off=OffDay.FORWARD)
    fixed = "the last day of the month in 1200 months, from the day after, or the working day before, to the same time"
    assert parse(fixed) == Span(1_200, Unit.MONTH_DAY, NEXT, ends=SAME, day=31, off=OffDay.BACK)
    assert max(len(longest), len(fixed)) <= LONGEST


@given(spans())
def test_what_is_written_is_read_back(span):
    assert parse(write(span)) == span
    assert len(write(span)) <= COLUMN


@given(st.text(max_size=20) | st.from_regex(r"[0-9十]{1,4} ?个?(工作|自然)?[日时天月]，?.{0,4}", fullmatch=True))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        said = write(parse(text))
    except Fault as fault:
        said = str(fault.sentence)
    else:
        assert parse(said) == parse(text)
    assert said


def test_a_span_in_words_says_only_what_is_not_the_default():
    assert str(in_words(parse("1 工作日"))) == "1 working day"
    assert str(in_words(parse("30 分钟"))) == "30 minutes"
    both = in_words(parse("3 工作日，次日起，至午夜"))
    assert str(both) == "3 working days, counted from the day after, until midnight"
    assert str(in_words(parse("2 天，至同一时刻"))) == "2 natural days, until the same time of day"
    assert str(in_words(parse("当日"))) == "the same day"
    assert str(in_words(parse("0 工作日"))) == "the same working day"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("当月 25 日", "day 25 of this month"),
        ("次月 5 日，遇假顺延", "day 5 of next month, or where that is a day off the working day after"),
        ("2 个月后 10 日，至午夜", "day 10 of the month in 2 months, until midnight"),
        ("当月末，遇假提前", "the last day of this month, or where that is a day off the working day before"),
        ("次月末", "the last day of next month"),
        ("12 个月后月末", "the last day of the month in 12 months"),
        ("每周五", "the coming Friday"),
        ("次周一，至 12:00", "Monday of next week, until 12:00"),
        ("3 周后周日", "Sunday of the week in 3 weeks"),
        ("年底前", "the last day of this year"),
        ("每周五，次日起", "the coming Friday, counted from the day after"),
        ("下季度末", "the last day of next quarter"),
        ("2 个季度后季末", "the last day of the quarter in 2 quarters"),
    ],
)
def test_a_fixed_day_in_words(text, words):
    assert str(in_words(parse(text))) == words


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("半天", "4 工作时"),
        ("半个工作日内", "4 工作时"),
        ("半个月", "write 天"),
        ("一个季度", "本季末"),
        ("3月", "3 个月"),
        ("本周内", "本周五"),
        ("月中", "当月 10 日"),
        ("次日5点前", "至 17:00"),
        ("3-5个工作日", "one span"),
        ("原则上3个工作日", "条文"),
        ("自受理之日起15个工作日内", "次日起"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused_with_a_way_to_say_each(text, hint):
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert hint in str(refused.value).split("遇假顺延. ")[1]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("15日内", True),
        ("五日", True),
        ("不超过10个日，次日起", True),
        ("15 天", False),
        ("15个工作日", False),
        ("7个自然日", False),
        ("次月 5 日", False),
        ("当日", False),
        ("尽快", False),
    ],
)
def test_a_day_that_some_offices_mean_as_a_working_day_is_known(text, plain):
    assert is_plain_day(text) is plain


def test_only_a_fixed_day_names_a_day():
    with pytest.raises(Refused):
        Span(3, Unit.WORKING_DAY, day=5)
    with pytest.raises(Refused):
        Span(1, Unit.MONTH_DAY)
    with pytest.raises(Refused):
        Span(1, Unit.WEEK_DAY, day=8)
    with pytest.raises(Refused):
        Span(1, Unit.QUARTER_END, day=31)
    with pytest.raises(Refused):
        Span(1, Unit.WORKING_DAY, ends=CLOCK)


def test_days_end_like_those_of_another_span():
    more = Span(2, Unit.WORKING_DAY)
    assert more.ending_like(parse("次日 12:00")) == parse("2 工作日，至 12:00")
    assert more.ending_like(Span(2, Unit.HOUR)) == more and Span(2, Unit.HOUR).ending_like(more) == Span(2, Unit.HOUR)
