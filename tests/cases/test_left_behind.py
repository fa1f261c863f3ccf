"""What a case leaves behind: the rules of the place from which it goes up, and units that are no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.play import AREA, ASSIST, CITY, CITY_DESK, DESK, OTHER, PLAIN, Play, days, screened
from tests.cases.test_copies_by_clock import Chased, row
from tests.cases.town import DAY, HOUR, TODAY, code_of, edition, handled, replied, told
from tests.cases.town import screened as screened_in
from tests.cast import START, City
from zhuqi.base.errors import Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock
from zhuqi.domain.directory.actions.ending import retire
from zhuqi.domain.liaison.actions import dismiss, release
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty

# going up


@pytest.mark.django_db
def test_a_district_gets_the_copy_that_it_wants_when_its_case_goes_up(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  抄送: [{当: 提级, 给: ng-finance}]"))
    case = city.do("dispatcher", Action.ESCALATE, screened_in(city), START + 3 * HOUR, why="区里办不了")
    copies = [(code_of(city, copy.unit), copy.moment) for copy in current(case).copies]
    assert copies == [("ng-finance", Moment.RAISED)] and not [*everything()]


@pytest.mark.parametrize(("below", "above"), [(True, False), (False, True), (True, True)])
def test_both_places_say_who_sees_what_goes_from_one_to_the_other_and_each_unit_once(below: bool, above: bool) -> None:
    with_copy = replace(PLAIN, copies=(row("提级"),))
    rules, city = (with_copy if wanted else PLAIN for wanted in (below, above))
    case = Chased(rules=rules, city=city).record().submit().screen().escalate("05-15 10:00")
    assert case.sent == [("RAISED", OTHER)]


def test_what_the_enterprise_contests_is_copied_by_the_rules_under_which_it_was_handled() -> None:
    rules = replace(PLAIN, copies=(row("不认可"),))
    case = Chased(rules=rules).record().submit().screen().assign().accept().reply("05-20 10:00")
    assert case.contest("05-21 10:00", up=True).sent == [("CONTESTED", OTHER)]


def own(keeper: Keeper) -> CaseRules:
    clock = OwnClock(name="提级报告", start=frozenset({Moment.RAISED}), stop=frozenset({Moment.REPLIED}), keeper=keeper)
    return replace(PLAIN, own=(clock,), clocks=(ClockRule("提级报告", days(1)), *PLAIN.clocks))


def begun(case: Play) -> list[tuple[int, int]]:
    """(unit, area) of the clocks of the place's own."""
    return [(clock.unit, clock.area) for clock in case.life.clocks if clock.name == "提级报告"]


@pytest.mark.parametrize(
    ("below", "above", "kept"),
    [
        (own(Keeper.DESK), PLAIN, [(DESK, AREA)]),
        (PLAIN, own(Keeper.DESK), [(CITY_DESK, CITY)]),
        (own(Keeper.DESK), own(Keeper.DESK), [(CITY_DESK, CITY)]),
        (own(Keeper.ASSIST), PLAIN, [(ASSIST, AREA)]),
        (own(Keeper.HOLDER), PLAIN, []),
    ],
    ids=["the room it leaves", "the room to which it comes", "once where both know it", "own units", "nobody there"],
)
def test_a_clock_that_starts_where_a_case_goes_up_is_kept_where_the_rules_know_it(
    below: CaseRules, above: CaseRules, kept: list[tuple[int, int]]
) -> None:
    case = screened(rules=below, city=above).escalate("05-15 10:00", assists=[ASSIST])
    assert begun(case) == kept and (case.life.desk, case.life.area) == (CITY_DESK, CITY)


# units that are no more


def gone(city: City, code: str, after: dt.timedelta) -> None:
    """A unit ends without a successor, once its people were released from what they held there."""
    since, now = TODAY + after, START + after
    for link in Liaison.objects.filter(group=city.org(code), until=None):
        release(CLOCK, link.enterprise_id, staff_id=link.staff_id, until=since, now=now)
    for post in Post.objects.filter(org=city.org(code), until=None):
        dismiss(CLOCK, post.staff_id, org_id=post.org_id, duty=Duty(post.duty), until=since, now=now)
    retire(CLOCK, city.org(code), on=TODAY + after + DAY, now=START + after)


@pytest.mark.django_db
def test_a_unit_whose_turn_it_is_to_ask_the_enterprise_is_not_retired_from_under_the_case(city: City) -> None:
    case = city.do("utilities", Action.REPLY, handled(city), START + 6 * HOUR, outcome=Outcome.SOLVED, text="已送电")
    assert code_of(city, Clock.objects.get(case=case, tick="ask").unit_id) == "xf-group"
    with pytest.raises(Refused) as refused:
        retire(CLOCK, city.org("xf-group"), on=TODAY + DAY, now=START)
    assert "answers it must check or ask about" in told(refused.value)
    city.do("official", Action.ASK, case, START + DAY, channel=Channel.PHONE, arrived_on=TODAY)
    gone(city, "xf-group", DAY)


@pytest.mark.django_db
def test_the_room_asks_where_the_unit_that_found_it_is_no_more(city: City) -> None:
    case = handled(city)
    gone(city, "xf-group", dt.timedelta())
    case = city.do("utilities", Action.REPLY, case, START + 6 * HOUR, outcome=Outcome.SOLVED, text="已送电")
    assert code_of(city, Clock.objects.get(case=case, tick="ask").unit_id) == "ng-desk"
    assert lists.waiting(city.actor("dispatcher")).filter(pk=case.pk).exists() and not [*everything()]


@pytest.mark.django_db
def test_the_room_asks_after_a_check_where_the_unit_that_found_it_is_no_more(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: {要: 是, 由: 调度室}"))
    case = replied(city)
    gone(city, "xf-group", DAY)
    case = city.do("dispatcher", Action.CHECK, case.pk, START + DAY + HOUR, passed=True, note="属实")
    assert code_of(city, Clock.objects.get(case=case, tick="ask").unit_id) == "ng-desk"


@pytest.mark.django_db
def test_the_room_asks_once_more_where_whoever_asked_is_no_more(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  再问: {次数: 1}"))
    case = replied(city)
    asked = {"channel": Channel.PHONE, "arrived_on": TODAY + 2 * DAY}
    case = city.do("official", Action.ASK, case.pk, START + 2 * DAY, **asked)
    gone(city, "xf-group", 3 * DAY)
    assert clockwork.end_silent(START + 40 * DAY) == 1
    assert code_of(city, Clock.objects.filter(case=case, tick="ask").latest("n").unit_id) == "ng-desk"
    assert Case.objects.get(pk=case.pk).state == "replied" and not [*everything()]
