"""A return: asked in time, ruled by the sender, upheld or refused for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.play import (
    AT_CITY_DESK,
    AT_DESK,
    DESK,
    IN_LEAD,
    IN_PART,
    LEAD,
    MICROSECOND,
    OVERSEER,
    PART,
    PLAIN,
    Play,
    assigned,
    at,
    handling,
    planned,
    suspended,
)
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases.rules.words import Action, Asked, Hand, How, State, Tick
from zhuqi.domain.cases.sections.asking import ReturnRule

HAND_BACK, RULE = Action.HAND_BACK, Action.RULE
FOUR_HOURS = replace(PLAIN, returning=ReturnRule(Span(4, Unit.WORKING_HOUR)))


@pytest.mark.parametrize(
    ("case", "last"),
    [
        (handling(), "05-16 17:00"),
        (assigned(), "05-16 17:00"),
        (assigned().accept("05-15 09:00"), "05-17 17:00"),
        (handling(rules=FOUR_HOURS), "05-15 09:30"),
    ],
    ids=["from signing", "from the assignment where nobody signed", "from signing a day later", "by another edition"],
)
def test_a_return_is_asked_within_the_window_and_not_a_microsecond_later(case: Play, last: str) -> None:
    assert not case.refused(HAND_BACK, IN_LEAD, at(last))
    assert case.refused(HAND_BACK, IN_LEAD, at(last) + MICROSECOND).startswith("The time for returning it ended on")


def test_a_co_handlers_window_is_its_own() -> None:
    case = handling(parts=[PART]).accept("05-16 10:00", PART)
    assert not case.refused(HAND_BACK, IN_PART, at("05-20 17:00"))
    assert case.refused(HAND_BACK, IN_PART, at("05-20 17:00") + MICROSECOND)
    assert case.refused(HAND_BACK, IN_LEAD, "05-17 09:00")


def test_a_window_that_leaves_the_published_years_is_open() -> None:
    case = Play().record("2019-12-30 10:00").submit("2019-12-30 11:00").screen("2019-12-30 12:00")
    case.assign("2019-12-30 14:00").accept("2019-12-31 09:00")
    assert not case.refused(HAND_BACK, IN_LEAD, dt.datetime.fromisoformat("2020-03-01T09:00+08:00"))


def test_the_holder_keeps_holding_and_its_clock_runs_until_the_sender_rules() -> None:
    case = handling()
    holder, clock = case.row(LEAD), case.clock(Tick.HANDLE)
    case.hand_back("05-15 09:00")
    assert case.row(LEAD) == holder and case.clock(Tick.HANDLE) == clock and clock.running
    assert case.life.state is State.HANDLING and not case.edges()[3:]
    ruling = case.clock(Tick.RULE)
    assert (ruling.unit, case.due(Tick.RULE)) == (DESK, "05-16 17:00"), "the ruling clock is the sender's"


def test_only_the_sender_rules() -> None:
    case = handling().hand_back("05-15 09:00")
    assert [place for place in (AT_DESK, AT_CITY_DESK, IN_LEAD, OVERSEER) if not case.refused(RULE, place)] == [AT_DESK]
    assert "Nobody has asked" in handling().refused(RULE, AT_DESK)


def test_what_is_asked_once_is_not_asked_twice_at_a_time() -> None:
    case = handling().hand_back("05-15 09:00")
    assert "still waiting" in case.refused(HAND_BACK, IN_LEAD)
    for action in (Action.ASK_EXTENSION, Action.ASK_SUSPENSION, Action.ASK_ESCALATION):
        assert "still waiting" in case.refused(action, IN_LEAD), action


def test_upheld_the_row_ends_returned_and_the_case_is_back_at_the_room() -> None:
    case = handling().hand_back("05-15 09:00").rule("05-15 10:00", upheld=True)
    assert case.row(LEAD).how is How.RETURNED and case.life.state is State.SCREENING
    assert case.row(DESK).hand is Hand.HOLD and case.row(DESK).opened_by is RULE
    assert case.due(Tick.SCREEN) == "05-16 17:00", "the room screens it anew, with a clock of its own"
    assert not case.open(IN_LEAD)


def test_refused_the_row_is_locked() -> None:
    case = handling().hand_back("05-15 09:00").rule("05-15 10:00", upheld=False)
    assert case.row(LEAD).locked and case.life.state is State.HANDLING
    assert case.refused(HAND_BACK, IN_LEAD) == "The return was refused once; it can't be asked again."


def test_a_lock_is_of_one_row_a_unit_that_gets_the_case_again_may_ask_again() -> None:
    case = handling(parts=[PART]).hand_back("05-15 09:00").rule("05-15 10:00", upheld=False)
    assert not case.refused(HAND_BACK, IN_PART), "the others aren't locked"
    case.assign("05-15 11:00", lead=6).assign("05-15 12:00", lead=LEAD)
    assert not case.refused(HAND_BACK, IN_LEAD)


@pytest.mark.parametrize("upheld", [True, False])
def test_either_way_it_is_a_precedent(upheld: bool) -> None:
    case = handling().hand_back("05-15 09:00").rule("05-15 10:00", upheld=upheld)
    (precedent,) = case.life.requests
    assert (precedent.asked, precedent.granted, precedent.ruled_at) == (Asked.RETURN, upheld, at("05-15 10:00"))


def test_a_return_may_be_asked_while_it_is_planned_or_suspended() -> None:
    slow = replace(PLAIN, returning=ReturnRule(Span(20, Unit.WORKING_DAY)))
    assert not planned(rules=slow).refused(HAND_BACK, IN_LEAD)
    case = suspended(rules=slow).hand_back("05-20 09:00").rule("05-20 10:00", upheld=True)
    assert case.life.state is State.SCREENING and case.row(LEAD).how is How.RETURNED


def test_requests_of_one_kind_are_ruled_in_the_order_in_which_they_were_asked() -> None:
    case = handling(parts=[PART]).hand_back("05-15 09:00", PART).hand_back("05-15 09:30", LEAD)
    assert case.rule("05-15 10:00", upheld=False).row(PART).locked
    assert not case.row(LEAD).locked and case.life.request() is not None


def test_a_reply_overtakes_the_leads_own_requests() -> None:
    case = handling().hand_back("05-15 09:00").reply("05-15 10:00")
    assert case.life.request() is None and case.life.requests[0].void_at == at("05-15 10:00")
    assert case.clock(Tick.RULE).void_at == at("05-15 10:00")


def test_a_reply_leaves_a_co_handlers_request_and_what_was_ruled_before_alone() -> None:
    case = handling(assists=[PART]).hand_back("05-15 09:00", PART).rule("05-15 09:10", upheld=False)
    case.ask_extension("05-15 09:20", 2, PART).hand_back("05-15 09:30", LEAD).reply("05-15 10:00")
    assert [(request.holding, request.open, request.void_at is None) for request in case.life.requests] == [
        (4, False, True),
        (4, True, True),
        (3, False, False),
    ]
    assert [clock.holding for clock in case.life.running if clock.tick is Tick.RULE] == [4]


def test_one_units_request_holds_no_other_unit_back() -> None:
    case = handling(parts=[PART]).hand_back("05-15 09:00", PART)
    assert "still waiting" in case.refused(HAND_BACK, IN_PART) and not case.refused(HAND_BACK, IN_LEAD)
    assert not case.refused(Action.ASK_SUSPENSION, IN_LEAD)
    case.hand_back("05-15 09:30", LEAD).rule("05-15 10:00", upheld=False)
    assert "still waiting" in case.refused(HAND_BACK, IN_LEAD)
