"""More time: by sort of case, as a share of the original span, granted by the unit's own head or by length; one row a rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.cases.play import AT_DESK, EVERYWHERE, IN_LEAD, LEAD, PART, PLAIN, Play, at, days, handling
from tests.cases.test_examples import BEGUN, RULES
from tests.cases.town import DAY, HOUR, TODAY, add_person, edition, handled
from tests.cast import START, City
from tests.rulebook.places import BODY
from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.worktime.spans import Span, Unit, parse
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.comparing import differences
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.yielding import yielded
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.requesting import amount_refused, approver_of
from zhuqi.domain.cases.life.standing import Place, sent_by
from zhuqi.domain.cases.models import Request
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Action, Approver, Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.extending import ExtensionRow, ExtensionRule, Level
from zhuqi.examples import play

NOBODY, HEAD, DESK, LEADER = Approver.NOBODY, Approver.HEAD, Approver.DESK, Approver.LEADER
ROWS = ExtensionRule(
    1,
    days(5),
    lead=days(1),
    rows=(
        ExtensionRow(grades=frozenset("A"), most=days(3)),
        ExtensionRow(grades=frozenset("C"), count=2, most=days(10), approvers=(LEADER,)),
        ExtensionRow(grades=frozenset("C"), kinds=frozenset({"land"}), count=0),
        ExtensionRow(hands=frozenset({Hand.PART}), lead=days(2)),
    ),
)


@pytest.mark.parametrize(
    ("grade", "kind", "hand", "held"),
    [
        ("B", "other", Hand.LEAD, (1, 5, 1, DESK)),
        ("A", "other", Hand.LEAD, (1, 3, 1, DESK)),
        ("C", "other", Hand.LEAD, (2, 10, 1, LEADER)),
        ("C", "land", Hand.LEAD, (0, 5, 1, DESK)),
        ("B", "land", Hand.PART, (1, 5, 2, DESK)),
        ("A", "land", Hand.PART, (1, 3, 1, DESK)),
    ],
)
def test_the_closest_row_holds_and_what_it_leaves_out_is_as_the_block_says(grade, kind, hand, held) -> None:
    rule = ROWS.of(Traits(kind, grade=grade), hand)
    assert (rule.count, rule.most.amount, rule.lead.amount, rule.approver(1)) == held


def test_classes_of_the_block_hold_where_no_row_speaks_of_a_case() -> None:
    rule = replace(ROWS, grades=frozenset("B"), rows=ROWS.rows[:1])
    assert [rule.of(Traits("other", grade=grade)).count for grade in "ABC"] == [1, 1, 0]


@pytest.mark.parametrize(
    ("limit", "original", "most"),
    [
        (Fraction(1, 2), days(10), days(5)),
        (Fraction(1, 2), days(5), days(2)),
        (Fraction(1, 3), Span(3, Unit.MONTH), Span(1, Unit.MONTH)),
        (Fraction(1, 2), days(1), days(0)),
        (Fraction(1, 2), parse("本周五"), None),
        (Fraction(1, 2), None, None),
        (days(4), parse("本周五"), days(4)),
    ],
)
def test_a_share_is_of_the_original_span_in_its_unit_and_never_more(limit, original, most) -> None:
    assert ExtensionRule(1, limit).limit(original, 1) == most


LEVELS = (Level(HEAD, days(2)), Level(DESK, days(5)), Level(LEADER))


@pytest.mark.parametrize(
    ("nth", "amount", "approvers", "who"),
    [
        (1, 1, (DESK,), HEAD),
        (1, 2, (DESK,), HEAD),
        (1, 3, (DESK,), DESK),
        (1, 5, (DESK,), DESK),
        (1, 6, (DESK,), LEADER),
        (2, 1, (HEAD, DESK), DESK),
        (2, 6, (HEAD, DESK), LEADER),
        (2, 1, (HEAD, NOBODY), HEAD),
    ],
)
def test_who_grants_it_follows_from_the_length_and_from_the_second_on_from_the_number_too(
    nth, amount, approvers, who
) -> None:
    assert ExtensionRule(3, days(10), approvers=approvers, levels=LEVELS).approver(nth, days(amount)) is who


def test_a_length_in_another_unit_that_cannot_be_compared_goes_to_the_highest() -> None:
    assert ExtensionRule(1, days(10), levels=LEVELS).approver(1, Span(9, Unit.NATURAL_DAY)) is LEADER


# by the head of the unit that asks

BY_HEAD = replace(PLAIN, extension=ExtensionRule(2, days(5), approvers=(HEAD, DESK)))
HEADS = Place(units=frozenset({LEAD}), heads=frozenset({LEAD}), staff=509)


def asked(staff: int = 503) -> Play:
    case = handling(rules=BY_HEAD)
    return case.do(
        e.ExtensionAsked(holding=case.row(LEAD).n, amount=days(2), approver=HEAD, staff=staff), "05-20 10:00"
    )


@pytest.mark.parametrize(
    ("place", "grants"),
    [
        (HEADS, True),
        (replace(HEADS, staff=503), False),
        (replace(HEADS, staff=None), False),
        (replace(HEADS, heads=frozenset({PART})), False),
        (IN_LEAD, False),
        (AT_DESK, False),
        (Place(leads=EVERYWHERE, staff=601), False),
    ],
    ids=["the head", "who asked", "nobody's account", "of another unit", "a colleague", "the room", "a leader"],
)
def test_the_head_of_the_unit_grants_it_who_did_not_ask(place: Place, grants: bool) -> None:
    case = asked()
    assert bool(sent_by(case.life, place)) is grants
    for action in (Action.EXTEND, Action.REFUSE):
        assert (not case.refused(action, place)) is grants, action
    assert bool(case.refused(Action.RULE, place)), "that is for returns"


def test_the_time_to_rule_on_it_is_the_units_own() -> None:
    case = asked()
    assert (case.clock(Tick.RULE).unit, case.due(Tick.RULE)) == (LEAD, "05-21 17:00")
    case.extend("05-20 11:00")
    assert case.due(Tick.HANDLE) == "05-30 17:00" and case.clock(Tick.RULE).met_at == at("05-20 11:00")
    assert approver_of(case.seen(IN_LEAD), case.row(LEAD), days(1)) is DESK, "the second is the room's"


def test_more_than_the_share_is_refused_and_all_together_too() -> None:
    half = replace(PLAIN, extension=ExtensionRule(3, Fraction(1, 2), total=Fraction(7, 10)))
    case = handling(rules=half)
    row, seen = case.row(LEAD), case.seen(IN_LEAD, "05-20 10:00")
    assert amount_refused(seen, row, days(5)) is None, "ten working days to answer"
    assert str(amount_refused(seen, row, days(6))) == "An extension lasts at most 5 工作日."
    case.ask_extension("05-20 10:00", 5).extend("05-20 11:00")
    assert amount_refused(case.seen(IN_LEAD), row, days(2)) is None
    assert str(amount_refused(case.seen(IN_LEAD), row, days(3))) == "All extensions together last at most 7 工作日."


# as a text says it

SHORT = "延期: {至多: 1, 每次至多: 5 工作日, 提前: 1 工作日, 批准: 调度室, 顺延承诺: 是}"
SORTS = """延期:
    至多: 1
    每次至多: 原时限一半
    批准: [调度室, 领导]
    顺延承诺: 是
    分级批准: [{由: 单位负责人, 不超过: 1 工作日}, {由: 调度室}]
    各类:
      - {级别: 重大, 至多: 2, 每次至多: 10 工作日}
      - {种类: land, 至多: 0}"""
SIGNED = f"{BEGUN}      - 2022-10-08 09:00 签收 甲局\n"
MORE = {
    "half of five, within what the head grants": """
    经过:
      - 2022-09-30 17:00 登记到调度室
      - 2022-09-30 17:00 甄别
      - 2022-09-30 17:00 交办 甲局
      - 2022-10-08 09:00 签收
      - 2022-10-08 10:00 申请延期 1个工作日
      - 2022-10-08 11:00 同意延期 单位负责人
    应有: {答复: 2022-10-13 17:00, 批准: 单位负责人}
    应拒: 2022-10-08 12:00 申请延期 1 工作日
""",
    "longer than the head grants": """
    经过:
      - 2022-09-30 17:00 登记到调度室
      - 2022-09-30 17:00 甄别
      - 2022-09-30 17:00 交办 甲局
      - 2022-10-08 09:00 签收
      - 2022-10-08 10:00 申请延期 2 工作日
    应有: {批准: 调度室}
    应拒: [2022-10-08 11:00 同意延期 单位负责人, 2022-10-08 11:00 同意延期 领导]
""",
    "three are more than half of five": """
    经过:
      - 2022-09-30 17:00 登记到调度室
      - 2022-09-30 17:00 甄别
      - 2022-09-30 17:00 交办 甲局
      - 2022-10-08 09:00 签收
    应拒: 2022-10-08 10:00 申请延期 三个工作日
""",
    "the greater class twice, the second by a leader": """
    案: {级别: 重大}
    经过:
      - 2022-09-30 17:00 登记到调度室
      - 2022-09-30 17:00 甄别
      - 2022-09-30 17:00 交办 甲局
      - 2022-10-08 09:00 签收
      - 2022-10-08 10:00 申请延期 10 工作日
      - 2022-10-08 11:00 同意延期 调度室
      - 2022-10-09 10:00 申请延期 1 工作日
    应有: {批准: 领导}
    应拒: 2022-10-09 11:00 同意延期 调度室
""",
    "land never": """
    案: {种类: land}
    经过:
      - 2022-09-30 17:00 登记到调度室
      - 2022-09-30 17:00 甄别
      - 2022-09-30 17:00 交办 甲局
      - 2022-10-08 09:00 签收
    应拒: 2022-10-08 10:00 申请延期 1 工作日
""",
}


@pytest.mark.parametrize("told", MORE.values(), ids=MORE)
def test_an_example_tells_who_grants_how_much(told: str) -> None:
    (outcome,) = play(layer(RULES.replace(SHORT, SORTS) + f"  - 名: 延期\n{told.lstrip(chr(10))}"))
    assert outcome.ok, outcome


def test_without_the_rows_the_examples_fail() -> None:
    plain = RULES.replace(SHORT, SORTS.split("    分级批准", maxsplit=1)[0].replace("[调度室, 领导]", "调度室"))
    results = {name: play(layer(plain + f"  - 名: 延期\n{told.lstrip(chr(10))}"))[0].ok for name, told in MORE.items()}
    assert [name for name, holds in results.items() if holds] == [
        "longer than the head grants",
        "three are more than half of five",
    ]


TWICE = "至多: 1, 每次至多: 2 天, 顺延承诺: 是"


@pytest.mark.parametrize(
    ("block", "key", "why"),
    [
        ("至多: 1, 每次至多: 原时限的, 顺延承诺: 是", "每次至多", "原时限一半"),
        ("至多: 1, 每次至多: 原时限 0%, 顺延承诺: 是", "每次至多", "原时限一半"),
        ("至多: 1, 每次至多: 本周五, 顺延承诺: 是", "每次至多", "no fixed day"),
        ("至多: 1, 每次至多: 原时限 50%, 合计至多: 原时限 20%, 顺延承诺: 是", "合计至多", "less than a single"),
        (
            "至多: 1, 每次至多: 2 天, 顺延承诺: 是, 分级批准: [{由: 调度室, 不超过: 1 天}]",
            "分级批准",
            "one row without",
        ),
        (
            f"{TWICE}, 分级批准: [{{由: 调度室, 不超过: 1 天}}, {{由: 单位负责人, 不超过: 1 小时}}, {{由: 领导}}]",
            "分级批准",
            "same unit",
        ),
        ("至多: 1, 每次至多: 2 天, 顺延承诺: 是, 各类: [{级别: 一般}]", "各类", "says nothing"),
        ("至多: 1, 每次至多: 2 天, 顺延承诺: 是, 各类: [{至多: 2}]", "各类", "of which cases"),
        ("至多: 1, 每次至多: 2 天, 顺延承诺: 是, 各类: [{级别: 特大, 至多: 2}]", "级别", "isn't known here"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_key(block: str, key: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        layer(RULES.replace(SHORT, f"延期: {{{block}}}") + f"  - 名: 一\n{BEGUN}    应有: {{状态: 已交办}}\n")
    assert (refused.value.key == key and why in str(refused.value.why).lower()) or why in str(refused.value.why)


# above and below

CITY = CaseRules.read(read("办理:\n" + BODY).at("办理"))
CITY = replace(CITY, extension=replace(CITY.extension, rows=(ExtensionRow(grades=frozenset("A"), count=0),)))


def district(block: str) -> CaseRules:
    return CaseRules.read(read(f"办理:\n  延期: {{{block}}}").at("办理"), CITY)


@pytest.mark.parametrize(
    ("block", "stances"),
    [
        ("各类: [{级别: B, 至多: 0}]", ["STRICTER"]),
        ("各类: [{级别: B, 至多: 2}]", ["LAXER"]),
        ("各类: [{级别: A, 至多: 1}]", ["LAXER"]),
        ("各类: [{级别: A, 种类: other, 至多: 1}]", ["LAXER"]),
        ("各类: [{级别: A, 种类: other, 至多: 0}]", ["SAME"]),
        ("各类: [{级别: B, 每次至多: 原时限一半}]", ["UNLIKE"]),
        ("各类: [{级别: B, 批准: 领导}]", ["STRICTER"]),
        ("各类: [{级别: B, 批准: 单位负责人}]", ["LAXER"]),
        ("分级批准: [{由: 单位负责人, 不超过: 1 工作日}, {由: 领导}]", ["UNLIKE"]),
        ("分级批准: [{由: 单位负责人, 不超过: 1 工作日}, {由: 调度室}]", ["LAXER"]),
        ("分级批准: [{由: 调度室, 不超过: 1 工作日}, {由: 领导}]", ["STRICTER"]),
    ],
)
def test_rows_are_compared_as_what_they_change_for_every_case(block: str, stances: list[str]) -> None:
    found = differences({"办理": CITY}, {"办理": district(block)})
    assert [each.stance.name for each in found] == stances


@pytest.mark.parametrize(
    ("block", "rows", "levels"),
    [
        ("各类: [{级别: B, 至多: 0}]", {"A": 0, "B": 0}, 0),
        ("各类: [{级别: B, 至多: 2}]", {"A": 0, "B": 1}, 0),
        ("各类: [{级别: A, 至多: 1}]", {"A": 0, "B": 1}, 0),
        ("各类: [{级别: A, 至多: 1}, {级别: B, 至多: 0}]", {"A": 0, "B": 0}, 0),
        ("分级批准: [{由: 单位负责人, 不超过: 1 工作日}, {由: 调度室}]", {"A": 0, "B": 1}, 0),
        ("分级批准: [{由: 调度室, 不超过: 1 工作日}, {由: 领导}]", {"A": 0, "B": 1}, 2),
    ],
)
def test_what_is_laxer_gives_way_row_by_row(block: str, rows: dict[str, int], levels: int) -> None:
    held = yielded({"办理": CITY}, {"办理": district(block)})["办理"].extension
    assert {grade: held.of(Traits("other", grade=grade)).count for grade in rows} == rows
    assert len(held.levels) == levels


@pytest.mark.parametrize(
    ("rows", "stance", "granted"),
    [
        ("各类: [{级别: B, 每次至多: 5 工作日}]", "LAXER", 0),
        ("各类: [{级别: B, 至多: 0}]", "SAME", 0),
        ("各类: [{级别: A, 至多: 0}]", "STRICTER", 0),
    ],
)
def test_classes_that_a_block_leaves_out_are_asked_for_by_nobody_below_either(
    rows: str, stance: str, granted: int
) -> None:
    city = replace(CITY, extension=replace(CITY.extension, rows=(), grades=frozenset("A")))
    below = CaseRules.read(read(f"办理:\n  延期: {{{rows}}}").at("办理"), city)
    (found,) = differences({"办理": city}, {"办理": below})
    assert found.stance.name == stance
    held = yielded({"办理": city}, {"办理": below})["办理"].extension
    assert held.of(Traits("other", grade="B")).count == granted
    assert held.of(Traits("other", grade="A")).count == (0 if stance == "STRICTER" else 1)


# through the actions

TEXT = (
    "延期: {至多: 1, 每次至多: 5 工作日, 提前: 1 工作日, 批准: 调度室, 顺延承诺: 是}",
    "延期: {至多: 2, 每次至多: 5 工作日, 提前: 1 工作日, 批准: [单位负责人, 调度室], 顺延承诺: 是}",
)
NOW = START + 4 * HOUR + DAY


@pytest.mark.django_db
def test_a_unit_grants_itself_more_time_by_two_people_and_the_journal_says_who_asked(city: City) -> None:
    edition(city, "ng", TODAY, TEXT)
    add_person(city, "head", Role.TEAM_LEAD, "ng-utilities")
    case = handled(city)
    asked = {"amount": "2 工作日", "reason": "设备未到"}
    city.do("head", Action.ASK_EXTENSION, case.pk, NOW, **asked)
    with pytest.raises(Refused):
        city.do("head", Action.EXTEND, case.pk, NOW, reason="同意")
    city.do("head", Action.TAKE_BACK, case.pk, NOW)
    city.do("utilities", Action.ASK_EXTENSION, case.pk, NOW, **asked)
    for part in ("utilities", "dispatcher", "leader"):
        with pytest.raises(Refused):
            city.do(part, Action.EXTEND, case.pk, NOW, reason="同意")
    city.do("head", Action.EXTEND, case.pk, NOW, reason="同意")
    row = Request.objects.filter(case=case).latest("n")
    assert (row.approver, row.staff_id, row.granted) == ("head", city.staff["utilities"].pk, True)
    assert not [*everything()]
    city.do("utilities", Action.ASK_EXTENSION, case.pk, NOW, **asked)
    city.do("dispatcher", Action.EXTEND, case.pk, NOW, reason="同意")
    assert Request.objects.filter(case=case).latest("n").staff_id is None


@pytest.mark.django_db
def test_what_the_rows_refuse_the_door_refuses(city: City) -> None:
    rows = (
        "延期: {至多: 1, 每次至多: 5 工作日, 提前: 1 工作日, 批准: 调度室, 顺延承诺: 是}",
        TEXT[1][:-1] + ", 各类: [{级别: B, 每次至多: 原时限 10%}]}",
    )
    edition(city, "ng", TODAY, rows)
    case = handled(city)
    with pytest.raises(Invalid) as refused:
        city.do("utilities", Action.ASK_EXTENSION, case.pk, NOW, amount="2 工作日", reason="设备未到")
    assert "1 工作日" in str(refused.value.fields["amount"])
    assert not Request.objects.filter(case=case).exists()
