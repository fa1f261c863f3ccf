"""The ledger: who holds a case, and every movement from account to account."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.cases.play import (
    ASSIST,
    CITY_LEAD,
    DESK,
    GATED,
    GROUP,
    LEAD,
    OTHER,
    PART,
    REACH,
    Play,
    assigned,
    at,
    carriers,
    checked,
    day,
    ended,
    found,
    handling,
    planned,
    replied,
    screened,
    screening,
    suspended,
)
from zhuqi.domain.cases import events
from zhuqi.domain.cases.rules.words import (
    Action,
    Channel,
    Confirmation,
    Hand,
    How,
    State,
)


def test_every_live_case_is_held_by_exactly_one_unit() -> None:
    holders = {state: carriers(REACH[state]()) for state in State}
    assert holders.pop(State.ENDED) == []
    assert holders.pop(State.FOUND) == [GROUP] and holders.pop(State.SCREENING) == [DESK]
    assert set(map(tuple, holders.values())) == {(LEAD,)}


def test_a_holding_knows_its_actions_its_source_and_its_dispatch() -> None:
    case = assigned(parts=[PART], assists=[ASSIST])
    rows = [(row.n, row.hand, row.opened_by, row.source, row.dispatch, row.how) for row in case.life.holdings]
    assert rows == [
        (1, Hand.HOLD, Action.RECORD, None, 1, How.PASSED),
        (2, Hand.HOLD, Action.SUBMIT, 1, 2, How.PASSED),
        (3, Hand.LEAD, Action.ASSIGN, 2, 3, None),
        (4, Hand.PART, Action.ASSIGN, 2, 3, None),
        (5, Hand.ASSIST, Action.ASSIGN, 2, 3, None),
    ]


def test_settling_replying_contesting_checking_suspending_and_resuming_are_edges_inside_one_unit() -> None:
    assert found().settle().edges()[1:] == ["1:open → 1:awaiting"]
    assert replied().edges()[3:] == ["3:open → 3:awaiting"]
    assert replied().contest("05-21 10:00").edges()[4:] == ["3:awaiting → 3:open"]
    failed = handling(rules=GATED).reply("05-20 10:00").check("05-21 10:00", passed=False)
    assert failed.edges()[4:] == ["3:awaiting → 3:open"]
    assert checked().edges()[4:] == [], "a check that passes moves nothing"
    assert suspended().resume("05-20 09:00").edges()[3:] == ["3:open → 3:suspended", "3:suspended → 3:open"]
    assert planned().edges()[3:] == [], "a plan is still in hand"


@pytest.mark.parametrize(
    ("case", "account"),
    [
        (found, "outside → 1:open"),
        (lambda: Play().record(unit=DESK, at_desk=True), "outside → 2:open"),
        (screening, "1:open → 2:open"),
        (assigned, "2:open → 3:open"),
        (lambda: assigned().assign("05-15 09:00", lead=OTHER), "3:open → 6:open"),
        (lambda: screening().do(events.NotAccepted(told_on=day("05-14"))), "2:open → not_accepted"),
        (lambda: screening().do(events.Merged(into=7)), "2:open → merged"),
        (lambda: screening().do(events.TransferredOut(told_on=day("05-14"))), "2:open → transferred_out"),
        (lambda: screening().withdraw("05-14 09:00"), "2:open → withdrawn"),
        (lambda: suspended().withdraw("05-17 09:00"), "3:suspended → withdrawn"),
        (ended, "3:awaiting → closed:solved:enterprise"),
        (lambda: replied().ask("05-20 14:00").end("06-05 09:00"), "3:awaiting → closed:solved:unconfirmed"),
        (lambda: ended().reopen("06-05 09:00"), "closed:solved:enterprise → 2:open"),
        (lambda: found().withdraw("05-14 09:00").reopen("06-05 09:00"), "withdrawn → 2:open"),
    ],
)
def test_a_movement_is_an_edge_from_account_to_account(case: Callable[[], Play], account: str) -> None:
    assert case().edges()[-1] == account


def test_an_escalation_from_a_handler_passes_its_own_desk() -> None:
    case = handling().ask_escalation("05-15 09:00").escalate("05-15 10:00")
    assert case.edges()[3:] == ["3:open → 2:open", "2:open → 12:open"]
    assert {edge.at for edge in case.life.edges[-2:]} == {at("05-15 10:00")}
    assert {edge.action for edge in case.life.edges[-2:]} == {Action.ESCALATE}


def test_an_escalation_from_a_desk_is_one_edge() -> None:
    assert screened().escalate("05-14 10:00").edges()[2:] == ["2:open → 12:open"]


def test_a_contest_that_goes_up_passes_its_own_desk_too() -> None:
    case = replied().contest("05-21 10:00", up=True)
    assert case.edges()[4:] == ["3:awaiting → 2:open", "2:open → 12:open"]
    assert case.row(LEAD).how is How.ESCALATED and case.life.state is State.SCREENING


def test_sending_down_and_an_upheld_return_are_booked_from_desk_to_desk_and_from_lead_to_desk() -> None:
    case = screened().escalate("05-14 10:00")
    case.do(events.SentDown(desk=DESK, area=20, edition=1), "05-14 11:00")
    assert case.edges()[3:] == ["12:open → 2:open"]
    returned = handling().hand_back("05-15 09:00").rule("05-15 10:00", upheld=True)
    assert returned.edges()[3:] == ["3:open → 2:open"]
    assert suspended().hand_back("05-16 11:00").rule("05-16 12:00", upheld=True).edges()[4:] == ["3:suspended → 2:open"]


def test_the_edges_of_a_long_life_join_end_to_end() -> None:
    case = handling(parts=[PART], assists=[ASSIST]).contribute("05-15 09:00").ask_escalation("05-15 10:00")
    case.escalate("05-15 11:00", assists=[OTHER]).assign("05-16 09:00", lead=CITY_LEAD).accept("05-16 10:00", CITY_LEAD)
    case.reply("05-20 10:00").ask("05-20 14:00").contest("05-21 10:00").reply("05-22 10:00").ask("05-22 14:00")
    case.end("06-10 09:00").reopen("06-20 09:00")
    edges = case.life.edges
    assert edges[0].source.name == "outside"
    assert all(one.target == following.source for one, following in pairwise(edges))
    assert case.life.account == edges[-1].target
    assert [edge.n for edge in edges] == list(range(1, len(edges) + 1))


def test_the_boundary_accounts_name_outcome_and_confirmation() -> None:
    names = set()
    for confirmation in Confirmation:
        case = replied().ask("05-20 14:00").do(events.Confirmed(confirmation=confirmation, channel=Channel.CALLBACK))
        names.add(case.edges()[-1].split(" → ")[1])
    assert names == {f"closed:solved:{confirmation.value}" for confirmation in Confirmation}
