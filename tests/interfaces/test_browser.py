"""The site in a real Chromium, at a desk and on a phone: coming in, no sideways scrolling, nothing blocked, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.interfaces.conftest import PASSWORD, Town, peopled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 640, 1280)
DESK, PHONE = 1280, 360


@pytest.fixture
def town(transactional_db: None) -> Town:
    return peopled()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A blank page at a desk, by daylight."""
    with browsing(chromium, live_server, width=DESK, color_scheme="light") as opened:
        yield opened


def narrow(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})


def come_in(page: Page, part: str) -> None:
    page.goto("/login")
    page.fill("#username", part)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def test_one_comes_in_at_a_desk_and_on_a_phone(page: Page, town: Town) -> None:
    for width in (DESK, PHONE):
        narrow(page, width)
        page.goto("/login")
        page.click("main button")
        assert page.locator(".error").count() == 2, "the sentence is ours, not the browser's"
        page.fill("#username", "official")
        page.fill("#password", "wrong")
        page.press("#password", "Enter")
        assert "对不上" in page.inner_text("[role=alert]")
        assert page.input_value("#username") == "official"
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/")
        assert "6 月 4 日 星期二" in page.inner_text("h1")
        assert page.locator("nav.nav a[aria-current=page]").is_visible()
        page.click(".top .who button")
        page.wait_for_url("**/login")


def test_a_phone_reaches_every_place_by_two_touches(page: Page, town: Town) -> None:
    come_in(page, "dispatcher")
    narrow(page, PHONE)
    assert not page.locator(".nav .spare").first.is_visible()
    page.click(".nav .more summary")
    last = page.locator(".nav .more li a").last
    assert last.is_visible()
    assert not page.evaluate(SIDEWAYS)
    last.click()
    page.wait_for_url("**/rulebooks*")
    assert page.locator(".nav .more summary[data-here]").is_visible()


def test_no_page_scrolls_sideways_at_any_width_or_in_large_type(page: Page, town: Town) -> None:
    case = town.cases["handled"].pk
    district = town.city.org("ng")
    come_in(page, "dispatcher")
    addresses = (
        "/", "/cases", "/cases?which=all", "/cases/new", f"/cases/{case}", f"/cases/{case}/assign",
        f"/statement?unit={district}&below=1", f"/statement/cases?unit={district}&side=received&since=2019-05-01&below=1",
        "/complaints", "/nothing-here",
    )  # fmt: skip
    for kind in ("plain", "large"):
        page.context.add_cookies([{"name": "type", "value": kind, "url": page.url}])
        for address in addresses:
            page.goto(address)
            for width in WIDTHS:
                narrow(page, width)
                assert not page.evaluate(SIDEWAYS), (kind, address, width)


def test_the_keyboard_skips_to_the_text_and_reaches_the_first_action(page: Page, town: Town) -> None:
    come_in(page, "utilities")
    page.goto(f"/cases/{town.cases['handled'].pk}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "/cases/" in page.evaluate("document.activeElement.href")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_dark_is_chosen_without_a_reload_and_kept(page: Page, town: Town) -> None:
    come_in(page, "official")
    page.evaluate("window.same = true")
    with page.expect_response("**/look"):
        page.click(".nav .foot button[value=dark]")
    assert page.evaluate("window.same") is True
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 25)"
    page.goto("/cases")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.locator(".nav .foot button[value=light]").is_visible()
    assert not page.locator(".nav .foot button[value=dark]").is_visible()


def test_unsent_words_survive_a_reload_and_go_when_they_are_sent(page: Page, town: Town) -> None:
    come_in(page, "utilities")
    address = f"/cases/{town.cases['handled'].pk}/stage_reply"
    page.goto(address)
    page.fill("textarea[name=text]", "已约燃气公司。")
    page.goto("/cases")
    page.goto(address)
    assert page.input_value("textarea[name=text]") == "已约燃气公司。"
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/cases/\d+$"))
    assert "已办" in page.inner_text(".toast")
    page.goto(address)
    assert page.input_value("textarea[name=text]") == ""


def test_an_inline_script_wouldnt_run(chromium: Browser, live_server: LiveServer, town: Town) -> None:
    page = chromium.new_context(base_url=live_server.url).new_page()
    page.goto("/login")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s); }"
    )
    assert page.evaluate("window.ran") is None
    page.context.close()


def test_the_site_works_without_any_script(chromium: Browser, live_server: LiveServer, town: Town) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    come_in(page, "finance")
    page.goto(f"/cases/{town.cases['assigned'].pk}")
    page.click("main form button.primary")
    page.wait_for_url(re.compile(r"/cases/\d+$"))
    assert "已办：签收" in page.inner_text(".toast")
    page.click(".nav .foot button[name=lang][value=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert settings.LANGUAGE_CODE == "zh-hans"
    context.close()
