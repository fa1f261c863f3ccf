"""The enterprise confirms by scanning: who shows which code, and that nobody of the staff presses for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import LazySettings
from django.test import Client

from tests.interfaces.conftest import NOW, Town
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.models import Case, Link
from zhuqi.domain.cases.rules.words import Action, Outcome

ComeIn = Callable[..., Client]


def settled(town: Town) -> int:
    """A need that the official solved on the spot."""
    case = town.cases["found"].pk
    town.city.do("official", Action.SETTLE, case, NOW, outcome=Outcome.SOLVED, text="当场请人修好。")
    return case


def test_a_case_that_waits_for_its_enterprise_leads_to_the_code_and_no_other(town: Town, come_in: ComeIn) -> None:
    dispatcher = come_in("dispatcher")
    for name, status in (("replied", 200), ("handled", 404), ("ended", 404)):
        at = f"/cases/{town.cases[name].pk}/code"
        assert dispatcher.get(at).status_code == status, name
        assert (f'href="{at}"' in dispatcher.get(f"/cases/{town.cases[name].pk}").content.decode()) is (status == 200)
    assert come_in("planner").get(f"/cases/{town.cases['replied'].pk}/code").status_code == 404


def test_whoever_may_hand_out_the_link_shows_it_by_one_press(town: Town, come_in: ComeIn) -> None:
    dispatcher, case = come_in("dispatcher"), town.cases["replied"].pk
    page = dispatcher.get(f"/cases/{case}/code").content.decode()
    assert f'action="/cases/{case}/links"' in page and not Link.objects.exists(), "looking changes nothing"
    key = re.findall('name="key" value="([^"]+)"', page)[0]
    shown = dispatcher.post(f"/cases/{case}/links", {"key": key, "channel": "visit"}).content.decode()
    assert "<svg" in shown and Link.objects.get().channel == "visit"


def test_a_handler_shows_an_address_without_a_secret_and_gets_no_link(
    town: Town, come_in: ComeIn, settings: LazySettings
) -> None:
    case = settled(town)
    official = come_in("official")
    page = official.get(f"/cases/{case}/code").content.decode()
    assert "<svg" not in page and "/links" not in page, "without accounts there is nothing to show"
    settings.MAIL, settings.ORIGIN = True, "https://zhuqi.example"
    page = official.get(f"/cases/{case}/code").content.decode()
    assert "<svg" in page and "/links" not in page
    assert official.post(f"/cases/{case}/links", {"key": "k", "channel": "visit"}).status_code == 409
    assert not Link.objects.exists()


def test_no_official_presses_for_the_enterprise(town: Town, come_in: ComeIn) -> None:
    case = settled(town)
    clock.stand_at("cast", NOW)
    official, before = come_in("official"), Case.objects.get(pk=case).version
    assert official.post(f"/l/our/cases/{case}", {"act": "confirm", "seen": str(before), "key": "k"}).status_code == 302
    assert official.post(
        f"/cases/{case}/confirm", {"text": "企业说好了", "seen": str(before), "key": "k"}
    ).status_code in (403, 404, 409)
    shown = come_in("dispatcher").post(f"/cases/{case}/links", {"key": "k", "channel": "visit"}).content.decode()
    secret = re.findall(r"/l/([A-Za-z0-9_-]{40,})", shown)[0]
    assert official.post(f"/l/{secret}", {"key": "k"}).status_code == 403
    case_now = Case.objects.get(pk=case)
    assert (case_now.version, case_now.state) == (before, "replied")
