"""Somebody goes over to another unit, or leaves: what they had is handed on, and nothing is left with nobody. And rows that are one
enterprise count as one."""

import datetime as dt
from typing import Any

import pytest

from tests.cast import START, City, stage
from zhuqi.base.errors import Invalid
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import leave, merge_enterprise, transfer
from zhuqi.domain.errands.actions import take_on
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.queries import unattended
from zhuqi.domain.errands.rules import ErrandMode
from zhuqi.domain.liaison import queries
from zhuqi.domain.liaison.actions import appoint, bind
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.liaison.queries import chain, handing
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.visits.actions import record as record_visit
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Promised

pytestmark = pytest.mark.django_db
DAY, NOW = START.date(), START
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def city() -> City:
    return stage()


def sound() -> None:
    assert [str(one.sentence) for one in everything()] == []


def busy(city: City) -> int:
    """The official runs an errand and promised something, from their group. Gives the enterprise."""
    firm, official = city.enterprises[0].pk, city.actor("official")
    typed: dict[str, Any] = {"mode": ErrandMode.AGENT, "matter": "演练许可", "office": "演练审批局"}
    take_on(official, firm, **typed, due=DAY + dt.timedelta(days=9), now=NOW)
    record_visit(
        official,
        firm,
        day=DAY,
        mode=Mode.ON_SITE,
        kind=Purpose.SERVICE,
        promises=[Promised("一周内回话", DAY + dt.timedelta(days=7))],
        now=NOW,
    )
    return firm


def test_what_is_held_from_elsewhere_stays_with_who_goes_over(city: City) -> None:
    transfer(CLOCK, city.staff["official"].pk, unit_id=city.org("ng-finance"), now=NOW)
    drain(NOW)
    assert Liaison.objects.filter(staff=city.staff["official"], until=None).count() == 2
    assert not Handover.objects.exists()


def test_what_was_held_from_the_old_unit_waits_with_it_and_is_seen_as_waiting(city: City) -> None:
    firm = city.enterprises[2].pk
    bind(CLOCK, firm, staff_id=city.staff["official"].pk, since=DAY, now=NOW)
    transfer(CLOCK, city.staff["official"].pk, unit_id=city.org("ng-finance"), now=NOW + HOUR)
    drain(NOW + HOUR)
    (waiting,) = handing.waiting(city.actor("dispatcher"))
    assert (waiting.enterprise_id, waiting.successor_id, waiting.place_id) == (firm, None, city.org("ng-planning"))
    assert Liaison.objects.filter(staff=city.staff["official"], until=None).count() == 2, "the group's stay"
    sound()


def test_a_colleague_of_the_same_place_takes_everything(city: City) -> None:
    firm = busy(city)
    leave(CLOCK, city.staff["official"].pk, on=DAY, colleague_id=city.staff["keeper"].pk, now=NOW + HOUR)
    drain(NOW + HOUR)
    keeper = city.staff["keeper"].pk
    assert set(Liaison.objects.filter(until=None).values_list("staff", flat=True)) == {keeper}
    passing = Handover.objects.filter(enterprise=firm).get()
    assert passing.successor_id == keeper and passing.link_id is not None
    assert Errand.objects.get().staff_id == Promise.objects.get().staff_id == keeper
    assert not unattended(city.actor("dispatcher"), DAY).exists()
    sound()


def test_who_serves_elsewhere_is_given_nothing_by_being_named(city: City) -> None:
    busy(city)
    land = city.staff["land"]
    leave(CLOCK, city.staff["official"].pk, on=DAY, colleague_id=land.pk, now=NOW + HOUR)
    drain(NOW + HOUR)
    assert not Liaison.objects.filter(staff=land).exists()
    assert Handover.objects.filter(successor=None).count() == 2
    assert unattended(city.actor("dispatcher"), DAY).count() == 1
    assert not directory.visible(city.actor("land")).exists()
    sound()


def test_a_colleague_is_another_one_of_the_staff(city: City) -> None:
    official = city.staff["official"].pk
    for nobody in (official, 10**9):
        with pytest.raises(Invalid):
            transfer(CLOCK, official, unit_id=city.org("ng-finance"), colleague_id=nobody, now=NOW)


def test_rows_that_are_one_enterprise_count_as_one(city: City) -> None:
    first, second, official = city.enterprises[0], city.enterprises[1], city.staff["official"].pk
    assert queries.links_held(official) == 2
    merge_enterprise(CLOCK, first.pk, into_id=second.pk, why="同一家", now=NOW)
    assert queries.links_held(official) == 1
    assert list(queries.my_enterprises(city.actor("official"), DAY)) == [second]
    appoint(
        CLOCK, city.staff["planner"].pk, org_id=city.org("xf-group"), duty=Duty.HOLDS_ENTERPRISES, since=DAY, now=NOW
    )
    teams = list(chain.teams(city.actor("dispatcher")))
    (team,) = chain.nodes(city.actor("dispatcher"), teams, NOW, DAY)
    assert {one.staff.pk: one.enterprises for one in team.groups[0].officials}[official] == 1


def test_a_link_of_a_merged_row_is_held_for_the_one_that_stands_for_it(city: City) -> None:
    first, third = city.enterprises[0], city.enterprises[2]
    held = Liaison.objects.filter(enterprise=first, until=None)
    assert held.count() == 1
    merge_enterprise(CLOCK, first.pk, into_id=third.pk, why="同一家", now=NOW)
    assert queries.liaison_of(third.pk, DAY) is not None
    assert list(queries.my_enterprises(city.actor("official"), DAY)) == sorted(
        [city.enterprises[1], third], key=lambda one: one.name
    )
