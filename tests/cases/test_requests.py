"""Extension, suspension and escalation: asked by a handler, granted or refused by its room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.play import (
    AT_CITY_DESK,
    AT_DESK,
    IN_LEAD,
    IN_PART,
    LEAD,
    MICROSECOND,
    PART,
    PLAIN,
    REACH,
    SEATS,
    Play,
    at,
    days,
    found,
    handling,
    replied,
    screened,
    screening,
    spans,
    suspended,
)
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.rules.words import Action, Asked, Hand, How, State, Tick
from zhuqi.domain.cases.sections.clocks import ClockRule

ASK, EXTEND = Action.ASK_EXTENSION, Action.EXTEND
TOO_LATE = "It is too late to ask"


def rules(lead: int | None = None, count: int = 1):
    """An edition with another lead time and count."""
    return replace(PLAIN, extension=replace(PLAIN.extension, lead=days(lead) if lead else None, count=count))


@pytest.mark.parametrize(("lead", "last"), [(None, "05-28 17:00"), (1, "05-27 17:00"), (3, "05-23 17:00")])
def test_an_extension_is_asked_so_early_and_not_a_microsecond_later(lead: int | None, last: str) -> None:
    case = handling(rules=rules(lead))
    assert not case.refused(ASK, IN_LEAD, at(last))
    assert case.refused(ASK, IN_LEAD, at(last) + MICROSECOND).startswith(TOO_LATE)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_clock_is_extended_as_often_as_the_edition_allows(count: int) -> None:
    case = handling(rules=rules(count=count))
    for n in range(count):
        assert not case.refused(ASK, IN_LEAD)
        case.ask_extension(f"05-2{n} 10:00").extend(f"05-2{n} 11:00")
    assert case.refused(ASK, IN_LEAD) == f"It has been extended {count} times; the rules allow no more."


def test_what_was_refused_does_not_count() -> None:
    case = handling().ask_extension("05-20 10:00")
    case.do(events.RequestRefused(request=case.request), "05-20 11:00")
    assert not case.refused(ASK, IN_LEAD) and not case.clock(Tick.HANDLE).shifts
    assert case.clock(Tick.RULE).met_at == at("05-20 11:00")


def test_each_row_is_extended_by_its_own_count() -> None:
    case = handling(parts=[PART]).ask_extension("05-20 10:00").extend("05-20 11:00")
    assert case.refused(ASK, IN_LEAD) and not case.refused(ASK, IN_PART)
    case.assign("05-20 12:00", lead=6).assign("05-20 13:00", lead=LEAD).accept("05-20 14:00")
    assert not case.refused(ASK, IN_LEAD), "a new row begins anew"


def test_a_redo_clock_is_extended_like_any_other() -> None:
    case = replied().contest("05-21 10:00").ask_extension("05-22 10:00", 2).extend("05-22 11:00")
    assert case.due(Tick.REDO) == "05-30 17:00" and not case.clock(Tick.HANDLE).shifts


def test_where_nothing_runs_there_is_nothing_to_extend() -> None:
    assert REACH[State.PLANNED]().refused(ASK, IN_LEAD) == "There is no deadline to extend."
    undetermined = Play().record("2019-12-20 10:00").submit("2019-12-20 11:00").screen("2019-12-20 12:00")
    undetermined.assign("2019-12-20 14:00").accept("2019-12-20 15:00")
    assert undetermined.refused(ASK, IN_LEAD) == "There is no deadline to extend."


def test_only_the_room_grants_what_somebody_asked() -> None:
    case = handling()
    for action in (EXTEND, Action.SUSPEND, Action.ESCALATE):
        assert "Nobody has asked" in case.refused(action, AT_DESK), action
    assert case.refused(Action.REFUSE, AT_DESK) == "No request is waiting."
    case.ask_extension("05-20 10:00")
    assert not case.refused(EXTEND, AT_DESK) and not case.refused(Action.REFUSE, AT_DESK)
    assert case.refused(EXTEND, IN_LEAD) and case.refused(EXTEND, AT_CITY_DESK)
    assert case.refused(Action.REFUSE, IN_LEAD)


def test_a_return_is_ruled_on_and_not_refused_in_passing() -> None:
    assert handling().hand_back("05-15 09:00").refused(Action.REFUSE, AT_DESK) == "No request is waiting."


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        (lambda case: case.ask_extension("05-20 10:00"), Action.EXTEND),
        (lambda case: case.ask_suspension("05-20 10:00", "05-31"), Action.SUSPEND),
        (lambda case: case.ask_escalation("05-20 10:00"), Action.ESCALATE),
    ],
    ids=["extension", "suspension", "escalation"],
)
def test_each_request_has_its_step_that_grants_it_and_its_clock(asked, granted: Action) -> None:
    case = asked(handling())
    mine = {Action.EXTEND, Action.SUSPEND, Action.ESCALATE, Action.RULE}
    assert case.open(AT_DESK) & mine == {granted}
    assert case.due(Tick.RULE) == "05-21 17:00"


def test_from_handling_the_lead_asks_and_its_desk_escalates_never_the_handler_to_the_city() -> None:
    case = handling()
    assert case.refused(Action.ESCALATE, IN_LEAD) and "Nobody has asked" in case.refused(Action.ESCALATE, AT_DESK)
    case.ask_escalation("05-15 09:00")
    assert case.refused(Action.ESCALATE, IN_LEAD) and not case.refused(Action.ESCALATE, AT_DESK)
    case.escalate("05-15 10:00")
    assert case.row(LEAD).how is How.ESCALATED and case.life.desk == 12
    assert case.life.requests[0].granted and case.clock(Tick.RULE).met_at == at("05-15 10:00")
    assert not case.open(IN_LEAD) and not case.open(AT_DESK), "past holders may no longer act"


def test_a_desk_escalates_and_sends_down_what_it_has_screened() -> None:
    for action in (Action.ESCALATE, Action.SEND_DOWN, Action.ASSIGN):
        assert "Screen it first" in screening().refused(action, AT_DESK), action
        assert not screened().refused(action, AT_DESK), action


def test_without_a_room_above_or_below_nothing_goes_there() -> None:
    assert "no dispatch room above" in screened().refused(Action.ESCALATE, AT_DESK, desk_above=False)
    assert "no dispatch room above" in handling().refused(Action.ASK_ESCALATION, IN_LEAD, desk_above=False)
    assert "no dispatch room below" in screened().refused(Action.SEND_DOWN, AT_DESK, desk_below=False)


def test_the_end_of_a_row_overtakes_its_requests_and_their_ruling_clock() -> None:
    for leave in (lambda case: case.assign("05-15 12:00", lead=6), lambda case: case.withdraw("05-15 12:00")):
        case = leave(handling().ask_escalation("05-15 10:00"))
        assert case.life.request() is None and case.life.requests[0].void_at == at("05-15 12:00")
        assert case.clock(Tick.RULE).void_at == at("05-15 12:00")


def test_a_plan_overtakes_a_suspension_that_was_asked() -> None:
    case = handling().ask_suspension("05-20 10:00", "05-31").plan("05-20 11:00", next_on="06-03")
    assert case.life.request(Asked.SUSPENSION) is None and case.refused(Action.SUSPEND, AT_DESK)


def test_resuming_is_for_the_lead_and_the_desk_at_any_time() -> None:
    case = suspended()
    assert [who for who, place in SEATS.items() if not case.refused(Action.RESUME, place)] == ["desk", "lead"]


def test_a_need_that_was_only_found_goes_nowhere_but_to_the_room() -> None:
    assert found().open(SEATS_HOLDER) == {Action.SETTLE, Action.SUBMIT, Action.CONTACT}


SEATS_HOLDER = next(iter(SEATS.values()))


def test_each_row_is_extended_by_its_own_deadline() -> None:
    case = handling(parts=[PART], rules=spans({Hand.PART: days(3)}))
    assert case.due(Tick.HANDLE, PART) == "05-17 17:00"
    assert case.refused(ASK, IN_PART, "05-20 09:00").startswith(TOO_LATE) and not case.refused(
        ASK, IN_LEAD, "05-20 09:00"
    )


def test_an_extension_whose_lead_time_leaves_the_published_years_comes_too_late() -> None:
    natural = replace(rules(lead=3), clocks=(ClockRule(Tick.HANDLE, Span(9, Unit.NATURAL_DAY)), *PLAIN.clocks))
    case = Play(rules=natural).record("2019-12-27 10:00").submit("2019-12-27 11:00").screen("2019-12-27 12:00")
    case.assign("2019-12-27 14:00").accept("2019-12-27 15:00")
    assert not case.refused(ASK, IN_LEAD) or case.refused(ASK, IN_LEAD).startswith(TOO_LATE)
    assert case.refused(ASK, IN_LEAD, "2019-12-31 09:00").startswith(TOO_LATE)


def test_what_else_was_granted_counts_as_no_extension() -> None:
    case = suspended().resume("05-20 09:00")
    assert case.life.requests[0].granted and not case.refused(ASK, IN_LEAD)


def test_more_time_for_its_share_is_no_more_time_to_sign() -> None:
    case = handling(parts=[PART])
    signing = case.clock(Tick.ACCEPT, PART)
    case.ask_extension("05-15 09:00", 2, PART).extend("05-15 10:00")
    assert case.clock(Tick.ACCEPT, PART) == signing and case.due(Tick.HANDLE, PART) == "05-30 17:00"


def test_escalating_grants_what_was_asked_for_and_nothing_else() -> None:
    case = handling(parts=[PART]).hand_back("05-15 09:00", PART).ask_escalation("05-15 09:30").escalate("05-15 10:00")
    returned, raised = case.life.requests
    assert (returned.granted, returned.void_at) == (None, at("05-15 10:00"))
    assert (raised.granted, raised.void_at) == (True, None)
