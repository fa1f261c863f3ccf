"""A case that is sorted otherwise while its clocks run: what is sent, what is signed, what is due, and who must say it again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from tests.cases.play import (
    AT_DESK,
    IN_LEAD,
    LEAD,
    MICROSECOND,
    PLAIN,
    THE_CLOCK,
    Play,
    assigned,
    at,
    days,
    handling,
    suspended,
    written,
)
from tests.cases.test_copies_by_clock import Chased, row
from tests.cases.test_signing import HEAD, LEADER, WRITER, hand_in, sign
from tests.cases.test_weighing import CONFIRMED, rules
from tests.cases.town import DAY, HOUR, TODAY, code_of, edition, submitted
from tests.cases.town import assigned as assigned_in
from tests.cast import START, City
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.actions.clockwork import remind
from zhuqi.domain.cases.life.raising import classifying
from zhuqi.domain.cases.life.requesting import lapsed, returned_by, silent_since
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Shifted, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.asking import ReturnRow, ReturnRule
from zhuqi.domain.cases.sections.chasing import rung
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.sections.signing import SigningRule
from zhuqi.interfaces.web.cases.clock_rows import explained

A, B = frozenset("A"), frozenset("B")


def classify(case: Play, grade: str, when: str) -> Any:
    """As the action books it."""
    seen = case.seen(AT_DESK, when)
    return case.do(classifying(case.life, grade, seen.now, seen.terms), when)


# what is sent


def world(clock: Tick, *reminders: Any) -> Chased:
    """Copies of class A where a clock runs late, and a ladder."""
    copies = (row("逾期", clocks=frozenset({clock}), grades=A),)
    return Chased(rules=replace(PLAIN, reminders=reminders, copies=copies)).record().submit()


def test_a_copy_of_a_class_goes_out_for_a_clock_that_began_before_the_class_was_known() -> None:
    case = world(Tick.SCREEN).screen(grade="A")
    case.wait("06-03 17:00")
    assert case.clock(Tick.SCREEN).late(at("06-03 17:00")) and len(case.sent) == 1


def test_a_copy_of_a_class_goes_out_for_a_clock_whose_class_was_confirmed_otherwise_with_the_same_time() -> None:
    case = classify(world(Tick.HANDLE).screen().assign().accept(), "A", "05-15 10:00")
    assert case.due(Tick.HANDLE) == "05-28 17:00"
    case.wait("06-03 17:00")
    assert [written(copy.at) for copy in case.life.copies] == ["05-28 17:01"]


def test_a_copy_of_a_class_that_it_no_longer_is_isnt_sent_and_no_empty_notice_either() -> None:
    case = classify(world(Tick.HANDLE).screen(grade="A").assign().accept(), "B", "05-15 10:00")
    assert case.wait("06-03 17:00") == [] and case.sent == []


def test_a_ladder_besides_delays_no_copy() -> None:
    ladder = rung("到期后 3 工作日", Sent.URGE, Party.UNIT, sheet="黄")
    case = classify(world(Tick.HANDLE, ladder).screen().assign().accept(), "A", "05-15 10:00")
    case.wait("06-03 17:00")
    assert [written(copy.at) for copy in case.life.copies] == ["05-28 17:01"]


def test_rungs_that_were_climbed_on_another_ladder_hide_none_of_the_new_one() -> None:
    ladder = (
        replace(rung("到期前 3 工作日", Sent.REMIND, Party.UNIT), grades=B),
        replace(rung("到期前 1 工作日", Sent.REMIND, Party.UNIT), grades=B),
        replace(rung("到期后 1 工作日", Sent.SUPERVISE, Party.UNIT, sheet="红"), grades=A),
    )
    case = Chased(rules=replace(PLAIN, reminders=ladder)).record().submit().screen().assign().accept()
    assert [line for line in case.wait("05-27 18:00") if "handle" in line] == [
        "reminded handle 05-23 17:00",
        "reminded handle 05-27 17:00",
    ]
    classify(case, "A", "05-28 10:00")
    assert [line for line in case.wait("06-10 17:00") if "handle" in line] == ["reminded handle 05-29 17:00"]


def test_nothing_is_sent_twice_where_the_same_rung_stands_on_both_ladders() -> None:
    both = tuple(
        replace(rung("到期前 3 工作日", Sent.REMIND, Party.UNIT), grades=frozenset(grade)) for grade in ("A", "B")
    )
    more = replace(rung("到期后 1 工作日", Sent.URGE, Party.UNIT), grades=A)
    case = Chased(rules=replace(PLAIN, reminders=(*both, more))).record().submit().screen().assign().accept()
    assert "reminded handle 05-23 17:00" in case.wait("05-24 18:00")
    classify(case, "A", "05-27 10:00")
    assert [line for line in case.wait("06-10 17:00") if "handle" in line] == ["reminded handle 05-29 17:00"]


def test_the_ladder_of_a_class_holds_for_the_time_to_screen_itself() -> None:
    ladder = (replace(rung("到期后 1 工作日", Sent.SUPERVISE, Party.UNIT, sheet="红"), grades=A),)
    case = Chased(rules=replace(PLAIN, reminders=ladder)).record().submit().screen(grade="A")
    assert any("screen" in line for line in case.wait("06-03 17:00"))


def test_a_clock_that_stands_still_goes_on_standing_still_under_another_ladder() -> None:
    ladder = (replace(rung("到期后 1 工作日", Sent.SUPERVISE, Party.UNIT, sheet="红"), grades=A),)
    case = classify(suspended(rules=replace(PLAIN, reminders=ladder)), "A", "05-20 10:00")
    clock = case.clock(Tick.HANDLE)
    assert clock.paused_at == at("05-16 10:00") and [one.why for one in clock.shifts] == [Shifted.SORTED]
    assert case.resume("05-24 10:00").clock(Tick.HANDLE).remind_at is not None


def test_what_differs_in_nothing_that_is_sent_is_left_as_it_was() -> None:
    case = classify(handling(), "A", "05-15 10:00")
    assert not any(clock.shifts for clock in case.life.clocks if clock.tick is Tick.HANDLE)


@pytest.mark.django_db
def test_through_the_jobs_a_copy_of_a_class_goes_out_and_the_books_agree(city: City) -> None:
    named = [("- {时: 到期前 1 工作日", "- {钟: 答复, 时: 到期前 1 工作日")]
    named += [(f"- {{时: 到期后 {n}", f"- {{钟: 答复, 时: 到期后 {n}") for n in ("1 工作时", "2 工作日")]
    copies = "抄送: [{当: 逾期, 钟: [甄别, 签收], 级别: A, 给: cc-super}]"
    edition(city, "ng", TODAY, *named, ("督核: 否", f"督核: 否\n  {copies}"))
    case = city.do("dispatcher", Action.SCREEN, submitted(city), START + 2 * HOUR, kind="utilities", grade="A")
    for hour in range(0, 24 * 14, 6):
        remind(START + 3 * HOUR + hour * HOUR)
    assert [code_of(city, copy.unit) for copy in current(Case.objects.get(pk=case.pk)).copies] == ["cc-super"]
    assert not [*everything()]


def test_a_clock_says_why_it_was_marked() -> None:
    ladder = (replace(rung("到期后 1 工作日", Sent.SUPERVISE, Party.UNIT, sheet="红"), grades=A),)
    case = classify(handling(rules=replace(PLAIN, reminders=ladder)), "A", "05-15 10:00")
    with override("en"):
        assert any("sorted otherwise" in str(line) for line in explained(case.clock(Tick.HANDLE)))


# what is signed

ROWS = (
    SigningRule(by=Approver.HEAD),
    SigningRule(by=Approver.LEADER, grades=A),
    SigningRule(by=Approver.NOBODY, grades=frozenset("C")),
)
SIGNED = replace(PLAIN, signing=ROWS)


def test_a_signature_that_isnt_enough_for_the_class_it_has_now_lets_nothing_out() -> None:
    case = classify(sign(hand_in(handling(rules=SIGNED), "05-20 10:00"), "05-20 11:00"), "A", "05-20 12:00")
    assert case.refused(Action.REPLY, WRITER, "05-20 13:00") and not case.refused(
        Action.ASK_SIGNING, WRITER, "05-20 13:00"
    )
    hand_in(case, "05-20 13:00", Approver.LEADER)
    assert case.refused(Action.SIGN, HEAD, "05-20 14:00") and not case.refused(Action.SIGN, LEADER, "05-20 14:00")
    assert not sign(case, "05-20 14:00").refused(Action.REPLY, WRITER, "05-20 15:00")


@pytest.mark.parametrize(("grade", "void"), [("A", True), ("B", False), ("C", True)])
def test_what_waits_for_a_signature_is_overtaken_where_another_one_is_wanted_or_none(grade: str, void: bool) -> None:
    case = classify(hand_in(handling(rules=SIGNED), "05-20 10:00"), grade, "05-20 12:00")
    asked = case.life.requests[-1]
    assert (asked.void_at is not None) is void and case.clock(Tick.SIGN).running is not void
    assert bool(case.refused(Action.SIGN, HEAD, "05-20 13:00")) is void


def test_the_signature_of_a_leader_is_enough_where_the_head_would_be_now() -> None:
    case = handling(rules=SIGNED)
    classify(case, "A", "05-19 10:00")
    sign(hand_in(case, "05-20 10:00", Approver.LEADER), "05-20 11:00")
    assert not classify(case, "B", "05-20 12:00").refused(Action.REPLY, WRITER, "05-20 13:00")


# what is due


def timed(span: Span, tick: Tick = Tick.HANDLE, grade: str = "A") -> CaseRules:
    return replace(PLAIN, clocks=(ClockRule(tick, span, grades=frozenset(grade)), *PLAIN.clocks))


def test_the_time_to_answer_that_the_enterprise_was_given_isnt_cut() -> None:
    case = handling(rules=timed(days(1), Tick.SILENCE, "C")).reply("05-20 10:00").ask("05-20 14:00")
    was = case.due(Tick.SILENCE)
    classify(case, "C", "05-24 10:00")
    assert case.due(Tick.SILENCE) == was and case.refused(Action.END, THE_CLOCK, "05-24 10:01")


@pytest.mark.parametrize(
    ("span", "when", "due"),
    [
        (days(5), "05-15 10:00", "05-21 17:00"),  # from its own start, as ever
        (days(1), "05-17 10:00", "05-20 17:00"),  # that day was over: from now
        (days(4), "05-24 10:00", "05-28 17:00"),  # from now it would be later than it is: nothing changes
        (days(1), "05-27 10:00", "05-28 17:00"),
    ],
)
def test_nothing_is_due_before_it_is_said_nor_later_than_it_was(span: Span, when: str, due: str) -> None:
    case = classify(handling(rules=timed(span)), "A", when)
    assert case.due(Tick.HANDLE) == due
    assert not case.clock(Tick.HANDLE).late(at(when) + dt.timedelta(minutes=1))


def test_what_counts_from_now_is_the_same_when_it_is_told_again() -> None:
    case = handling(rules=timed(days(1)))
    seen = case.seen(AT_DESK, "05-17 10:00")
    event = classifying(case.life, "A", seen.now, seen.terms)
    assert event.spent and event.spent[0].span.unit is Unit.WORKING_DAY and not event.kept
    assert e.KINDS["classified"].revive(json.loads(json.dumps(event.facts()))) == event, "as the journal keeps it"


def test_a_class_confirmed_while_it_stands_still_is_due_after_it_goes_on() -> None:
    case = classify(suspended(rules=timed(days(1))), "A", "05-20 10:00").resume("05-24 10:00")
    due = case.clock(Tick.HANDLE).due
    assert due is not None and due > at("05-24 10:00")


@pytest.mark.django_db
def test_through_the_action_nobody_is_late_at_once(city: City) -> None:
    rules(city, CONFIRMED % ("督查", ""), "    - {钟: 答复, 时长: 1 工作时, 级别: C, 办理方式: 主办}\n")
    case = assigned_in(city)
    now = START + 3 * DAY
    city.do("supervisor", Action.CLASSIFY, case, now, grade="C", note="核实")
    handle = Clock.objects.get(case=case, tick="handle")
    assert handle.due is not None and handle.due > now
    assert outside(city.actor("enterprise"), case.pk, now=now).promise is not None
    assert not [*everything()]


# by what silence signs


def test_silence_signs_by_the_rules_of_a_class_only_from_when_the_class_was_known() -> None:
    late = ReturnRule(days(5), rows=(ReturnRow(grades=A, within=days(1), lapses=True),))
    case = assigned(rules=replace(PLAIN, returning=late))
    assert lapsed(case.seen(THE_CLOCK, "05-17 09:00")) is None
    classify(case, "A", "05-17 10:00")
    assert returned_by(case.seen(IN_LEAD, "05-17 10:00"), case.row(LEAD)) == at("05-17 10:00")
    assert not case.refused(Action.HAND_BACK, IN_LEAD, "05-17 10:00")
    assert silent_since(case.seen(THE_CLOCK, "05-17 11:00"), case.row(LEAD)) == at("05-17 10:00") + MICROSECOND


# who must say it again


@pytest.mark.django_db
def test_the_room_does_not_undo_a_class_that_was_confirmed(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  级别认定: {级别: [A], 由: 督查, 时长: 1 工作日}"))
    case = city.do("dispatcher", Action.SCREEN, submitted(city), START + 2 * HOUR, kind="utilities", grade="A")
    case = city.do("supervisor", Action.CLASSIFY, case, START + 3 * HOUR, grade="A")
    case = city.do("dispatcher", Action.SCREEN, case, START + 4 * HOUR, kind="finance", grade="A")
    assert current(case).provisional is not None, "class A is confirmed each time, as it was"
    case = city.do("supervisor", Action.CLASSIFY, case, START + 5 * HOUR, grade="A")
    case = city.do("dispatcher", Action.SCREEN, case, START + 6 * HOUR, kind="finance", grade="B")
    life = current(case)
    assert life.provisional is not None, "another one than was confirmed is provisional too"
    clock = [one for one in life.running if one.tick is Tick.CLASS][-1]
    assert clock.due is not None and code_of(city, clock.unit) == "cc-super"
    case = city.do("supervisor", Action.CLASSIFY, case, START + 7 * HOUR, grade="B")
    case = city.do("dispatcher", Action.SCREEN, case, START + 8 * HOUR, kind="utilities", grade="B")
    assert current(case).provisional is None, "the class is what was confirmed"


@pytest.mark.django_db
def test_a_class_that_nobody_had_to_confirm_is_the_rooms_to_change(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  级别认定: {级别: [A], 由: 督查, 时长: 1 工作日}"))
    case = city.do("dispatcher", Action.SCREEN, submitted(city), START + 2 * HOUR, kind="utilities", grade="B")
    case = city.do("dispatcher", Action.SCREEN, case, START + 3 * HOUR, kind="utilities", grade="C")
    assert current(case).provisional is None


def test_an_answer_that_waits_is_the_only_request_that_a_class_overtakes() -> None:
    case = handling(rules=SIGNED).ask_extension("05-20 10:00")
    assert classify(case, "A", "05-20 11:00").life.request(Asked.EXTENSION) is not None
