"""The pages of messages in a real Chromium, at a desk and on a phone, by day and by night."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.api.beside import SUBSCRIPTION, told_of, unsent
from tests.browsing import SIDEWAYS, browsing
from tests.interfaces.conftest import NOW, Town, peopled
from tests.interfaces.test_browser import come_in
from zhuqi.core.messages.models import Message
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.directory import queries as directory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("ZHUQI_SHOTS", "")
"""A folder for pictures, where somebody wants to look."""


@pytest.fixture
def town(transactional_db: None) -> Town:
    return peopled()


def test_messages_are_read_and_settings_made_at_any_width(
    chromium: Browser, live_server: LiveServer, town: Town
) -> None:
    for n in range(4):
        told_of(town, "utilities", n + 1)
    Message.objects.filter(entry=4).update(read=True)
    administrator = directory.actor(town.account("administrator").pk, NOW.date())
    row, _ = subscribe(administrator, town.city.org("ng"), **SUBSCRIPTION, now=NOW)
    unsent(row.pk)
    pages = {
        "utilities": ("/messages", f"/messages/{Message.objects.earliest('id').pk}", "/account/messages"),
        "administrator": ("/subscriptions", f"/subscriptions/{row.pk}", "/failing"),
    }
    with override_settings(MAIL=True, DEFAULT_FROM_EMAIL="zhuqi@example.com"):
        for part, addresses in pages.items():
            looked_at(chromium, live_server, part, addresses)
    with browsing(chromium, live_server) as page:
        come_in(page, "utilities")
        assert page.inner_text(".nav .waiting").startswith("3")
        page.goto("/messages")
        page.locator(".rows button.link").first.click()
        page.wait_for_url("**/cases/*")
        assert page.inner_text(".nav .waiting").startswith("2")


def looked_at(chromium: Browser, server: LiveServer, part: str, addresses: tuple[str, ...]) -> None:
    for width, scheme in ((1280, "light"), (360, "dark")):
        more: dict[str, Any] = {"color_scheme": scheme}
        with browsing(chromium, server, width=width, **more) as page:
            come_in(page, part)
            for n, address in enumerate(addresses):
                page.goto(address)
                assert not page.evaluate(SIDEWAYS), (address, width)
                if SHOTS:
                    page.screenshot(path=Path(SHOTS) / f"{part}-{n}-{width}.png", full_page=True)
