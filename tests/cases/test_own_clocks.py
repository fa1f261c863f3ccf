"""The clocks that a place has of its own: when each starts and stops, for whom, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.play import ASSIST, DESK, GROUP, LEAD, PART, PLAIN, Play, assigned, at, written
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.worktime.spans import parse
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.history import history
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Channel, Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.chasing import rung
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock

M, K = Moment, Keeper


def rules(start: Moment, stop: Moment, keeper: Keeper, span: str = "2 小时", **filters: object) -> CaseRules:
    """The standard with one clock of the place's own."""
    own = OwnClock("甲", frozenset({start}), frozenset({stop}), keeper)
    return replace(PLAIN, own=(own,), clocks=(ClockRule("甲", parse(span), **filters), *PLAIN.clocks))  # type: ignore[arg-type]


def clocks(case: Play) -> list[Clock]:
    return [clock for clock in case.life.clocks if clock.tick is Tick.OWN]


def contact(case: Play, when: str, unit: int = LEAD) -> Play:
    return case.do(e.Contacted(holding=case.row(unit).n, channel=Channel.PHONE, staff=None), when)


@pytest.mark.parametrize(
    ("keeper", "units"),
    [
        (K.LEAD, [LEAD]),
        (K.PART, [PART]),
        (K.ASSIST, [ASSIST]),
        (K.EACH, [LEAD, PART, ASSIST]),
        (K.DESK, [DESK]),
        (K.HOLDER, [LEAD]),
    ],
)
def test_a_clock_runs_for_each_unit_that_must_keep_it(keeper: Keeper, units: list[int]) -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, keeper), parts=[PART], assists=[ASSIST])
    assert [clock.unit for clock in clocks(case)] == units
    assert {written(clock.due) for clock in clocks(case)} == {"05-14 11:20"}, "two hours from the assignment at 09:20"


def test_what_one_unit_does_stops_its_own_clock_alone() -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, K.EACH), parts=[PART])
    contact(case, "05-14 10:00")
    assert [(clock.unit, clock.met_at) for clock in clocks(case)] == [(LEAD, at("05-14 10:00")), (PART, None)]


STARTS = [
    (M.RECORDED, K.HOLDER, lambda c: c, GROUP),
    (M.SUBMITTED, K.DESK, lambda c: c.submit(), DESK),
    (M.SCREENED, K.DESK, lambda c: c.submit().screen(), DESK),
    (M.ASSIGNED, K.LEAD, lambda c: c.submit().screen().assign(), LEAD),
    (M.ACCEPTED, K.LEAD, lambda c: c.submit().screen().assign().accept(), LEAD),
    (M.CONTACTED, K.LEAD, lambda c: contact(c.submit().screen().assign(), "05-14 15:00"), LEAD),
    (M.CONTESTED, K.LEAD, lambda c: c.submit().screen().assign().accept().reply("05-20 10:00").contest("05-21 10:00"), LEAD),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "keeper", "way", "unit"), STARTS)
def test_a_clock_starts_at_the_moment_that_is_named_and_not_before(moment, keeper, way, unit) -> None:
    case = way(Play(rules=rules(moment, M.ENDED, keeper)).record())
    assert [(clock.unit, clock.start, clock.running) for clock in clocks(case)] == [(unit, case.now, True)]
    before = way(Play(rules=rules(M.CHECKED, M.ENDED, keeper)).record())
    assert not clocks(before)


STOPS = [
    (M.ACCEPTED, lambda c: c.accept("05-14 10:00")),
    (M.CONTACTED, lambda c: contact(c, "05-14 10:00")),
    (M.OPINED, lambda c: c.do(e.Opined(holding=c.row(LEAD).n, staff=None), "05-14 10:00")),
    (M.REPORTED, lambda c: c.accept("05-14 09:50").do(e.StageReplied(staff=None, next_on=None), "05-14 10:00")),
    (M.TOLD, lambda c: c.accept("05-14 09:50").do(e.StageReplied(staff=None, next_on=None), "05-14 10:00")),
    (M.TOLD, lambda c: c.accept("05-14 09:50").reply("05-14 10:00")),
    (M.REPLIED, lambda c: c.accept("05-14 09:50").reply("05-14 10:00")),
]


@pytest.mark.parametrize(("moment", "way"), STOPS)
def test_a_clock_is_met_at_the_moment_that_is_named(moment, way) -> None:
    case = way(assigned(rules=rules(M.ASSIGNED, moment, K.LEAD)))
    (clock,) = clocks(case)
    assert (written(clock.met_at), clock.late(case.now)) == ("05-14 10:00", False)


def test_a_reply_on_progress_does_not_stop_what_only_an_answer_stops() -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.REPLIED, K.LEAD)).accept("05-14 09:50")
    case.do(e.StageReplied(staff=None, next_on=None), "05-14 10:00")
    assert clocks(case)[0].running


def test_a_row_that_ends_takes_its_clock_with_it_and_a_late_one_stays_late() -> None:
    for reassigned, left in (("05-14 11:20", None), ("05-14 11:21", "05-14 11:21")):
        case = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, K.LEAD)).assign(reassigned, lead=PART)
        first, second = clocks(case)
        assert (written(first.left_at), bool(first.void_at)) == (left, left is None)
        assert second.unit == PART and second.running


def test_a_clock_runs_for_those_whom_its_row_names() -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.CONTRIBUTED, K.EACH, hands=frozenset({Hand.ASSIST})), assists=[ASSIST])
    assert [clock.unit for clock in clocks(case)] == [ASSIST], "no span is given for the lead"
    case.do(e.Contributed(holding=case.row(ASSIST).n), "05-14 11:00")
    assert written(clocks(case)[0].met_at) == "05-14 11:00"


def test_a_clock_that_starts_by_what_stops_it_comes_again_until_the_answer() -> None:
    own = OwnClock("五日一报", frozenset({M.ACCEPTED, M.REPORTED}), frozenset({M.REPORTED, M.REPLIED}), K.LEAD)
    every = replace(PLAIN, own=(own,), clocks=(ClockRule("五日一报", parse("5 天，至午夜")), *PLAIN.clocks))
    case = assigned(rules=every).accept("05-14 10:00")
    dues = [written(case.life.running[-1].due)]
    for day in ("05-17", "05-21", "05-25"):
        case.do(e.StageReplied(staff=None, next_on=None), f"{day} 10:00")
        dues += [written(clock.due) for clock in clocks(case) if clock.running]
    assert dues == ["05-20 00:00", "05-23 00:00", "05-27 00:00", "05-31 00:00"]
    case.reply("05-28 10:00")
    assert [clock.running for clock in clocks(case)] == [False] * 4
    assert not any(clock.late(case.now) for clock in clocks(case))


def test_an_ended_case_has_no_clock_of_its_own_left() -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.ENDED, K.DESK)).do(e.Withdrawn(channel=Channel.PORTAL), "05-14 10:00")
    assert written(clocks(case)[0].met_at) == "05-14 10:00" and not case.life.running


def watch(case: Play) -> Clock:
    """The one clock by which nobody is late."""
    (found,) = [clock for clock in case.life.clocks if clock.tick is Tick.WATCH]
    return found


@pytest.mark.parametrize("unit", [LEAD, PART])
def test_a_clock_of_nobody_s_runs_once_for_the_case_until_anybody_does_what_stops_it(unit: int) -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, K.NOBODY), parts=[PART])
    assert (watch(case).unit, watch(case).holding, written(watch(case).due)) == (DESK, None, "05-14 11:20")
    contact(case, "05-14 10:00", unit)
    assert written(watch(case).met_at) == "05-14 10:00"


def test_nobody_is_late_by_a_clock_of_nobody_s() -> None:
    case, now = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, K.NOBODY)), at("05-14 11:21")
    assert watch(case).late(now) and not watch(case).missed(now)
    assert case.life.due == assigned().life.due
    late = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, K.LEAD))
    assert history(late.life, now, late.terms).overdue and not history(case.life, now, case.terms).overdue


@pytest.mark.parametrize(("clocks_named", "came"), [((), None), (("甲",), "05-14 11:20")])
def test_only_rows_that_name_a_clock_of_nobody_s_tell_of_it(clocks_named: tuple[str, ...], came: str | None) -> None:
    rows = (rung("到期时", Sent.REMIND, Party.DESK, clocks=clocks_named),)
    told = replace(rules(M.ASSIGNED, M.CONTACTED, K.NOBODY), reminders=rows)
    assert written(watch(assigned(rules=told)).remind_at) == came


def test_a_clock_of_nobody_s_that_is_over_ends_with_the_case_and_counts_for_nobody() -> None:
    case = assigned(rules=rules(M.ASSIGNED, M.CONTACTED, K.NOBODY)).do(
        e.Withdrawn(channel=Channel.PORTAL), "05-14 15:00"
    )
    assert (written(watch(case).void_at), watch(case).left_at) == ("05-14 15:00", None)
