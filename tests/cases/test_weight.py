"""What a case weighs: amounts, enterprises, signed requests, instructions; a class that somebody else confirms; a task force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cases.play import (
    AREA,
    AT_CITY_DESK,
    AT_DESK,
    CITY_DESK,
    DESK,
    EVERYWHERE,
    IN_LEAD,
    IN_PART,
    LEAD,
    OTHER,
    OVERSEER,
    PART,
    PLAIN,
    THE_CLOCK,
    Play,
    assigned,
    at,
    day,
    days,
    handling,
    screening,
    written,
)
from zhuqi.base.ladders.coordinators import Coordinator, wants_force
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.ladders.triggers import read
from zhuqi.base.worktime.spans import Span, Unit, parse
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.chasing import raises, reminder
from zhuqi.domain.cases.life.history import coordinated, must_rise
from zhuqi.domain.cases.life.standing import Place, who_is
from zhuqi.domain.cases.life.values import Clock, Member
from zhuqi.domain.cases.queries.scopes import reasons
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Action, Judge, Shifted, State, Tick, Who
from zhuqi.domain.cases.sections.chasing import CoordinatorRule, RungRule, timing
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock
from zhuqi.domain.cases.sections.grading import GradeRule, Lapse

LEADER = Place(leads=EVERYWHERE, staff=590)
CONFIRMED = GradeRule(by=Judge.SUPERVISION, within=days(1), grades=frozenset({"A"}))
BY_CLASS = replace(
    PLAIN,
    confirming=CONFIRMED,
    clocks=(
        ClockRule(Tick.HANDLE, days(3), grades=frozenset({"A"})),
        ClockRule(Tick.CASE, days(5), grades=frozenset({"A"})),
        *PLAIN.clocks,
    ),
)


def weighing(*triggers: str, **stake: Any) -> Play:
    """Screened with something at stake, where these triggers raise a case."""
    case = screening(rules=replace(PLAIN, raising=tuple(map(read, triggers))))
    return case.do(e.Screened(kind="other", grade="B", **stake), "05-14 09:10")


def fires(case: Play) -> list[int]:
    return [reason.trigger for reason in must_rise(case.life, case.now, case.terms)]


@pytest.mark.parametrize(
    ("trigger", "stake", "holds"),
    [
        ("金额 500 万元以上", {"stake": 5_000_000}, True),
        ("金额 500 万元以上", {"stake": 4_999_999}, False),
        ("金额超过 500 万元", {"stake": 5_000_000}, False),
        ("金额超过 500 万元", {"stake": 5_000_001}, True),
        ("金额 500 万元以上", {}, False),
        ("涉及企业 10 家以上", {"firms": 10}, True),
        ("涉及企业 10 家以上", {"firms": 9}, False),
        ("书面申请", {"signed": True}, True),
        ("书面申请", {"signed": False}, False),
        ("种类 other", {}, True),
        ("种类 land", {}, False),
        ("类别 big", {"category": "big"}, True),
        ("类别 big", {}, False),
        ("缓急 急", {"urgency": "急"}, True),
        ("缓急 急", {"urgency": "常"}, False),
    ],
)
def test_what_is_at_stake_raises_a_case(trigger: str, stake: dict[str, Any], holds: bool) -> None:
    case = weighing(trigger, **stake)
    assert fires(case) == ([1] if holds else [])
    assert [event.trigger for event in raises(case.life, case.now, case.terms)] == fires(case)


def test_what_was_said_at_recording_stays_where_screening_says_nothing_and_a_correction_changes_it() -> None:
    case = Play(rules=replace(PLAIN, raising=(read("金额 100 万元以上"),)))
    case.record(stake=1_500_000, firms=3, signed=True).submit().screen()
    assert (case.life.stake, case.life.firms, case.life.signed) == (1_500_000, 3, True)
    assert fires(case) == [1]
    case.do(e.Restated(stake=900_000), "05-14 10:00")
    assert (case.life.stake, case.life.firms, case.life.signed) == (900_000, 3, True)
    assert fires(case) == []


def test_the_nth_extension_and_suspension_raise_a_case() -> None:
    rules = replace(PLAIN, raising=(read("第 2 次延期"), read("第 1 次挂账")))
    case = handling(rules=rules).ask_extension("05-20 10:00").extend("05-20 11:00")
    assert fires(case) == []
    case.ask_extension("05-21 10:00", granted=True)
    assert fires(case) == [1]
    case.ask_suspension("05-22 10:00", until="05-30")
    assert fires(case) == [1], "asked for isn't suspended"
    case.suspend("05-22 11:00")
    assert fires(case) == [1, 2]


def test_a_leaders_instruction_raises_a_case_and_brings_it_to_another_coordinator() -> None:
    ladder = (CoordinatorRule("承办单位"), CoordinatorRule("分管领导", (read("批示"),)))
    case = handling(rules=replace(PLAIN, raising=(read("领导批示"),), coordinators=ladder))
    assert fires(case) == []
    for who, place in (("the room", AT_DESK), ("a leader", LEADER)):
        assert case.refused(Action.INSTRUCT, place) == "", who
    for place in (IN_LEAD, OVERSEER, AT_CITY_DESK):
        assert "isn't yours" in case.refused(Action.INSTRUCT, place)
    case.do(e.Instructed(on=day("05-15")), "05-16 09:00")
    assert fires(case) == [1] and case.life.instructed_on == day("05-15")
    standing = coordinated(case.life, case.now, case.terms)
    assert standing is not None and standing.coordinator.label == "分管领导"


def test_what_is_at_stake_is_the_rooms_to_correct() -> None:
    case = handling()
    assert case.refused(Action.RESTATE, AT_DESK) == ""
    for place in (IN_LEAD, IN_PART, OVERSEER, LEADER):
        assert "isn't yours" in case.refused(Action.RESTATE, place)


# ---- a class that somebody else confirms ----


def provisional(grade: str = "A", **rules: Any) -> Play:
    """Screened as of a class that the supervision office confirms, on Tuesday 14 May at 9:10."""
    case = screening(rules=replace(BY_CLASS, **rules))
    judge = case.rules.confirming
    assert judge is not None
    by = judge.by if judge.wanted(grade) else None
    return case.do(e.Screened(kind="other", grade=grade, judge=by, judged_by=OTHER if by else None), "05-14 09:10")


@pytest.mark.parametrize(
    ("grades", "grade", "wanted"),
    [({"A"}, "A", True), ({"A"}, "B", False), (set(), "B", True), ({"A", "B"}, "B", True)],
)
def test_which_classes_are_confirmed(grades: set[str], grade: str, wanted: bool) -> None:
    assert replace(CONFIRMED, grades=frozenset(grades)).wanted(grade) is wanted


def test_a_class_is_provisional_until_it_is_confirmed_in_its_own_time() -> None:
    case = provisional()
    assert case.life.provisional is Judge.SUPERVISION
    assert (case.due(Tick.CLASS), case.clock(Tick.CLASS).unit) == ("05-15 17:00", OTHER)
    assert (OTHER, "judge") in reasons(case.life), "whoever confirms it sees it"
    case.assign("05-14 09:20")
    assert case.due(Tick.HANDLE) == "05-17 17:00", "meanwhile it runs by the class that the room gave"
    case.do(e.Classified(grade="A"), "05-15 10:00")
    assert case.life.provisional is None and case.clock(Tick.CLASS).met_at == at("05-15 10:00")
    assert case.due(Tick.HANDLE) == "05-17 17:00" and not case.clock(Tick.HANDLE).shifts
    assert (OTHER, "judge") not in reasons(case.life)


def test_confirmed_otherwise_the_clocks_get_the_time_of_the_other_class_from_their_own_start() -> None:
    case = provisional().assign("05-14 09:20").accept("05-14 14:00")
    before = case.due(Tick.CASE)
    case.do(e.Classified(grade="B"), "05-15 10:00")
    assert case.life.grade == "B"
    assert case.due(Tick.HANDLE) == "05-28 17:00", "ten working days from the assignment"
    assert (before, case.due(Tick.CASE)) == ("05-20 17:00", "06-03 17:00"), "the promise too, from when it told us"
    assert [(s.why, s.span) for s in case.clock(Tick.HANDLE).shifts] == [(Shifted.CLASS, Span(0, Unit.MINUTE))]
    coming = case.terms.coming(case.life, case.clock(Tick.HANDLE), case.clock(Tick.HANDLE).due)
    assert written(coming.at) == "05-27 17:00", "its ladder begins anew"


def test_what_is_late_stays_late_whatever_the_class_turns_out_to_be() -> None:
    case = provisional().assign("05-14 09:20").accept("05-14 14:00")
    late = at("05-20 09:00")
    assert case.clock(Tick.HANDLE).late(late)
    case.do(e.Classified(grade="B"), "05-20 09:00")
    assert case.due(Tick.HANDLE) == "05-17 17:00" and case.clock(Tick.HANDLE).late(late)
    assert case.due(Tick.CASE) == "06-03 17:00", "what wasn't late yet gets the other time"


def test_a_clock_that_stands_still_goes_on_with_the_other_time() -> None:
    case = provisional("B", confirming=replace(CONFIRMED, grades=frozenset(), within=days(9)))
    case.assign("05-14 09:20").accept("05-14 14:00")
    case.ask_suspension("05-16 09:00", until="05-24").suspend("05-16 10:00")
    case.do(e.Classified(grade="A"), "05-17 10:00")
    clock = case.clock(Tick.HANDLE)
    assert clock.paused_at == at("05-16 10:00") and clock.due is None and clock.span == days(3)
    case.resume("05-20 09:00")
    assert case.due(Tick.HANDLE) == "05-21 17:00", "three days, and the two that it stood still"


@pytest.mark.parametrize(
    ("judge", "unit", "may"),
    [(Judge.SUPERVISION, OTHER, OVERSEER), (Judge.ABOVE, CITY_DESK, AT_CITY_DESK), (Judge.LEADER, AREA, LEADER)],
)
def test_only_whom_the_edition_names_confirms_it(judge: Judge, unit: int, may: Place) -> None:
    case = screening(rules=replace(BY_CLASS, confirming=replace(CONFIRMED, by=judge)))
    case.do(e.Screened(kind="other", grade="A", judge=judge, judged_by=unit), "05-14 09:10").assign("05-14 09:20")
    assert case.refused(Action.CLASSIFY, may) == ""
    others = {OVERSEER, AT_CITY_DESK, LEADER} - {may}
    for place in (AT_DESK, IN_LEAD, *others):
        assert "isn't yours" in case.refused(Action.CLASSIFY, place), place
    both = replace(may, desks=may.desks | {DESK})
    assert Who.JUDGE not in who_is(case.life, both), "never the room that gave it"
    handler = replace(may, units=may.units | {LEAD})
    assert Who.JUDGE not in who_is(case.life, handler), "nor whoever handles it"


def test_nobody_confirms_what_needs_no_confirmation() -> None:
    assert "isn't yours" in assigned().refused(Action.CLASSIFY, OVERSEER)
    assert "Nobody need confirm" in assigned().refused(Action.CLASSIFY, THE_CLOCK)


@pytest.mark.parametrize(
    ("lapse", "when", "said"),
    [
        (Lapse.STANDS, "05-15 17:00", "Its day hasn't come yet."),
        (Lapse.STANDS, "05-15 17:01", ""),
        (Lapse.WAITS, "05-30 17:00", "Its day hasn't come yet."),
    ],
)
def test_a_class_that_nobody_confirmed_in_time_stands_where_the_edition_says_so(
    lapse: Lapse, when: str, said: str
) -> None:
    case = provisional(confirming=replace(CONFIRMED, lapse=lapse))
    assert case.refused(Action.CLASSIFY, THE_CLOCK, when) == said
    if not said:
        case.do(e.Classified(grade="A", lapsed=True), when)
        assert case.life.provisional is None
        clock = case.clock(Tick.CLASS)
        assert clock.left_at == at(when) and clock.late(at("06-01 09:00")), "who had to confirm it is late"


def test_screened_anew_or_moved_the_class_waits_for_nobody_any_more() -> None:
    again = provisional().do(e.Screened(kind="other", grade="B"), "05-14 11:00")
    up = provisional().escalate("05-14 11:00")
    over = provisional().do(e.NotAccepted(told_on=day("05-14")), "05-14 11:00")
    for case in (again, up, over):
        assert case.life.provisional is None
        assert not any(clock.tick is Tick.CLASS for clock in case.life.running)
    anew = provisional().do(
        e.Screened(kind="other", grade="A", judge=Judge.SUPERVISION, judged_by=OTHER), "05-15 11:00"
    )
    assert [clock.running for clock in anew.life.clocks if clock.tick is Tick.CLASS] == [False, True]


# ---- a task force for one case ----

FORCE = replace(
    PLAIN,
    coordinators=(CoordinatorRule("承办单位"), CoordinatorRule("专班", (read("批示"),), force=True)),
    own=(OwnClock("首次会商", frozenset({Moment.FORMED}), frozenset({Moment.MET}), Keeper.FORCE),),
    clocks=(ClockRule("首次会商", days(3)), *PLAIN.clocks),
)


def formed(when: str = "05-16 09:00") -> Play:
    """A task force under the unit OTHER, with the lead and a part unit."""
    case = handling(rules=FORCE).do(e.Instructed(on=day("05-15")), "05-15 10:00")
    return case.do(e.ForceSetUp(lead=OTHER, members=(LEAD, PART)), when)


def first(case: Play) -> Clock:
    return next(clock for clock in case.life.clocks if clock.name == "首次会商")


@pytest.mark.parametrize(("rung", "wanted"), [(1, False), (2, False), (3, True)])
def test_a_task_force_is_for_the_rung_that_says_so(rung: int, wanted: bool) -> None:
    ladder = [Coordinator("a", "甲"), Coordinator("b", "乙"), Coordinator("c", "丙", force=True)]
    assert wants_force(ladder, rung) is wanted


def test_a_task_force_is_set_up_by_the_room_where_the_case_stands_on_its_rung() -> None:
    case = handling(rules=FORCE)
    assert "no task force is set up" in case.refused(Action.SET_UP, AT_DESK)
    case.do(e.Instructed(on=day("05-15")), "05-15 10:00")
    assert case.refused(Action.SET_UP, AT_DESK) == ""
    assert "isn't yours" in case.refused(Action.SET_UP, IN_LEAD)
    assert "No task force" in case.refused(Action.MEET, AT_DESK)
    case.do(e.ForceSetUp(lead=OTHER, members=(LEAD,)), "05-16 09:00")
    assert "already" in case.refused(Action.SET_UP, AT_DESK)


def test_without_such_a_rung_there_is_none() -> None:
    assert "no task force is set up" in handling().refused(Action.SET_UP, AT_DESK)


def test_its_members_see_the_case_and_its_lead_notes_its_meetings() -> None:
    case = formed()
    assert {(OTHER, "force"), (LEAD, "force"), (PART, "force")} <= reasons(case.life)
    assert [(m.unit, m.leads, m.force) for m in case.life.force] == [
        (OTHER, True, 1),
        (LEAD, False, 1),
        (PART, False, 1),
    ]
    leads = Place(units=frozenset({OTHER}), staff=570)
    assert who_is(case.life, leads) == {Who.FORCE}
    assert case.refused(Action.MEET, leads) == ""
    assert "isn't yours" in case.refused(Action.MEET, IN_PART), "a member isn't the one that leads it"
    assert case.open(leads) == {Action.MEET}, "and it leads no more than its task force"


def test_its_own_clock_runs_for_the_unit_that_leads_it_until_it_meets() -> None:
    case = formed()
    clock = first(case)
    assert (clock.unit, clock.holding, written(clock.due)) == (OTHER, None, "05-21 17:00")
    case.do(e.ForceMet(), "05-20 10:00")
    assert first(case).met_at == at("05-20 10:00")


def test_it_ends_by_itself_with_the_case_or_by_the_room_and_can_be_set_up_anew() -> None:
    case = formed().do(e.ForceEnded(), "05-17 10:00")
    assert not case.life.force and first(case).void_at == at("05-17 10:00")
    assert {(OTHER, "past"), (PART, "past")} <= reasons(case.life), "who was in it still sees what it was"
    case.do(e.ForceSetUp(lead=LEAD, members=(OTHER,)), "05-18 10:00")
    members: list[Member] = list(case.life.force)
    assert [(each.force, each.unit) for each in members] == [(2, LEAD), (2, OTHER)]
    case.withdraw("05-19 10:00")
    assert case.life.state is State.ENDED and case.life.force == ()
    late = formed().do(e.ForceEnded(), "05-22 10:00")
    assert first(late).left_at == at("05-22 10:00"), "a meeting that came too late stays late"


def test_a_clock_of_a_task_force_waits_for_one() -> None:
    own = replace(FORCE.own[0], start=frozenset({Moment.INSTRUCTED}))
    case = handling(rules=replace(FORCE, own=(own,))).do(e.Instructed(on=day("05-15")), "05-15 10:00")
    assert not any(clock.name for clock in case.life.clocks)


# ---- sheets by event ----


@pytest.mark.parametrize(
    ("moment", "event"),
    [
        (Moment.INSTRUCTED, e.Instructed(on=day("05-15"))),
        (Moment.FORMED, e.ForceSetUp(lead=OTHER, members=(PART,))),
        (Moment.MET, e.ForceMet()),
        (Moment.CLASSIFIED, e.Classified(grade="B")),
    ],
)
def test_an_event_starts_a_clock_and_a_sheet_goes_out_at_once(moment: Moment, event: Any) -> None:
    rung = RungRule(
        timing=timing("起算时"), sent=Sent.SUPERVISE, to=(Party.UNIT,), sheet="红", clocks=frozenset({"红单"})
    )
    own = OwnClock("红单", frozenset({moment}), frozenset({Moment.REPLIED}), Keeper.LEAD)
    rules = replace(PLAIN, own=(own,), clocks=(ClockRule("红单", parse("2 天")), *PLAIN.clocks), reminders=(rung,))
    case = handling(rules=rules).do(event, "05-16 09:00")
    clock = next(clock for clock in case.life.clocks if clock.name == "红单")
    assert written(clock.remind_at) == "05-16 09:00"
    told = reminder(case.life, clock, case.terms)
    assert told.sheet == "红"
    case.do(told, "05-16 10:00")
    assert case.life.clocks[clock.n - 1].remind_at is None, "once"


def test_the_moments_that_a_case_goes_up_or_comes_back_start_clocks_too() -> None:
    own = (
        OwnClock("上", frozenset({Moment.RAISED}), frozenset({Moment.ENDED}), Keeper.DESK),
        OwnClock("回", frozenset({Moment.RETURNED}), frozenset({Moment.ENDED}), Keeper.DESK),
    )
    rules = replace(PLAIN, own=own, clocks=(ClockRule("上", days(1)), ClockRule("回", days(1)), *PLAIN.clocks))
    up = handling(rules=rules, city=rules).ask_escalation("05-16 09:00").escalate("05-16 10:00")
    assert [clock.name for clock in up.life.clocks if clock.name] == ["上"]
    contested = (
        handling(rules=rules, city=rules).reply("05-20 10:00").ask("05-20 14:00").contest("05-21 10:00", up=True)
    )
    assert [clock.name for clock in contested.life.clocks if clock.name] == ["上"]
    back = assigned(rules=rules).accept().hand_back("05-15 09:00").rule("05-15 10:00", upheld=True)
    assert [clock.name for clock in back.life.clocks if clock.name] == ["回"]
    kept = assigned(rules=rules).accept().hand_back("05-15 09:00").rule("05-15 10:00", upheld=False)
    assert not any(clock.name for clock in kept.life.clocks)
