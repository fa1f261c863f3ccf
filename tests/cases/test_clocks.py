"""Clocks: when each starts, when it is due, what stops, moves and pauses it, and when it is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cases.play import (
    CITY_DESK,
    DESK,
    GATED,
    GROUP,
    LEAD,
    MICROSECOND,
    OTHER,
    PART,
    PLAIN,
    Play,
    assigned,
    at,
    checked,
    day,
    days,
    ended,
    found,
    handling,
    planned,
    replied,
    screened,
    screening,
    spans,
    suspended,
    written,
)
from tests.cases.test_signing import hand_in, sign, signing
from tests.cases.test_weight import provisional
from zhuqi.base.worktime.calendar import build
from zhuqi.base.worktime.spans import DayEnd
from zhuqi.domain.cases import events
from zhuqi.domain.cases.rules.words import OWN_CLOCKS, Shifted, Tick

Way = Callable[[Play], Play]


def not_accepted(case: Play) -> Play:
    return case.do(events.NotAccepted(told_on=day("05-14")), "05-14 10:00")


def classified(case: Play) -> Play:
    return case.do(events.Classified(grade="A"), "05-15 10:00")


STARTS_AND_STOPS: list[tuple[Tick, int, Callable[[], Play], str, Way, str]] = [
    (Tick.SUBMIT, GROUP, found, "05-15 17:00", lambda c: c.submit("05-13 16:00"), "05-13 16:00"),
    (Tick.SUBMIT, GROUP, found, "05-15 17:00", lambda c: c.settle("05-13 11:00"), "05-13 11:00"),
    (Tick.SCREEN, DESK, screening, "05-14 17:00", lambda c: c.screen().assign(), "05-14 09:20"),
    (Tick.SCREEN, DESK, screened, "05-14 17:00", lambda c: c.escalate("05-14 10:00"), "05-14 10:00"),
    (Tick.SCREEN, DESK, screening, "05-14 17:00", not_accepted, "05-14 10:00"),
    (Tick.CASE, DESK, screened, "06-03 17:00", lambda c: c.assign().accept().reply("05-20 10:00"), "05-20 10:00"),
    (Tick.ACCEPT, LEAD, assigned, "05-15 17:00", lambda c: c.accept("05-15 09:00"), "05-15 09:00"),
    (Tick.HANDLE, LEAD, handling, "05-28 17:00", lambda c: c.reply("05-20 10:00"), "05-20 10:00"),
    (Tick.HANDLE, LEAD, handling, "05-28 17:00", lambda c: c.plan("05-20 10:00", "06-03"), "05-20 10:00"),
    (Tick.PLAN, LEAD, planned, "06-03 17:00", lambda c: c.reply("05-31 10:00"), "05-31 10:00"),
    (Tick.CLASS, OTHER, provisional, "05-15 17:00", classified, "05-15 10:00"),
    (Tick.RECHECK, DESK, suspended, "05-24 17:00", lambda c: c.resume("05-20 10:00"), "05-20 10:00"),
    (
        Tick.REDO,
        LEAD,
        lambda: replied().contest("05-21 10:00"),
        "05-28 17:00",
        lambda c: c.reply("05-22 09:00"),
        "05-22 09:00",
    ),
    (
        Tick.RULE,
        DESK,
        lambda: handling().hand_back("05-15 09:00"),
        "05-16 17:00",
        lambda c: c.rule("05-15 10:00", False),
        "05-15 10:00",
    ),
    (
        Tick.SIGN,
        LEAD,
        lambda: hand_in(signing(), "05-20 10:00"),
        "05-21 17:00",
        lambda c: sign(c, "05-21 09:00"),
        "05-21 09:00",
    ),
    (
        Tick.CHECK,
        DESK,
        lambda: handling(rules=GATED).reply("05-20 10:00"),
        "05-22 17:00",
        lambda c: c.check("05-21 10:00", True),
        "05-21 10:00",
    ),
    (Tick.ASK, GROUP, replied, "05-22 17:00", lambda c: c.ask("05-20 14:00"), "05-20 14:00"),
    (Tick.ASK, GROUP, replied, "05-22 17:00", lambda c: c.confirm("05-20 14:00"), "05-20 14:00"),
    (Tick.ASK, DESK, lambda: found().settle(), "05-15 17:00", lambda c: c.contest("05-14 14:00"), "05-14 14:00"),
    (Tick.ASK, GROUP, checked, "05-23 17:00", lambda c: c.ask("05-22 14:00"), "05-22 14:00"),
    (
        Tick.SILENCE,
        DESK,
        lambda: replied().ask("05-20 14:00"),
        "06-03 17:00",
        lambda c: c.contest("05-28 14:00"),
        "05-28 14:00",
    ),
    (
        Tick.SILENCE,
        DESK,
        lambda: replied().ask("05-20 14:00"),
        "06-03 17:00",
        lambda c: c.end("06-04 09:00"),
        "06-04 09:00",
    ),
]


@pytest.mark.parametrize(("tick", "unit", "case", "due", "stop", "stopped"), STARTS_AND_STOPS)
def test_every_clock_has_a_start_and_a_stop_event(
    tick: Tick, unit: int, case: Callable[[], Play], due: str, stop: Way, stopped: str
) -> None:
    begun = case()
    clock = begun.clock(tick)
    assert (clock.unit, written(clock.due), clock.running) == (unit, due, True)
    after = stop(begun).life.clocks[clock.n - 1]
    assert (written(after.met_at), after.void_at, after.left_at) == (stopped, None, None)


def test_every_kind_of_clock_is_in_the_table_above() -> None:
    assert {row[0] for row in STARTS_AND_STOPS} == set(Tick) - OWN_CLOCKS, (
        "a place's own have a table in test_own_clocks"
    )


# late


def test_late_is_after_the_due_moment_and_never_at_it() -> None:
    clock = handling().clock(Tick.HANDLE)
    assert clock.due == at("05-28 17:00")
    assert not clock.late(at("05-28 17:00")) and clock.late(at("05-28 17:00") + MICROSECOND)


def test_a_clock_met_at_the_stroke_is_in_time_and_met_after_it_is_late_for_good() -> None:
    stroke = handling().reply("05-28 17:00").clock(Tick.HANDLE)
    after = handling().reply("05-28 17:01").clock(Tick.HANDLE)
    assert not stroke.late(at("06-30 09:00")) and after.late(at("06-30 09:00"))


@pytest.mark.parametrize(("when", "late"), [("05-28 17:00", False), ("05-28 17:01", True)])
def test_a_rows_end_voids_its_clocks_that_are_not_due_and_a_late_one_stays_late(when: str, late: bool) -> None:
    for leave in (
        lambda case: case.assign(when, lead=OTHER),
        lambda case: case.withdraw(when),
        lambda case: case.rule(when, upheld=True),
        lambda case: case.do(events.Escalated(desk=CITY_DESK, area=21, edition=2), when),
    ):
        clock = leave(handling().hand_back("05-16 09:00")).clock(Tick.HANDLE, LEAD)
        assert not clock.running
        assert (clock.void_at, clock.left_at) == ((None, at(when)) if late else (at(when), None))
        assert clock.late(at("06-30 09:00")) is late


def test_how_late_a_clock_is_left_does_not_grow() -> None:
    clock = handling().assign("05-29 09:00", lead=OTHER).clock(Tick.HANDLE, LEAD)
    assert clock.left_at == at("05-29 09:00") and clock.due == at("05-28 17:00")


# the promise


def test_the_promise_counts_from_when_the_enterprise_told_us_whatever_happens_inside() -> None:
    case = Play().record("05-13 10:00", found_on=day("05-09"), told_at=at("05-09 08:30")).submit().screen()
    assert case.due(Tick.CASE) == "05-30 17:00", "15 working days from 9 May"
    promise = case.clock(Tick.CASE)
    case.assign().accept().hand_back("05-15 09:00").rule("05-15 10:00", upheld=True).assign("05-15 11:00")
    case.accept("05-15 12:00").ask_escalation("05-15 14:00").escalate("05-15 15:00").screen("05-15 16:00")
    case.assign("05-15 16:30", lead=13).accept("05-15 16:40", unit=13).plan("05-16 09:00", next_on="05-24")
    assert case.life.clocks[promise.n - 1] == promise
    assert [clock.tick for clock in case.life.clocks].count(Tick.CASE) == 1, "it starts once"


def test_a_need_that_lay_for_weeks_is_late_when_its_promise_appears() -> None:
    case = Play().record("05-13 10:00", told_at=at("2019-04-01 08:30")).submit().screen()
    assert case.due(Tick.CASE) == "04-23 17:00" and case.clock(Tick.CASE).late(case.now)


def test_a_plan_keeps_the_promise_running_and_an_answer_meets_it() -> None:
    case = planned()
    assert case.clock(Tick.CASE).running and case.due(Tick.CASE) == "06-03 17:00"
    assert case.reply("05-31 10:00").clock(Tick.CASE).met_at == at("05-31 10:00")


def test_a_contest_opens_a_redo_clock_and_never_rewrites_a_met_one() -> None:
    case = replied()
    met = [clock for clock in case.life.clocks if clock.met_at]
    case.contest("05-21 10:00").reply("05-30 10:00").contest("05-31 10:00")
    assert [case.life.clocks[clock.n - 1] for clock in met] == met
    redo = [clock for clock in case.life.clocks if clock.tick is Tick.REDO]
    assert [written(clock.due) for clock in redo] == ["05-28 17:00", "06-10 17:00"], "7 June is off"
    assert redo[0].late(case.now), "the second answer came after the first redo was due"


def test_a_unit_clock_starts_fresh_with_its_row() -> None:
    case = handling().assign("05-27 10:00", lead=OTHER)
    assert case.due(Tick.HANDLE, OTHER) == "06-11 17:00" and case.due(Tick.ACCEPT, OTHER) == "05-28 17:00"


def test_elapsed_time_never_pauses_and_each_moment_has_its_name() -> None:
    case = Play().record("05-13 10:00", found_on=day("05-10"), told_at=at("05-10 08:30")).submit().screen()
    life = (
        case.assign().accept().ask_suspension("05-16 09:00", "05-24").suspend("05-16 10:00").resume("05-20 09:00").life
    )
    assert (life.found_on, life.told_at, life.episode_at) == (day("05-10"), at("05-10 08:30"), at("05-10 08:30"))
    assert (life.recorded_at, life.submitted_at) == (at("05-13 10:00"), at("05-13 16:00"))
    assert life.edges[0].at == at("05-13 10:00"), "recorded_at dates the edge"


# extension


def test_an_extension_moves_the_units_clock_and_the_promise() -> None:
    case = handling(parts=[PART]).ask_extension("05-22 10:00", 3).extend("05-22 11:00")
    assert case.due(Tick.HANDLE, LEAD) == "05-31 17:00" and case.due(Tick.CASE) == "06-06 17:00"
    assert case.due(Tick.HANDLE, PART) == "05-28 17:00", "nobody else's"
    assert [(s.why, s.span, s.at) for s in case.clock(Tick.CASE).shifts] == [
        (Shifted.EXTENSION, days(3), at("05-22 11:00"))
    ]


def test_an_edition_may_leave_the_promise_where_it_is() -> None:
    firm = replace(PLAIN, extension=replace(PLAIN.extension, moves_promise=False))
    case = handling(rules=firm).ask_extension("05-22 10:00", 3).extend("05-22 11:00")
    assert case.due(Tick.HANDLE, LEAD) == "05-31 17:00" and case.due(Tick.CASE) == "06-03 17:00"


def test_a_co_handlers_extension_moves_its_own_clock_alone() -> None:
    case = handling(parts=[PART]).ask_extension("05-22 10:00", 3, PART).extend("05-22 11:00")
    assert case.due(Tick.HANDLE, PART) == "05-31 17:00"
    assert (case.due(Tick.HANDLE, LEAD), case.due(Tick.CASE)) == ("05-28 17:00", "06-03 17:00")


def test_a_promise_that_was_broken_when_more_time_was_asked_stays_broken() -> None:
    case = Play().record("05-13 10:00", told_at=at("2019-04-01 08:30")).submit().screen().assign().accept()
    case.ask_extension("05-22 10:00", 3).extend("05-22 11:00")
    assert case.due(Tick.HANDLE, LEAD) == "05-31 17:00"
    assert case.due(Tick.CASE) == "04-23 17:00" and not case.clock(Tick.CASE).shifts


def test_an_extension_granted_late_counts_from_the_deadline_all_the_same() -> None:
    case = handling().ask_extension("05-28 16:00", 3).extend("05-30 10:00")
    assert case.due(Tick.HANDLE, LEAD) == "05-31 17:00" and case.due(Tick.CASE) == "06-06 17:00"


def test_an_extension_is_granted_at_once_where_nobody_need_approve() -> None:
    case = handling().ask_extension("05-22 10:00", 3, granted=True)
    assert case.due(Tick.HANDLE, LEAD) == "05-31 17:00" and case.life.requests[0].granted
    assert not case.clock(Tick.RULE).running


@pytest.mark.parametrize(
    ("ends", "before", "after"),
    [
        (DayEnd.MIDNIGHT, "05-29 00:00", "06-01 00:00"),
        (DayEnd.SAME_TIME, "05-28 09:20", "05-31 09:20"),
        (DayEnd.CLOSING, "05-28 17:00", "05-31 17:00"),
    ],
)
def test_three_more_days_end_as_the_clocks_own_days_do(ends: DayEnd, before: str, after: str) -> None:
    case = handling(rules=spans(HANDLE=replace(days(10), ends=ends)))
    assert case.due(Tick.HANDLE, LEAD) == before
    assert case.ask_extension("05-22 10:00", 3).extend("05-22 11:00").due(Tick.HANDLE, LEAD) == after


def test_due_is_start_and_span_and_shifts_in_order_recomputed_from_the_start() -> None:
    case = handling().ask_extension("05-22 10:00", 3).extend("05-22 11:00")
    case.ask_suspension("05-23 09:00", "05-31").suspend("05-23 10:00").resume("05-27 09:00")
    assert case.due(Tick.HANDLE, LEAD) == "06-04 17:00", "28 May + 3 + 2 (23 and 24 May)"
    clock = case.clock(Tick.HANDLE, LEAD)
    assert [(shift.why, shift.span) for shift in clock.shifts] == [
        (Shifted.EXTENSION, days(3)),
        (Shifted.SUSPENSION, days(2)),
    ]
    case.known = build((2019,), {day("05-20"): False, day("06-07"): False})
    case.do(events.CalendarCame(), "05-27 10:00")
    assert case.due(Tick.HANDLE, LEAD) == "06-05 17:00", "20 May fell out of the span, a day before every shift"


def test_the_next_deadline_of_a_case_is_one_that_somebody_must_keep() -> None:
    assert handling(parts=[PART]).life.due == at("05-15 17:00"), "the part hasn't signed"
    assert replied().life.due == at("05-22 17:00")
    assert replied().ask("05-20 14:00").life.due is None, "nobody is late by the enterprise's silence"
    assert ended().life.due is None
