"""Bands as people write them: the table of docs/lamps.md, and that what is written is read back."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lamps.page import rows
from zhuqi.base.errors import Fault, Invalid, Refused
from zhuqi.base.lamps.gauges import SIDES, Condition, Count, Interval, Measure, Side, exact
from zhuqi.base.lamps.phrases import ANY, MORE_THAN_NOTHING, WHOLE
from zhuqi.base.lamps.reading import parse
from zhuqi.base.lamps.writing import write
from zhuqi.base.worktime.spans import Unit

READ = rows("written | side | figures | unit | written back")
REFUSED = rows("written | why")


def in_brackets(interval: Interval) -> str:
    """``[10, 30)``."""
    low, high = (None if end is None else str(end) if end.denominator == 3 else f"{float(end):g}"
                 for end in (interval.low, interval.high))  # fmt: skip
    closed = interval.to_high and high is not None
    return f"{'[' if interval.from_low else '('}{low}, {high or '∞'}{']' if closed else ')'}"


def test_the_page_names_every_side():
    assert {row[1] for row in READ} >= set(Side) - {Side.AHEAD}


@pytest.mark.parametrize("row", READ, ids=[row[0] for row in READ])
def test_a_condition_is_read_and_written_as_the_page_says(row):
    text, side, figures, unit, back = row
    (condition,) = parse(text)
    assert (condition.side, in_brackets(condition.interval), condition.unit or "") == (side, figures, unit)
    assert write((condition,)) == back
    assert parse(back) == (condition,)


@pytest.mark.parametrize("row", REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_refused_with_a_sentence(row):
    with pytest.raises(Fault) as refused:
        parse(row[0])
    assert len(str(refused.value)) > 20


def test_conditions_joined_by_and_are_all_kept():
    text = "低于计划且低于均值且逾期超过 3 天"
    assert [condition.side for condition in parse(text)] == [Side.BELOW_PLAN, Side.BELOW_MEAN, Side.OVERDUE]
    assert write(parse(text)) == text


@pytest.mark.parametrize("text", ["其余", "否则", " 其他 "])
def test_the_rest_has_no_condition(text):
    assert parse(text) == ()
    assert write(()) == "其余"


@pytest.mark.parametrize(
    ("word", "low", "inside"),
    [
        *((word, True, True) for word in ("不低于", "不少于", "达到", "满", "≥", ">=")),
        *((word, True, False) for word in ("超过", "高于", "大于", ">", "＞")),
        *((word, False, True) for word in ("不超过", "不高于", "至多", "≤")),
        *((word, False, False) for word in ("不足", "不满", "低于", "少于", "不到", "<")),
    ],
)
def test_each_word_before_a_figure_says_whether_the_figure_is_in(word, low, inside):
    (condition,) = parse(f"剩余{word} 3 天")
    assert condition.holds(Fraction(3)) is inside
    assert condition.holds(Fraction(4)) is low
    assert condition.holds(Fraction(2)) is not low


@pytest.mark.parametrize(
    ("word", "low", "inside"),
    [
        ("以上", True, True),
        ("及以上", True, True),
        ("以上（不含）", True, False),
        ("以外", True, False),
        ("以下", False, True),
        ("以内", False, True),
        ("内", False, True),
        ("以内（不含 3 天）", False, False),
    ],
)
def test_each_word_after_a_figure_follows_the_civil_code(word, low, inside):
    (condition,) = parse(f"剩余 3 天{word}")
    assert condition.holds(Fraction(3)) is inside
    assert condition.holds(Fraction(4)) is low
    assert condition.holds(Fraction(2)) is not low


@pytest.mark.parametrize("figure", [0.5, True, float("nan")])
def test_a_float_is_never_taken(figure):
    with pytest.raises(TypeError):
        exact(figure)
    with pytest.raises(TypeError):
        Interval(figure)


def test_a_decimal_that_is_no_figure_is_refused():
    with pytest.raises(ValueError, match="isn't a figure"):
        exact(Decimal("NaN"))
    assert exact(Decimal("0.1")) == Fraction(1, 10)


@pytest.mark.parametrize(("low", "high", "ends"), [(2, 1, (True, True)), (1, 1, (True, False)), (1, 1, (False, True))])
def test_an_interval_in_which_nothing_lies_is_refused(low, high, ends):
    with pytest.raises(Refused):
        Interval(Fraction(low), Fraction(high), *ends)


UNITS: dict[Side, list[Measure | None]] = {
    side: [Unit.WORKING_DAY, Unit.HOUR, Unit.MONTH] for side in (Side.LEFT, Side.OVERDUE, Side.WAITING)
}
UNITS |= {
    Side.USED: [Count.SHARE, Unit.NATURAL_DAY],
    Side.RUN: [Count.TIMES, Count.MONTHS, Count.QUARTERS, Count.WEEKS],
}
UNITS |= {Side.BEHIND: [Count.POINT, Unit.MONTH], Side.AHEAD: [Count.POINT], Side.REACHED: [Count.SHARE]}
UNITS |= {side: [Count.POINT] for side in (Side.BELOW_PLAN, Side.ABOVE_PLAN, Side.BELOW_MEAN, Side.ABOVE_MEAN)}
SHARES = st.one_of(
    st.integers(0, 200).map(lambda n: Fraction(n, 100)), st.sampled_from([Fraction(1, 3), Fraction(7, 6)])
)
FIGURES = st.one_of(st.integers(0, 500).map(Fraction), st.integers(0, 50_000).map(lambda n: Fraction(n, 100)))


@st.composite
def conditions(draw):
    if draw(st.booleans()) and draw(st.booleans()):
        side, interval = draw(st.sampled_from([*WHOLE, (Side.DONE, MORE_THAN_NOTHING), (Side.WAITING, ANY)]))
        return Condition(side, interval, of="入统" if SIDES[side].gauge == "waiting" else "")
    side = draw(st.sampled_from(sorted(UNITS)))
    unit = draw(st.sampled_from(UNITS[side]))
    figures = SHARES if unit is Count.SHARE else FIGURES
    low, high = sorted([draw(figures), draw(figures)])
    ends = draw(st.booleans()), draw(st.booleans())
    top = None if draw(st.booleans()) else high
    if top is None and low == 0 and not ends[0] and SIDES[side].zero:
        low = Fraction(1)
    if low == top:
        ends = True, True
    if not low and not ends[0] and top is not None and low == top:
        top = None
    of = {Side.WAITING: "开工", Side.RUN: draw(st.sampled_from(["", "应开未开"]))}.get(side, "")
    if side in (Side.REACHED, Side.BELOW_PLAN, Side.ABOVE_PLAN, Side.BELOW_MEAN, Side.ABOVE_MEAN):
        of = draw(st.sampled_from(["", "增速"]))
    return Condition(side, Interval(low, top, *ends), unit, of)


@given(st.lists(conditions(), min_size=1, max_size=3))
def test_whatever_is_written_is_read_back_the_same(found):
    if len(write(tuple(found))) <= 70:
        assert parse(write(tuple(found))) == tuple(found)


@given(st.text("落后剩余连续超过不足满未已逾期以上内、且0123456789.%/一半分之()含–天个月百分点工作日", max_size=40))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_written(text):
    try:
        found = parse(text)
    except (Invalid, Refused):
        return
    assert parse(write(found)) == found


@pytest.mark.parametrize(
    "text", ["1" * 10_000_000, "超过" * 5_000_000, "落后" + "1%" * 38, "连续" + "一" * 78, "未" + "满" * 78]
)
def test_a_hostile_text_is_refused_at_once(text):
    began = time.perf_counter()
    with pytest.raises(Fault):
        parse(text)
    assert time.perf_counter() - began < 0.5
