"""Giving back by sort of case, and silence that signs: who neither signed nor gave it back in time has signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.play import IN_LEAD, IN_PART, LEAD, MICROSECOND, PART, PLAIN, THE_CLOCK, assigned, at, days
from tests.cases.test_examples import RULES
from tests.cases.town import DAY, HOUR, TODAY, edition
from tests.cases.town import assigned as sent
from tests.cast import START, City
from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.comparing import differences
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.yielding import yielded
from zhuqi.domain.cases.actions.handling import accept
from zhuqi.domain.cases.actions.signing import sign_silent
from zhuqi.domain.cases.models import Case, Holding
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Action, Hand, State, Tick
from zhuqi.domain.cases.sections.asking import ReturnRow, ReturnRule
from zhuqi.examples import play

ACCEPT, HAND_BACK = Action.ACCEPT, Action.HAND_BACK
LAPSES = ReturnRule(
    days(2),
    lapses=True,
    rows=(
        ReturnRow(grades=frozenset("A"), within=days(1)),
        ReturnRow(hands=frozenset({Hand.PART}), lapses=False),
    ),
)
SILENT = replace(PLAIN, returning=LAPSES)
END = at("05-16 17:00")
"""Two working days after the assignment on Tuesday the 14th."""


@pytest.mark.parametrize(
    ("grade", "hand", "held"),
    [
        ("B", Hand.LEAD, (2, True)),
        ("A", Hand.LEAD, (1, True)),
        ("B", Hand.PART, (2, False)),
        ("A", Hand.PART, (1, True)),
    ],
)
def test_the_window_is_that_of_the_closest_row(grade: str, hand: Hand, held: tuple[int, bool]) -> None:
    rule = LAPSES.of(Traits("other", grade=grade), hand)
    assert (rule.within.amount, rule.lapses) == held


def test_silence_signs_once_the_time_to_give_it_back_is_over_and_not_a_microsecond_earlier() -> None:
    case = assigned(rules=SILENT)
    assert case.refused(ACCEPT, THE_CLOCK, END) == "The time for giving it back isn't over."
    assert not case.refused(ACCEPT, THE_CLOCK, END + MICROSECOND)
    assert case.refused(
        ACCEPT, THE_CLOCK, dt.datetime.max.replace(tzinfo=END.tzinfo, year=2019, month=5, day=16, hour=16)
    )
    case.accept("05-16 17:01")
    assert case.life.state is State.HANDLING and case.row(LEAD).accepted_at == at("05-16 17:01")
    assert case.clock(Tick.ACCEPT).late(at("05-16 17:01")), "signing was late all the same"
    assert case.refused(HAND_BACK, IN_LEAD, "05-16 17:02").startswith("The time for returning it ended on")


def test_where_silence_signs_the_time_runs_from_the_assignment_also_for_who_signed() -> None:
    case = assigned(rules=SILENT).accept("05-16 09:00")
    assert not case.refused(HAND_BACK, IN_LEAD, END)
    assert case.refused(HAND_BACK, IN_LEAD, END + MICROSECOND)
    assert not assigned().accept("05-16 09:00").refused(HAND_BACK, IN_LEAD, END + MICROSECOND), "else from the signing"


def test_nobody_is_taken_to_have_signed_what_it_gave_back_or_where_the_rules_do_not_say_so() -> None:
    later = END + dt.timedelta(3)
    assert assigned().refused(ACCEPT, THE_CLOCK, later)
    assert assigned(rules=SILENT).hand_back("05-15 10:00").refused(ACCEPT, THE_CLOCK, later)
    case = assigned(parts=[PART], rules=SILENT).accept("05-15 10:00")
    assert case.refused(ACCEPT, THE_CLOCK, later), "part units aren't, by their row"
    assert not case.refused(ACCEPT, IN_PART, later)


# as a text says it

BLOCK = "延期: {至多: 1,"
TEXT = RULES.replace(
    BLOCK, f"退回: {{期限: 1 工作日, 逾期视为签收: 是, 各类: [{{级别: 重大, 期限: 2 工作时}}]}}\n  {BLOCK}"
)
SENT = """    经过:
      - 2022-10-08 09:00 登记到调度室
      - 2022-10-08 09:00 甄别
      - 2022-10-08 09:00 交办 甲局
"""
HELD = {
    "after its time": SENT + "      - 2022-10-09 17:01 视为签收\n    应有: {状态: 办理中, 签收: 逾期}\n",
    "not in its time": SENT + "    应拒: 2022-10-09 17:00 视为签收\n",
    "the greater class sooner": "    案: {级别: 重大}\n" + SENT + "    应拒: 2022-10-08 11:30 申请退回\n",
}


@pytest.mark.parametrize("told", HELD.values(), ids=HELD)
def test_an_example_tells_when_silence_signs(told: str) -> None:
    (outcome,) = play(layer(f"{TEXT}  - 名: 视为签收\n{told}"))
    assert outcome.ok, outcome


@pytest.mark.parametrize(
    ("rows", "stance", "hours"),
    [
        ((ReturnRow(grades=frozenset("A"), within=days(1)),), "STRICTER", 1),
        ((ReturnRow(grades=frozenset("A"), within=days(3)),), "LAXER", 2),
        ((ReturnRow(grades=frozenset("A"), lapses=True),), "STRICTER", 2),
    ],
)
def test_rows_below_are_compared_with_what_holds_above(rows, stance: str, hours: int) -> None:
    own = {"办理": replace(PLAIN, returning=replace(PLAIN.returning, rows=rows))}
    (found,) = differences({"办理": PLAIN}, own)
    assert found.stance.name == stance
    held = yielded({"办理": PLAIN}, own)["办理"].returning
    assert held.of(Traits("other", grade="A")).within == days(hours)


# an assignment names each unit once


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("甲局，分办 甲局", "“甲局” is named twice."),
        ("甲局，分办 乙局，协办 乙局", "“乙局” is named twice."),
        ("甲局、甲局", "“甲局” is named twice."),
        ("甲局、乙局", "One unit leads."),
    ],
)
def test_an_assignment_that_names_a_unit_twice_is_refused(named: str, why: str) -> None:
    told = f"  - 名: 交办\n{SENT.replace('甲局', named)}    应有: {{状态: 已交办}}\n"
    (outcome,) = play(layer(RULES + told))
    assert not outcome.ok and outcome.got == "被拒绝" and str(outcome.because).startswith(why)


# through the actions

RULE = ("退回: {期限: 2 工作日}", "退回: {期限: 2 工作日, 逾期视为签收: 是}")


@pytest.mark.django_db
def test_the_clock_signs_for_the_lead_and_for_every_co_handler(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case = sent(city, parts=["ng-finance"])
    over = START + 3 * HOUR + 2 * DAY
    assert sign_silent(over) == 0
    with pytest.raises(Refused):
        accept(CLOCK, case.pk, now=over)
    later = START + 4 * DAY
    assert sign_silent(later) == 2 and sign_silent(later + HOUR) == 0
    assert Case.objects.get(pk=case.pk).state == "handling"
    assert not Holding.objects.filter(case=case, hand__in=["lead", "part"], accepted_at=None).exists()
    entries = Entry.objects.filter(kind="case", subject=case.pk, verb="accepted")
    assert [entry.account for entry in entries] == [None, None], "nobody, but the clock"
    assert not [*everything()]


@pytest.mark.django_db
def test_elsewhere_nothing_is_signed_by_silence(city: City) -> None:
    sent(city)
    assert sign_silent(START + 30 * DAY) == 0
