"""Passkeys in a real Chromium with a virtual authenticator: made, logged in with, used after a password, removed. And the way to
the city's identity provider and back, past the content policy and the cookies' rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page
from pytest_django.live_server_helper import LiveServer

from tests.accounts.conftest import NOW, PASSWORD, person
from tests.accounts.identity import CLIENT, SECRET, Provider, serve
from tests.browsing import browsing
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.accounts.actions import set_password
from zhuqi.core.accounts.models import Passkey, PasskeyCount

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, transactional_db: None, settings: Any) -> Iterator[Page]:
    """A blank page of a place that is reached under the live server's address."""
    settings.ORIGIN, settings.PASSKEY_DOMAIN, settings.AREA_NAME = live_server.url, "localhost", "演练"
    set_password(CLOCK, person("he", Role.HANDLER).account or 0, password=PASSWORD, now=NOW)
    with browsing(chromium, live_server, locale="zh-CN") as opened:
        yield opened


def plug(page: Page, **otherwise: Any) -> tuple[CDPSession, str]:
    """Plug in a virtual authenticator."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | otherwise})
    return device, added["authenticatorId"]


def type_in(page: Page) -> None:
    page.goto("/login?next=/account")
    page.fill("#username", "he")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")


def make(page: Page) -> None:
    page.goto("/account/passkeys")
    page.fill("#name", "演练电脑")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.click("main [data-passkey-go]")
    page.wait_for_url("**/account/passkeys/made")


def test_a_passkey_is_made_and_opens_without_a_password_and_after_one(page: Page) -> None:
    device, key = plug(page)
    type_in(page)
    page.wait_for_url("**/account")
    make(page)
    assert page.locator("main ol li code").count() == 10
    held = device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert len(held) == 1 and held[0]["rpId"] == "localhost" and held[0]["isResidentCredential"]

    page.click(".top .who button")
    page.wait_for_url("**/login")
    page.goto("/login?next=/account/sessions")
    page.click("a[href*='/login/passkey']")
    page.wait_for_url(re.compile(r"/account/sessions$"))
    assert page.locator("main tbody tr").count() == 1
    counted = PasskeyCount.objects.get().count
    assert counted > 0

    page.click(".top .who button")
    page.wait_for_url("**/login")
    type_in(page)
    page.wait_for_url(re.compile(r"/account$"))
    assert PasskeyCount.objects.get().count > counted, "after the password the passkey was asked for"

    page.goto(f"/account/passkeys/{Passkey.objects.get().pk}")
    page.click("main [data-passkey-go]")
    page.wait_for_url("**/account/passkeys")
    assert not Passkey.objects.exists()


def test_a_device_that_doesnt_verify_its_person_isnt_taken(page: Page) -> None:
    device, key = plug(page)
    type_in(page)
    page.wait_for_url("**/account")
    make(page)
    page.click(".top .who button")
    page.wait_for_url("**/login")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/login/passkey?next=/account")
    page.wait_for_selector("[data-passkey-said=failed]:visible")
    assert page.locator("main [data-passkey-go]").is_enabled()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.click("main [data-passkey-go]")
    page.wait_for_url(re.compile(r"/account$"))


def test_one_device_makes_one(page: Page) -> None:
    plug(page)
    type_in(page)
    page.wait_for_url("**/account")
    make(page)
    page.goto("/account/passkeys")
    page.fill("#name", "again")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.click("main [data-passkey-go]")
    page.wait_for_selector("[data-passkey-said=known]:visible")
    assert Passkey.objects.count() == 1


def test_the_citys_log_in_leads_away_and_back(page: Page, settings: Any, tmp_path: Path) -> None:
    city = Provider()
    server = serve(city)
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET_FILE = city.issuer, CLIENT, str(secret)
    page.goto("/login?next=/account/sessions")
    page.click("a[href*='/login/provider']")
    page.wait_for_url(f"{city.issuer}/**")
    page.click("button")
    page.wait_for_url(re.compile(r"/account/sessions$"))
    assert page.locator("main tbody tr").count() == 1
    server.shutdown()
    server.server_close()
