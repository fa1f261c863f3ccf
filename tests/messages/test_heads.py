"""Whoever leads a unit subscribes for that unit alone; the administrator of the place still does for all below it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import START, City
from tests.messages.conftest import ADDRESS
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.models import Subscription
from zhuqi.domain.cases.actions.subscribing import end_subscription, subscribe, try_subscription
from zhuqi.domain.cases.queries.subscriptions import keeps, kept, places
from zhuqi.domain.directory.actions.roles import end_role, give_role

WHAT: dict[str, Any] = {"name": "演练平台", "address": ADDRESS, "names": ["assigned"]}


def made(city: City, part: str, org: str) -> Subscription:
    return subscribe(city.actor(part), city.org(org), now=START, **WHAT)[0]


def test_a_lead_subscribes_for_the_own_unit_and_keeps_it(city: City) -> None:
    lead = city.actor("keeper")
    assert keeps(lead) and [org.code for org in places(lead)] == ["xf-group"]
    row = made(city, "keeper", "xf-group")
    assert list(kept(lead)) == [row] == list(kept(city.actor("administrator")))
    try_subscription(lead, row.pk, now=START)
    end_subscription(lead, row.pk, now=START)
    assert [str(found.sentence) for found in everything()] == []


@pytest.mark.parametrize("org", ["xf-team", "xf", "ng", "ng-utilities"])
def test_a_lead_subscribes_for_no_other_unit_and_sees_no_other_subscription(city: City, org: str) -> None:
    with pytest.raises(Refused, match="whoever leads that unit"):
        made(city, "keeper", org)
    others = made(city, "administrator", org)
    assert not kept(city.actor("keeper")).exists()
    with pytest.raises(Missing):
        end_subscription(city.actor("keeper"), others.pk, now=START)


@pytest.mark.parametrize("part", ["official", "dispatcher", "utilities", "supervisor", "leader", "security"])
def test_nobody_else_subscribes(city: City, part: str) -> None:
    assert not keeps(city.actor(part)) and not places(city.actor(part)).exists()
    for org in ("xf-group", "ng-desk", "ng-utilities"):
        with pytest.raises(Refused):
            made(city, part, org)


def test_whoever_no_longer_leads_it_keeps_it_no_more_and_the_unit_is_told_still(city: City) -> None:
    unit, keeper = city.org("ng-utilities"), city.staff["utilities"].pk
    give_role(CLOCK, keeper, role=Role.TEAM_LEAD, org_id=unit, since=START.date(), now=START)
    row = made(city, "utilities", "ng-utilities")
    end_role(CLOCK, keeper, role=Role.TEAM_LEAD, org_id=unit, until=START.date(), now=START)
    assert not kept(city.actor("utilities")).exists()
    row.refresh_from_db()
    assert row.ended_at is None and list(kept(city.actor("administrator"))) == [row]
