"""Satisfaction is a share of those who were heard: the silent are counted, and never as satisfied (M5)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from tests.cases.town import replied
from tests.cast import START, City
from zhuqi.base.errors import Fault, Missing, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.actions.clockwork import end_silent
from zhuqi.domain.cases.actions.rating import rate
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, End, Outcome, State
from zhuqi.domain.voice.measures import Satisfaction, satisfaction, whole

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MONTHS = START + 90 * DAY


def answered(city: City, n: int, by: Channel = Channel.PHONE) -> Case:
    """Solved on the spot, and the enterprise asked."""
    case = city.record(title=f"第 {n} 件")
    city.do("official", Action.SETTLE, case, START + HOUR, outcome=Outcome.SOLVED, text="已办")
    return city.do("dispatcher", Action.ASK, case, START + HOUR, channel=by, arrived_on=START.date())


def figures(city: City, part: str = "supervisor") -> dict[Channel | None, Satisfaction]:
    return satisfaction(city.actor(part), START, MONTHS)


def test_a_hundred_closures_of_which_forty_are_silent_are_a_satisfaction_over_sixty(city: City) -> None:
    for n in range(100):
        case = answered(city, n)
        if n < 60:
            city.do("enterprise", Action.CONFIRM, case, START + 2 * HOUR)
        if n < 6:
            rate(city.actor("enterprise"), case.pk, result_rating=2, now=START + 3 * HOUR)
    end_silent(MONTHS - DAY)
    assert Case.objects.filter(end=End.CLOSED, confirmation=Confirmation.UNCONFIRMED).count() == 40
    found = whole(figures(city))
    assert (found.closures, found.heard, found.silent, found.content, found.objected) == (100, 60, 40, 54, 6)
    assert (found.rate, found.response) == (Fraction(54, 60), Fraction(60, 100))
    assert sum(part.closures for part in figures(city).values()) == 100


def test_each_channel_prints_its_own_denominator(city: City) -> None:
    city.do("enterprise", Action.CONFIRM, answered(city, 1), START + 2 * HOUR)
    city.do("enterprise", Action.CONFIRM, answered(city, 2, Channel.VISIT), START + 2 * HOUR)
    answered(city, 3)
    end_silent(MONTHS - DAY)
    found = figures(city)
    assert found == {Channel.PHONE: Satisfaction(content=1, silent=1), Channel.VISIT: Satisfaction(content=1)}
    assert [found[Channel.PHONE].rate, found[Channel.PHONE].response] == [Fraction(1), Fraction(1, 2)]


def test_where_nobody_was_heard_there_is_no_rate(city: City) -> None:
    answered(city, 1)
    end_silent(MONTHS - DAY)
    found = whole(figures(city))
    assert (found.rate, found.response, found.closures) == (None, Fraction(0), 1)
    assert whole({}).response is None


def test_who_once_did_not_agree_is_not_counted_as_satisfied(city: City) -> None:
    case = replied(city)
    city.do("enterprise", Action.CONTEST, case, START + 2 * DAY, text="没办")
    city.do("utilities", Action.REPLY, case, START + 3 * DAY, outcome=Outcome.SOLVED, text="补办了")
    city.do("enterprise", Action.CONFIRM, case, START + 4 * DAY)
    assert whole(figures(city)) == Satisfaction(objected=1)


def test_what_the_finder_reports_is_counted_apart(city: City) -> None:
    case = answered(city, 1)
    Case.objects.filter(pk=case.pk).update(
        state=State.ENDED, end=End.CLOSED, confirmation=Confirmation.REPORTED, ended_at=START + HOUR, holder=None
    )
    assert whole(figures(city)) == Satisfaction(reported=1)
    assert whole(figures(city)).rate is None


def test_who_oversees_nothing_has_no_figures(city: City) -> None:
    city.do("enterprise", Action.CONFIRM, answered(city, 1), START + 2 * HOUR)
    for part in ("official", "dispatcher", "utilities", "administrator", "enterprise"):
        assert figures(city, part) == {}
    assert whole(figures(city, "leader")).closures == 1


@pytest.mark.parametrize("part", [
    "official", "keeper", "utilities", "finance", "construction", "planner", "town_handler", "power", "land", "leader",
    "town_dispatcher", "administrator", "security", "auditor",
])  # fmt: skip
def test_no_official_confirms_for_an_enterprise(city: City, part: str) -> None:
    """Whoever may say that it agreed calls back for another unit than the one that handled it, and it is booked as that."""
    case = answered(city, 1)
    with pytest.raises((Refused, Missing)):
        city.do(part, Action.CONFIRM, case, START + 2 * HOUR, text="企业说可以")
    case.refresh_from_db()
    assert case.end is None


@pytest.mark.parametrize("part", ["dispatcher", "supervisor", "city_dispatcher"])
def test_a_callback_is_booked_as_a_callback_and_never_as_the_enterprises_own(city: City, part: str) -> None:
    case = answered(city, 1)
    try:
        city.do(part, Action.CONFIRM, case, START + 2 * HOUR, text="企业说可以")
    except Fault:
        case.refresh_from_db()
        assert case.end is None
    else:
        case.refresh_from_db()
        assert case.confirmation in (Confirmation.CALLBACK, Confirmation.REPORTED)


def test_the_clock_confirms_nothing(city: City) -> None:
    case: Any = answered(city, 1)
    with pytest.raises(Fault):
        ACTIONS[Action.CONFIRM](CLOCK, case.pk, now=START + 2 * HOUR)
    end_silent(MONTHS)
    case.refresh_from_db()
    assert case.confirmation == Confirmation.UNCONFIRMED
