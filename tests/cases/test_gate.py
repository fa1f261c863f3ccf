"""The check as a place writes it: for which replies, drawn by lot, with questions; and which ends count as done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.cases.play import AT_DESK, LEAD, OVERSEER, PLAIN, THE_CLOCK, THE_ENTERPRISE, Play, handling
from tests.cases.town import TODAY, edition, replied, told
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.life.drawing import to_check
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.queries.ledger import account
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.ledger import Side
from zhuqi.domain.cases.rules.tally import Tally
from zhuqi.domain.cases.rules.words import Action, Confirmation, Outcome, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.ending import GateRule

ASK, CONFIRM, CHECK, END = Action.ASK, Action.CONFIRM, Action.CHECK, Action.END
SOLVED_ALONE = frozenset({Outcome.SOLVED})


def gated(**gate: Any) -> CaseRules:
    return replace(PLAIN, gate=GateRule(on=True, **gate))


def ticks(case: Play) -> set[Tick]:
    return {clock.tick for clock in case.life.running}


def drawn_at(share: Fraction, wanted: bool) -> str:
    """A moment of recording by which a case falls into the sample, or doesn't."""
    for minute in range(60):
        when = f"05-13 10:{minute:02d}"
        case = Play(rules=gated(share=share)).record(when).submit().screen().assign().accept().reply("05-20 10:00")
        if to_check(case.life, case.rules) is wanted:
            return when
    raise AssertionError("an hour of cases all drawn alike")


@pytest.mark.parametrize(
    ("gate", "outcome", "checked"),
    [
        ({}, Outcome.SOLVED, True),
        ({"outcomes": SOLVED_ALONE}, Outcome.SOLVED, True),
        ({"outcomes": SOLVED_ALONE}, Outcome.ANSWERED, False),
        ({"grades": frozenset({"A"})}, Outcome.SOLVED, False),
        ({"grades": frozenset({"A", "B"})}, Outcome.SOLVED, True),
        ({"kinds": frozenset({"finance"})}, Outcome.SOLVED, False),
        ({"categories": frozenset({"zx"})}, Outcome.SOLVED, False),
        ({"share": Fraction(0)}, Outcome.SOLVED, False),
    ],
)
def test_a_reply_that_the_check_is_not_for_goes_to_the_enterprise_at_once(
    gate: Mapping[str, Any], outcome: Outcome, checked: bool
) -> None:
    case = handling(rules=gated(**gate)).reply("05-20 10:00", outcome)
    assert ticks(case) == {Tick.CHECK if checked else Tick.ASK}
    assert case.life.replies[0].spared is (None if checked else True)
    waits = "The reply is still being checked."
    assert (case.refused(CONFIRM, THE_ENTERPRISE) == waits) is checked
    assert (case.refused(ASK, AT_DESK) == waits) is checked
    assert (not case.refused(CHECK, OVERSEER)) is checked


def test_a_reply_that_is_spared_can_end_by_silence_like_any_other() -> None:
    case = handling(rules=gated(outcomes=SOLVED_ALONE)).reply("05-20 10:00", Outcome.ANSWERED).ask("05-20 14:00")
    assert not case.refused(END, THE_CLOCK, "06-30 09:00")


def test_the_lot_is_drawn_by_the_case_and_not_by_when_it_is_answered() -> None:
    share = Fraction(1, 2)
    for wanted in (True, False):
        recorded = drawn_at(share, wanted)
        for answered in ("05-20 10:00", "05-21 16:59", "05-22 08:31"):
            case = Play(rules=gated(share=share)).record(recorded).submit().screen().assign().accept()
            case.reply(answered)
            assert ticks(case) == {Tick.CHECK if wanted else Tick.ASK}


def test_words_on_progress_and_a_plan_draw_no_other_lot() -> None:
    share, found = Fraction(1, 2), []
    recorded = drawn_at(share, True)
    for way in (lambda c: c, lambda c: c.plan("05-20 10:00", next_on="06-03")):
        case = Play(rules=gated(share=share)).record(recorded).submit().screen().assign().accept()
        found.append(ticks(way(case).reply("05-22 10:00")))
    assert found == [{Tick.CHECK}, {Tick.CHECK}]


def test_what_failed_once_is_checked_whatever_the_lot_says() -> None:
    case = handling(rules=gated()).reply("05-20 10:00").check("05-21 10:00", passed=False)
    case.rules = gated(share=Fraction(0))
    assert ticks(case.reply("05-22 10:00")) == {Tick.CHECK}


# what counts


@pytest.mark.parametrize(
    ("outcome", "tally", "account"),
    [
        (Outcome.SOLVED, None, "closed:solved:enterprise"),
        (Outcome.ANSWERED, Tally.APART, "apart:closed:answered:enterprise"),
    ],
)
def test_an_outcome_that_does_not_count_stands_apart_and_reopened_it_is_forgotten(
    outcome: Outcome, tally: Tally | None, account: str
) -> None:
    rules = replace(PLAIN, gate=GateRule(counted=SOLVED_ALONE))
    case = handling(rules=rules).reply("05-20 10:00", outcome).confirm("05-21 10:00")
    assert case.life.tally is tally and case.edges()[-1] == f"{LEAD}:awaiting → {account}"
    case.reopen("05-22 10:00")
    assert case.life.tally is None and case.edges()[-1] == f"{account} → 2:open"


def test_silence_stands_apart_too_where_its_outcome_does_not_count() -> None:
    rules = replace(PLAIN, gate=GateRule(counted=SOLVED_ALONE))
    case = handling(rules=rules).reply("05-20 10:00", Outcome.ANSWERED).ask("05-20 14:00").end("06-05 10:00")
    assert case.life.account.name == "apart:closed:answered:unconfirmed"
    assert case.life.confirmation is Confirmation.UNCONFIRMED


# through the actions

QUESTIONS = ("督核: 否", "督核: {要: 是, 问题: {jj: 是否解决, lx: 单位是否联系企业}}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "passed", "fault"),
    [
        ({"jj": True}, None, "answers"),
        ({}, True, "answers"),
        ({"jj": True, "lx": True, "xx": True}, None, "answers"),
        ({"jj": True, "lx": False}, True, "passed"),
        ({"jj": True, "lx": True}, False, "passed"),
    ],
)
def test_each_question_is_answered_and_the_answers_decide(
    city: City, answers: dict[str, bool], passed: bool | None, fault: str
) -> None:
    edition(city, "ng", TODAY, QUESTIONS)
    case = replied(city)
    with pytest.raises(Invalid) as refused:
        city.do("dispatcher", CHECK, case, START, answers=answers, passed=passed, note="已核")
    assert list(refused.value.fields) == [fault]


@pytest.mark.django_db
@pytest.mark.parametrize(("yes", "state"), [(True, State.CHECKED), (False, State.HANDLING)])
def test_all_yes_passes_and_one_no_is_done_again_and_the_answers_are_facts(city: City, yes: bool, state: State) -> None:
    edition(city, "ng", TODAY, QUESTIONS)
    case = replied(city)
    later = Entry.objects.filter(kind="case", subject=case.pk).latest("seq").at
    case = city.do("dispatcher", CHECK, case, later, answers={"jj": True, "lx": yes}, note="已核")
    assert case.state == state
    entry = Entry.objects.filter(kind="case", subject=case.pk, verb="checked").get()
    assert f'"answers":[{{"question":"jj","yes":true}},{{"question":"lx","yes":{str(yes).lower()}}}]' in entry.facts
    assert lives.load(case).replies[-1].passed is yes
    assert not [*everything()]


@pytest.mark.django_db
def test_where_nothing_is_asked_the_checker_says_it_and_answers_to_nothing_are_refused(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 是"))
    case = replied(city)
    later = Entry.objects.filter(kind="case", subject=case.pk).latest("seq").at
    for typed in ({}, {"passed": True, "answers": {"jj": True}}):
        with pytest.raises(Invalid):
            city.do("dispatcher", CHECK, case, later, note="已核", **typed)
    assert city.do("dispatcher", CHECK, case, later, passed=True, note="已核").state == State.CHECKED


@pytest.mark.django_db
def test_a_spared_reply_is_read_by_the_enterprise_at_once_and_nobody_checks_it(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: {要: 是, 结果: [已解释]}"))
    case = replied(city)
    later = Entry.objects.filter(kind="case", subject=case.pk).latest("seq").at
    with pytest.raises(Refused) as refused:
        city.do("dispatcher", CHECK, case, later, passed=True, note="已核")
    assert told(refused.value) == "By the rules here this reply isn't among those that are checked."
    page = outside(city.actor("enterprise"), case.pk, now=later)
    assert page.waiting and not page.checking and page.answers[0].words == ("已送电",)
    assert not [*everything()], "and the journal tells the same"


@pytest.mark.django_db
def test_what_does_not_count_is_a_term_of_its_own_in_the_statement_and_the_books_balance(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: {要: 否, 算办结: [已解释]}"))
    case = replied(city)
    later = Entry.objects.filter(kind="case", subject=case.pk).latest("seq").at
    city.do("dispatcher", CONFIRM, case, later)
    found = account(city.actor("dispatcher"), city.org("ng"), later.date(), later.date(), tree=True)
    assert found.by_account(Side.CLOSED) == [(None, "apart:closed:solved:callback", 1)]
    assert found.closing == 0 and not [*everything()]
