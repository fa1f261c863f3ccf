"""An answer is signed before it goes out: who signs which, what goes out, and whose time runs meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cases.play import AT_DESK, EVERYWHERE, IN_LEAD, LEAD, PLAIN, Play, at, ended, handling, replied, written
from tests.cases.town import TODAY, edition, handled
from tests.cast import City
from zhuqi.base.errors import Fault, Invalid, Refused
from zhuqi.base.worktime.spans import parse
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.keys import Rows
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Outcome, Tick
from zhuqi.domain.cases.sections.signing import SIGNED_FOR, SigningRule, signed_by

ROWS = """审签:
  - {由: 单位负责人}
  - {由: 领导, 级别: A, 时长: 4 工作时}
  - {由: 单位负责人, 级别: A, 种类: land}
  - {由: 无需, 级别: C}
"""
TRUTHS = (
    ("B", "other", Approver.HEAD, "1 工作日"),
    ("A", "other", Approver.LEADER, "4 工作时"),
    ("A", "land", Approver.HEAD, "1 工作日"),
    ("C", "land", None, None),
)
HEAD = Place(units=frozenset({LEAD}), heads=frozenset({LEAD}), staff=601)
WRITER = replace(IN_LEAD, staff=503)
LEADER = Place(leads=EVERYWHERE, staff=701)


@pytest.mark.parametrize(("grade", "kind", "by", "within"), TRUTHS)
def test_the_row_with_most_filters_says_who_signs(
    grade: str, kind: str, by: Approver | None, within: str | None
) -> None:
    rows = Rows(SigningRule, by=SIGNED_FOR).read(read(ROWS).at("审签"))
    found = signed_by(rows, Traits(grade=grade, kind=kind))
    assert (found and found.by, found and found.within) == (by, within and parse(within))


def test_where_nothing_is_said_nobody_signs() -> None:
    assert signed_by((), Traits(grade="A")) is None
    assert PLAIN.span(Tick.SIGN) is None
    assert handling().refused(Action.REPLY, IN_LEAD) == ""
    assert "nobody signs" in handling().refused(Action.ASK_SIGNING, IN_LEAD)


@pytest.mark.parametrize(
    ("text", "why"), [("[{由: 调度室}]", "单位负责人"), ("[{由: 领导}, {由: 无需}]", "A row above")]
)
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        Rows(SigningRule, by=SIGNED_FOR).read(read(f"审签: {text}\n").at("审签"))


def signing(by: Approver = Approver.HEAD) -> Play:
    """Signed for by the lead on 14 May; its answer is due on 28 May, 17:00."""
    return handling(rules=replace(PLAIN, signing=(SigningRule(by=by),)))


def hand_in(case: Play, when: str, by: Approver = Approver.HEAD, outcome: Outcome = Outcome.SOLVED) -> Play:
    return case.do(e.SigningAsked(holding=case.row(LEAD).n, outcome=outcome, approver=by, staff=WRITER.staff), when)


def sign(case: Play, when: str) -> Play:
    return case.do(e.Signed(request=case.request), when)


def test_no_answer_goes_out_unsigned_and_the_time_of_the_answer_runs_on() -> None:
    case = signing()
    assert "signed before it goes out" in case.refused(Action.REPLY, WRITER, "05-20 10:00")
    hand_in(case, "05-20 10:00")
    assert case.due(Tick.SIGN) == "05-21 17:00" and case.clock(Tick.SIGN).unit == LEAD
    assert case.due(Tick.HANDLE) == "05-28 17:00" and case.clock(Tick.HANDLE).running
    assert "signed before it goes out" in case.refused(Action.REPLY, WRITER, "05-20 11:00"), "handed in isn't signed"
    assert case.life.reply is None, "the enterprise reads nothing"
    sign(case, "05-21 09:00")
    assert written(case.clock(Tick.SIGN).met_at) == "05-21 09:00" and case.clock(Tick.HANDLE).running
    assert case.refused(Action.REPLY, WRITER, "05-21 10:00") == ""
    case.reply("05-21 10:00")
    assert not case.clock(Tick.HANDLE).running


def test_whoever_heads_the_unit_and_sits_on_it_makes_it_late() -> None:
    case = hand_in(signing(), "05-27 10:00")
    late = {clock.tick for clock in case.life.running if clock.late(at("05-29 10:00"))}
    assert {Tick.SIGN, Tick.HANDLE} <= late
    sign(case, "05-29 10:00").reply("05-29 10:01")
    assert case.clock(Tick.HANDLE).late(at("05-30 10:00")), "it stays late"


def test_nobody_signs_what_they_handed_in_and_a_leader_may_where_a_head_would() -> None:
    case = hand_in(signing(), "05-20 10:00")
    own = replace(HEAD, staff=WRITER.staff)
    answers = {
        who: case.refused(Action.SIGN, place, "05-20 11:00")
        for who, place in (
            ("head", HEAD),
            ("writer as head", own),
            ("writer", WRITER),
            ("leader", LEADER),
            ("room", AT_DESK),
        )
    }
    assert {who for who, refused in answers.items() if not refused} == {"head", "leader"}, answers
    case = hand_in(signing(Approver.LEADER), "05-20 10:00", Approver.LEADER)
    assert case.refused(Action.SIGN, HEAD, "05-20 11:00") and not case.refused(Action.SIGN, LEADER, "05-20 11:00")


def test_declined_it_goes_back_to_whoever_handles_it() -> None:
    case = hand_in(signing(), "05-20 10:00")
    assert case.refused(Action.REFUSE, HEAD, "05-20 11:00") == ""
    case.do(e.RequestRefused(request=case.request), "05-20 11:00")
    assert not case.clock(Tick.SIGN).running and case.clock(Tick.HANDLE).running
    assert "signed before it goes out" in case.refused(Action.REPLY, WRITER, "05-20 12:00")
    assert case.refused(Action.ASK_SIGNING, WRITER, "05-20 12:00") == ""


def test_only_the_latest_is_signed_and_each_answer_anew() -> None:
    case = sign(hand_in(signing(), "05-20 10:00"), "05-20 11:00")
    hand_in(case, "05-20 12:00")
    assert case.refused(Action.REPLY, WRITER, "05-20 13:00"), "another one was handed in since"
    case.do(e.TakenBack(request=case.request), "05-20 13:00")
    assert case.refused(Action.REPLY, WRITER, "05-20 14:00")
    sign(hand_in(case, "05-20 14:00"), "05-20 15:00").reply("05-20 16:00").contest("05-21 10:00")
    assert case.refused(Action.REPLY, WRITER, "05-21 11:00"), "what is done again is signed again"


def disputed() -> Play:
    return replied(rules=ONCE_MORE).contest("05-21 10:00")


def reopened() -> Play:
    return (
        ended(rules=ONCE_MORE).reopen("06-10 09:00").screen("06-10 10:00").assign("06-10 10:10").accept("06-10 14:00")
    )


ONCE_MORE = replace(PLAIN, signing=(SigningRule(by=Approver.LEADER, redone=True),))
AGAIN: tuple[tuple[str, Callable[[], Play], str, bool], ...] = (
    ("the first answer", lambda: handling(rules=ONCE_MORE), "05-20 11:00", False),
    ("one that the enterprise disputed", disputed, "05-21 11:00", True),
    ("one of a case that was opened again", reopened, "06-11 11:00", True),
)


@pytest.mark.parametrize(("_", "case", "when", "signed"), AGAIN)
def test_where_only_what_is_done_again_is_signed(_: str, case: Callable[[], Play], when: str, signed: bool) -> None:
    asked, replied = (bool(case().refused(step, WRITER, when)) for step in (Action.ASK_SIGNING, Action.REPLY))
    assert (asked, replied) == (not signed, signed)


# through the actions

RULE = ("督核: 否", "督核: 否\n  审签: [{由: 领导}]")


def refused(city: City, part: str, action: Action, case: Case, when: dt.datetime, **typed: object) -> Fault:
    with pytest.raises(Fault) as fault:
        city.do(part, action, case, when, **typed)
    return fault.value


@pytest.mark.django_db
def test_what_goes_out_is_what_was_signed(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case = handled(city)
    when = Entry.objects.filter(kind="case", subject=case.pk).latest("seq").at
    part = next(part for part in ("utilities", "finance") if case.holder_id == city.org(f"ng-{part}"))
    answer = {"outcome": "solved", "text": "已经接通。"}
    assert isinstance(refused(city, part, Action.REPLY, case, when, **answer), Refused)
    case = city.do(part, Action.ASK_SIGNING, case, when, outcome="solved", draft="已经接通。")
    assert not Said.objects.filter(case=case, name="draft", outside=True).exists(), "the enterprise doesn't read it yet"
    assert isinstance(refused(city, part, Action.SIGN, case, when), Refused)
    case = city.do("leader", Action.SIGN, case, when, note="同意")
    for other in ({"text": "别的话"}, {"outcome": "answered"}):
        fault = refused(city, part, Action.REPLY, case, when, **{**answer, **other})
        assert isinstance(fault, Invalid) and set(fault.fields) == set(other)
    case = city.do(part, Action.REPLY, case, when, **answer)
    assert case.state == "replied"
    asked = case.requests.get(asked=Asked.SIGNING.value)
    assert (asked.outcome, asked.granted, asked.approver) == ("solved", True, "leader")
    assert not [*everything()]
