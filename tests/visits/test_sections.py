"""The section 走访 of a rulebook: what is read, what holds unsaid, what a place below changes, what is refused and where."""

from __future__ import annotations

import datetime as dt
import io
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.visits.page import calendar, rulesets
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.comparing import Stance, differences
from zhuqi.core.rulebook.keys import Part, keys_of
from zhuqi.core.rulebook.primitives import PRIMITIVES
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.yielding import yielded
from zhuqi.domain.contacts.life.judging import judge
from zhuqi.domain.contacts.rules import quiet
from zhuqi.domain.contacts.rules.contacts import Encounter
from zhuqi.domain.contacts.rules.periods import GRAINS, Every, Grain
from zhuqi.domain.contacts.rules.words import ContactHow, Counted, Head, Purpose, Verdict
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.contacts.sections.words import PURPOSES
from zhuqi.domain.directory.rules import Rank, Scale
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Firm, Industry, Size, meant, overlap
from zhuqi.domain.visits import examples

CALENDAR = calendar()
WHOLE = """
种类: {服务走访: 服务走访, 代办陪办: 服务走访, 惠企政策上门讲: 政策宣讲}
名单: [重点企业]
自设角色: [行业专员]
配额:
  - {角色: 包企干部, 每: 月, 至少: 2, 须上门: 是, 企业: [规上, 重点企业], 种类: [服务走访, 代办陪办]}
  - {角色: 区级领导, 每: 季度, 至少: 3, 计: 家数}
  - {角色: 行业专员, 每: 3 个月, 至少: 1}
企业上限:
  - {每: 年, 至多: 30, 计入: [上门, 参会, 电话]}
  - {每: 30 天, 至多: 4, 企业: 大型}
  - {每: 年, 至多: 26, 同一单位: 是}
间隔: [7 天, {至少: 3 工作日, 企业: [C13, C]}]
静默日: [每月 1–5 日, {日: 每年 6 月 7–9 日, 因: 高考, 计入: [上门]}]
联合: 2 天
先登记: {要: 是, 提前: 1 工作日}
例外: {应急: 突发事件}
零走访原因: [停产, 婉拒]
不得代访: 是
不得以电话代替: 是
负责人: 不邀请
企业邀请不计: 是
"""


def section(text: str, base: VisitRules | None = None) -> VisitRules:
    return VisitRules.read(read(text), base)


def fault(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        section(text)
    return found.value


def test_everything_that_can_be_said_is_read() -> None:
    rules = section(WHOLE)
    assert rules.kinds == {
        "服务走访": Purpose.SERVICE, "代办陪办": Purpose.SERVICE, "惠企政策上门讲": Purpose.POLICY,
    }  # fmt: skip
    first, second, third = rules.quotas
    assert (first.role, first.every, first.least, first.on_site) == (
        Duty.HOLDS_ENTERPRISES,
        Every(Grain.MONTH),
        2,
        True,
    )
    assert first.firms == {Size.ABOVE, "重点企业"}
    assert first.kinds == {"服务走访", "代办陪办"}
    assert (second.role, second.counted, second.every) == (Rank.DISTRICT_LEADER, Counted.FIRMS, Every(Grain.QUARTER))
    assert (third.role, third.every) == ("行业专员", Every(span=Span(3, Unit.MONTH)))
    assert [(cap.most, cap.firms, cap.same_unit) for cap in rules.caps] == [
        (30, frozenset(), False),
        (4, {Scale.LARGE}, False),
        (26, frozenset(), True),
    ]
    assert rules.caps[0].hows == {ContactHow.ON_SITE, ContactHow.MEETING, ContactHow.REMOTE}
    assert rules.gaps[1].firms == {Industry("13"), Industry("C")}
    assert rules.quiet[1].why == "高考"
    assert rules.quiet[1].hows == {ContactHow.ON_SITE}
    assert (rules.joint.within, rules.ahead.by) == (Span(2, Unit.NATURAL_DAY), Span(1, Unit.WORKING_DAY))
    assert (rules.head, rules.no_proxy, rules.no_phone) == (Head.NEVER, True, True)
    assert rules.zeros == {"停产": "停产", "婉拒": "婉拒"}


@pytest.mark.parametrize(
    "text", [WHOLE, "{}", *(t for head in ("Contacts", "Quotas") for t in rulesets(head).values())]
)
def test_what_is_written_back_is_read_as_the_same(text: str) -> None:
    rules, out = section(text), io.StringIO()
    YAML().dump(Part(VisitRules).plain(rules), out)
    assert section(out.getvalue()) == rules
    assert str(Part(VisitRules).told(rules))


def test_every_key_names_its_primitive_and_has_a_schema() -> None:
    assert {row.primitive for row in keys_of(VisitRules).values()} <= PRIMITIVES.keys()
    described = Part(VisitRules).schema()["properties"]
    assert described.keys() == {row.word for row in keys_of(VisitRules).values()}


def test_unsaid_there_is_a_budget_all_the_same() -> None:
    rules = VisitRules.standard()
    assert section("{}") == rules
    assert rules.kinds == PURPOSES
    held = [Encounter(dt.date(2020, 3, 2), unit="甲")]
    asked = Encounter(dt.date(2020, 3, 8), unit="乙")
    found = judge(rules, asked, held, firm=Firm(), today=asked.day, calendar=CALENDAR)
    assert (found.verdict, found.law, found.earliest) == (Verdict.REFUSED, "M1", dt.date(2020, 3, 9))


def test_a_place_below_changes_the_rows_it_names() -> None:
    city = section("企业上限: [{每: 年, 至多: 30}, {每: 月, 至多: 5}]\n静默日: 每周五\n不得代访: 是\n")
    district = section("企业上限: [{每: 月, 至多: 3}]\n静默日: 每月 5 日前\n", city)
    assert [(cap.every.grain, cap.most) for cap in district.caps] == [(Grain.MONTH, 3), (Grain.YEAR, 30)]
    assert [row.days.written for row in district.quiet] == ["每月 5 日前", "每周五"]
    assert district.no_proxy


@pytest.mark.parametrize(
    ("below", "stance", "held"),
    [
        ("企业上限: {每: 年, 至多: 40}", Stance.LAXER, 30),
        ("企业上限: {每: 年, 至多: 20}", Stance.STRICTER, 20),
        ("企业上限: {每: 月, 至多: 2}", Stance.STRICTER, 30),
        ("间隔: 5 天", Stance.LAXER, 30),
        ("间隔: 10 天", Stance.STRICTER, 30),
        ("静默日: 每周五", Stance.STRICTER, 30),
        ("不得代访: 否", Stance.LAXER, 30),
        ("不得以电话代替: 是", Stance.STRICTER, 30),
    ],
)
def test_which_of_two_places_is_stricter_and_what_is_laxer_gives_way(below: str, stance: Stance, held: int) -> None:
    city = section("企业上限: {每: 年, 至多: 30}\n间隔: 7 天\n不得代访: 是\n")
    district = section(below, city)
    found = differences({"走访": city}, {"走访": district})
    assert [difference.stance for difference in found] == [stance]
    left = yielded({"走访": city}, {"走访": district})["走访"]
    assert next(cap.most for cap in left.caps if cap.every.grain is Grain.YEAR) == held
    assert (left == city) is (stance is Stance.LAXER)


def test_a_place_below_can_t_ask_for_what_the_cap_above_leaves_no_room_for() -> None:
    city = section("企业上限: {每: 年, 至多: 12}")
    with pytest.raises(Unreadable) as found:
        section("配额: {角色: 包企干部, 每: 月, 至少: 2, 须上门: 是}", city)
    assert (found.value.line, found.value.key) == (1, "配额")
    assert "the cap of the enterprise" in str(found.value)


@pytest.mark.parametrize(
    ("text", "line", "key", "sentence"),
    [
        ("配额:\n- {角色: 包企干部, 每: 月, 至少: 1}\n- {角色: 网格员, 每: 月, 至少: 1}\n", 3, "角色", "isn't known"),
        ("配额:\n- {角色: 包企干部, 每: 月, 至少: 1, 种类: [参观]}\n", 2, "种类", "isn't known"),
        ("配额:\n- {角色: 包企干部, 每: 世纪, 至少: 1}\n", 2, "每", "a period is expected"),
        ("配额:\n- {角色: 包企干部, 每: 5 工作日, 至少: 1}\n", 2, "每", "natural days or months"),
        ("配额:\n- {角色: 包企干部, 每: 月, 至少: 0}\n", 2, "至少", "from 1"),
        ("配额:\n- {角色: 包企干部, 每: 月}\n", 2, "配额", "“至少” is missing"),
        ("企业上限:\n  每: 年\n  至多: 30\n  企业: [重点企业]\n", 4, "企业", "none of the lists"),
        ("企业上限:\n- {每: 年, 至多: 3}\n- {每: 年, 至多: 4}\n", 3, "企业上限", "A row above"),
        ("间隔: 2 小时\n", 1, "间隔", "天, 工作日 or 个月"),
        ("间隔: 7 天，次日起\n", 1, "间隔", "天, 工作日 or 个月"),
        ("静默日:\n- 每月 20 日以前\n", 2, "静默日", "can't be read"),
        ("静默日:\n- {日: 每周八, 因: 无}\n", 2, "日", "can't be read"),
        ("零走访原因: []\n", 1, "零走访原因", "no reason is named"),
        ("先登记: {要: 是, 提前: 次月 5 日}\n", 1, "先登记", "no day of the month"),
        ("种类: []\n", 1, "种类", "at least one kind"),
        ("种类: [参观]\n", 1, "种类", "isn't known"),
        ("静默曰: 每周五\n", 1, "静默曰", "Did you mean “静默日”?"),
        (
            "配额:\n- {角色: 包企干部, 每: 月, 至少: 1}\n- {角色: 包组, 每: 周, 至少: 1, 须上门: 是}\n",
            3,
            "配额",
            "no room",
        ),
    ],
)
def test_a_mistake_is_named_where_it_is(text: str, line: int, key: str, sentence: str) -> None:
    found = fault(text)
    assert (found.line, found.key) == (line, key)
    assert sentence in str(found)


def test_all_faults_are_told_at_once() -> None:
    assert len(fault("负责人: 必须参加\n免打扰: 否\n间隔: 两个月亮\n种类: [执法]\n").faults) == 4


@pytest.mark.parametrize(
    ("sorts", "firm", "speaks"),
    [
        (set(), Firm(), True),
        ({Size.ABOVE}, Firm(above=True), True),
        ({Size.ABOVE}, Firm(), False),
        ({Size.BELOW}, Firm(), True),
        ({Scale.LARGE, Scale.MEDIUM}, Firm(scale=Scale.MEDIUM), True),
        ({Scale.LARGE, Scale.MEDIUM}, Firm(scale=Scale.SMALL), False),
        ({Industry("C")}, Firm(industry="1311"), True),
        ({Industry("C")}, Firm(industry="5211"), False),
        ({Industry("C")}, Firm(), False),
        ({Industry("38")}, Firm(industry="3811"), True),
        ({Industry("38")}, Firm(industry="C"), False),
        ({"重点企业"}, Firm(lists=frozenset({"重点企业"})), True),
        ({"重点企业"}, Firm(), False),
    ],
)
def test_of_which_enterprises_a_rule_speaks(sorts: set[Any], firm: Firm, speaks: bool) -> None:
    assert meant(frozenset(sorts), firm) is speaks


@pytest.mark.parametrize(
    ("day", "grain", "since", "until"),
    [
        ("2020-02-29", Grain.DAY, "2020-02-29", "2020-03-01"),
        ("2020-01-01", Grain.WEEK, "2019-12-30", "2020-01-06"),
        ("2020-02-29", Grain.MONTH, "2020-02-01", "2020-03-01"),
        ("2020-12-31", Grain.TWO_MONTHS, "2020-11-01", "2021-01-01"),
        ("2020-03-31", Grain.QUARTER, "2020-01-01", "2020-04-01"),
        ("2020-06-30", Grain.HALF_YEAR, "2020-01-01", "2020-07-01"),
        ("2020-07-01", Grain.HALF_YEAR, "2020-07-01", "2021-01-01"),
        ("2020-12-31", Grain.YEAR, "2020-01-01", "2021-01-01"),
        ("2021-01-01", Grain.YEAR, "2021-01-01", "2022-01-01"),
    ],
)
def test_the_calendar_s_periods(day: str, grain: Grain, since: str, until: str) -> None:
    period = Every(grain).period(dt.date.fromisoformat(day))
    assert (str(period.since), str(period.until)) == (since, until)


def test_every_grain_can_be_written() -> None:
    assert set(GRAINS.values()) == set(Grain)


@pytest.mark.parametrize(("n", "unit"), [(30, Unit.NATURAL_DAY), (1, Unit.MONTH), (12, Unit.MONTH)])
def test_a_rolling_period_ends_with_its_day(n: int, unit: Unit) -> None:
    day, every = dt.date(2020, 3, 31), Every(span=Span(n, unit))
    period = every.period(day)
    assert period.holds(day) and not period.holds(day + dt.timedelta(days=1))
    assert period.since == {30: dt.date(2020, 3, 2), 1: dt.date(2020, 3, 1), 12: dt.date(2019, 4, 1)}[n]


@given(st.text(alphabet="每月周年日天前后最末个工作一二三十0123456789-–~至、以外及起 六五（含）节假", max_size=14))
def test_any_words_for_days_are_read_or_not_and_never_break(text: str) -> None:
    found = quiet.parse(text)
    if found is not None:
        assert found.holds(dt.date(2020, 2, 29), CALENDAR) in (True, False)
        assert found.holds(dt.date(2020, 2, 29), None) in (True, False, None)


def test_a_year_that_isn_t_published_is_a_doubt_and_no_refusal() -> None:
    rules, asked = section("静默日: 节假日"), Encounter(dt.date(2031, 10, 1), unit="甲")
    found = judge(rules, asked, [], firm=Firm(), today=asked.day, calendar=CALENDAR)
    assert found.verdict is Verdict.ALLOWED
    assert [str(doubt) for doubt in found.doubts] == ["The working days of 2031 aren't known here yet."]


def test_overlapping_sorts_are_told_only_where_they_are_certain() -> None:
    assert overlap(frozenset(), frozenset({Size.ABOVE}))
    assert overlap(frozenset({Size.ABOVE, Scale.LARGE}), frozenset({Size.ABOVE}))
    assert not overlap(frozenset({Scale.LARGE}), frozenset({Size.ABOVE}))


def example(text: str) -> Any:
    return examples.run(VisitRules.standard(), read(text), calendar=CALENDAR)


def test_an_example_that_fails_says_what_was_expected_what_came_and_why() -> None:
    outcome = example(
        "名: 第二次\n走访: {已有: [2020-03-02 甲局 上门], 拟: 2020-03-08 乙局 上门}\n应有: {结论: 可以, 最早: 2020-03-10}\n"
    )
    assert (outcome.name, outcome.line, outcome.ok) == ("第二次", 1, False)
    assert (outcome.expected, outcome.got) == ("可以，最早 2020-03-10", "拒绝，最早 2020-03-09")
    assert str(outcome.because).startswith("甲局 was or will be there on 2020-03-02")
    outcome = example("名: 无人问\n走访: {角色: 包企干部, 日: 2020-03-31}\n应有: 达标\n")
    assert (outcome.ok, outcome.got, str(outcome.because)) == (False, "", "No quota speaks of this role.")


@pytest.mark.parametrize(
    ("asked", "expected", "sentence"),
    [
        ("{拟: 明天 乙局 上门}", "可以", "begins with its day"),
        ("{拟: 2020-02-30 乙局 上门}", "可以", "begins with its day"),
        ("{拟: 9999-12-31 乙局 上门}", "可以", "begins with its day"),
        ("{拟: 2020-02-03 乙局 丙局}", "可以", "the unit is 乙局 already"),
        ("{拟: 2020-02-03 乙局 上门}", "大概", "Known are: 可以 合并 拒绝"),
        ("{拟: 2020-02-03 乙局, 免打扰: 每周五}", "可以", "days like"),
        ("{拟: 2020-02-03 乙局, 登记: 昨天}", "可以", "a day with a time"),
        ("{日: 2020-02-03}", "达标", "“拟”"),
        ("{角色: 包企干部, 日: 2020-02-03}", "可以", "Known are: 达标"),
        ("{角色: 包企干部, 日: 9999-12-31}", "达标", "from 2000 to 2099"),
        ("{拟: 2020-02-03 乙局, 已有: {次数: 400, 自: 2020-01-01, 每隔: 1100 个月}}", "可以", "from 2000 to 2099"),
        ("{拟: 2020-02-03 乙局, 已有: {次数: 3}}", "可以", "“自” is missing"),
        ("{打算: 2020-02-03 乙局}", "可以", "isn't known"),
    ],
)
def test_an_example_that_can_t_be_read_says_where(asked: str, expected: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as found:
        example(f"名: 例\n走访: {asked}\n应有: {expected}\n")
    assert sentence in str(found.value)
    assert found.value.line in (2, 3)


def test_the_largest_text_is_judged_soon() -> None:
    quotas = [
        f"{{角色: 包企干部, 每: {n} 天, 至少: 1, 须上门: 是, 企业: [C{n}], 计: 每家}}" for n in range(13, 33) if n != 31
    ]
    caps = [f"{{每: {n} 天, 至多: {n}, 企业: [C{n}]}}" for n in range(13, 31)] + ["{每: 年, 至多: 300}"]
    calm = [f"{{日: 每月最后 {n} 个工作日, 企业: [C{n}]}}" for n in range(13, 43) if n not in (12, 38)]
    text = f"配额: [{', '.join(quotas)}]\n企业上限: [{', '.join(caps)}]\n静默日: [{', '.join(calm)}]\n间隔: 1 天\n"
    began = time.process_time()
    section(text)
    assert time.process_time() - began < 5
