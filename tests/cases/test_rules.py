"""The table of steps: who may do what from where; that it leads somewhere; that everything it names exists."""

from __future__ import annotations

import datetime as dt
import inspect

import pytest

from tests.cases.play import AT_DESK, EVERYWHERE, IN_PART, REACH, SEATS, STRANGER, Play, handling, replied
from zhuqi.base.events import Event
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.life.fold import EFFECTS
from zhuqi.domain.cases.life.guards import GUARDS, open_actions
from zhuqi.domain.cases.life.standing import Place, who_is
from zhuqi.domain.cases.rules import steps
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import (
    LIVE,
    Action,
    Asked,
    Channel,
    Confirmation,
    End,
    Ground,
    Outcome,
    State,
    Who,
)

STATES = (
    State.FOUND,
    State.SCREENING,
    State.ASSIGNED,
    State.HANDLING,
    State.PLANNED,
    State.SUSPENDED,
    State.REPLIED,
    State.CHECKED,
    State.ENDED,
)
LETTERS = {
    "h": Who.HOLDER,
    "d": Who.DESK,
    "s": Who.SENDER,
    "l": Who.LEAD,
    "c": Who.CO,
    "f": Who.FINDER,
    "e": Who.ENTERPRISE,
    "k": Who.CALLER,
    "u": Who.SUBMITTER,
    "t": Who.CLOCK,
    "a": Who.APPROVER,
    "o": Who.LEADER,
    "j": Who.JUDGE,
    "x": Who.FORCE,
}
TABLE = """
                 found screening assigned handling planned suspended replied checked ended
settle           h     .         .        .        .       .         .       .       .
submit           h     .         .        .        .       .         .       .       .
screen           .     d         .        .        .       .         .       .       .
not_accept       .     da        .        .        .       .         .       .       .
merge            .     d         .        .        .       .         .       .       .
transfer_out     .     d         .        .        .       .         .       .       .
assign           .     d         d        d        d       .         .       .       .
send_down        .     d         .        .        .       .         .       .       .
escalate         .     d         d        d        d       .         .       .       .
recall           .     u         d        .        .       .         .       .       .
accept           .     ct        lct      ct       ct      ct        ct      ct      .
hand_back        .     c         lc       lc       lc      lc        c       c       .
rule             .     s         s        s        s       s         s       s       .
ask_extension    .     c         c        lc       lc      .         c       c       .
extend           .     s         s        s        s       .         s       s       .
ask_suspension   .     .         .        l        .       .         .       .       .
suspend          .     .         .        d        .       .         .       .       .
resume           .     .         .        .        .       ldt       .       .       .
ask_escalation   .     .         l        l        l       .         .       .       .
ask_signing      .     .         .        l        l       .         .       .       .
sign             .     .         .        s        s       .         .       .       .
take_back        .     c         lc       lc       lc      lc        c       c       .
refuse           .     s         s        s        s       s         s       s       .
contact          h     c         lc       lc       lc      lc        c       c       .
opine            .     .         l        l        l       .         .       .       .
stage_reply      .     .         .        l        l       l         .       .       .
contribute       .     c         c        c        c       c         c       c       .
reply            .     .         .        l        l       .         .       .       .
check            .     .         .        .        .       .         fko     .       .
ask              .     .         .        .        .       .         fdk     fdk     .
confirm          .     .         .        .        .       .         efk     efk     .
contest          .     .         .        .        .       .         efk     efk     .
withdraw         ek    ek        ek       ek       ek      ek        ek      ek      .
end              .     .         .        .        .       .         dt      dt      .
reopen           .     .         .        .        .       .         .       .       edk
restate          .     d         d        d        d       d         d       d       .
instruct         do    do        do       do       do      do        do      do      .
classify         .     jt        jt       jt       jt      jt        jt      jt      .
set_up           .     d         d        d        d       d         d       d       .
meet             .     dx        dx       dx       dx      dx        dx      dx      .
stand_down       .     d         d        d        d       d         d       d       .
join             .     dl        dl       dl       dl      dl        .       .       .
take_out         .     d         d        d        d       d         .       .       .
"""
ALLOWED = {
    (Action(line.split()[0]), state): frozenset(LETTERS[letter] for letter in cell if letter != ".")
    for line in TABLE.strip().splitlines()[1:]
    for state, cell in zip(STATES, line.split()[1:], strict=True)
}
NOT_NOW = "“{action}” isn't possible while the case is {state}."
NOT_YOURS = "“{action}” isn't yours to do here."


def test_the_table_above_names_every_step_and_every_state() -> None:
    assert {action for action, _ in ALLOWED} == set(TAKEN) - {Action.RECORD}
    assert set(STATES) == set(State)


def test_who_may_do_what_from_which_state() -> None:
    assert {pair: steps.takers(*pair) for pair in ALLOWED} == ALLOWED


def test_recording_is_for_officials_rooms_and_the_enterprise() -> None:
    assert steps.takers(Action.RECORD, None) == {Who.FINDER, Who.DESK, Who.ENTERPRISE}


@pytest.mark.parametrize("state", STATES)
def test_whoever_is_not_in_the_table_is_refused_and_nobody_else_for_that(state: State) -> None:
    case = REACH[state]()
    refusals = 0
    for action in TAKEN:
        for place in [*SEATS.values(), STRANGER] if action is not Action.RECORD else ():
            allowed = ALLOWED[action, state]
            sentence = case.refused(action, place)
            told = {NOT_NOW.format(action=action, state=state), NOT_YOURS.format(action=action)}
            if not allowed & who_is(case.life, place):
                refusals += 1
                assert sentence in told, (action, place)
                assert ("possible while" in sentence) is (not allowed), (action, place)
            else:
                assert sentence not in told, (action, place)
    assert refusals > 150


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_shown_are_exactly_what_is_not_refused(state: State) -> None:
    case = REACH[state]()
    for place in [*SEATS.values(), STRANGER]:
        shown = open_actions(case.seen(place))
        assert shown == [a for a in TAKEN if a is not Action.RECORD and not case.refused(a, place)]
    assert not case.open(STRANGER), "a stranger can do nothing"


def test_somebody_can_go_on_from_every_state() -> None:
    for state in State:
        case = REACH[state]()
        assert any(case.open(place) for place in SEATS.values()), state


def test_what_somebody_is_to_a_case() -> None:
    case = handling(parts=[4])
    assert {who for who, place in SEATS.items() if who in who_is(case.life, place)} == set(SEATS) - {Who.HOLDER}
    assert who_is(case.life, STRANGER) == frozenset()
    assert who_is(case.life, Place()) == frozenset(), "nobody is nothing, not even where fields are empty"
    assert who_is(REACH[State.FOUND]().life, SEATS[Who.HOLDER]) == {Who.HOLDER, Who.FINDER}
    assert who_is(case.life, SEATS[Who.LEAD]) == {Who.LEAD} and who_is(case.life, SEATS[Who.CO]) == {Who.CO}
    assert Who.HOLDER in who_is(REACH[State.SCREENING]().life, AT_DESK), "while a desk holds, the desk is the holder"


def test_a_dispatch_room_named_as_co_handler_signs_and_contributes() -> None:
    case = handling(parts=[30])
    town_desk = Place(desks=frozenset({30}))
    assert case.open(town_desk) >= {Action.ACCEPT, Action.CONTRIBUTE, Action.HAND_BACK}
    assert Who.CO not in who_is(case.life, IN_PART)


def test_whoever_answered_cannot_be_the_caller_of_that_answer() -> None:
    supervisor = SEATS[Who.CALLER]
    case = replied()
    assert Who.CALLER in who_is(case.life, supervisor)
    both = Place(units=frozenset({3}), oversees=EVERYWHERE)
    assert Who.CALLER not in who_is(case.life, both), "a supervision office can't call back about its own answer"
    case.do(events.Contested(channel=Channel.PORTAL)).do(
        events.Replied(staff=506, outcome=Outcome.SOLVED, told_on=dt.date(2019, 5, 20))
    )
    assert Who.CALLER not in who_is(case.life, supervisor), "nor whoever wrote the answer and sits elsewhere now"
    assert Who.CALLER in who_is(case.life, Place(oversees=EVERYWHERE, staff=507)), "a colleague of theirs can"


def test_every_state_is_reached_and_every_live_state_reaches_an_end() -> None:
    assert steps.unreachable() == frozenset()
    assert steps.dead_ends() == frozenset()


def test_the_linter_finds_a_state_nobody_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        steps, "_ROWS", tuple(row for row in steps._ROWS if row[0] not in (Action.SUSPEND, Action.ASK_SUSPENSION))
    )
    assert steps.unreachable() == {State.SUSPENDED}


def test_the_linter_finds_a_state_without_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    leaving = {Action.RESUME, Action.WITHDRAW, Action.RULE}
    monkeypatch.setattr(steps, "_ROWS", tuple(row for row in steps._ROWS if row[0] not in leaving))
    assert steps.dead_ends() == {State.SUSPENDED}


def test_nothing_but_reopening_leaves_an_end() -> None:
    assert {action for start, action, _ in steps.moves() if start is State.ENDED} == {Action.REOPEN}
    assert {start for start, action, _ in steps.moves() if action is Action.WITHDRAW} == set(LIVE)


def test_not_accepting_belongs_to_screening() -> None:
    assert {(s, t) for s, a, t in steps.moves() if a is Action.NOT_ACCEPT} == {
        (State.SCREENING, State.ENDED),
        (State.SCREENING, State.SCREENING),
    }, "where two people must agree, the first only proposes it"


def test_settling_goes_from_found_to_replied() -> None:
    assert [(s, t) for s, a, t in steps.moves() if a is Action.SETTLE] == [(State.FOUND, State.REPLIED)]


@pytest.mark.parametrize("action", TAKEN)
def test_every_step_is_a_function_of_the_same_name_that_takes_what_the_step_needs(action: Action) -> None:
    function = ACTIONS[action]
    assert function.__name__ == action.value
    given = dict(inspect.signature(function).parameters)
    assert next(iter(given)) == "actor"
    keywords = {name: p for name, p in given.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}
    own = set() if action is Action.RECORD else {"seen"}
    assert set(keywords) == {field.name for field in NEEDS[action]} | own | {"key", "now"}
    assert [name for name in given if name not in keywords] == (
        ["actor"] if action is Action.RECORD else ["actor", "case_id"]
    )
    for field in NEEDS[action]:
        optional = keywords[field.name].default is not inspect.Parameter.empty
        assert optional is (not field.required) or (action, field.name) == (Action.END, "reason"), field.name


def test_a_text_that_the_enterprise_reads_says_so_where_it_is_typed() -> None:
    outside = {(action, field.name) for action, fields in NEEDS.items() for field in fields if field.outside}
    assert {action for action, _ in outside} == {
        *(Action.RECORD, Action.SETTLE, Action.NOT_ACCEPT, Action.TRANSFER_OUT, Action.EXTEND, Action.SUSPEND),
        *(
            Action.CONTACT,
            Action.STAGE_REPLY,
            Action.REPLY,
            Action.CONFIRM,
            Action.CONTEST,
            Action.WITHDRAW,
            Action.REOPEN,
        ),
    }
    assert all(field.shape is Shape.TEXT for fields in NEEDS.values() for field in fields if field.outside)


def test_a_choice_has_its_words() -> None:
    for fields in NEEDS.values():
        for field in fields:
            assert bool(field.choices) is (field.shape is Shape.CHOICE), field.name


def kinds_of_event() -> set[type[Event]]:
    found = {thing for thing in vars(events).values() if isinstance(thing, type) and issubclass(thing, Event)}
    return {kind for kind in found if hasattr(kind, "verb")} - events.BESIDE


def test_every_event_has_an_effect_and_every_step_its_event() -> None:
    apart = {events.Recorded, events.DayFolded}
    assert set(EFFECTS) == kinds_of_event() - apart, "recording begins a life; folding a day is about none"
    named = [action for action, _ in EFFECTS.values() if action is not None]
    assert sorted(named) == sorted(set(Action) - {Action.RECORD}), "each step once"
    assert {events.KINDS[kind.verb] for kind in kinds_of_event()} == kinds_of_event()


def test_what_was_booked_before_grounds_were_asked_for_still_comes_back() -> None:
    assert events.HandedBack.revive({"holding": 3}) == events.HandedBack(holding=3, ground=None)


@pytest.mark.parametrize(
    "event",
    [
        events.Assigned(lead=3, parts=(4,), assists=(5, 6)),
        events.Contested(channel=Channel.PORTAL, up=(12, 21, 2)),
        events.Resumed(lost=(events.Lost(3, Span(2, Unit.WORKING_DAY)), events.Lost(4, Span(61, Unit.MINUTE)))),
        events.ExtensionAsked(holding=3, amount=Span(2, Unit.WORKING_DAY), granted=True),
        events.Replied(staff=None, outcome=Outcome.PLANNED, told_on=dt.date(2019, 5, 20), next_on=dt.date(2019, 6, 3)),
        events.Screened(kind="other", grade="A"),
        events.HandedBack(holding=3, ground=Ground.DUTY),
    ],
)
def test_an_event_comes_back_from_its_facts(event: Event) -> None:
    assert type(event).revive(event.facts()) == event


def test_every_guard_belongs_to_a_step() -> None:
    assert set(GUARDS) <= set(steps.STEPS)


def test_what_is_asked_for_is_granted_or_refused_by_a_step() -> None:
    asks = {Action.HAND_BACK, Action.ASK_EXTENSION, Action.ASK_SUSPENSION, Action.ASK_ESCALATION, Action.ASK_SIGNING}
    assert {Asked.RETURN, Asked.EXTENSION, Asked.SUSPENSION, Asked.ESCALATION, Asked.SIGNING} == set(Asked)
    for action in asks:
        for row in steps.STEPS[action]:
            at_once = {State.SUSPENDED} if action is Action.ASK_SUSPENSION else set()
            assert row.stays and row.leads == at_once, "asking moves nothing, but where nobody need approve"


def test_outcome_confirmation_and_end_are_three_things_and_share_no_word() -> None:
    words = [word.value for kind in (Outcome, Confirmation, End) for word in kind]
    assert len(words) == len(set(words)) == 4 + 5 + 5


def accounts(case: Play) -> str:
    """The account a case came into last."""
    return case.edges()[-1].split(" → ")[1]


def test_the_outcomes_of_the_law_are_six_accounts_and_never_one() -> None:
    day = dt.date(2019, 6, 20)
    ways = {
        "answered": REACH[State.HANDLING]().reply("05-20 10:00", Outcome.ANSWERED).confirm("05-21 10:00"),
        "solved": REACH[State.HANDLING]().reply("05-20 10:00", Outcome.SOLVED).confirm("05-21 10:00"),
        "explained": REACH[State.HANDLING]()
        .reply("05-20 10:00", Outcome.EXPLAINED, recheck_on=day)
        .confirm("05-21 10:00"),
        "not accepted": REACH[State.SCREENING]().do(events.NotAccepted(told_on=dt.date(2019, 5, 14))),
        "suspended": REACH[State.SUSPENDED](),
    }
    assert {name: accounts(case) for name, case in ways.items()} == {
        "answered": "closed:answered:enterprise",
        "solved": "closed:solved:enterprise",
        "explained": "closed:explained:enterprise",
        "not accepted": "not_accepted",
        "suspended": "3:suspended",
    }
    plan = REACH[State.PLANNED]()
    assert plan.life.outcome is Outcome.PLANNED and accounts(plan) == "3:open", "a plan is still in hand"
