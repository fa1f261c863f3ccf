"""Reopening: a new episode within the window; what was, stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.play import (
    AT_DESK,
    DESK,
    EVERYWHERE,
    IN_GROUP,
    IN_LEAD,
    LEAD,
    MICROSECOND,
    OVERSEER,
    PLAIN,
    THE_CLOCK,
    THE_ENTERPRISE,
    Play,
    at,
    carriers,
    day,
    ended,
    found,
    replied,
    screened,
    screening,
    written,
)
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.rules.words import Action, Confirmation, End, Outcome, State, Tick
from zhuqi.domain.cases.sections.ending import ReopeningRule

REOPEN = Action.REOPEN
THREE_DAYS = replace(PLAIN, reopening=ReopeningRule(Span(3, Unit.WORKING_DAY)))


@pytest.mark.parametrize(
    ("case", "last"),
    [(ended(), "08-20 17:00"), (ended(rules=THREE_DAYS), "05-27 17:00")],
    ids=["ninety days", "another edition"],
)
def test_a_case_is_reopened_within_the_window_and_not_a_microsecond_later(case: Play, last: str) -> None:
    assert not case.refused(REOPEN, THE_ENTERPRISE, at(last))
    assert case.refused(REOPEN, THE_ENTERPRISE, at(last) + MICROSECOND).startswith("The time for reopening it ended on")


def test_the_enterprise_a_caller_who_is_not_the_handler_and_the_desk_reopen() -> None:
    case = ended()
    allowed = [THE_ENTERPRISE, OVERSEER, AT_DESK]
    assert [place for place in (*allowed, IN_GROUP, IN_LEAD, THE_CLOCK) if not case.refused(REOPEN, place)] == allowed
    assert case.refused(REOPEN, Place(units=frozenset({LEAD}), oversees=EVERYWHERE)), "a caller, but the handler"


def test_a_new_episode_has_a_new_promise_and_elapsed_time_counts_anew_beside_the_first() -> None:
    case = ended()
    first = case.clock(Tick.CASE)
    case.reopen("06-20 09:00")
    assert case.life.episode == 2 and case.life.episode_at == at("06-20 09:00")
    assert case.life.told_at == at("05-13 10:00"), "the first beginning is kept"
    again = case.clock(Tick.CASE)
    assert (again.episode, again.start, written(again.due)) == (2, at("06-20 09:00"), "07-11 17:00")
    assert case.life.clocks[first.n - 1] == first and first.episode == 1
    assert case.screen("06-20 10:00").clock(Tick.CASE) == again, "a second screening opens no third promise"


def test_what_was_met_late_or_left_stays() -> None:
    case = replied().contest("05-21 10:00").reply("06-10 10:00").confirm("06-10 11:00")
    before = [(clock.tick, clock.met_at, clock.void_at, clock.left_at, clock.due) for clock in case.life.clocks]
    replies, askings = case.life.replies, [replace(asking, void_at=None) for asking in case.life.askings]
    case.reopen("06-20 09:00")
    assert [(c.tick, c.met_at, c.void_at, c.left_at, c.due) for c in case.life.clocks][: len(before)] == before
    assert case.life.replies == replies
    assert [replace(asking, void_at=None) for asking in case.life.askings] == askings
    assert next(clock for clock in case.life.clocks if clock.tick is Tick.REDO).late(case.now)


def test_a_reopened_case_is_screened_at_the_desk_and_open_again() -> None:
    life = ended().reopen("06-20 09:00").life
    assert (life.state, life.end, life.ended_at, life.confirmation, life.outcome) == (State.SCREENING, *[None] * 4)
    assert life.carrier is not None and life.carrier.unit == DESK and life.carrier.source == 3
    assert life.contests == 0 and not life.settled


def test_a_case_settled_on_the_spot_comes_to_the_desk_only_when_it_is_reopened() -> None:
    case = found().settle()
    assert case.life.submitted_at is None
    assert case.ask("05-20 14:00").end("06-04 09:00").reopen("06-20 09:00").life.submitted_at == at("06-20 09:00")
    assert ended().reopen("06-20 09:00").life.submitted_at == ended().life.submitted_at


def test_a_second_episode_may_end_otherwise() -> None:
    case = ended().reopen("06-20 09:00").assign("06-20 10:00").accept("06-20 11:00")
    case.reply("06-21 10:00", Outcome.ANSWERED).ask("06-21 11:00").end("07-10 09:00")
    assert case.life.confirmation is Confirmation.UNCONFIRMED
    assert [edge for edge in case.edges() if "closed" in edge] == [
        "3:awaiting → closed:solved:enterprise",
        "closed:solved:enterprise → 2:open",
        "3:awaiting → closed:answered:unconfirmed",
    ]


def test_an_old_asking_says_nothing_about_the_new_episode() -> None:
    case = replied().ask("05-20 14:00").end("06-04 09:00").reopen("06-20 09:00")
    assert case.life.asking is None and all(asking.void_at for asking in case.life.askings)


def test_a_merged_case_goes_on_in_the_other_and_is_not_reopened() -> None:
    case = screening().do(events.Merged(into=7))
    assert case.refused(REOPEN, THE_ENTERPRISE) == "It was merged; the other case goes on."


@pytest.mark.parametrize(
    ("case", "end"),
    [
        (screening().do(events.NotAccepted(told_on=day("05-14"))), End.NOT_ACCEPTED),
        (screening().do(events.TransferredOut(told_on=day("05-14"))), End.TRANSFERRED_OUT),
        (found().withdraw("05-14 09:00"), End.WITHDRAWN),
        (ended(), End.CLOSED),
    ],
    ids=["not accepted", "transferred out", "withdrawn", "struck off"],
)
def test_any_other_end_can_be_reopened(case: Play, end: End) -> None:
    assert case.life.end is end and not case.refused(REOPEN, THE_ENTERPRISE)


def test_a_case_that_ended_above_comes_straight_back_to_the_desk_below() -> None:
    case = screened().assign().accept().ask_escalation("05-15 09:00").escalate("05-15 10:00")
    case.do(events.NotAccepted(told_on=day("05-16")), "05-16 09:00").reopen("05-20 09:00")
    assert case.edges()[-2:] == ["12:open → not_accepted", "not_accepted → 2:open"]
    assert (case.life.desk, case.life.area, carriers(case)) == (DESK, 20, [DESK])


def test_a_window_that_leaves_the_published_years_is_open() -> None:
    case = Play(rules=THREE_DAYS).record("2019-12-30 10:00").withdraw("2019-12-31 10:00")
    assert not case.refused(REOPEN, THE_ENTERPRISE, at("2020-03-01 10:00"))
