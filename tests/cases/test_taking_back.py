"""What can be taken back: one's own request until it is ruled on, and what one passed on until somebody took it up."""

from __future__ import annotations

import pytest

from tests.cases.play import (
    ASSIST,
    AT_CITY_DESK,
    AT_DESK,
    DESK,
    GATED,
    GROUP,
    IN_GROUP,
    IN_LEAD,
    IN_PART,
    LEAD,
    MICROSECOND,
    OTHER,
    OVERSEER,
    PART,
    REACH,
    SEATS,
    STRANGER,
    Play,
    assigned,
    at,
    carriers,
    found,
    handling,
    screened,
    screening,
    suspended,
)
from tests.cases.town import DAY, HOUR, handled, submitted, told
from tests.cases.town import assigned as assigned_in
from tests.cast import START, City
from zhuqi.base.errors import Refused
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.ledger import books
from zhuqi.domain.cases.rules.ledger import Side, statement
from zhuqi.domain.cases.rules.words import Action, Asked, Ground, Hand, How, State, Tick

RECALL, TAKE_BACK = Action.RECALL, Action.TAKE_BACK

# one's own request


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda case: case.hand_back("05-15 09:00"), Asked.RETURN),
        (lambda case: case.ask_extension("05-15 09:00"), Asked.EXTENSION),
        (lambda case: case.ask_suspension("05-15 09:00", until="05-24"), Asked.SUSPENSION),
        (lambda case: case.ask_escalation("05-15 09:00"), Asked.ESCALATION),
    ],
    ids=[asked.value for asked in (Asked.RETURN, Asked.EXTENSION, Asked.SUSPENSION, Asked.ESCALATION)],
)
def test_who_asked_withdraws_it_and_everything_else_goes_on_as_it_was(ask, asked: Asked) -> None:
    before, case = handling().life, ask(handling())
    case.take_back("05-15 10:00")
    (request,) = case.life.requests
    assert (request.asked, request.taken_back_at, request.granted, request.open) == (
        asked,
        at("05-15 10:00"),
        None,
        False,
    )
    ruling = case.clock(Tick.RULE)
    assert ruling.void_at == at("05-15 10:00"), "nobody is late with a ruling that isn't wanted any more"
    assert case.life.clocks[:-1] == before.clocks and case.life.holdings == before.holdings
    assert (case.life.state, case.life.edges) == (before.state, before.edges)


def test_a_ruling_that_was_late_already_stays_late() -> None:
    case = handling().hand_back("05-15 09:00").take_back("05-17 10:00")
    ruling = case.clock(Tick.RULE)
    assert ruling.left_at == at("05-17 10:00") and ruling.late(at("05-17 10:00"))


def test_it_can_be_asked_anew_within_its_time() -> None:
    case = handling().hand_back("05-15 09:00").take_back("05-15 10:00")
    assert not case.refused(Action.HAND_BACK, IN_LEAD, "05-16 17:00")
    assert case.refused(Action.HAND_BACK, IN_LEAD, at("05-16 17:00") + MICROSECOND), "withdrawing wins no time"


def test_only_the_own_request_and_only_while_it_waits() -> None:
    case = handling(parts=[PART], assists=[ASSIST]).hand_back("05-15 09:00", PART)
    assert not case.refused(TAKE_BACK, IN_PART)
    assert case.refused(TAKE_BACK, IN_LEAD) == "No request of yours is waiting."
    for place in (AT_DESK, AT_CITY_DESK, OVERSEER, STRANGER):
        assert "isn't yours" in case.refused(TAKE_BACK, place)
    case.rule("05-15 10:00", upheld=False)
    assert case.refused(TAKE_BACK, IN_PART) == "No request of yours is waiting."


def test_what_the_rules_gave_at_once_is_no_request_any_more() -> None:
    assert handling().ask_extension("05-15 09:00", granted=True).refused(TAKE_BACK, IN_LEAD)


def test_a_withdrawn_extension_isnt_counted_as_given() -> None:
    case = handling().ask_extension("05-15 09:00").take_back("05-15 10:00")
    assert case.due(Tick.HANDLE) == "05-28 17:00" and not case.refused(Action.ASK_EXTENSION, IN_LEAD)


def test_a_return_asked_for_while_suspended_is_withdrawn_and_it_stays_suspended() -> None:
    case = suspended().hand_back("05-16 11:00").take_back("05-16 12:00")
    assert case.life.state is State.SUSPENDED and case.clock(Tick.HANDLE).paused_at


# an assignment nobody signed for


def test_the_room_takes_back_an_assignment_that_nobody_signed_for() -> None:
    case = assigned(parts=[PART], assists=[ASSIST]).recall("05-14 11:00")
    assert case.life.state is State.SCREENING and carriers(case) == [DESK] and not case.life.co_rows
    assert {case.row(unit).how for unit in (LEAD, PART, ASSIST)} == {How.RECALLED}
    assert (case.row(DESK).hand, case.row(DESK).opened_by) == (Hand.HOLD, RECALL)
    assert case.edges()[-1] == "3:open → 2:open", "booked, not rubbed out"
    ended = [clock for clock in case.life.clocks if clock.unit in (LEAD, PART, ASSIST)]
    assert len(ended) == 6 and all(clock.void_at == at("05-14 11:00") for clock in ended)
    assert not case.refused(Action.ASSIGN, AT_DESK), "its class is known already"


def test_taking_back_wins_the_room_no_time_and_moves_no_promise() -> None:
    case = screened()
    first, promise = case.clock(Tick.SCREEN), case.clock(Tick.CASE)
    case.assign().recall("05-14 11:00")
    again = case.clock(Tick.SCREEN)
    assert again.n != first.n and (again.start, again.due) == (first.start, first.due)
    assert case.life.clocks[first.n - 1].met_at == at("05-14 09:20"), "what was met stays met"
    assert case.life.clocks[promise.n - 1] == promise


def test_after_a_reassignment_the_room_screens_from_when_it_reassigned() -> None:
    case = handling().assign("05-16 09:00", lead=OTHER).recall("05-16 15:00")
    assert carriers(case) == [DESK] and case.clock(Tick.SCREEN).start == at("05-16 09:00")
    assert case.row(LEAD).how is How.PASSED and case.row(OTHER).how is How.RECALLED


def test_once_a_unit_has_signed_it_is_assigned_anew_instead() -> None:
    assert not assigned().refused(RECALL, AT_DESK)
    for unit in (LEAD, PART):
        case = assigned(parts=[PART]).accept("05-14 10:00", unit)
        assert case.refused(RECALL, AT_DESK), unit
    gone = assigned(parts=[PART]).contribute("05-14 10:00")
    assert gone.refused(RECALL, AT_DESK).startswith("A unit has signed for it already.")


def test_a_unit_that_is_late_in_signing_stays_late() -> None:
    case = assigned()
    due = case.clock(Tick.ACCEPT).due
    assert due is not None and not case.refused(RECALL, AT_DESK, due)
    assert case.refused(RECALL, AT_DESK, due + MICROSECOND).startswith("The time for signing for it is over.")


def test_a_return_that_was_asked_for_is_ruled_on_not_swept_away() -> None:
    case = assigned().hand_back("05-14 10:00")
    assert case.refused(RECALL, AT_DESK) == "A request is waiting for your ruling. Rule on it first."
    assert not case.take_back("05-14 10:10").refused(RECALL, AT_DESK)


# a submission nobody screened


def test_a_unit_takes_back_what_it_submitted_until_it_is_screened() -> None:
    case = screening()
    submit, screen = case.clock(Tick.SUBMIT), case.clock(Tick.SCREEN)
    assert not case.refused(RECALL, IN_GROUP)
    assert "isn't yours" in case.refused(RECALL, AT_DESK), "the room didn't submit it"
    case.recall("05-13 16:30")
    assert case.life.state is State.FOUND and carriers(case) == [GROUP] and case.life.submitted_at is None
    assert case.edges()[-1] == "2:open → 1:open"
    assert case.life.clocks[screen.n - 1].void_at == at("05-13 16:30")
    again = case.clock(Tick.SUBMIT)
    assert again.n != submit.n and (again.start, again.due) == (submit.start, submit.due)
    assert {Action.SETTLE, Action.SUBMIT} <= case.open(IN_GROUP)
    assert screened().refused(RECALL, IN_GROUP) == "It has been screened already."


def test_what_didnt_come_by_submission_has_nobody_to_take_it_back() -> None:
    at_once = Play().record(unit=DESK, at_desk=True, finder=None)
    returned = assigned().hand_back("05-14 10:00").rule("05-14 11:00", upheld=True)
    for case in (at_once, returned):
        assert [who for who, place in SEATS.items() if not case.refused(RECALL, place)] == []


@pytest.mark.parametrize("state", [state for state in State if state not in (State.SCREENING, State.ASSIGNED)])
def test_what_was_told_to_the_enterprise_or_taken_up_isnt_taken_back(state: State) -> None:
    case = REACH[state]()
    assert all("isn't possible" in case.refused(RECALL, place) for place in SEATS.values())


def test_taking_back_changes_nothing_of_what_was_found() -> None:
    before, after = found().life, found().submit().recall("05-13 16:30").life
    assert (before.found_on, before.told_at, before.kind) == (after.found_on, after.told_at, after.kind)
    assert GATED.gate.on, "the gate has no part in it"


# with the database


@pytest.mark.django_db
def test_an_assignment_taken_back_is_booked_and_the_statement_balances(city: City) -> None:
    case = assigned_in(city, parts=["ng-finance"])
    case = city.do("dispatcher", RECALL, case, START + 3 * HOUR + HOUR / 2, reason="派错了单位。")
    assert (case.state, case.holder_id) == ("screening", city.org("ng-desk"))
    day = START.date()
    units = {code: city.org(code) for code in ("ng-desk", "ng-utilities")}
    told_of = {code: statement(books({unit}, day, day), {unit}) for code, unit in units.items()}
    assert (told_of["ng-utilities"].total(Side.RECEIVED), told_of["ng-utilities"].total(Side.PASSED_ON)) == (1, 1)
    assert (told_of["ng-utilities"].closing, told_of["ng-desk"].closing) == (0, 1)
    both = set(units.values())
    assert statement(books(both, day, day), both).closing == 1
    assert not [str(finding.sentence) for finding in everything()]


@pytest.mark.django_db
def test_a_submission_taken_back_can_be_settled(city: City) -> None:
    case = city.do("official", RECALL, submitted(city), START + 2 * HOUR, reason="组里能办。")
    assert (case.state, case.submitted_at) == ("found", None)
    settled = {"outcome": "solved", "text": "当场办好。"}
    case = city.do("official", Action.SETTLE, case, START + 3 * HOUR, **settled)
    assert case.state == "replied" and not [str(finding.sentence) for finding in everything()]


@pytest.mark.django_db
def test_a_withdrawn_request_is_kept_with_its_ground(city: City) -> None:
    case = handled(city)
    typed = {"reason": "不归本单位。", "proposal": "财政组"}
    case = city.do("utilities", Action.HAND_BACK, case, START + DAY, ground=Ground.DUTY, **typed)
    case = city.do("utilities", TAKE_BACK, case, START + DAY + HOUR, note="查清了，归本组。")
    asked = Case.objects.get(pk=case.pk).requests.get()
    assert (asked.ground, asked.taken_back_at, asked.ruled_at) == ("duty", START + DAY + HOUR, None)
    with pytest.raises(Refused) as refused:
        city.do("utilities", TAKE_BACK, case, START + DAY + 2 * HOUR)
    assert told(refused.value) == "No request of yours is waiting."
    assert not [str(finding.sentence) for finding in everything()]
