"""What would make a case look better than it is, and is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import SINCE, START, City, stage
from zhuqi.base.errors import Fault, Invalid, Refused
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.domain.cases.actions import ACTIONS, clockwork
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.ending import retire
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.domain.directory.actions.staff import leave

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def city(db: None) -> City:
    return stage()


def seat(city: City, part: str, role: Role, org: str) -> None:
    """A further role for somebody of the cast."""
    give_role(CLOCK, city.staff[part].pk, role=role, org_id=city.org(org), since=SINCE, now=START)


def handling(city: City) -> Case:
    case = city.do("official", Action.SUBMIT, city.record(), START + HOUR, why="组里办不了")
    city.do("dispatcher", Action.SCREEN, case, START + 2 * HOUR, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, START + 2 * HOUR, lead_id=city.org("ng-utilities"))
    return city.do("utilities", Action.ACCEPT, case, START + 3 * HOUR)


def test_who_settled_a_need_cannot_report_that_the_enterprise_disagrees(city: City) -> None:
    case = city.do("official", Action.SETTLE, city.record(), START + HOUR, outcome="solved", text="当场办了")
    with pytest.raises(Refused):
        city.do("official", Action.CONTEST, case, START + 2 * HOUR, text="再给我两天")
    city.do("dispatcher", Action.CONTEST, case, START + 2 * HOUR, text="回访说没好")


def test_a_desk_cannot_withdraw_what_it_holds_itself_and_a_caller_says_in_which_words(city: City) -> None:
    case = city.do("official", Action.SUBMIT, city.record(), START + HOUR, why="组里办不了")
    with pytest.raises(Refused):
        city.do("dispatcher", Action.WITHDRAW, case, START + 20 * DAY, text="企业不要了")
    with pytest.raises(Invalid):
        city.do("supervisor", Action.WITHDRAW, case, START + 20 * DAY)
    city.do("supervisor", Action.WITHDRAW, case, START + 20 * DAY, text="电话里说已经搬走")


def test_an_enterprise_withdraws_without_a_reason(city: City) -> None:
    assert city.do("enterprise", Action.WITHDRAW, city.record(), START + DAY).end == "withdrawn"


def test_a_supervisor_of_one_town_is_no_caller_for_a_case_that_never_came_there(city: City) -> None:
    seat(city, "finance", Role.SUPERVISOR, "mz-office")
    seat(city, "finance", Role.MONITOR, "ng")
    case = city.do("utilities", Action.REPLY, handling(city), START + 4 * HOUR, outcome="solved", text="好了")
    for action in (Action.CONFIRM, Action.CONTEST, Action.WITHDRAW, Action.ASK):
        typed = {"channel": "phone"} if action is Action.ASK else {"text": "好的"}
        with pytest.raises(Fault):
            city.do("finance", action, case, START + 5 * HOUR, **typed)


def test_a_note_that_the_question_arrived_long_ago_does_not_shorten_the_time_to_answer(city: City) -> None:
    case = city.do("official", Action.SETTLE, city.record(), START + HOUR, outcome="solved", text="当场办了")
    month = START + 30 * DAY
    city.do("official", Action.ASK, case, month, channel="visit", arrived_on=START.date())
    assert clockwork.end_silent(month + HOUR) == 0
    assert clockwork.end_silent(month + 20 * DAY) == 1


def test_somebody_in_two_units_asks_only_for_the_row_that_the_table_allows(city: City) -> None:
    seat(city, "utilities", Role.HANDLER, "ng-finance")
    case = city.do("official", Action.SUBMIT, city.record(), START + HOUR, why="组里办不了")
    city.do("dispatcher", Action.SCREEN, case, START + 2 * HOUR, kind="utilities", grade="B")
    units = {"lead_id": city.org("ng-utilities"), "assist_ids": [city.org("ng-finance")]}
    city.do("dispatcher", Action.ASSIGN, case, START + 2 * HOUR, **units)
    city.do("utilities", Action.ACCEPT, case, START + 3 * HOUR)
    case = city.do("utilities", Action.REPLY, case, START + 4 * HOUR, outcome="solved", text="好了")
    case = city.do("utilities", Action.HAND_BACK, case, START + 5 * HOUR, reason="不归协办", proposal="不需要协办")
    case = city.do("dispatcher", Action.RULE, case, START + 6 * HOUR, upheld=True, reason="同意")
    assert case.state == "replied", "the assist's row went back, the lead's reply stands"


def test_nothing_is_booked_on_a_day_whose_books_are_closed(city: City) -> None:
    city.record(START)
    assert clockwork.fold_days(START + 3 * DAY) == 1
    with pytest.raises(Refused, match="closed"):
        city.record(START + HOUR, enterprise_id=city.enterprises[1].pk)


def test_a_person_who_left_does_nothing(city: City) -> None:
    case = city.record()
    gone = directory.actor(city.staff["official"].account_id or 0, SINCE - DAY)
    with pytest.raises(Fault):
        ACTIONS[Action.SUBMIT](gone, case.pk, why="x", now=START + HOUR)


def test_a_unit_or_a_desk_with_live_cases_is_not_retired(city: City) -> None:
    case = handling(city)
    for code in ("ng-desk", "ng-utilities"):
        for person in city.orgs[code].staff.all():
            leave(CLOCK, person.pk, on=START.date(), now=START + DAY)
        with pytest.raises(Refused, match="still lies with it"):
            retire(CLOCK, city.org(code), on=START.date() + DAY, now=START + DAY)
    city.do("supervisor", Action.WITHDRAW, case, START + DAY, text="企业说不办了")
    retire(CLOCK, city.org("ng-utilities"), on=START.date() + DAY, now=START + DAY)
    retire(CLOCK, city.org("ng-desk"), on=START.date() + DAY, now=START + DAY)
