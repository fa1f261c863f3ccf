"""The search box in a real Chromium: by keyboard, on a phone, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.interfaces.conftest import PASSWORD, Town, peopled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = 1280, 360
SEEN = "getComputedStyle(document.querySelector('mark')).backgroundColor"
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def town(transactional_db: None) -> Town:
    return peopled()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A blank page at a desk."""
    with browsing(chromium, live_server, width=DESK, color_scheme="light") as opened:
        yield opened


def test_one_types_presses_enter_and_opens_what_is_found(page: Page, town: Town) -> None:
    page.goto("/login")
    page.fill("#username", "dispatcher")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/")
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 780})
        page.goto("/")
        box = page.locator(".top input[type=search]")
        where = box.bounding_box()
        assert where is not None and where["width"] > 180
        box.fill("燃气")
        box.press("Enter")
        page.wait_for_url("**/search?**")
        assert page.locator(".top input[type=search]").input_value() == "燃气"
        assert page.locator("main mark").all_inner_texts() == ["燃气"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(SEEN) != page.evaluate(GROUND)
        for typed in ("演练", "x"):
            page.goto(f"/search?q={typed}")
            assert not page.evaluate(SIDEWAYS), (width, typed)
    page.goto("/search?q=rqgx")
    page.click("main .rows a")
    page.wait_for_url(f"**/cases/{town.cases['handled'].pk}")
