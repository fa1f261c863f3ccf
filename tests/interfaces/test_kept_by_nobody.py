"""What somebody left behind stands on its page with the unit's name, and no page breaks on a name that is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs.work import drain
from zhuqi.domain.directory.actions import leave
from zhuqi.domain.liaison.models import Handover
from zhuqi.domain.visits.actions import plan, record
from zhuqi.domain.visits.models import Plan, Promise
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Promised

ComeIn = Callable[..., Client]
DAY = dt.timedelta(days=1)
MOST = 12 + 4
"""Queries of a page: twelve of its own, and those by which every request knows who asks."""


def left(town: Town, promises: int) -> None:
    """The official promised so much and is to go on a visit, and leaves."""
    official, firm = town.city.actor("official"), town.city.enterprises[0].pk
    said = [Promised(f"演练回话 {n}", NOW.date() + 9 * DAY) for n in range(promises)]
    record(official, firm, day=NOW.date(), mode=Mode.REMOTE, kind=Purpose.SERVICE, promises=said, now=NOW)
    plan(official, town.city.enterprises[1].pk, day=NOW.date() + 9 * DAY, purpose="演练回访", now=NOW)
    leave(CLOCK, town.city.staff["official"].pk, on=NOW.date(), now=NOW)
    drain(NOW)


def test_both_stand_on_the_page_by_the_units_name(come_in: ComeIn, town: Town) -> None:
    left(town, 2)
    text = come_in("keeper").get("/visits/unkept").content.decode()
    assert (
        text.count('href="/visits/promises/') == 2
        and "演练回访" in text
        and "xf-group" in text
        and "演练official" not in text
    )
    other = come_in("town_dispatcher").get("/visits/unkept").content.decode()
    assert "演练回话" not in other and "演练回访" not in other


def test_no_page_breaks_on_a_name_that_is_gone(come_in: ComeIn, town: Town) -> None:
    left(town, 1)
    passing = Handover.objects.filter(enterprise=town.city.enterprises[0]).get()
    client = come_in("dispatcher")
    text = client.get(f"/liaison/handovers/{passing.pk}").content.decode()
    assert "演练回话" in text and "xf-group" in text
    for address in ("/visits", "/visits/unkept"):
        assert client.get(address).status_code == 200


def test_the_page_costs_the_same_whatever_its_rows(come_in: ComeIn, town: Town) -> None:
    left(town, 9)
    client = come_in("keeper")
    client.get("/visits/unkept")
    with CaptureQueriesContext(connection) as sent:
        assert client.get("/visits/unkept").content.decode().count('href="/visits/promises/') == 9
    assert len(sent) <= MOST


def test_it_is_given_to_a_colleague_on_a_page(come_in: ComeIn, town: Town) -> None:
    left(town, 1)
    promise, plan = Promise.objects.get(), Plan.objects.get(contact__day=NOW.date() + 9 * DAY)
    client, keeper = come_in("keeper"), town.city.staff["keeper"].pk
    for what, row, seen in (("promise", promise, promise.version), ("plan", plan, plan.contact.version)):
        address = f"/visits/unkept/{what}/{row.pk}"
        assert address in client.get("/visits/unkept").content.decode()
        assert "演练keeper" in client.get(address).content.decode()
        assert come_in("leader").get(address).status_code == 404
        client = come_in("keeper")
        assert client.post(address, {"staff_id": "1000000", "seen": seen}).status_code == 422
        assert client.post(address, {"staff_id": keeper, "seen": seen, "key": what}).status_code == 302
        assert address not in client.get("/visits/unkept").content.decode()
    promise.refresh_from_db()
    assert promise.staff_id == keeper and plan.members.get().staff_id == keeper
    assert client.get(f"/visits/unkept/nothing/{promise.pk}").status_code == 404
