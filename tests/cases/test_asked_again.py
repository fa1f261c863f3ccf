"""Silence ends a case only after as many askings as the rules want, so far apart as they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.play import AT_DESK, GROUP, PLAIN, THE_CLOCK, Play, days, handling
from tests.cases.town import DAY, HOUR, TODAY, edition, replied
from tests.cast import START, City
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.actions.clockwork import end_silent, remind
from zhuqi.domain.cases.life.drawing import asks_again
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.ending import AskAgainRule

ASK, END = Action.ASK, Action.END
AGAIN = replace(PLAIN, asked_again=AskAgainRule(times=1, gap=days(5)))
SILENT = "06-04 09:00"
"""Asked on 20 May at 11:00, ten working days to answer: over on 3 June at closing time."""


def asked(rules: CaseRules = AGAIN) -> Play:
    return handling(rules=rules).reply("05-20 10:00").ask("05-20 11:00")


def test_the_first_silence_lets_whoever_asked_ask_again() -> None:
    case = asked()
    asker = case.clock(Tick.ASK).unit
    assert asker == GROUP and "asked once more" in case.refused(END, THE_CLOCK, SILENT)
    case.do(e.Unanswered(), SILENT)
    again = case.clock(Tick.ASK)
    assert again.running and again.unit == asker and again.start == case.now
    assert case.life.state is State.REPLIED and case.clock(Tick.SILENCE).met_at == case.now


def test_the_second_silence_ends_it_and_counts_as_no_agreement() -> None:
    case = asked().do(e.Unanswered(), SILENT).ask("06-04 10:00")
    assert not asks_again(case.life, case.rules)
    assert "still has time" in case.refused(END, THE_CLOCK, "06-10 09:00")
    assert not case.refused(END, THE_CLOCK, "06-24 09:00")
    case.do(e.EndedUnconfirmed(confirmation=Confirmation.UNCONFIRMED), "06-24 09:00")
    assert case.life.confirmation is Confirmation.UNCONFIRMED


def test_a_question_that_did_not_arrive_is_no_asking() -> None:
    case = asked().do(e.Unanswered(), SILENT).do(e.Put(channel=Channel.PHONE), "06-04 10:00")
    assert asks_again(case.life, case.rules) and case.clock(Tick.ASK).running
    assert not case.refused(ASK, AT_DESK, "06-05 10:00")


def test_it_is_not_asked_again_while_it_still_has_time_nor_too_soon() -> None:
    soon = replace(PLAIN, asked_again=AskAgainRule(times=1, gap=days(15)))
    case = asked(soon)
    assert "has been asked" in case.refused(ASK, AT_DESK, "05-21 10:00")
    case.do(e.Unanswered(), SILENT)
    assert "is asked again from" in case.refused(ASK, AT_DESK, "06-10 16:59")
    assert not case.refused(ASK, AT_DESK, "06-11 09:00"), "15 working days after 20 May, 7 June being off"


def test_without_the_rule_the_first_silence_ends_it() -> None:
    case = asked(PLAIN)
    assert not case.refused(END, THE_CLOCK, SILENT)
    assert not asks_again(case.life, case.rules)


def test_what_it_says_in_between_is_heard_and_each_round_begins_anew() -> None:
    case = asked().do(e.Unanswered(), SILENT).contest("06-05 10:00").reply("06-06 10:00")
    assert not asks_again(case.life, case.rules), "nothing arrived yet about the new reply"
    case.ask("06-06 11:00")
    assert asks_again(case.life, case.rules)


@pytest.mark.django_db
def test_the_clock_books_it_and_reminds_whoever_asks_again(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  再问: {次数: 1}"))
    case = replied(city)
    city.do("official", ASK, case.pk, START + 2 * DAY, channel=Channel.PHONE, arrived_on=(START + 2 * DAY).date())
    over = START + 40 * DAY
    assert end_silent(over) == 1 and end_silent(over + HOUR) == 0, "booked once, and nothing ended"
    life = lives.load(Case.objects.get(pk=case.pk))
    assert life.state is State.REPLIED and Entry.objects.filter(verb="unanswered", subject=case.pk).count() == 1
    again = next(clock for clock in life.running if clock.tick is Tick.ASK)
    assert again.start == over and again.remind_at is not None
    assert remind(over + 20 * DAY) > 0
    on = over + 20 * DAY
    city.do("official", ASK, case.pk, on, channel=Channel.PHONE, arrived_on=on.date())
    assert end_silent(on + dt.timedelta(days=60)) == 1
    ended = Case.objects.get(pk=case.pk)
    assert (ended.state, ended.confirmation) == (State.ENDED, Confirmation.UNCONFIRMED)
    assert not [*everything()]
