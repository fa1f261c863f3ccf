"""The administrators' page: each is offered what is open to them, and told what is out of order there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.cast import ZONE
from tests.interfaces.conftest import NOW, Town, at, handed_in
from tests.interfaces.reading import text
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Reaction
from zhuqi.core.journal.sealing import seal
from zhuqi.domain.directory.actions import end_role
from zhuqi.domain.directory.models import Staff
from zhuqi.interfaces.web.oversight import administration
from zhuqi.interfaces.web.shown import Row

ComeIn = Callable[..., Client]
OFFERED = {
    "administrator": {
        "Organisations", "People", "Rules", "Working days", "Sheets", "What doesn't get done", "What couldn't be sent",
    },
    "security": {"Organisations", "People", "Roles", "Rules", "Working days", "Sheets"},
    "auditor": {"Rules", "Working days", "Journal"},
}  # fmt: skip


def rows(town: Town, part: str, now: dt.datetime = NOW) -> dict[str, Row]:
    with override("en"):
        return {row.title: row for row in administration.parts(town.city.actor(part), now)}


@pytest.mark.parametrize("part", OFFERED)
def test_each_administrator_is_offered_what_opens_to_them_and_nothing_else(
    come_in: ComeIn, town: Town, part: str
) -> None:
    client, offered = come_in(part), rows(town, part)
    assert set(offered) == OFFERED[part]
    page = client.get("/administration").content.decode()
    for row in offered.values():
        assert client.get(row.address).status_code == 200, row
        assert f'href="{row.address}"' in page
    assert 'href="/administration" aria-current="page"' in page


@pytest.mark.parametrize("part", ["dispatcher", "leader", "official", "supervisor"])
def test_nobody_else_has_such_a_page(come_in: ComeIn, part: str) -> None:
    client = come_in(part)
    assert client.get("/administration").status_code == 404
    assert "/administration" not in client.get("/").content.decode()


def test_a_year_that_isnt_published_is_told_before_it_comes_and_what_hangs_on_it(town: Town) -> None:
    last = dt.datetime(2026, 6, 1, 10, tzinfo=ZONE)
    assert rows(town, "administrator")["Working days"].lamp.tone == "green"
    row = rows(town, "administrator", last)["Working days"]
    assert (row.lamp.tone, "2027" in row.why) == ("yellow", True)
    town.city.record(dt.datetime(2026, 12, 31, 10, tzinfo=ZONE))
    row = rows(town, "administrator", last)["Working days"]
    assert row.lamp.tone == "red" and "1 deadline" in row.why
    assert rows(town, "administrator", last.replace(year=2027))["Working days"].lamp.tone == "red"


def test_what_fails_and_what_waits_too_long_is_out_of_order(town: Town) -> None:
    name = "What doesn't get done"
    Reaction.objects.update(done_at=NOW)
    assert rows(town, "administrator")[name].lamp.tone == "green"
    owed = Reaction.objects.order_by("pk")[0]
    owed.done_at = None
    owed.mac = reaction_mac(owed)
    owed.save()
    assert "worker" in rows(town, "administrator")[name].why
    owed.attempts = 2
    owed.mac = reaction_mac(owed)
    owed.save()
    row = rows(town, "administrator")[name]
    assert row.lamp.tone == "red" and row.why.startswith("1 of 1")


def test_a_missing_administrator_an_empty_desk_and_an_open_account_are_named(town: Town) -> None:
    assert rows(town, "security")["Roles"].lamp.tone == "green"
    gone = town.city.staff["planner"]
    Staff.objects.filter(pk=gone.pk).update(left_on=NOW.date())
    assert gone.name in rows(town, "security")["People"].why
    Account.objects.filter(staff=gone).update(is_active=False)
    assert rows(town, "security")["People"].lamp.tone == "green"
    for part in ("auditor", "dispatcher"):
        for seat in town.city.actor(part).seats:
            person = town.city.staff[part]
            end_role(CLOCK, person.pk, role=seat.role, org_id=seat.org, until=NOW.date(), now=NOW)
    row = rows(town, "security")["Roles"]
    assert row.lamp.tone == "red" and "audit administrator" in row.why
    desk = town.city.orgs["ng-desk"].name
    assert desk in rows(town, "administrator")["Organisations"].why


def test_the_journal_is_in_order_while_it_is_sealed_every_day(town: Town) -> None:
    assert rows(town, "auditor")["Journal"].lamp.tone == "red"
    seal(NOW)
    assert rows(town, "auditor")["Journal"].lamp.tone == "green"
    assert rows(town, "auditor", NOW + dt.timedelta(days=3))["Journal"].lamp.tone == "red"


def test_a_text_that_waits_for_a_signature_is_told_to_who_handed_it_in(come_in: ComeIn, town: Town) -> None:
    assert rows(town, "administrator")["Rules"].lamp.tone == "green"
    handed_in(town)
    assert "1" in rows(town, "administrator")["Rules"].why
    page = text(come_in("administrator").get("/administration").content.decode())
    assert "Texts that wait" in page or "签" in page


def test_it_costs_the_same_however_many_rows(come_in: ComeIn, town: Town) -> None:
    for part in OFFERED:
        client = come_in(part)
        with CaptureQueriesContext(connection) as few:
            client.get("/administration")
        town.city.record(at(6, 4, 11))
        with CaptureQueriesContext(connection) as many:
            client.get("/administration")
        assert len(few) == len(many) <= 19
