"""The pages of liaison by what they do: a proposal is changed and confirmed, a hand-over taken note of, a GET changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.api.beside import passed
from tests.interfaces.conftest import NOW, Town
from zhuqi.core.journal.models import Entry
from zhuqi.domain.liaison.models import Handover, Liaison, Proposal, ProposedLink
from zhuqi.domain.visits.actions import plan

ComeIn = Callable[..., Client]


def test_a_hand_over_is_taken_note_of_by_its_successor(come_in: ComeIn, town: Town) -> None:
    passed(town)
    one, before = Handover.objects.get(), Entry.objects.count()
    address, asks = f"/liaison/handovers/{one.pk}", "I have taken note of it"
    official = come_in("official", "en")
    assert asks not in official.get(address).content.decode()
    assert official.post(address, {"key": "k"}).status_code == 409
    keeper = come_in("keeper", "en")
    assert asks in keeper.get(address).content.decode()
    assert Entry.objects.count() == before
    assert keeper.post(address, {"key": "k"}).status_code == 302
    assert Handover.objects.get().noted_at is not None


def test_whoever_holds_nothing_and_oversees_begins_with_what_is_lacking(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    assert client.get("/liaison")["Location"] == "/liaison/unbound"
    own = client.get("/liaison?which=own")
    assert own.status_code == 200
    assert "/liaison?which=own" in own.content.decode(), "the tab stays there"
    assert come_in("official").get("/liaison").status_code == 200


def test_a_proposal_is_confirmed_on_its_page(come_in: ComeIn, town: Town) -> None:
    passed(town)
    made, row = Proposal.objects.get(), ProposedLink.objects.get()
    client = come_in("dispatcher", "en")
    page = client.get(f"/liaison/proposals/{made.pk}").content.decode()
    assert "same area +3" in page and "then 1 of 5" in page
    for deed in (f"change?link={row.pk}&seen=1", f"leave_out?link={row.pk}&seen=1", "drop?seen=1"):
        assert client.get(f"/liaison/proposals/{made.pk}/{deed}").status_code == 200, deed
    sent = client.post(f"/liaison/proposals/{made.pk}/confirm?seen=1", {"key": "c"})
    assert sent.status_code == 302
    assert Liaison.objects.filter(enterprise=row.enterprise_id, staff=row.staff_id, until=None).exists()


def test_a_page_of_vacancies_without_any_says_so_once_and_with_some_shows_only_those(
    come_in: ComeIn, town: Town
) -> None:
    keeper = come_in("dispatcher", "en")
    page = keeper.get("/liaison/vacancies").content.decode()
    parts = [name for name in VACANT if f">{name}<" in page]
    assert page.count('class="empty"') == (not parts)
    passed(town)
    page = keeper.get("/liaison/vacancies").content.decode()
    assert ">Hand-overs under way<" in page, "also where it is the only part"
    assert 'class="empty"' not in page


VACANT = ("Enterprises that lost their official", "Empty seats of the chain", "Hand-overs under way")


def test_a_hand_over_without_anything_open_says_so_once(come_in: ComeIn, town: Town) -> None:
    passed(town)
    client, address = come_in("dispatcher", "en"), f"/liaison/handovers/{Handover.objects.get().pk}"
    page = client.get(address).content.decode()
    kinds = [name for name in ("Open cases", "Promises", "Planned visits") if f"<h2>{name}</h2>" in page]
    assert (not kinds) is ("<h2>What passes on</h2>" in page)
    assert page.count('class="empty"') == (not kinds)
    firm = Handover.objects.get().enterprise
    plan(town.city.actor("keeper"), firm.pk, day=NOW.date() + dt.timedelta(days=9), purpose="演练回访", now=NOW)
    page = client.get(address).content.decode()
    assert "<h2>Planned visits</h2>" in page and 'class="empty"' not in page
