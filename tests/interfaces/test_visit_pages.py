"""The pages of visits: every one opens, its form does what it says, and a list costs the same whatever its size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.keeping import Extra, furnish
from tests.interfaces.conftest import NOW, Town
from zhuqi.domain.cases.models import Case
from zhuqi.domain.contacts.models import Contact, Wish
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.visits.actions import plan, record
from zhuqi.domain.visits.models import ContactRound, Plan, Promise, RoundTarget, Visit
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Promised

ComeIn = Callable[..., Client]
TODAY = NOW.date()
BUDGET = 12
"""Queries of a page, whatever its rows."""


KEYS = count()


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


@pytest.fixture
def official(town: Town, extra: Extra, come_in: ComeIn) -> Client:
    return come_in("official")


def sent(client: Client, address: str, **typed: str) -> int:
    return client.post(address, {"key": f"k{next(KEYS)}", **typed}).status_code


def pages(town: Town, extra: Extra) -> list[str]:
    firm = town.city.enterprises[0].pk
    return [
        "/visits",
        "/visits/new",
        f"/visits/new?enterprise={firm}",
        "/visits/record",
        f"/visits/record?enterprise={firm}",
        f"/visits/record?plan={extra.plan}",
        f"/visits/{extra.visit}",
        f"/visits/plans/{extra.plan}",
        f"/visits/plans/{extra.plan}/move",
        f"/visits/plans/{extra.plan}/drop",
        f"/visits/promises/{extra.promise}",
        "/visits/coverage",
        "/visits/zeros",
        "/visits/rounds",
        f"/visits/rounds/{extra.round}",
        f"/enterprises/{firm}/visits",
        f"/enterprises/{firm}/visits/wish",
        f"/enterprises/{town.city.enterprises[1].pk}/visits/lift?wish={extra.wish}",
    ]


def test_every_page_opens(town: Town, extra: Extra, official: Client) -> None:
    assert {at: official.get(at).status_code for at in pages(town, extra)} == dict.fromkeys(pages(town, extra), 200)


def test_a_plan_is_made_moved_and_dropped(town: Town, extra: Extra, official: Client) -> None:
    firm = town.city.enterprises[0].pk
    form = {"purpose": "问用工", "how": "on_site", "kind": "service"}
    assert sent(official, f"/visits/new?enterprise={firm}", day="2019-06-05", **form) == 409
    assert sent(official, f"/visits/new?enterprise={firm}", day="2019-06-20", begins="25:00", **form) == 422
    assert sent(official, f"/visits/new?enterprise={firm}", day="2019-06-20", begins="14:30", **form) == 302
    made = Plan.objects.order_by("-pk")[0]
    assert made.contact.begins_at is not None
    at = f"/visits/plans/{made.pk}"
    assert sent(official, f"{at}/move", day="2019-06-21", seen="1") == 302
    assert sent(official, f"{at}/drop", state="cancelled", why="停电", seen="1") == 409
    assert sent(official, f"{at}/drop", state="cancelled", why="停电", seen="2") == 302
    made.contact.refresh_from_db()
    assert (made.contact.day, made.contact.state) == (dt.date(2019, 6, 21), "cancelled")
    assert sent(official, f"{at}/drop", state="cancelled", why="再一次", seen="3") == 409


def test_whoever_only_reads_a_plan_or_a_promise_is_offered_nothing_to_do(
    town: Town, extra: Extra, come_in: ComeIn
) -> None:
    plan, promise = f"/visits/plans/{extra.plan}", f"/visits/promises/{extra.promise}"
    for part, offered in (("official", True), ("dispatcher", True), ("supervisor", False)):
        client = come_in(part)
        assert (f"{plan}/move" in client.get(plan).content.decode()) is offered, part
        assert ('name="why"' in client.get(promise).content.decode()) is offered, part
    reader = come_in("supervisor")
    assert sent(reader, f"{plan}/move", day="2019-06-21", seen="1") == 409
    assert sent(reader, promise, state="kept", why="回了", seen="1") == 409
    official = come_in("official")
    assert sent(official, promise, state="kept", why="回了", seen="1") == 302
    assert 'name="why"' not in official.get(promise).content.decode(), "it has ended"


def test_a_visit_is_written_down_with_needs_and_a_promise(town: Town, extra: Extra, official: Client) -> None:
    firm, before = town.city.enterprises[1].pk, Case.objects.count()
    at = f"/visits/record?enterprise={firm}"
    form = {"mode": "on_site", "kind": "service", "day": str(TODAY), "title_1": "用电", "promise": "回话"}
    assert sent(official, at, **form) == 422
    assert sent(official, at, **{**form, "promise": "", "due": str(TODAY)}) == 422
    assert Visit.objects.count() == 1
    whole = {**form, "body_1": "变压器带不动", "kind_1": "utilities", "due": str(TODAY)}
    assert sent(official, at, **whole) == 409  # it wishes to be left alone
    assert sent(official, at, **whole, beyond="厂里来电话请去的") == 302
    assert (Visit.objects.count(), Case.objects.count()) == (2, before + 1)
    row = Promise.objects.order_by("-pk")[0]
    assert sent(official, f"/visits/promises/{row.pk}", state="kept", why="回了", seen="1") == 302
    row.refresh_from_db()
    assert row.state == "kept"


def test_a_visit_takes_three_needs_at_once(town: Town, extra: Extra, official: Client) -> None:
    firm, before = town.city.enterprises[1].pk, Case.objects.count()
    form = {"mode": "on_site", "kind": "service", "day": str(TODAY), "beyond": "厂里来电话请去的"}
    for n in (1, 2, 3):
        form |= {f"title_{n}": f"需求{n}", f"body_{n}": f"原话{n}", f"kind_{n}": "utilities"}
    assert sent(official, f"/visits/record?enterprise={firm}", **form) == 302
    assert Case.objects.count() == before + 3


def test_the_page_of_an_enterprise_leads_to_its_visits(town: Town, official: Client) -> None:
    firm = town.city.enterprises[0].pk
    page = official.get(f"/enterprises/{firm}").content.decode()
    for at in (f"/visits/record?enterprise={firm}", f"/cases/new?enterprise={firm}", f"/enterprises/{firm}/visits"):
        assert f'"{at}"' in page, at
        assert official.get(at).status_code == 200, at


def test_whoever_keeps_the_register_alone_is_led_to_no_visits(town: Town, come_in: ComeIn) -> None:
    page = come_in("administrator").get(f"/enterprises/{town.city.enterprises[0].pk}").content.decode()
    assert "/visits" not in page


def test_a_wish_is_noted_and_taken_back(town: Town, extra: Extra, official: Client) -> None:
    firm = town.city.enterprises[0].pk
    at = f"/enterprises/{firm}/visits"
    assert sent(official, f"{at}/wish", said_by="王厂长", said_on=str(TODAY), since=str(TODAY)) == 302
    row = Wish.objects.get(enterprise=firm)
    assert "王厂长" in official.get(at).content.decode()
    assert sent(official, f"{at}/lift?wish={row.pk}") == 302
    row.refresh_from_db()
    assert row.lifted_on == TODAY


def test_a_round_is_announced_and_aims(town: Town, extra: Extra, come_in: ComeIn) -> None:
    dispatcher = come_in("dispatcher")
    assert sent(dispatcher, "/visits/rounds/new", name="第二轮", organisation="ng", since=str(TODAY)) == 302
    held = ContactRound.objects.get(name="第二轮")
    assert sent(dispatcher, f"/visits/rounds/{held.pk}/aim") == 302
    assert RoundTarget.objects.filter(round=held).count() == 2
    assert "0" in dispatcher.get(f"/visits/rounds/{held.pk}").content.decode()


@pytest.mark.parametrize("at", ["/visits", "/visits/zeros", "/visits/coverage", "/visits/rounds", "book"])
def test_a_page_costs_the_same_whatever_its_size(town: Town, extra: Extra, official: Client, at: str) -> None:
    firm = town.city.enterprises[0].pk
    address = f"/enterprises/{firm}/visits" if at == "book" else at

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert official.get(address).status_code == 200
        return len(seen)

    cost()
    few = cost()
    actor = directory.actor(town.account("official").pk, TODAY)
    for n in range(8):
        day = TODAY - dt.timedelta(days=n + 1)
        word = [Promised("回话", TODAY)]
        record(actor, firm, day=day, mode=Mode.REMOTE, kind=Purpose.SERVICE, promises=word, now=NOW)
        plan(actor, firm, day=TODAY + dt.timedelta(days=n), how=ContactHow.REMOTE, purpose="问", now=NOW)
    assert few == cost() <= BUDGET
    assert Contact.objects.count() > 16


def test_administrators_find_no_visits(town: Town, extra: Extra, come_in: ComeIn) -> None:
    client = come_in("security")
    assert {client.get(at).status_code for at in pages(town, extra)} == {404}


def test_the_rows_of_an_enterprises_visits_open_the_visit_or_its_plan(
    town: Town, extra: Extra, official: Client, come_in: ComeIn
) -> None:
    visit, plan = Visit.objects.get(pk=extra.visit), Plan.objects.get(pk=extra.plan)
    for firm, at in (
        (visit.enterprise_id, f"/visits/{visit.pk}"),
        (plan.contact.enterprise_id, f"/visits/plans/{plan.pk}"),
    ):
        page = official.get(f"/enterprises/{firm}/visits").content.decode()
        assert f'href="{at}"' in page and official.get(at).status_code == 200
    stranger = come_in("town_handler")
    seen = stranger.get(f"/enterprises/{visit.enterprise_id}/visits")
    if seen.status_code == 200:
        opens = stranger.get(f"/visits/{visit.pk}").status_code == 200
        assert (f'href="/visits/{visit.pk}"' in seen.content.decode()) is opens
