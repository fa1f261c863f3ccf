"""The section 联系 of a rulebook: what is read, what holds unsaid, limits by rank, what a place below changes."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from ruamel.yaml import YAML

from tests.visits.page import calendar, rulesets
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Part, keys_of
from zhuqi.core.rulebook.primitives import OWN, PRIMITIVES
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison import examples
from zhuqi.domain.liaison.life.coverage import handover, vacancies
from zhuqi.domain.liaison.life.fitting import fits
from zhuqi.domain.liaison.rules.bonds import Bond, Form, OpenCases, Seat
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Firm, Key, Size
from zhuqi.domain.liaison.sections import LiaisonRules

CALENDAR = calendar()
WHOLE = """
形式: [责任链, 叠加, 多人共联]
名单: [重点企业]
范围: [规上, 重点企业]
责任链:
  - {职责: 带队, 职级: [区级领导], 每人至多: 2, 每处至少: 1}
  - {职责: 包队, 职级: [正处级], 每人至多: 1}
  - {职责: 包企, 职级: [科级, 科员], 每人至多: 3}
  - {职责: 包企, 每人至多: 8}
叠加: [{名称: 新能源链, 范围: [C38], 每企至少: 2}]
每企至多: 2
每人至多: 9
更换: {交接期限: 3 工作日, 在办: 留原承办, 先接后交: 是}
空缺: {补齐期限: 5 工作日, 代管: 包组}
"""
DAY = dt.date(2020, 3, 10)
NOON = dt.datetime(2020, 3, 10, 12, tzinfo=CALENDAR.zone)
SINCE = dt.date(2020, 1, 1)


def section(text: str, base: LiaisonRules | None = None) -> LiaisonRules:
    return LiaisonRules.read(read(text), base)


def test_everything_that_can_be_said_is_read() -> None:
    rules = section(WHOLE)
    assert rules.forms == {Form.CHAIN, Form.OVERLAY, Form.SEVERAL}
    assert rules.scope == {Size.ABOVE, "重点企业"}
    assert (rules.overlays[0].name, rules.overlays[0].least) == ("新能源链", 2)
    assert (rules.least, rules.most, rules.most_at_once, rules.each) == (1, 2, 2, 9)
    assert (rules.replacing.within, rules.replacing.cases) == (Span(3, Unit.WORKING_DAY), OpenCases.STAY)
    assert rules.replacing.successor_first
    assert rules.vacancy.keeper is Duty.HOLDS_GROUP


@pytest.mark.parametrize("text", [WHOLE, "{}", *rulesets("Liaison").values()])
def test_what_is_written_back_is_read_as_the_same(text: str) -> None:
    rules, out = section(text), io.StringIO()
    YAML().dump(Part(LiaisonRules).plain(rules), out)
    assert section(out.getvalue()) == rules
    assert str(Part(LiaisonRules).told(rules))


def test_every_key_names_its_primitive() -> None:
    assert {row.primitive for row in keys_of(LiaisonRules).values()} <= {*PRIMITIVES, OWN}
    assert Part(LiaisonRules).schema()["properties"].keys() == {row.word for row in keys_of(LiaisonRules).values()}


@pytest.mark.parametrize(
    ("duty", "rank", "most"),
    [
        (Duty.LEADS_TEAM, Rank.DISTRICT_LEADER, 2),
        (Duty.LEADS_TEAM, Rank.DIVISION, None),
        (Duty.HOLDS_TEAM, Rank.DIVISION, 1),
        (Duty.HOLDS_GROUP, Rank.DEPUTY_DIVISION, None),
        (Duty.HOLDS_ENTERPRISES, Rank.STAFF, 3),
        (Duty.HOLDS_ENTERPRISES, Rank.SECTION, 3),
        (Duty.HOLDS_ENTERPRISES, Rank.DIVISION, 8),
        (Duty.HOLDS_ENTERPRISES, None, 8),
    ],
)
def test_every_limit_that_speaks_of_a_rank_holds(duty: Duty, rank: Rank | None, most: int | None) -> None:
    assert section(WHOLE).limit(duty, rank) == most


def test_the_general_limit_holds_where_the_chain_names_none() -> None:
    assert section("每人至多: 9").limit(Duty.HOLDS_ENTERPRISES, Rank.STAFF) == 9
    assert section("每人至多: 9").limit(Duty.LEADS_TEAM, Rank.STAFF) is None


def test_a_place_below_changes_what_it_names() -> None:
    district = section("责任链: [{职责: 包队, 职级: [正处级], 每人至多: 3}]\n空缺: 3 工作日\n", section(WHOLE))
    assert district.limit(Duty.HOLDS_TEAM, Rank.DIVISION) == 3
    assert district.limit(Duty.LEADS_TEAM, Rank.DISTRICT_LEADER) == 2
    assert (district.vacancy.within, district.most) == (Span(3, Unit.WORKING_DAY), 2)


def test_unsaid_an_enterprise_has_one_official_alone_or_in_a_group() -> None:
    rules = LiaisonRules.standard()
    assert section("{}") == rules
    bonds = [Bond("甲", "张三", SINCE), Bond("乙", "李四", SINCE, group="一组")]
    assert not fits(rules, bonds, day=DAY)
    found = fits(rules, [*bonds, Bond("甲", "李四", SINCE)], day=DAY)
    assert [(misfit.who, str(misfit.why)) for misfit in found] == [
        ("甲", "It has 2 officials at once; at most 1 is the rule.")
    ]


@pytest.mark.parametrize(("held", "said"), [(3, 0), (4, 1)])
def test_an_official_at_the_limit_fits_and_one_over_it_doesn_t(held: int, said: int) -> None:
    bonds = [Bond(f"{n}", "张三", SINCE, rank=Rank.STAFF, group="一组") for n in range(held)]
    assert len(fits(section(WHOLE), bonds, day=DAY)) == said


def test_a_seat_that_ended_today_is_empty() -> None:
    rules = section(WHOLE)
    seat = Seat("王五", Duty.LEADS_TEAM, "一队", SINCE, DAY, Rank.DISTRICT_LEADER)
    places: dict[Key, frozenset[Duty]] = {"一队": frozenset({Duty.LEADS_TEAM})}
    assert not fits(rules, [], [seat], places=places, day=DAY - dt.timedelta(days=1))
    assert [misfit.who for misfit in fits(rules, [], [seat], places=places, day=DAY)] == ["一队"]


def test_the_oldest_vacancy_comes_first_and_says_who_looks_after_it() -> None:
    rules = section(WHOLE)
    firms: dict[Key, Firm] = {name: Firm(above=True) for name in "甲乙丙丁"}
    bonds = [
        Bond("甲", "张三", SINCE, DAY - dt.timedelta(days=1)),
        Bond("乙", "张三", SINCE, DAY - dt.timedelta(days=20)),
        Bond("丙", "张三", SINCE),
    ]
    found = vacancies(rules, firms, bonds, NOON, CALENDAR)
    assert [(vacancy.firm, vacancy.late, vacancy.keeper) for vacancy in found] == [
        ("乙", True, Duty.HOLDS_GROUP),
        ("甲", False, Duty.HOLDS_GROUP),
    ]


def test_a_hand_over_is_due_and_says_where_open_cases_go() -> None:
    found = handover(section(WHOLE), dt.date(2020, 3, 6), None, NOON, CALENDAR)
    assert (found.cases, found.late) == (OpenCases.STAY, False)
    assert str(found.due) == "2020-03-11 17:00:00+08:00"
    assert handover(section(WHOLE), dt.date(2031, 3, 6), None, NOON, CALENDAR).due is None


@pytest.mark.parametrize(
    ("asked", "expected", "sentence"),
    [
        ("{日: 明天}", "相符", "a date like"),
        ("{日: 9999-12-31}", "相符", "from 2000 to 2099"),
        ("{日: 2020-03-10, 绑定: [张三 甲]}", "相符", "This line is written as in"),
        ("{日: 2020-03-10, 绑定: [2020-13-01 张三 甲]}", "相符", "This line is written as in"),
        ("{日: 2020-03-10, 绑定: [2020-01-01 张三]}", "相符", "This line is written as in"),
        ("{日: 2020-03-10, 绑定: [2020-01-01 张三 甲 处长]}", "相符", "This line is written as in"),
        ("{日: 2020-03-10, 职责: [2020-01-01 张三 组长 一组]}", "相符", "This line is written as in"),
        ("{日: 2020-03-10, 职责: [2020-01-01 张三 包组]}", "相符", "This line is written as in"),
        ("{日: 2020-03-10, 换人: 2020-03-09}", "相符", "Known are: 按期 逾期"),
        ("{日: 2020-03-10, 换人: 2020-03-09}", "{交接: 早了}", "Known are: 按期 逾期"),
        ("{日: 2020-03-10, 换人: 2020-03-09}", "{交接: 按期, 在办: 不管}", "Known are: 随人移交 留原承办"),
        ("{日: 2020-03-10}", "{没人: [甲]}", "isn't known"),
        ("{}", "相符", "“日” is missing"),
    ],
)
def test_an_example_that_can_t_be_read_says_where(asked: str, expected: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as found:
        examples.run(LiaisonRules.standard(), read(f"名: 例\n联系: {asked}\n应有: {expected}\n"), calendar=CALENDAR)
    assert sentence in str(found.value)
    assert found.value.line in (2, 3)


def test_a_hand_over_that_fails_says_where_open_cases_go() -> None:
    text = "名: 换人\n联系: {日: 2020-03-09, 换人: 2020-03-02}\n应有: {交接: 按期, 在办: 留原承办}\n"
    outcome = examples.run(LiaisonRules.standard(), read(text), calendar=CALENDAR)
    assert (outcome.ok, outcome.expected, outcome.got) == (False, "按期；在办 留原承办", "按期；在办 随人移交")


def test_who_left_before_anybody_followed_is_said_with_the_day() -> None:
    rules, bonds = section("更换: {先接后交: 是}"), [Bond("甲", "张三", SINCE, DAY)]
    found = fits(rules, bonds, firms={"甲": Firm()}, day=DAY)
    assert [(misfit.who, str(misfit.why)) for misfit in found] == [
        ("甲", "Their official left on 2020-03-10, before the successor was there.")
    ]
    assert not fits(section("{}"), bonds, firms={"甲": Firm()}, day=DAY)


def test_an_example_that_fails_says_what_came() -> None:
    asked = "{日: 2020-03-10, 企业: {甲: 规上, 乙: 规上}, 绑定: [2020-01-01 张三 甲, 2020-01-01 李四 甲]}"
    text = f"名: 缺人\n联系: {asked}\n应有: 相符\n"
    outcome = examples.run(LiaisonRules.standard(), read(text), calendar=CALENDAR)
    assert (outcome.ok, outcome.expected, outcome.got) == (False, "相符", "无人 乙；不合 甲")
    assert str(outcome.because) == "甲: It has 2 officials at once; at most 1 is the rule."
