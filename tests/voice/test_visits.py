"""Beside its link an enterprise reads who came to it, and says when nobody did: for those who supervise, not for who came."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from tests.cases.town import replied
from tests.cast import START, City
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.visits.actions import record
from zhuqi.domain.visits.models import Visit
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.voice.actions import doubt
from zhuqi.domain.voice.models import Doubt
from zhuqi.domain.voice.queries.visited import doubts, visited

pytestmark = pytest.mark.django_db
NOW = START.replace(day=15)


def came(city: City, firm: int = 0) -> Visit:
    part = "official" if firm < 2 else "town_dispatcher"
    return record(
        city.actor(part), city.enterprises[firm].pk, day=NOW.date(), mode=Mode.ON_SITE, kind=Purpose.SERVICE, now=NOW
    )


def by_link(city: City) -> Actor:
    return Actor(enterprise=city.enterprises[0].pk, case=1)


def test_it_reads_its_own_visits_and_nobody_elses(city: City) -> None:
    own, other = came(city), came(city, 1)
    assert [one.visit for one in visited(by_link(city))] == [own]
    assert [one.visit for one in visited(Actor(enterprise=other.enterprise_id))] == [other]
    for part in ("official", "dispatcher", "leader"):
        assert visited(city.actor(part)) == ()


def test_what_it_doubts_is_noted_once_and_the_visit_stays(city: City) -> None:
    visit = came(city)
    with pytest.raises(Missing):
        doubt(by_link(city), came(city, 1).pk, now=NOW)
    row = doubt(by_link(city), visit.pk, text="当天没有人来", key="k", now=NOW)
    assert doubt(by_link(city), visit.pk, text="当天没有人来", key="k", now=NOW).pk == row.pk
    with pytest.raises(Refused):
        doubt(by_link(city), visit.pk, now=NOW)
    assert Visit.objects.filter(pk=visit.pk).exists() and visited(by_link(city))[0].doubted
    entry = Entry.objects.get(kind="doubt")
    assert entry.behalf == f"enterprise:{city.enterprises[0].pk}" and "没有人" not in entry.facts
    assert not list(everything())


@pytest.mark.parametrize("part", ["official", "keeper", "dispatcher", "leader", "supervisor", "administrator"])
def test_no_official_doubts_for_an_enterprise(city: City, part: str) -> None:
    visit = came(city)
    with pytest.raises(Missing):
        doubt(city.actor(part), visit.pk, now=NOW)
    assert not Doubt.objects.exists()


def test_only_who_supervises_the_unit_reads_it(city: City) -> None:
    row = doubt(by_link(city), came(city).pk, text="当天没有人来", now=NOW)
    read = {
        part: list(doubts(city.actor(part))) for part in ("supervisor", "official", "keeper", "dispatcher", "leader")
    }
    assert read == {"supervisor": [row], "official": [], "keeper": [], "dispatcher": [], "leader": []}
    clock.stand_at("cast", NOW)
    for part, status in (("supervisor", 200), ("leader", 404), ("official", 404), ("dispatcher", 404)):
        client = Client()
        client.force_login(Account.objects.get(pk=city.staff[part].account_id or 0))
        answer = client.get("/heard", {"what": "visits"})
        assert answer.status_code == status, part
        assert ("当天没有人来" in answer.content.decode()) is (status == 200)


def test_the_page_behind_the_link_says_who_came_and_takes_its_word(city: City) -> None:
    visit = came(city)
    _, secret = make_link(city.actor("dispatcher"), replied(city).pk, now=NOW)
    clock.stand_at("cast", NOW)
    client = Client()
    assert client.post(f"/l/{secret}", {"key": "k"}).status_code == 302
    page = client.get("/l/").content.decode()
    assert city.staff["official"].name in page and "xf-group" in page
    found = re.search(r'<section class="part" id="visits">.*?</section>', page, re.DOTALL)
    assert found
    hidden = re.findall(r'<input type="hidden" name="(act|key|visit)" value="([^"]*)"', found[0])
    sent = {name: unescape(value) for name, value in hidden}
    assert sent["visit"] == str(visit.pk)
    assert client.post("/l/", sent)["Location"] == "/l/?done=doubt"
    assert Doubt.objects.get().visit_id == visit.pk
    assert client.post("/l/", {**sent, "visit": str(came(city, 1).pk)}).status_code == 404
    assert 'name="visit"' not in client.get("/l/").content.decode()
