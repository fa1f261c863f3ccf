"""Which lamp is lit: the truth table of docs/lamps.md, and the figures that gauges read."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.lamps.page import number, palette, rows, rule
from zhuqi.base.errors import Refused
from zhuqi.base.lamps import figures
from zhuqi.base.lamps.gauges import Axis, Count, Gauge
from zhuqi.base.lamps.lint import lint
from zhuqi.base.lamps.rules import STANDARD, Band, Lamp, LampRule, Palette, State, in_a_row, in_all, judge
from zhuqi.base.worktime.spans import Unit

RULES = {name: rule(*rest) for name, *rest in rows("rule | palette | without | bands")}
TRUTH = rows("# | case | rule | figures | good reason | lamp")
POINTS = Axis(Gauge.SCHEDULE, Count.POINT)


def stands(shown) -> str:
    """A lamp as the page writes it."""
    if shown.state is State.LIT:
        return shown.code
    return f"{shown.state.value}, else {shown.instead}" if shown.instead else shown.state.value


def test_every_row_is_numbered_and_every_rule_is_used():
    assert [row[0] for row in TRUTH] == [str(n) for n in range(1, len(TRUTH) + 1)]
    assert {row[2] for row in TRUTH} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_the_rules_of_the_page_have_no_fault(name):
    assert lint(RULES[name]) == []


@pytest.mark.parametrize("row", TRUTH, ids=[f"row_{row[0]}" for row in TRUTH])
def test_a_row_of_the_truth_table_holds(row):
    _, _, name, figured, reason, lamp = row
    read = dict(zip(RULES[name].axes, [number(figure) for figure in figured.split("; ")], strict=True))
    shown = judge(RULES[name], read, reason=reason)
    assert stands(shown) == lamp
    assert (shown.reason == reason) is (shown.state is State.EXEMPT or not reason)
    assert str(shown.why)


@pytest.mark.parametrize(
    ("name", "read", "why"),
    [
        ("progress", "12", "落后 12 个百分点: “落后 10–30 个百分点”."),
        ("days", "-4", "逾期 4 工作日: “逾期超过 3 工作日”."),
        ("half", "1; 2/3", "已用 ≈66.67%: “已用超过一半”."),
        ("start", "3", "连续 3 个月应开未开: “连续 3 个月应开未开”."),
        ("entry", "-1", "已入统: “已入统”."),
        ("peers", "-2; -1", "低于计划 2、低于均值 1: “低于计划且低于均值”."),
        ("funds", "?", "Not known yet: 达到应达."),
    ],
)
def test_a_lamp_says_why(name, read, why):
    shown = judge(RULES[name], dict(zip(RULES[name].axes, map(number, read.split("; ")), strict=True)))
    assert str(shown.why) == why


def test_an_edition_may_take_no_excuse():
    strict = LampRule(RULES["progress"].palette, RULES["progress"].bands, good_reason=False)
    assert stands(judge(strict, {POINTS: 31}, reason="征地未完成")) == "红"


def test_a_figure_left_out_is_not_known_and_a_float_is_not_a_figure():
    assert judge(RULES["progress"], {}).state is State.UNKNOWN
    assert stands(judge(RULES["progress"], {POINTS: Decimal("10.0")})) == "黄"
    with pytest.raises(TypeError):
        judge(RULES["progress"], {POINTS: 10.0})  # type: ignore[dict-item]


def test_a_condition_without_a_unit_is_read_wherever_the_same_thing_is_measured():
    late = LampRule(STANDARD, (Band.read("red", "已逾期"), Band.read("green", "其余")), frozenset({"yellow"}))
    assert judge(late, {Axis(Gauge.LEFT, Unit.HOUR): -1}).code == "red"
    assert judge(late, {Axis(Gauge.LEFT, Unit.HOUR): None, Axis(Gauge.LEFT, Unit.WORKING_DAY): 2}).code == "green"
    assert judge(late, {Axis(Gauge.LEFT, Unit.HOUR): None}).state is State.UNKNOWN
    assert RULES["days"].axes == (Axis(Gauge.LEFT, Unit.WORKING_DAY),)


def test_a_figure_in_another_unit_tells_nothing_of_an_amount():
    assert judge(RULES["days"], {Axis(Gauge.LEFT, Unit.HOUR): 2}).state is State.UNKNOWN


def test_a_rule_of_the_largest_size_is_taken():
    three = rule("绿 红", "", "红 落后；红 已逾期；红 低于应达；绿 其余")
    assert len(three.axes) == 3


def test_a_gap_lights_nothing():
    gap = rule("绿 黄 红", "", "绿 不落后；黄 落后 10–30 个百分点；红 落后超过 30 个百分点")
    assert judge(gap, {POINTS: 5}).state is State.UNKNOWN


@pytest.mark.parametrize(
    ("lamps", "refused"),
    [
        ((), True),
        ((("a", "A"), ("a", "B")), True),
        ((("exempt", "X"),), True),
        ((("", "X"),), True),
        (tuple((str(n), str(n)) for n in range(10)), True),
        ((("one", "One"),), False),
    ],
)
def test_a_palette_has_different_lamps_and_none_is_called_like_a_state(lamps, refused):
    made = tuple(Lamp(code, label, "red") for code, label in lamps)
    if refused:
        with pytest.raises(Refused):
            Palette(made)
    else:
        assert Palette(made).rank(made[0].code) == 0


def test_a_palettes_order_is_its_meaning():
    done_is_red = palette("红 黄 绿")
    assert [done_is_red.rank(code) for code in "红黄绿"] == [0, 1, 2]
    assert done_is_red.lamp("红").token == "red"


@pytest.mark.parametrize(
    ("bands", "ends"),
    [
        ("；".join(f"红 落后超过 {n} 个百分点" for n in range(13)), "bands"),
        ("红 落后且滞后且超前且不落后", "conditions"),
        ("红 落后；红 已逾期；红 低于应达；红 低于计划", "measures"),
    ],
)
def test_a_rule_nobody_can_read_is_refused(bands, ends):
    with pytest.raises(Refused, match=ends):
        rule("绿 红", "", bands)


@pytest.mark.parametrize(
    ("amount", "late", "figure"),
    [(3, False, "3"), (0, False, "0"), (3, True, "-3"), (0, True, "-1/1000000000"), (None, True, "?")],
)
def test_time_left_is_negative_exactly_when_late(amount, late, figure):
    assert figures.left(amount, late=late) == number(figure)


@pytest.mark.parametrize(
    ("elapsed", "whole", "late", "share"),
    [
        (5, 10, False, "1/2"),
        (10, 10, False, "1"),
        (10, 10, True, "1000000001/1000000000"),
        (15, 10, True, "3/2"),
        (11, 10, False, "1"),
        (0, 0, False, "1"),
        (None, 10, False, "?"),
        (1, None, False, "?"),
    ],
)
def test_more_than_the_whole_span_is_used_exactly_when_late(elapsed, whole, late, share):
    assert figures.used(elapsed, whole, late=late) == number(share)


def test_points_behind_shares_reached_and_distances_are_exact():
    assert figures.behind(Decimal("0.3"), Decimal("0.4")) == 10
    assert figures.behind(Fraction(1, 3), Fraction(2, 3)) == Fraction(100, 3)
    assert figures.behind(Decimal("0.5"), Decimal("0.4")) == -10
    assert figures.reached(7, 10) == Fraction(7, 10)
    assert figures.reached(0, 0) == 1
    assert figures.above(Decimal("-3.5"), Decimal("-2")) == Fraction(-3, 2)
    assert figures.behind(None, 1) is figures.reached(1, None) is figures.above(None, 1) is None


@pytest.mark.parametrize(
    ("start", "day", "months"),
    [
        ("2024-01-31", "2024-02-28", "28/29"),
        ("2024-01-31", "2024-02-29", "1"),
        ("2024-01-31", "2024-03-30", "61/31"),
        ("2024-01-31", "2024-03-31", "2"),
        ("2023-01-31", "2023-02-28", "1"),
        ("2024-03-15", "2024-04-14", "30/31"),
        ("2024-03-15", "2024-04-15", "1"),
        ("2024-03-15", "2024-04-16", "31/30"),
        ("2023-12-15", "2024-02-15", "2"),
        ("2024-03-15", "2024-03-15", "0"),
        ("2024-03-15", "2024-03-01", "0"),
    ],
)
def test_months_are_full_on_their_own_day_or_else_the_last(start, day, months):
    found = figures.months_since(dt.date.fromisoformat(start), dt.date.fromisoformat(day))
    assert found == Fraction(months)


def test_months_never_run_backwards():
    start = dt.date(2023, 10, 31)
    found = [figures.months_since(start, start + dt.timedelta(days=n)) for n in range(800)]
    assert all(a < b for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("history", "row", "all_of_them"),
    [
        ("", 0, 0),
        ("r", 1, 1),
        ("r r", 2, 2),
        ("r g r", 1, 2),
        ("r exempt r", 1, 2),
        ("r unknown r", 2, 2),
        ("r r unknown", 2, 2),
        ("r r g", 0, 2),
        ("r r exempt", 0, 2),
        ("unknown", 0, 0),
    ],
)
def test_a_run_is_ended_by_other_lamps_and_good_reasons_but_not_by_silence(history, row, all_of_them):
    assert in_a_row(history.split(), {"r"}) == row
    assert in_all(history.split(), {"r"}) == all_of_them
