"""The days that an answer names are part of what is signed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, TODAY, edition, handled
from tests.cast import START, City
from zhuqi.base.errors import Invalid
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Outcome

pytestmark = pytest.mark.django_db
SIGNED = ("督核: 否", "督核: 否\n  审签: [{由: 领导}]")
FRIDAY, LATER = TODAY + 11 * DAY, dt.date(2029, 5, 1)


def signed(city: City, outcome: Outcome, **days: Any) -> Case:
    edition(city, "ng", TODAY, SIGNED)
    case = handled(city)
    case = city.do("utilities", Action.ASK_SIGNING, case, START + 5 * HOUR, outcome=outcome, draft="下周五前", **days)
    return city.do("leader", Action.SIGN, case, START + 6 * HOUR)


def faults(city: City, action: Action, case: Case, **typed: Any) -> set[str]:
    with pytest.raises(Invalid) as fault:
        city.do("utilities", action, case, START + 7 * HOUR, **typed)
    return set(fault.value.fields)


def test_a_plan_goes_out_with_the_day_that_was_signed_and_no_other(city: City) -> None:
    case = signed(city, Outcome.PLANNED, next_on=FRIDAY)
    plan = {"outcome": Outcome.PLANNED, "text": "下周五前"}
    assert faults(city, Action.REPLY, case, **plan, next_on=LATER) == {"next_on"}
    case = city.do("utilities", Action.REPLY, case, START + 8 * HOUR, **plan, next_on=FRIDAY)
    assert case.requests.get(asked="signing").next_on == FRIDAY and not [*everything()]


def test_what_prevents_it_is_looked_at_again_on_the_day_that_was_signed(city: City) -> None:
    case = signed(city, Outcome.EXPLAINED, recheck_on=FRIDAY)
    why = {"outcome": Outcome.EXPLAINED, "text": "下周五前", "told_on": TODAY}
    assert faults(city, Action.REPLY, case, **why, recheck_on=LATER) == {"recheck_on"}
    assert faults(city, Action.REPLY, case, **why, recheck_on=FRIDAY, next_on=FRIDAY) == {"next_on"}, "none was signed"
    city.do("utilities", Action.REPLY, case, START + 8 * HOUR, **why, recheck_on=FRIDAY)


def test_days_that_say_nothing_with_an_outcome_are_left_out_of_both(city: City) -> None:
    case = signed(city, Outcome.SOLVED, next_on=FRIDAY, recheck_on=FRIDAY)
    asked = case.requests.get(asked="signing")
    assert asked.next_on is None and asked.recheck_on is None
    answer = {"outcome": Outcome.SOLVED, "text": "下周五前", "next_on": LATER}
    city.do("utilities", Action.REPLY, case, START + 8 * HOUR, **answer)


def test_what_is_handed_in_names_the_days_that_an_answer_must_name(city: City) -> None:
    edition(city, "ng", TODAY, SIGNED)
    case = handled(city)
    asked = Action.ASK_SIGNING
    assert faults(city, asked, case, outcome=Outcome.PLANNED, draft="分期") == {"next_on"}
    assert faults(city, asked, case, outcome=Outcome.EXPLAINED, draft="暂不能办") == {"recheck_on"}
    assert faults(city, asked, case, outcome=Outcome.PLANNED, draft="分期", next_on=TODAY) == {"next_on"}, "to come"


def test_word_on_progress_is_no_answer_and_needs_no_signature(city: City) -> None:
    edition(city, "ng", TODAY, SIGNED)
    case = handled(city)
    case = city.do("utilities", Action.STAGE_REPLY, case, START + 5 * HOUR, text="已踏勘")
    assert case.state == "handling" and case.outcome is None, "nothing is answered, and the clock of the answer runs on"
