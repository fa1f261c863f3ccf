"""A life as values: states, co-handlers, checks and contests, and the four No's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cases.play import (
    ASSIST,
    AT_CITY_DESK,
    AT_DESK,
    CITY_DESK,
    CITY_LEAD,
    DESK,
    GATED,
    GROUP,
    IN_ASSIST,
    IN_LEAD,
    IN_PART,
    LEAD,
    OTHER,
    PART,
    PLAIN,
    REACH,
    SEATS,
    Play,
    assigned,
    at,
    carriers,
    day,
    ended,
    found,
    handling,
    planned,
    replied,
    screened,
    suspended,
)
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.fold import apply
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.words import (
    LIVE,
    Action,
    Confirmation,
    End,
    Hand,
    How,
    Outcome,
    State,
    Tick,
)
from zhuqi.domain.cases.sections.asking import ReturnRule

# states


def test_settling_goes_to_replied_under_the_row_of_the_holder() -> None:
    case = found().settle()
    assert case.life.state is State.REPLIED and case.life.settled
    assert [(row.unit, row.hand, row.ended_at) for row in case.life.holdings] == [(GROUP, Hand.HOLD, None)]
    assert case.life.outcome is Outcome.SOLVED and case.life.end is None, "booked at settlement, closed at the end"


def test_a_planned_reply_enters_planned_under_the_date_of_its_plan() -> None:
    case = planned()
    assert case.life.state is State.PLANNED and case.due(Tick.PLAN) == "06-03 17:00"
    running = {clock.tick for clock in case.life.running}
    assert running == {Tick.PLAN, Tick.CASE}, "it tells but doesn't ask; the promise keeps running"
    assert not {Action.ASK, Action.CONFIRM, Action.CONTEST} & case.open(SEATS_ENTERPRISE)


SEATS_ENTERPRISE = next(place for who, place in SEATS.items() if who == "enterprise")


def test_the_next_reply_leaves_the_plan() -> None:
    case = planned().reply("05-31 10:00")
    assert case.life.state is State.REPLIED and case.clock(Tick.PLAN).met_at == at("05-31 10:00")
    again = planned().plan("05-31 10:00", next_on="06-20")
    assert [clock.met_at for clock in again.life.clocks if clock.tick is Tick.PLAN] == [at("05-31 10:00"), None]
    assert again.due(Tick.PLAN) == "06-20 17:00"


def test_signing_by_the_lead_begins_the_handling_and_by_a_co_handler_moves_nothing() -> None:
    case = assigned(parts=[PART])
    assert case.accept(unit=PART).life.state is State.ASSIGNED
    assert case.accept("05-14 15:00", LEAD).life.state is State.HANDLING


def test_withdrawing_ends_a_case_from_every_live_state() -> None:
    for state in LIVE:
        case = REACH[state]().withdraw("06-01 10:00")
        assert (case.life.state, case.life.end, case.life.confirmation) == (State.ENDED, End.WITHDRAWN, None)
        assert case.edges()[-1].endswith("→ withdrawn")


def test_a_life_begins_with_being_recorded() -> None:
    terms = found().terms
    with pytest.raises(ValueError, match="recorded"):
        apply(None, events.Submitted(), at("05-13 10:00"), terms)


# co-handlers


def test_contributing_stops_a_co_handlers_clocks_and_ends_its_row_done() -> None:
    case = handling(parts=[PART]).contribute("05-16 10:00")
    row = case.row(PART)
    assert (row.how, row.ended_at, row.contributed_at) == (How.DONE, at("05-16 10:00"), at("05-16 10:00"))
    assert case.clock(Tick.HANDLE, PART).met_at == case.clock(Tick.ACCEPT, PART).met_at == at("05-16 10:00")
    assert case.clock(Tick.HANDLE, LEAD).running, "the others go on"
    assert case.edges()[3:] == [], "a co-handler carries no balance"


def test_the_leads_reply_needs_every_parts_contribution_and_never_an_assists() -> None:
    case = handling(parts=[PART, OTHER], assists=[ASSIST])
    assert "2 part units" in case.refused(Action.REPLY, IN_LEAD)
    assert "1 part units" in case.contribute("05-15 10:00").refused(Action.REPLY, IN_LEAD)
    case.contribute("05-15 11:00", OTHER)
    assert not case.refused(Action.REPLY, IN_LEAD) and case.life.co_rows[0].unit == ASSIST


def test_an_edition_may_let_the_lead_reply_before_the_parts() -> None:
    free = replace(PLAIN, parts_before_reply=False)
    assert not handling(parts=[PART], rules=free).refused(Action.REPLY, IN_LEAD)


def test_a_co_handler_may_ask_to_return_and_the_others_go_on() -> None:
    case = handling(parts=[PART], assists=[ASSIST]).hand_back("05-15 09:00", PART)
    assert case.rule("05-15 10:00", upheld=True).row(PART).how is How.RETURNED
    assert case.life.state is State.HANDLING and [row.unit for row in case.life.co_rows] == [ASSIST]
    assert not case.refused(Action.REPLY, IN_LEAD), "a part that was taken back isn't waited for"
    assert case.edges()[3:] == []


@pytest.mark.parametrize(
    "leave",
    [
        lambda case: case.hand_back("05-15 09:00").rule("05-15 10:00", upheld=True),
        lambda case: case.assign("05-15 10:00", lead=OTHER),
        lambda case: case.ask_escalation("05-15 09:00").escalate("05-15 10:00"),
        lambda case: case.contribute("05-15 08:00").reply("05-15 09:00").contest("05-15 10:00", up=True),
    ],
    ids=["return", "reassignment", "escalation", "contest"],
)
def test_when_a_lead_row_ends_the_open_co_rows_of_its_dispatch_end_void(leave: Callable[[Play], Play]) -> None:
    case = leave(handling(parts=[PART], assists=[ASSIST]))
    row = case.row(ASSIST)
    assert (row.how, row.ended_at) == (How.VOID, at("05-15 10:00")) and not case.life.co_rows
    assert not any(clock.running for clock in case.life.clocks if clock.holding == row.n)


def test_the_next_dispatch_names_its_own_co_handlers() -> None:
    case = handling(parts=[PART]).assign("05-15 10:00", lead=OTHER, parts=[PART])
    assert [(row.unit, row.dispatch) for row in case.life.co_rows] == [(PART, 4)]
    assert case.due(Tick.HANDLE, PART) == "05-29 17:00", "with clocks of its own, started anew"


def test_own_area_assists_stay_open_while_the_desk_above_holds_assigns_and_assigns_anew() -> None:
    case = handling().ask_escalation("05-15 09:00").escalate("05-15 10:00", assists=[ASSIST])
    stayed = case.row(ASSIST)
    for step in (
        lambda: case.assign("05-15 14:00", lead=CITY_LEAD, assists=[14]),
        lambda: case.assign("05-15 15:00", lead=15),
        lambda: case.accept("05-15 16:00", 15).hand_back("05-15 16:10", 15).rule("05-15 16:20", upheld=True),
        lambda: case.assign("05-15 16:30", lead=CITY_LEAD).accept("05-15 16:40", CITY_LEAD),
        lambda: case.reply("05-16 09:00"),
    ):
        step()
        assert case.row(ASSIST) == stayed and stayed.ended_at is None
    assert case.row(14).how is How.VOID, "a co-handler of the city's dispatch went with it"
    assert case.ask("05-16 10:00").confirm("05-16 11:00").row(ASSIST).how is How.CLOSED


def test_own_area_assists_work_under_their_own_desk_and_edition() -> None:
    city = replace(PLAIN, returning=ReturnRule(replace(PLAIN.returning.within, amount=0)))
    case = handling(city=city).ask_escalation("05-15 09:00").escalate("05-15 10:00", assists=[ASSIST])
    clock = case.clock(Tick.HANDLE, ASSIST)
    assert clock.area == 20 and case.clock(Tick.SCREEN).area == 21
    assert case.open(IN_ASSIST, "05-16 09:00") == {
        Action.ACCEPT,
        Action.CONTRIBUTE,
        Action.HAND_BACK,
        Action.ASK_EXTENSION,
        Action.CONTACT,
    }, "also while the city screens"
    case.hand_back("05-16 09:00", ASSIST)
    assert case.clock(Tick.RULE).unit == DESK, "the ruling clock is the sender's"
    assert Action.RULE in case.open(AT_DESK) and Action.RULE not in case.open(AT_CITY_DESK)
    assert Action.ASSIGN not in case.open(AT_DESK), "which rules, and no more"
    case.rule("05-16 10:00", upheld=True)
    assert case.row(ASSIST).how is How.RETURNED and case.life.state is State.SCREENING
    assert case.row(CITY_DESK).ended_at is None


def test_a_unit_that_is_named_again_has_one_open_row() -> None:
    case = screened().escalate("05-14 10:00", assists=[ASSIST])
    case.do(events.SentDown(desk=DESK, area=20, edition=1), "05-14 11:00")
    assert [row.unit for row in case.life.co_rows] == [ASSIST]
    case.assign("05-14 12:00", lead=ASSIST, parts=[PART])
    assert [(row.unit, row.hand) for row in case.life.holdings if row.ended_at is None] == [
        (ASSIST, Hand.LEAD),
        (PART, Hand.PART),
    ]


@pytest.mark.parametrize("state", [State.SCREENING, State.REPLIED, State.CHECKED])
def test_what_a_co_handler_asked_can_be_ruled_on_wherever_the_case_goes(state: State) -> None:
    case = handling(assists=[ASSIST], rules=GATED if state is State.CHECKED else PLAIN)
    if state is State.SCREENING:
        case.ask_escalation("05-15 09:00").escalate("05-15 10:00", assists=[ASSIST])
    case.hand_back("05-15 11:00", ASSIST)
    if state is not State.SCREENING:
        case.reply("05-15 12:00")
    if state is State.CHECKED:
        case.check("05-15 13:00", passed=True)
    assert case.life.state is state and case.clock(Tick.RULE).running
    assert Action.RULE in case.open(AT_DESK)
    assert case.rule("05-15 14:00", upheld=True).row(ASSIST).how is How.RETURNED
    assert case.life.state is state


# check and contest


def test_a_failed_check_goes_back_to_the_same_row_under_a_redo_clock() -> None:
    case = handling(rules=GATED).reply("05-20 10:00").check("05-21 10:00", passed=False)
    assert case.life.state is State.HANDLING and carriers(case) == [LEAD] and case.row(LEAD).ended_at is None
    assert case.due(Tick.REDO, LEAD) == "05-28 17:00" and case.life.outcome is None
    assert case.clock(Tick.HANDLE, LEAD).met_at == at("05-20 10:00")


def test_a_settlement_contested_or_failed_is_found_again_in_the_same_row() -> None:
    for case in (
        found().settle().contest("05-14 10:00"),
        found(rules=GATED).settle().check("05-14 10:00", passed=False),
    ):
        assert case.life.state is State.FOUND and carriers(case) == [GROUP] and not case.life.settled
        assert len(case.life.holdings) == 1 and case.due(Tick.SUBMIT) == "05-16 17:00"


def test_contesting_goes_to_the_same_row_or_one_level_up() -> None:
    same, up = replied().contest("05-21 10:00"), replied().contest("05-21 10:00", up=True)
    assert (same.life.state, carriers(same), len(same.life.holdings)) == (State.HANDLING, [LEAD], 3)
    assert (up.life.state, carriers(up), up.life.desk) == (State.SCREENING, [CITY_DESK], CITY_DESK)
    assert same.life.contests == up.life.contests == 1
    assert same.life.outcome is up.life.outcome is None
    assert [case.life.replies[0].contested_at for case in (same, up)] == [at("05-21 10:00")] * 2


# the four No's


def test_not_pushed_up_submitting_needs_why_the_group_cannot_solve_it() -> None:
    why = NEEDS[Action.SUBMIT]
    assert [(field.name, field.required) for field in why] == [("why", True)]


@pytest.mark.parametrize("state", sorted(LIVE))
def test_not_dropped_a_live_case_has_one_holder_and_an_open_clock(state: State) -> None:
    case = REACH[state]()
    assert len(carriers(case)) == 1
    assert [clock for clock in case.life.running if clock.due is not None]


def test_not_dropped_in_every_turn_of_a_life() -> None:
    for case in (
        found().settle().contest("05-14 10:00"),
        handling().hand_back("05-15 09:00").rule("05-15 10:00", upheld=True),
        suspended().hand_back("05-16 11:00").rule("05-16 12:00", upheld=True),
        suspended().resume("05-20 10:00"),
        planned().assign("05-21 10:00", lead=OTHER),
        replied().contest("05-21 10:00", up=True),
        replied().ask("05-20 14:00"),
        ended().reopen("06-05 10:00"),
    ):
        assert len(carriers(case)) == 1 and [clock for clock in case.life.running if clock.due is not None]


def test_not_shelved_a_plan_has_its_date_and_explaining_needs_the_telling() -> None:
    fields = {field.name for field in NEEDS[Action.REPLY]}
    assert {"told_on", "next_on", "recheck_on"} <= fields
    assert planned().clock(Tick.PLAN).fixed == at("06-03 17:00")


@pytest.mark.parametrize("how", Confirmation)
def test_no_roots_left_what_is_struck_off_was_asked_about_and_told(how: Confirmation) -> None:
    spot, led = found().settle(), replied()
    for case in (spot, led):
        if how in (Confirmation.UNCONFIRMED, Confirmation.DISPUTED):
            case.ask("05-20 14:00").end("06-05 09:00", how)
        else:
            case.confirm("05-20 14:00", how)
        reply, asking = case.life.reply, case.life.asking
        assert case.life.end is End.CLOSED and case.life.confirmation is how
        assert reply is not None and reply.told_on is not None
        assert asking is not None and asking.reply == reply.n and asking.arrived_on is not None


def test_a_second_screening_changes_the_class_and_nothing_else() -> None:
    case = screened()
    promise = case.clock(Tick.CASE)
    case.screen("05-14 09:15", grade="A")
    assert case.life.grade == "A" and case.clock(Tick.CASE) == promise


def test_a_stage_reply_tells_and_meets_nothing() -> None:
    case = handling()
    before = case.life.clocks
    case.do(events.StageReplied(staff=None, next_on=day("05-24")), "05-16 09:00")
    assert case.life.clocks == before and case.life.state is State.HANDLING
    assert case.life.reply is None and case.life.replies[0].told_on == dt.date(2019, 5, 16)
    assert case.open(IN_PART) == set()
