"""The lamps of a case's clocks (亮灯): what is read, which is lit at which moment, and that nothing is said where nothing is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.cases.play import LEAD, ONLY_2019, PLAIN, Play, at, handling, replied, suspended
from tests.cases.test_chasing import faults, play, rules
from tests.lamps import page
from zhuqi.base.lamps.rules import Lamp
from zhuqi.base.worktime.spans import FIXED, Span, Unit
from zhuqi.domain.cases.life.history import lit
from zhuqi.domain.cases.life.measuring import left, since, until, used
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Tick

FIVE = (
    "亮灯:",
    "  灯: [绿, 蓝, 黄, 橙, 红]",
    "  规则:",
    "    - {亮: 红, 当: 逾期超过 3 工作日}",
    "    - {亮: 橙, 当: 已逾期}",
    "    - {亮: 黄, 当: 剩余不足 1 工作日}",
    "    - {亮: 蓝, 当: 剩余 1–3 工作日}",
    "    - {亮: 绿, 当: 其余}",
)
SECOND = dt.timedelta(seconds=1)


def colour(case: Play, now: dt.datetime, tick: Tick = Tick.HANDLE) -> str | None:
    """The colour of the latest clock of a kind, as the text writes it."""
    found = lit(case.life, case.clock(tick), now, case.terms)
    return found.lamp.code if found else None


@pytest.mark.parametrize(("now", "code"), page.rows("now | lamp"))
def test_a_lamp_changes_exactly_where_a_reminder_would_come(now: str, code: str) -> None:
    """Due on Tuesday, 28 May, 17:00. Exactly 3 working days left: blue; exactly 1: still blue; late by exactly 3: orange."""
    case = handling(rules=play(*FIVE))
    assert case.clock(Tick.HANDLE).due == at("05-28 17:00")
    assert colour(case, at(now)) == code


HALF = (
    "亮灯:",
    "  规则:",
    "    - {亮: 红, 当: 已逾期}",
    "    - {亮: 黄, 当: 已用超过一半}",
    "    - {亮: 绿, 当: 其余}",
)


@pytest.mark.parametrize(
    ("rule", "seconds", "code"),
    [
        ("已用超过一半", -1, "绿"),
        ("已用超过一半", 0, "绿"),
        ("已用超过一半", 1, "黄"),
        ("已用一半以上", -1, "绿"),
        ("已用一半以上", 0, "黄"),
        ("剩余时限不足 50%", 0, "绿"),
        ("剩余时限不足 50%", 1, "黄"),
    ],
)
def test_exactly_half_is_what_the_edition_says_it_is(rule: str, seconds: int, code: str) -> None:
    """Twelve hours from 10:00: half are over at 16:00."""
    own = play("时限: [{钟: 答复, 时长: 12 小时}]", *(line.replace("已用超过一半", rule) for line in HALF))
    case = handling(rules=own)
    start = case.clock(Tick.HANDLE).start
    assert colour(case, start + dt.timedelta(hours=6) + seconds * SECOND) == code


def test_the_share_of_working_time_stands_still_outside_office_hours() -> None:
    case = handling(rules=play("时限: [{钟: 答复, 时长: 16 工作时}]", *HALF))
    clock = case.clock(Tick.HANDLE)
    evening, morning = (used(ONLY_2019, clock, at(when)) for when in ("05-14 18:00", "05-15 08:00"))
    assert evening == morning and evening is not None and 0 < evening < 1
    assert used(ONLY_2019, clock, clock.start) == 0 and clock.due is not None
    assert used(ONLY_2019, clock, clock.due) == 1
    late = used(ONLY_2019, clock, clock.due + SECOND)
    assert late is not None and late > 1


def test_time_that_stood_still_is_on_neither_side() -> None:
    """Suspended a week: as much is used after it as before it."""
    case = handling(rules=play("时限: [{钟: 答复, 时长: 240 小时}]", *HALF))
    before = used(ONLY_2019, case.clock(Tick.HANDLE), at("05-15 09:00"))
    case.ask_suspension("05-15 09:00", "06-20").suspend("05-15 09:00")
    assert colour(case, at("05-20 09:00")) is None, "what stands still isn't red"
    case.resume("05-22 09:00")
    assert used(ONLY_2019, case.clock(Tick.HANDLE), at("05-22 09:00")) == before


def test_a_suspended_clock_isnt_lit_and_neither_is_one_that_stopped() -> None:
    case = suspended(rules=play(*FIVE))
    assert case.clock(Tick.HANDLE, LEAD).paused_at is not None
    assert colour(case, at("07-30 09:00")) is None
    assert colour(replied(rules=play(*FIVE)), at("06-30 09:00")) is None


def test_where_the_edition_says_nothing_nothing_is_lit() -> None:
    case = handling()
    assert PLAIN.lamps is None and colour(case, at("06-30 09:00")) is None
    only = play(
        "亮灯:",
        "  规则:",
        "    - {钟: 签收, 亮: 红, 当: 已逾期}",
        "    - {钟: 签收, 亮: 绿, 当: 其余}",
        "  灯: [绿, 红]",
    )
    assert colour(handling(rules=only), at("06-30 09:00")) is None


def test_the_closest_rule_lights_the_lamp() -> None:
    own = rules(*FIVE, "    - {钟: 签收, 亮: 红, 当: 已逾期}", "    - {钟: 签收, 亮: 绿, 当: 其余}").lamps
    assert own is not None
    accept, handle = (own.rule(tick, Traits("finance")) for tick in (Tick.ACCEPT, Tick.HANDLE))
    assert accept is not None and handle is not None
    assert (len(accept.bands), len(handle.bands)) == (2, 5)


def test_a_place_calls_its_lamps_as_it_likes_and_red_may_be_the_best() -> None:
    own = rules("亮灯:", "  灯: {红: 在办, 白: 超期}", "  规则: [{亮: 白, 当: 已逾期}, {亮: 红, 当: 其余}]").lamps
    assert own is not None
    assert own.palette.lamps == (Lamp("红", "在办", "red"), Lamp("白", "超期", "white"))
    case = handling(rules=replace(PLAIN, lamps=own))
    assert (colour(case, at("05-28 17:00")), colour(case, at("05-28 17:01"))) == ("红", "白")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["{亮: 红, 当: 已逾期}", "{亮: 绿, 当: 剩余超过 1 工作日}", "{亮: 黄, 当: 剩余不足 1 工作日}"], "No lamp is lit"),
        (["{亮: 红, 当: 已逾期}", "{亮: 绿, 当: 其余}"], "“黄” is never lit"),
        (["{亮: 红, 当: 已逾期}", "{亮: 黄, 当: 逾期超过 3 天}", "{亮: 绿, 当: 其余}"], "hold. Write the worse"),
        (["{亮: 红, 当: 已逾期}", "{亮: 紫, 当: 剩余不足 1 天}", "{亮: 绿, 当: 其余}"], "no lamp “紫”"),
        (["{亮: 粉, 当: 已逾期}"], "isn't a colour"),
        (["{亮: 红, 当: 连续 3 个月}", "{亮: 绿, 当: 其余}"], "A clock tells the time left"),
        (["{亮: 红, 当: 落后 10 个百分点以上}", "{亮: 绿, 当: 其余}"], "A clock tells the time left"),
        (["{亮: 红, 当: 剩余 3 天}", "{亮: 绿, 当: 其余}"], "A figure alone"),
        (["{亮: 红, 当: 已逾期, 钟: 签字}", "{亮: 黄, 当: 剩余不足 1 天, 钟: 签字}", "{亮: 绿, 当: 其余, 钟: 签字}"], "签字"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_lamps_is_refused(rows: list[str], said: str) -> None:
    assert any(said in sentence for _, _, sentence in faults("亮灯:", f"  规则: [{', '.join(rows)}]"))


@pytest.mark.parametrize(
    ("unit", "now", "left_of_it"),
    [
        (Unit.WORKING_DAY, "05-27 17:00", "1"),
        (Unit.WORKING_DAY, "05-24 17:00", "2"),
        (Unit.NATURAL_DAY, "05-24 17:00", "4"),
        (Unit.NATURAL_DAY, "05-24 05:00", "9/2"),
        (Unit.WORKING_HOUR, "05-28 14:30", "5/2"),
        (Unit.HOUR, "05-28 16:15", "3/4"),
        (Unit.MINUTE, "05-28 16:15", "45"),
        (Unit.WORKING_DAY, "05-28 17:00", "0"),
        (Unit.WORKING_DAY, "05-31 17:00", "-3"),
    ],
)
def test_what_is_left_is_exact(unit: Unit, now: str, left_of_it: str) -> None:
    clock: Clock = handling().clock(Tick.HANDLE)
    assert left(ONLY_2019, clock, at(now), unit) == Fraction(left_of_it)


def test_what_no_calendar_tells_is_not_known() -> None:
    assert until(ONLY_2019, at("2019-12-30 09:00"), at("2020-01-10 09:00"), Unit.WORKING_DAY) is None
    assert since(ONLY_2019, at("2019-12-30 09:00"), at("2020-01-10 09:00"), Unit.WORKING_DAY) is None
    assert since(ONLY_2019, at("2019-12-30 09:00"), at("2020-01-10 09:00"), Unit.HOUR) == 264


UNITS = [unit for unit in Unit if unit not in FIXED]
MOMENTS = st.integers(0, 200 * 24 * 60).map(lambda minutes: at("03-01 00:00") + dt.timedelta(minutes=minutes))


@given(st.sampled_from(UNITS), st.integers(1, 40), MOMENTS)
def test_so_many_units_are_over_exactly_where_so_many_end(unit: Unit, n: int, begin: dt.datetime) -> None:
    end = ONLY_2019.due(begin, [Span(n, unit)])
    assume(end is not None and end.year == 2019 and ONLY_2019.due(begin, [Span(n + 1, unit)]) != end)
    assert end is not None
    assert since(ONLY_2019, begin, end, unit) == n
    earlier, later = (since(ONLY_2019, begin, end + way * SECOND, unit) for way in (-1, 1))
    assert earlier is None or earlier < n
    assert later is None or n < later < n + 1


@given(st.sampled_from(UNITS), st.integers(1, 40), MOMENTS)
def test_so_many_units_are_left_exactly_where_a_reminder_comes(unit: Unit, n: int, due: dt.datetime) -> None:
    begin = ONLY_2019.before(due, Span(n, unit))
    assume(begin is not None and begin.year == 2019 and ONLY_2019.before(due, Span(n + 1, unit)) not in (None, begin))
    assert begin is not None
    assert until(ONLY_2019, begin, due, unit) == n
    later = until(ONLY_2019, begin + SECOND, due, unit)
    assert later is not None and later < n
