"""Ladders of reminders, triggers, coordinators and talks as a rulebook writes them, and what the life makes of them."""

from __future__ import annotations

import re

import pytest

from tests.cases.play import DESK, PLAIN, Play, assigned, at, handling, replied, written
from tests.lamps import page
from tests.rulebook.places import BODY
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import SENT, Sent
from zhuqi.base.ladders.triggers import Sort, write
from zhuqi.base.worktime.spans import Unit
from zhuqi.core.rulebook.comparing import differences
from zhuqi.core.rulebook.keys import Part
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.yielding import yielded
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.chasing import raises, reminder
from zhuqi.domain.cases.life.history import coordinated, history, must_rise
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Action, Hand, Tick
from zhuqi.domain.cases.sections import CaseRules

CITY = CaseRules.read(read("办理:\n" + BODY).at("办理"))


def rules(*lines: str, over: CaseRules = CITY) -> CaseRules:
    """The city's rules with some keys said otherwise."""
    return CaseRules.read(read("\n  ".join(["办理:", *lines])).at("办理"), over)


def play(*lines: str) -> CaseRules:
    """The rules that lives are played under, with some keys said otherwise."""
    return rules(*lines, over=PLAIN)


def faults(*lines: str) -> list[tuple[int, str, str]]:
    with pytest.raises(Unreadable) as found:
        rules(*lines)
    return [(fault.line, fault.key, str(fault)) for fault in found.value.faults]


# ---- 提醒: what is read, which ladder holds ----

LADDER = (
    "提醒:",
    "  - {时: 到期前 1 工作日, 发: 提醒, 给: [主办]}",
    "  - {时: 到期后 2 工作日, 发: 督办, 给: [督查], 单: 黄}",
    "  - {时: 到期后 2 工作日, 发: 通报, 给: 各单位}",
    "  - {钟: [签收, 裁定], 时: 到期后 1 工作时，每 1 工作时，共 3 次, 发: 催办, 给: 主办}",
    "  - {钟: 签收, 级别: A, 时: 到期时, 发: 催办, 给: 主办}",
    "  - {办理方式: 协办, 时: 到期前 2 小时, 发: 提醒, 给: 协办}",
)


@pytest.mark.parametrize(
    ("clock", "grade", "hand", "timings"),
    [
        (Tick.HANDLE, "B", Hand.LEAD, ["到期前 1 工作日", "到期后 2 工作日"]),
        (Tick.HANDLE, "A", Hand.PART, ["到期前 1 工作日", "到期后 2 工作日"]),
        (Tick.CASE, "A", None, ["到期前 1 工作日", "到期后 2 工作日"]),
        (Tick.HANDLE, "A", Hand.ASSIST, ["到期前 2 小时"]),
        (Tick.ACCEPT, "B", Hand.LEAD, ["到期后 1 工作时，每 1 工作时，共 3 次"]),
        (Tick.RULE, "A", None, ["到期后 1 工作时，每 1 工作时，共 3 次"]),
        (Tick.ACCEPT, "A", Hand.LEAD, ["到期时"]),
        (Tick.ACCEPT, "B", Hand.ASSIST, ["到期后 1 工作时，每 1 工作时，共 3 次"]),
    ],
)
def test_the_closest_ladder_holds_and_of_equal_ones_the_first(
    clock: Tick, grade: str, hand: Hand | None, timings: list[str]
) -> None:
    ladder = rules(*LADDER).rungs(clock, Traits("finance", grade=grade), hand)
    plain = Part(CaseRules).plain(rules(*LADDER))["提醒"]
    told = {row["时"] for row in plain}
    found = [next(text for text in told if _is(text, rung.timing)) for rung in ladder]
    assert found == timings


def _is(text: str, timing: object) -> bool:
    (row,) = rules(f"提醒: [{{时: {text}, 发: 提醒, 给: 主办}}]").reminders
    return row.timing == timing


def test_rows_of_one_timing_are_one_rung() -> None:
    first, second = rules(*LADDER).rungs(Tick.HANDLE)
    assert [(notice.sent, notice.to, notice.sheet) for notice in first.notices] == [(Sent.REMIND, (Party.UNIT,), "")]
    assert [(notice.sent, notice.to, notice.sheet) for notice in second.notices] == [
        (Sent.SUPERVISE, (Party.SUPERVISION,), "yellow"),
        (Sent.CIRCULATE, (Party.ALL_UNITS,), ""),
    ]


def test_what_is_read_is_written_and_read_back() -> None:
    body = (
        *LADDER,
        "提级: [第 3 次交办, 逾期超过 5 工作日, 级别 A]",
        "协调: [{由: 承办单位}, {由: 调度室, 当: [已逾期]}]",
        "亮灯:",
        "  灯: {绿: 正常, 黄: 预警, 红: 超期}",
        "  规则: [{亮: 红, 当: 已逾期}, {亮: 黄, 当: 剩余不足 1 工作日}, {亮: 绿, 当: 其余}]",
        "谈话: [连续 2 次超期：约谈分管负责人, 3 次：约谈主要负责人]",
    )
    one = rules(*body)
    held = Part(CaseRules).plain(one)
    keys = ("提醒", "提级", "协调", "亮灯", "谈话")
    assert all(held[key] for key in keys)
    for key, field in zip(keys, ("reminders", "raising", "coordinators", "lamps", "talks"), strict=True):
        shape = Part(CaseRules).cls.__dataclass_fields__[field].metadata["key"].shape
        assert shape.plain(getattr(one, field)) == held[key]
    assert [talk.times for talk in one.talking] == [2, 3]


@pytest.mark.parametrize(
    ("lines", "line", "key", "said"),
    [
        (("提醒:", "  - {时: 到期后 1 天，每 2 天, 发: 催办, 给: 主办}"), 3, "提醒", "repeats for ever"),
        (("提醒: [{时: 到期后 次月 5 日, 发: 催办, 给: 主办}]",), 2, "时", "no fixed day"),
        (("提醒: [{时: 次月 5 日, 发: 催办, 给: 主办}]",), 2, "时", "can't be read"),
        (("提醒: [{时: 到期后 1 天, 发: 催促, 给: 主办}]",), 2, "发", "Known are: 提醒"),
        (("提醒: [{时: 到期后 1 天, 发: 催办, 给: 老王}]",), 2, "给", "isn't known here"),
        (("提醒: [{时: 到期后 1 天, 发: 督办, 给: 企业}]",), 2, "提醒", "goes to the enterprise"),
        (("提醒: [{时: 到期后 1 天, 发: 督办, 给: 督查, 单: 粉}]",), 2, "单", "isn't a colour"),
        (
            ("提醒:", "  - {时: 到期后 2 天, 发: 催办, 给: 主办}", "  - {时: 到期后 1 天, 发: 督办, 给: 主办}"),
            4, "提醒", "Rung 2 must be later than rung 1",
        ),
        (("提醒: [{时: 到期后 1 天，每 1 天，至签收, 发: 催办, 给: 主办}]",), 2, "时", "stops by “签收”"),
        (("提醒: [{钟: [签收, 答复], 时: 到期后 1 天，每 1 天，至签收, 发: 催办, 给: 主办}]",), 2, "时", "stops by"),
        (("提醒: [{钟: 签字, 时: 到期时, 发: 催办, 给: 主办}]",), 2, "钟", "isn't known here"),
        (("提醒: [{种类: 天气, 时: 到期时, 发: 催办, 给: 主办}]",), 2, "种类", "isn't known here"),
        (("提级: [级别 Z]",), 2, "提级", "“Z” isn't known here"),
        (("提级: [差不多]",), 2, "提级", "isn't a trigger"),
        (("协调: [{由: 承办单位, 当: 已逾期}]",), 2, "协调", "first rung"),
        (("协调:", "  - {由: 承办单位}", "  - {由: 调度室}"), 4, "协调", "Nothing brings a case up"),
        (("协调: [{由: 承办单位}, {由: 市长, 当: 级别 Z}]",), 2, "当", "“Z” isn't known here"),
        (("谈话: [连续 2 次蓝灯：约谈分管负责人]",), 2, "谈话", "Lamps are: 绿灯 黄灯 红灯"),
        (("谈话: [连续 2 次红灯：约谈企业]",), 2, "谈话", "never an enterprise"),
        (("谈话:", "  - 连续 3 次红灯：约谈分管负责人", "  - 2 次：约谈主要负责人"), 4, "谈话", "must need more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_at_its_line(lines: tuple[str, ...], line: int, key: str, said: str) -> None:
    (found,) = faults(*lines)
    assert found[:2] == (line, key) and said in found[2]


def test_repeating_until_what_stops_the_clock_is_taken() -> None:
    assert rules("提醒: [{钟: 签收, 时: 到期后 1 天，每 1 天，至签收, 发: 催办, 给: 主办}]").reminders
    assert rules("提醒: [{时: 每 7 天，至销号, 发: 提醒, 给: 主办}]").reminders
    own = "时钟: [{名称: 五日一报, 起: 签收, 止: [报告进展]}]"
    span = "时限: [{钟: 五日一报, 时长: 5 天}]"
    row = "提醒: [{{钟: 五日一报, 时: 到期后 1 天，每 1 天，至{until}, 发: 催办, 给: 主办}}]"
    assert rules(own, span, row.format(until="报告进展")).reminders
    (found,) = faults(own, span, row.format(until="答复"))
    assert "doesn't stop by “答复”" in found[2]


RUNGS = (
    "{时: 到期前 1 工作日, 发: 提醒, 给: 承办单位}",
    "{时: 到期后 1 工作时, 发: 催办, 给: 承办单位}",
    "{时: 到期后 2 工作日, 发: 催办, 给: [调度室, 承办单位]}",
)
"""The ladder of the city."""
OF_ONE_CLOCK = tuple(rung.replace("{时", "{钟: 答复, 时") for rung in RUNGS)


@pytest.mark.parametrize(
    ("rows", "stance"),
    [
        (RUNGS, None),
        (("{时: 到期前 2 工作日, 发: 提醒, 给: 主办}", *RUNGS), "STRICTER"),
        (RUNGS[:2], "LAXER"),
        ((), "LAXER"),
        (("{时: 到期前 2 工作日, 发: 提醒, 给: 主办}",), "UNLIKE"),
        ((*RUNGS, "{钟: 签收, 时: 到期前 1 工作日, 发: 提醒, 给: 主办}"), "LAXER"),
        ((*RUNGS, "{级别: A, 时: 到期前 9 工作日, 发: 提醒, 给: 主办}"), "UNLIKE"),
        ((*RUNGS, *OF_ONE_CLOCK), "SAME"),
        ((*RUNGS, *OF_ONE_CLOCK, "{钟: 答复, 时: 到期后 3 工作日, 发: 督办, 给: 督查}"), "STRICTER"),
    ],
)  # fmt: skip
def test_a_ladder_for_one_clock_can_loosen(rows: tuple[str, ...], stance: str | None) -> None:
    own = rules(f"提醒: [{', '.join(rows)}]")
    assert [each.stance.name for each in differences({"办理": CITY}, {"办理": own})] == [stance or "SAME"]
    held = yielded({"办理": CITY}, {"办理": own})["办理"].reminders
    assert held == (CITY.reminders if stance == "LAXER" else own.reminders)


# ---- 提醒: when they come ----


def climb(case: Play, clock: Clock, most: int = 9) -> list[tuple[str | None, list[str], str | None]]:
    """When each rung of a clock's ladder comes, what is due then, and the colour of its sheet."""
    found: list[tuple[str | None, list[str], str | None]] = []
    while (moment := case.life.clocks[clock.n - 1].remind_at) is not None and len(found) < most:
        event = reminder(case.life, case.life.clocks[clock.n - 1], case.terms)
        case.do(event, f"{moment:%Y-%m-%d %H:%M}" if moment.year != 2019 else written(moment) or "")
        found.append((written(moment), [sent.value for sent in event.sent], event.sheet))
    return found


@pytest.mark.parametrize(("rungs", "moments", "sent"), page.rows("rungs | when | what"))
def test_rungs_come_in_the_order_of_time(rungs: str, moments: str, sent: str) -> None:
    body = [f"  - {{{_row(rung)}, 给: 主办}}" for rung in rungs.split("；")]
    case = handling(rules=play("提醒:", *body))
    clock = case.clock(Tick.HANDLE)
    assert (written(clock.start), written(clock.due)) == ("05-14 09:20", "05-28 17:00")
    came = climb(case, clock, len(moments.split("；")))
    assert [at for at, _, _ in came] == moments.split("；")
    assert [f"{WORDS[kinds[0]]} {sheet or ''}".strip() for _, kinds, sheet in came] == sent.split("；")


WORDS = {sent.value: word for word, sent in SENT.items()}


def _row(rung: str) -> str:
    """``到期后 2 工作日 督办 黄`` as a row of a text."""
    at, word, sheet = re.fullmatch(rf"(.+) ({'|'.join(SENT)})(?: (.))?", rung).groups()
    return f"时: {at}, 发: {word}" + (f", 单: {sheet}" if sheet else "")


@pytest.mark.parametrize("block", re.findall("```yaml\n(.*?)```", page.PAGE, re.DOTALL))
def test_what_the_page_writes_is_read(block: str) -> None:
    assert rules(*block.splitlines()) != CITY


def test_different_clocks_have_different_ladders() -> None:
    own = play(
        "提醒:",
        "  - {钟: 答复, 时: 到期前 2 工作日, 发: 提醒, 给: 主办}",
        "  - {钟: 承诺企业, 时: 到期时, 发: 上报, 给: 分管领导}",
    )
    case = handling(rules=own)
    assert written(case.clock(Tick.HANDLE).remind_at) == "05-24 17:00"
    assert case.clock(Tick.CASE).remind_at == case.clock(Tick.CASE).due
    assert assigned(rules=own).clock(Tick.ACCEPT).remind_at is None


def test_stored_rungs_of_old_clocks_keep_their_meaning() -> None:
    """An entry from before says only how many rungs were climbed."""
    case = handling()
    clock = case.clock(Tick.HANDLE)
    case.do(e.Reminded(clock=clock.n, rung=1), "05-27 17:00")
    assert written(case.clock(Tick.HANDLE).remind_at) == "05-29 09:30"
    assert e.Reminded.revive({"clock": 3, "rung": 1}) == e.Reminded(clock=3, rung=1)
    event = reminder(case.life, case.clock(Tick.HANDLE), case.terms)
    assert e.Reminded.revive(event.facts()) == event
    assert (event.rung, event.sent, event.to) == (2, (Sent.URGE,), (Party.UNIT,))


# ---- 提级, 协调 ----


def test_the_history_of_a_case_counts_what_happened() -> None:
    case = assigned()
    assert history(case.life, case.now, case.terms) == history(case.life, at("05-14 12:00"), case.terms)
    told = history(case.life, case.now, case.terms)
    assert (told.assignments, told.returns, told.contests, told.overdue, told.grade) == (1, 0, 0, {}, "B")
    case.hand_back("05-14 15:00").rule("05-14 16:00", upheld=True).assign("05-15 09:00", lead=6)
    told = history(case.life, case.now, case.terms)
    assert (told.assignments, told.returns) == (2, 1)
    case = replied().contest("05-21 10:00")
    assert history(case.life, case.now, case.terms).contests == 1


@pytest.mark.parametrize(
    ("now", "amounts"),
    [
        ("05-28 17:00", {}),
        ("05-29 09:30", {Unit.WORKING_HOUR: 1, Unit.HOUR: "16.5"}),
        ("05-29 17:00", {Unit.WORKING_DAY: 1, Unit.NATURAL_DAY: 1, Unit.HOUR: 24, Unit.MINUTE: 1440}),
        ("05-31 17:00", {Unit.WORKING_DAY: 3, Unit.NATURAL_DAY: 3}),
        ("06-03 17:00", {Unit.WORKING_DAY: 4, Unit.NATURAL_DAY: 6}),
        ("06-28 17:00", {Unit.MONTH: 1}),
    ],
)
def test_overdue_is_exact_where_a_reminder_would_come(now: str, amounts: dict[Unit, object]) -> None:
    case = handling(rules=play("时限: [{钟: 承诺企业, 时长: 200 工作日}]"))
    told = history(case.life, at(now), case.terms).overdue
    assert {unit: str(told[unit]) for unit in amounts if told} == {
        unit: str(amount).replace("16.5", "33/2") for unit, amount in amounts.items()
    }
    assert bool(told) is bool(amounts)


def test_a_hair_late_is_overdue_and_no_unit_is_over() -> None:
    case = handling()
    (amount,) = {history(case.life, at("05-28 17:00:01"), case.terms).overdue[Unit.WORKING_DAY]}
    assert amount is not None and 0 < amount < 1


def test_what_no_calendar_says_is_not_known() -> None:
    case = handling(
        rules=play("时限: [{钟: 答复, 时长: 154 工作日}, {钟: 承诺企业, 时长: 1 月}]".replace("1 月", "155 工作日"))
    )
    due = case.clock(Tick.HANDLE).due
    assert due is not None and due.year == 2019
    told = history(case.life, at("2020-01-06 12:00"), case.terms).overdue
    assert told[Unit.WORKING_DAY] is None and told[Unit.NATURAL_DAY] is not None


@pytest.mark.parametrize(
    ("triggers", "why"),
    [
        ("第 2 次交办", []),
        ("退回满 1 次", [Sort.RETURNED]),
        ("退回超过 1 次", []),
        ("不认可满 1 次", []),
        ("级别 A、B", [Sort.GRADE]),
        ("级别 A", []),
        ("已逾期", []),
        ("金额 500 万元以上, 领导批示, 书面申请", []),
        ("级别 B, 退回满 1 次", [Sort.GRADE, Sort.RETURNED]),
    ],
)
def test_a_trigger_that_fires_raises_the_case(triggers: str, why: list[Sort]) -> None:
    case = assigned(rules=play(f"提级: [{triggers}]")).hand_back("05-14 15:00").rule("05-14 16:00", upheld=True)
    assert [event.why for event in raises(case.life, case.now, case.terms)] == why
    assert len(must_rise(case.life, case.now, case.terms)) == len(why)


def test_a_trigger_is_booked_once_where_the_case_lies() -> None:
    case = handling(rules=play("提级: [逾期超过 1 工作日, 逾期超过 3 工作日]"))
    assert not raises(case.life, at("05-29 17:00"), case.terms), "exactly one isn't more than one"
    (event,) = raises(case.life, at("05-29 17:01"), case.terms)
    case.do(event, "05-29 17:01")
    assert case.life.raised == 0b01 and not raises(case.life, at("05-29 17:02"), case.terms)
    (second,) = raises(case.life, at("06-03 09:00"), case.terms)
    case.do(second, "06-03 09:00")
    assert case.life.raised == 0b11
    case.reply("06-03 10:00")
    assert [str(reason.why) for reason in must_rise(case.life, case.now, case.terms)] == [
        f"Booked before: {write(trigger)}." for trigger in case.rules.raising
    ], "what was booked holds until it goes up"


def test_what_must_go_up_goes_up_without_a_request_of_the_lead() -> None:
    case = handling(rules=play("提级: [逾期超过 1 工作日]"))
    room = Place(desks=frozenset({DESK}))
    assert "Nobody has asked" in str(case.refused(Action.ESCALATE, room, "05-29 17:00"))
    assert case.refused(Action.ESCALATE, room, "05-29 17:01") == ""
    (event,) = raises(case.life, at("05-29 17:01"), case.terms)
    case.do(event, "05-29 17:01").escalate("05-29 17:02")
    assert case.life.raised is None and not must_rise(case.life, case.now, case.terms)


@pytest.mark.parametrize(
    ("now", "rung", "why"),
    [
        ("05-28 17:00", 1, []),
        ("05-28 17:01", 2, ["Overdue."]),
        ("05-31 17:00", 2, ["Overdue."]),
        ("05-31 17:01", 3, ["Overdue 超过 3 工作日."]),
    ],
)
def test_a_case_stands_on_the_highest_rung_that_something_brought_it_to(now: str, rung: int, why: list[str]) -> None:
    ladder = "协调: [{由: 承办单位}, {由: 调度室, 当: [已逾期, 第 2 次交办]}, {由: 分管副市长, 当: 逾期超过 3 工作日}]"
    case = handling(rules=play(ladder))
    found = coordinated(case.life, at(now), case.terms)
    assert found is not None
    assert (found.rung, [str(each.why) for each in found.why]) == (rung, why)
    assert found.coordinator.label == ("承办单位", "调度室", "分管副市长")[rung - 1]


def test_without_a_ladder_nobody_coordinates_and_what_ended_needs_nobody() -> None:
    case = handling()
    assert coordinated(case.life, case.now, case.terms) is None and must_rise(case.life, case.now, case.terms) == ()
    ended = replied(rules=play("协调: [{由: 承办单位}]", "提级: [级别 B]")).ask("05-20 14:00").confirm("05-21 10:00")
    assert coordinated(ended.life, ended.now, ended.terms) is None
    assert must_rise(ended.life, ended.now, ended.terms) == ()
