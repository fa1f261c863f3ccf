"""Suspension gives every clock back what it lost; deadlines beyond the published years wait for their calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.play import (
    ASSIST,
    CITY_DESK,
    LEAD,
    MICROSECOND,
    MIDNIGHT,
    PART,
    PLAIN,
    THE_CLOCK,
    Play,
    assigned,
    at,
    calendar,
    day,
    days,
    ended,
    handling,
    spans,
    suspended,
    written,
)
from zhuqi.base.worktime.calendar import SHANGHAI, build
from zhuqi.base.worktime.spans import DayEnd, Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Shift
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Action, Hand, Shifted, State, Tick

# suspension


def test_suspended_clocks_show_no_due_and_resuming_books_exactly_one_shift_each() -> None:
    case = suspended(parts=[PART])
    assert case.life.requests[0].granted and case.clock(Tick.RULE).met_at == at("05-16 10:00")
    held = [case.clock(Tick.CASE), case.clock(Tick.HANDLE, LEAD), case.clock(Tick.HANDLE, PART)]
    assert [clock.due for clock in held] == [None, None, None]
    assert not any(clock.late(at("2019-12-01 09:00")) for clock in held)
    case.resume("05-21 09:00")
    after = [case.life.clocks[clock.n - 1] for clock in held]
    assert [written(clock.due) for clock in after] == ["06-06 17:00", "05-31 17:00", "05-31 17:00"]
    assert [[(s.why, s.span) for s in clock.shifts] for clock in after] == [[(Shifted.SUSPENSION, days(3))]] * 3
    assert not [clock for clock in case.life.running if clock.paused_at]


def test_late_clocks_keep_their_due_while_suspended_and_get_no_shift() -> None:
    case = suspended(assists=[ASSIST])
    signing = case.clock(Tick.ACCEPT, ASSIST)
    assert (written(signing.due), signing.paused_at, signing.late(case.now)) == ("05-15 17:00", None, True)
    after = case.resume("05-21 09:00").clock(Tick.ACCEPT, ASSIST)
    assert after == signing and not after.shifts


def test_a_clock_due_at_the_very_moment_of_suspension_is_not_late_and_pauses() -> None:
    case = assigned(assists=[ASSIST]).accept().ask_suspension("05-15 09:00", "05-24").suspend("05-15 17:00")
    assert case.clock(Tick.ACCEPT, ASSIST).paused_at == at("05-15 17:00")
    later = assigned(assists=[ASSIST]).accept().ask_suspension("05-15 09:00", "05-24").suspend("05-15 17:01")
    assert later.clock(Tick.ACCEPT, ASSIST).paused_at is None


def test_each_clock_gets_back_what_it_lost_in_its_own_unit() -> None:
    hands = {
        Hand.LEAD: Span(40, Unit.WORKING_HOUR),
        Hand.PART: Span(7, Unit.NATURAL_DAY),
        Hand.ASSIST: Span(200, Unit.HOUR),
    }
    case = suspended(parts=[PART], assists=[ASSIST], rules=spans(hands, CASE=Span(1, Unit.MONTH)))
    case.resume("05-21 11:30")
    told = [case.clock(Tick.HANDLE, unit) for unit in (LEAD, PART, ASSIST)] + [case.clock(Tick.CASE)]
    assert [(clock.shifts[0].span, written(clock.due)) for clock in told] == [
        (Span(24, Unit.WORKING_HOUR), "05-24 14:20"),
        (Span(5, Unit.NATURAL_DAY), "05-26 17:00"),
        (Span(7290, Unit.MINUTE), "05-27 18:50"),
        (Span(5, Unit.NATURAL_DAY), "06-18 17:00"),
    ]


UNITS = [
    days(2),
    replace(days(2), ends=MIDNIGHT),
    replace(days(2), ends=DayEnd.SAME_TIME),
    Span(2, Unit.NATURAL_DAY),
    Span(2, Unit.NATURAL_DAY, ends=DayEnd.SAME_TIME),
    Span(12, Unit.WORKING_HOUR),
    Span(50, Unit.HOUR),
]
PAUSES = ["05-16 08:00", "05-16 10:00:30", "05-16 16:59", "05-16 17:00", "05-17 07:00", "05-17 09:20", "05-17 17:00"]
RESUMES = ["05-17 18:00", "05-18 10:00", "05-19 23:30", "05-20 08:30", "05-21 10:00:15", "05-23 17:00", "05-23 17:30"]


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize("span", UNITS)
def test_a_resumed_clock_has_left_what_it_had_when_it_was_suspended(span: Span, pause: str) -> None:
    """Also on a Saturday, after hours, and where the day of the suspension was its last: so it can't become late."""
    terms = Terms({1: PLAIN}, {1: calendar(2019)}, 1)
    start = Clock(n=1, tick=Tick.HANDLE, unit=LEAD, area=1, start=at("05-15 09:20"), episode=1, span=span)
    due = terms.due(start, 1)
    assert due is not None
    if start.late(at(pause)) or at(pause) > due:
        assert not span.in_days or span.ends is DayEnd.SAME_TIME, "late already: it isn't paused"
        return
    paused = replace(start, paused_at=at(pause))
    for resume in RESUMES:
        shift = Shift(Shifted.SUSPENSION, terms.lost(paused, 1, at(resume)), at(resume))
        moved = terms.due(replace(start, shifts=(shift,)), 1)
        assert moved is not None and moved >= at(resume), resume
        more = left(span, at(resume), moved) - left(span, at(pause), due)
        assert 0 <= more <= (0 if span.in_days else 60 if span.unit is Unit.WORKING_HOUR else 1), (resume, shift.span)


def left(span: Span, since: dt.datetime, due: dt.datetime) -> float:
    """What is left until a deadline: the days that end until then at its time of day, or minutes."""
    if span.unit is Unit.WORKING_HOUR:
        return calendar(2019).working_minutes(since, due) or 0
    if not span.in_days:
        return (due - since) / dt.timedelta(minutes=1)
    count, end = 0, due.astimezone(SHANGHAI)
    while end >= since:
        told = (end - MICROSECOND).date()
        count += span.unit is Unit.NATURAL_DAY or calendar(2019).is_workday(told)
        end -= dt.timedelta(1)
    return count


def test_a_suspended_case_resumes_by_itself_on_the_day_named() -> None:
    case = suspended()
    assert case.due(Tick.RECHECK) == "05-24 17:00"
    assert case.refused(Action.RESUME, THE_CLOCK, at("05-24 17:00") - MICROSECOND) == "Its day hasn't come yet."
    assert not case.refused(Action.RESUME, THE_CLOCK, "05-24 17:00")


def test_nobody_is_late_where_the_clock_itself_looks_again_an_hour_after_the_day() -> None:
    case = suspended()
    assert case.life.due is None and case.clock(Tick.RECHECK).remind_at is None
    assert Tick.RECHECK in NOBODY_LATE


def test_a_ruling_clock_runs_on_while_suspended() -> None:
    case = handling(assists=[ASSIST]).hand_back("05-15 10:00", ASSIST)
    ruling = case.clock(Tick.RULE)
    case.ask_suspension("05-16 09:00", "05-24").do(events.Suspended(request=2), "05-16 10:00")
    assert case.life.clocks[ruling.n - 1] == ruling and written(ruling.due) == "05-16 17:00"


def test_an_upheld_return_ends_a_suspension_and_moves_the_promise() -> None:
    case = suspended().hand_back("05-16 11:00").rule("05-20 10:00", upheld=True)
    assert case.life.state is State.SCREENING and case.due(Tick.CASE) == "06-05 17:00"
    assert case.clock(Tick.RECHECK).met_at == at("05-20 10:00") and case.clock(Tick.HANDLE).void_at


def test_what_was_lost_is_a_fact_that_a_later_calendar_does_not_change() -> None:
    first = suspended()
    resumed = events.Resumed(lost=(events.Lost(3, days(3)), events.Lost(5, days(3))))
    told = first.resume("05-21 09:00").life
    again = suspended()
    again.known = build((2019,), {day("05-17"): False, day("05-20"): False, day("06-07"): False})
    after = again.do(resumed, "05-21 09:00").life
    assert [clock.shifts for clock in after.clocks] == [clock.shifts for clock in told.clocks]


def test_a_suspension_into_years_that_are_not_published_gives_natural_days_back() -> None:
    case = Play().record("2019-12-20 10:00").submit("2019-12-20 11:00").screen("2019-12-20 14:00")
    case.assign("2019-12-20 15:00").accept("2019-12-20 16:00")
    case.do(events.SuspensionAsked(holding=3, until=dt.date(2020, 1, 6)), "2019-12-30 10:00")
    case.suspend("2019-12-30 11:00").resume("2020-01-03 09:00")
    assert case.clock(Tick.HANDLE).shifts[0].span == Span(4, Unit.NATURAL_DAY)
    assert case.clock(Tick.HANDLE).due is None


# undetermined


def test_a_deadline_beyond_the_published_years_is_undetermined_and_the_case_is_taken_in_all_the_same() -> None:
    case = Play().record("2019-12-27 10:00").submit("2019-12-27 11:00").screen("2019-12-27 14:00")
    case.assign("2019-12-27 15:00").accept("2019-12-30 09:00")
    assert case.due(Tick.ACCEPT) == "12-30 17:00"
    assert case.clock(Tick.CASE).due is case.clock(Tick.HANDLE).due is None
    assert not case.clock(Tick.HANDLE).late(at("2020-06-01 09:00")) and case.life.state is State.HANDLING
    case.known = calendar(2019, 2020)
    case.do(events.CalendarCame(), "2019-12-31 09:00")
    assert case.due(Tick.HANDLE) == "01-10 17:00" and case.due(Tick.CASE) == "01-17 17:00"
    assert not case.clock(Tick.CASE).shifts, "the date was set, not moved"


def test_natural_days_need_no_calendar() -> None:
    case = Play(rules=spans(CASE=Span(15, Unit.NATURAL_DAY))).record("2019-12-27 10:00").submit("2019-12-27 11:00")
    assert case.screen("2019-12-27 14:00").due(Tick.CASE) == "01-11 17:00"


def test_a_new_calendar_leaves_paused_and_finished_clocks_alone() -> None:
    case = suspended()
    before = case.life.clocks
    case.known = build((2019,), {day("05-20"): False})
    after = case.do(events.CalendarCame(), "05-16 11:00").life.clocks
    assert [(a.due, a.met_at, a.shifts) for a in after] == [(b.due, b.met_at, b.shifts) for b in before]


def test_a_clock_goes_by_the_edition_and_hours_of_its_own_area() -> None:
    case = handling(city=spans(HANDLE=days(3), SCREEN=days(2))).ask_escalation("05-15 09:00")
    case.escalate("05-15 10:00", assists=[ASSIST])
    assert case.due(Tick.SCREEN, CITY_DESK) == "05-17 17:00"
    assert case.due(Tick.HANDLE, ASSIST) == "05-29 17:00", "the assist below has the district's ten days"
    case.ask_extension("05-15 11:00", 2, ASSIST)
    assert case.extend("05-15 12:00").due(Tick.HANDLE, ASSIST) == "05-31 17:00"


def test_an_ended_case_has_no_clock_that_runs() -> None:
    assert not ended().life.running and not suspended().withdraw("05-17 09:00").life.running


def test_a_share_given_while_suspended_is_in_time() -> None:
    case = suspended(parts=[PART]).contribute("05-23 10:00")
    clock = case.clock(Tick.HANDLE, PART)
    assert (clock.met_at, clock.paused_at, clock.due) == (at("05-23 10:00"), None, None)
    assert not clock.late(at("2019-12-01 09:00"))
    assert not case.resume("05-24 09:00").clock(Tick.HANDLE, PART).shifts
