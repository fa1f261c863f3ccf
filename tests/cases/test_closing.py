"""With the enterprise: asked, silent, confirmed, contested; checked where the edition has the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.play import (
    AT_CITY_DESK,
    AT_DESK,
    DESK,
    EVERYWHERE,
    GATED,
    GROUP,
    IN_GROUP,
    IN_LEAD,
    LEAD,
    MICROSECOND,
    OFFICIAL,
    OVERSEER,
    PLAIN,
    SEATS,
    THE_CLOCK,
    THE_ENTERPRISE,
    Play,
    at,
    checked,
    found,
    handling,
    planned,
    replied,
    screened,
)
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, Hand, State, Tick, Who
from zhuqi.domain.cases.sections.ending import DisputeRule

ASK, CONFIRM, CONTEST, CHECK, END = Action.ASK, Action.CONFIRM, Action.CONTEST, Action.CHECK, Action.END


def contested(times: int, rules=PLAIN) -> Play:
    """Replied and contested so often, and replied once more."""
    case = replied(rules=rules)
    for n in range(times):
        case.contest(f"05-2{n + 1} 10:00").reply(f"05-2{n + 1} 15:00")
    return case


# asking


@pytest.mark.parametrize(
    ("case", "asker"),
    [
        (replied(), GROUP),
        (found().settle(), DESK),
        (screened().assign(lead=GROUP).accept(unit=GROUP).reply("05-20 10:00"), DESK),
        (Play().record(finder=None, unit=DESK, at_desk=True).screen().assign().accept().reply("05-20 10:00"), DESK),
    ],
    ids=["the finder's unit", "the desk where it settled", "the desk where it answered", "the desk where nobody found"],
)
def test_whoever_finds_it_reports_back_unless_it_handled_it(case: Play, asker: int) -> None:
    assert case.clock(Tick.ASK).unit == asker


def test_silence_counts_only_from_an_asking_that_is_known_to_have_arrived() -> None:
    case = replied().ask("05-20 14:00", arrived=None)
    assert case.clock(Tick.ASK).running and Tick.SILENCE not in {clock.tick for clock in case.life.clocks}
    assert case.refused(END, THE_CLOCK, "2019-12-01 09:00")
    case.ask("05-22 09:00", arrived="05-21")
    assert case.clock(Tick.ASK).met_at == at("05-22 09:00")
    assert case.clock(Tick.SILENCE).start == at("05-22 09:00"), (
        "a note written later doesn't shorten the time to answer"
    )
    assert [asking.arrived_on for asking in case.life.askings] == [None, at("05-21 09:00").date()]


def test_what_arrived_is_not_asked_again() -> None:
    assert not replied().ask("05-20 14:00", arrived=None).refused(ASK, AT_DESK)
    assert "arrived" in replied().ask("05-20 14:00").refused(ASK, AT_DESK)


def test_the_finder_the_desk_and_a_caller_ask() -> None:
    case = replied()
    assert [who for who, place in SEATS.items() if not case.refused(ASK, place)] == [
        Who.HOLDER,
        Who.DESK,
        Who.FINDER,
        Who.CALLER,
    ], "the group that found it is named HOLDER above; it asks as the finder"


def test_silence_ends_a_case_as_unconfirmed_after_its_last_moment_and_not_at_it() -> None:
    case = replied().ask("05-20 14:00")
    assert case.due(Tick.SILENCE) == "06-03 17:00"
    assert case.refused(END, THE_CLOCK, at("06-03 17:00")) == "The enterprise still has time to answer."
    assert not case.refused(END, THE_CLOCK, at("06-03 17:00") + MICROSECOND)
    assert case.end("06-03 18:00").life.confirmation is Confirmation.UNCONFIRMED


def test_nobody_but_the_clock_ends_by_silence() -> None:
    case = replied().ask("05-20 14:00")
    assert [place for place in SEATS.values() if not case.refused(END, place, "06-10 09:00")] == [THE_CLOCK]


def test_a_contest_voids_a_running_asking_and_silence_about_an_old_reply_says_nothing_about_a_new_one() -> None:
    case = replied().ask("05-20 14:00").contest("05-21 10:00")
    assert all(asking.void_at == at("05-21 10:00") for asking in case.life.askings)
    case.reply("05-22 10:00")
    assert case.life.asking is None and case.refused(END, THE_CLOCK, "2019-12-01 09:00")
    assert not any(clock.tick is Tick.SILENCE for clock in case.life.running)
    case.ask("05-22 14:00")
    assert case.due(Tick.SILENCE) == "06-05 17:00"


def test_an_escalation_by_contest_voids_a_running_asking() -> None:
    case = replied().ask("05-20 14:00").contest("05-21 10:00", up=True)
    assert case.life.asking is None and {clock.tick for clock in case.life.running} == {Tick.SCREEN}


def test_a_plan_tells_but_does_not_ask() -> None:
    case = planned()
    assert Tick.ASK not in {clock.tick for clock in case.life.clocks}
    assert not {ASK, CONFIRM, CONTEST, END} & {action for place in SEATS.values() for action in case.open(place)}


@pytest.mark.parametrize("bar", [1, 2, 3])
def test_silence_is_barred_after_so_many_contests_and_then_the_desk_ends_it(bar: int) -> None:
    rules = replace(PLAIN, dispute=DisputeRule(bar))
    before, after = contested(bar - 1, rules), contested(bar, rules)
    for case in (before, after):
        case.ask("05-27 09:00")
    assert not before.refused(END, THE_CLOCK, "06-30 09:00") and before.refused(END, AT_DESK, "06-30 09:00")
    assert f"never after {bar} contests" in after.refused(END, THE_CLOCK, "06-30 09:00")
    assert not after.refused(END, AT_DESK, "06-30 09:00")
    assert after.refused(END, AT_CITY_DESK, "06-30 09:00")


def test_the_desk_ends_a_dispute_only_after_the_enterprise_was_asked_about_the_latest_reply() -> None:
    case = contested(2)
    assert case.refused(END, AT_DESK) == "Ask the enterprise about the latest reply first."
    assert case.ask("05-23 09:00", arrived=None).refused(END, AT_DESK)
    case.ask("05-23 10:00").end("05-24 09:00", Confirmation.DISPUTED)
    assert case.edges()[-1] == "3:awaiting → closed:solved:disputed", "and it is counted apart"


# confirming


def test_the_enterprise_the_finder_and_another_unit_confirm() -> None:
    case = replied()
    allowed = [place for place in (THE_ENTERPRISE, IN_GROUP, AT_DESK, OVERSEER) if not case.refused(CONFIRM, place)]
    assert allowed == [THE_ENTERPRISE, IN_GROUP, AT_DESK, OVERSEER]
    assert all(case.refused(CONFIRM, place) for place in (IN_LEAD, AT_CITY_DESK, THE_CLOCK))


@pytest.mark.parametrize(
    "place",
    [IN_GROUP, Place(staff=OFFICIAL, units=frozenset({GROUP})), Place(staff=590, units=frozenset({GROUP}))],
    ids=["the finder", "the finder again", "a colleague of its group"],
)
def test_a_finder_who_handled_it_cannot_report_its_confirmation(place: Place) -> None:
    case = found().settle()
    assert "Who handled a case" in case.refused(CONFIRM, place)
    assert not case.refused(CONFIRM, AT_DESK), "another unit calls back"
    assert not case.refused(CONFIRM, THE_ENTERPRISE), "or the enterprise confirms"


def test_a_finder_who_answered_in_another_unit_cannot_report_either() -> None:
    case = screened().assign().accept()
    case.reply("05-20 10:00")
    written_by = replace(case.life.replies[0], staff=OFFICIAL)
    case._life = replace(case.life, replies=(written_by,))
    assert "Who handled a case" in case.refused(CONFIRM, Place(staff=OFFICIAL, units=frozenset({GROUP})))


def test_a_room_that_found_it_itself_and_did_not_handle_it_may_report() -> None:
    case = Play().record(unit=DESK, at_desk=True, finder=502).screen().assign().accept().reply("05-20 10:00")
    assert not case.refused(CONFIRM, AT_DESK)


def test_confirming_leaves_a_row_of_asking_where_there_was_none() -> None:
    case = replied().confirm("05-20 15:00", Confirmation.CALLBACK)
    (asking,) = case.life.askings
    assert (asking.reply, asking.arrived_on) == (1, at("05-20 15:00").date())
    assert case.clock(Tick.ASK).met_at == at("05-20 15:00") and not case.life.running


# the gate


def test_the_gate_is_an_edition_and_stands_between_reply_and_asking() -> None:
    open_, gated = handling().reply("05-20 10:00"), handling(rules=GATED).reply("05-20 10:00")
    assert {clock.tick for clock in open_.life.running} == {Tick.ASK}
    assert {clock.tick for clock in gated.life.running} == {Tick.CHECK}
    assert "no check" in open_.refused(CHECK, OVERSEER) and not gated.refused(CHECK, OVERSEER)
    for action, place in ((ASK, AT_DESK), (CONFIRM, THE_ENTERPRISE), (CONTEST, THE_ENTERPRISE), (END, THE_CLOCK)):
        assert gated.refused(action, place) == "The reply is still being checked.", action
        assert open_.refused(action, place) != "The reply is still being checked."
    gated.check("05-21 10:00", passed=True)
    assert gated.life.state is State.CHECKED and {clock.tick for clock in gated.life.running} == {Tick.ASK}
    assert not gated.refused(CONFIRM, THE_ENTERPRISE)


def test_who_checks_is_not_who_handled() -> None:
    case = handling(rules=GATED).reply("05-20 10:00")
    handler_too = Place(units=frozenset({LEAD}), desks=frozenset({DESK}), oversees=EVERYWHERE)
    assert [place for place in (AT_DESK, OVERSEER, handler_too, IN_LEAD) if not case.refused(CHECK, place)] == [
        AT_DESK,
        OVERSEER,
    ]


def test_a_settlement_is_checked_too() -> None:
    case = found(rules=GATED).settle()
    assert {clock.tick for clock in case.life.running} == {Tick.CHECK}
    assert case.check("05-14 09:00", passed=True).clock(Tick.ASK).unit == DESK


def test_a_failed_check_leaves_no_asking_and_a_new_reply_is_checked_anew() -> None:
    case = handling(rules=GATED).reply("05-20 10:00").check("05-21 10:00", passed=False).reply("05-22 10:00")
    assert not case.life.askings and {clock.tick for clock in case.life.running} == {Tick.CHECK}
    assert [(reply.passed, reply.checked_at) for reply in case.life.replies] == [
        (False, at("05-21 10:00")),
        (None, None),
    ]
    assert case.life.state is State.REPLIED


def test_a_checked_reply_is_contested_like_any_other() -> None:
    case = checked().ask("05-22 09:00").contest("05-23 09:00")
    assert case.life.state is State.HANDLING and case.due(Tick.REDO) == "05-30 17:00"
    assert case.row(LEAD).hand is Hand.LEAD and case.row(LEAD).ended_at is None


def test_an_answer_meets_the_asking_even_where_it_came_by_itself() -> None:
    case = replied().contest("05-20 15:00")
    assert case.clock(Tick.ASK).met_at == at("05-20 15:00")
    assert case.life.askings[0].channel is Channel.PORTAL


def test_an_answer_counts_as_arrived_also_where_the_question_was_not_known_to_have() -> None:
    case = replied().ask("05-20 14:00", arrived=None).confirm("05-21 10:00")
    assert [asking.arrived_on for asking in case.life.askings] == [None, at("05-21 10:00").date()]
    assert case.life.asking is not None and case.life.asking.arrived_on


def test_where_silence_is_barred_its_end_is_the_desks_to_decide_under_a_clock_of_its_own() -> None:
    case = contested(2).ask("05-23 10:00")
    assert case.due(Tick.SILENCE) == "06-06 17:00"
    assert case.refused(END, AT_DESK, at("06-06 17:00")) == "The enterprise still has time to answer."
    assert not case.refused(END, AT_DESK, at("06-06 17:00") + MICROSECOND)
    case.do(events.Unanswered(), "06-06 18:00")
    assert {(clock.tick, clock.unit) for clock in case.life.running} == {(Tick.ASK, DESK)}
    assert not case.refused(END, AT_DESK) and not case.refused(CONTEST, THE_ENTERPRISE)
    assert case.life.state is State.REPLIED and not case.edges()[8:]


def test_a_finder_who_handled_it_reports_no_contest_either() -> None:
    assert "Who handled a case" in found().settle().refused(CONTEST, IN_GROUP)
    assert not replied().refused(CONTEST, IN_GROUP)


def test_the_unit_that_holds_a_case_calls_back_about_it_as_little_as_the_one_that_answered() -> None:
    overseer_of_its_own = Place(units=frozenset({LEAD}), oversees=EVERYWHERE)
    assert handling().refused(Action.WITHDRAW, overseer_of_its_own) and not handling().refused(
        Action.WITHDRAW, OVERSEER
    )
