"""The main road without a mouse: come in, open a case, act, come back; by Tab, Enter and letters alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.interfaces.conftest import PASSWORD, Town, peopled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 60
"""Steps by Tab after which something counts as out of reach."""
HERE = "(wanted) => document.activeElement.matches(wanted)"
SEEN = """() => {
  const here = document.activeElement, look = getComputedStyle(here), box = here.getBoundingClientRect();
  const marked = (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none";
  return marked && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
"""Whether who looks sees where they are: marked, and on the screen."""


@pytest.fixture
def town(transactional_db: None) -> Town:
    Client().get("/login")  # the first answer brings the whole site to mind
    return peopled()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, town: Town) -> Iterator[Page]:
    with browsing(chromium, live_server, color_scheme="light", reduced_motion="reduce") as opened:
        yield opened


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something is reached; wherever one is on the way, one sees it."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate(HERE, wanted):
            return
    raise AssertionError(f"{wanted} is out of reach")


def come_in(page: Page, part: str) -> None:
    page.goto("/login")
    tab_to(page, "#username")
    page.keyboard.type(part)
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def test_a_case_is_opened_worked_on_and_left_by_keyboard_alone(page: Page, town: Town) -> None:
    case = town.cases["handled"].pk
    come_in(page, "utilities")
    page.keyboard.press("Tab")
    assert page.evaluate(HERE, "a.skip"), "the first stop leads past the navigation"
    page.keyboard.press("Enter")
    tab_to(page, f"main a[href='/cases/{case}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case}")
    tab_to(page, f"main a[href='/cases/{case}/stage_reply']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stage_reply")
    tab_to(page, "main textarea[name=text]")
    page.keyboard.type("已约燃气公司 / 明天到现场。")
    tab_to(page, "main form[data-once] button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case}")
    assert "已办" in page.inner_text(".toast")
    assert "已约燃气公司 / 明天到现场。" in page.inner_text("main"), "a slash in a text is a slash"
    tab_to(page, "main .crumb a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases")


def test_a_slash_leads_to_the_search_box_and_enter_searches(page: Page, town: Town) -> None:
    come_in(page, "utilities")
    page.keyboard.press("/")
    assert page.evaluate(HERE, ".top input[type=search]") and page.evaluate(SEEN)
    page.keyboard.type("燃气")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert page.locator("main mark").count()


def test_the_places_of_a_phone_open_by_keyboard_too(page: Page, town: Town) -> None:
    come_in(page, "dispatcher")
    page.set_viewport_size({"width": 360, "height": 780})
    tab_to(page, ".nav .more summary")
    page.keyboard.press("Enter")
    tab_to(page, ".nav .more li a")


def test_twice_as_large_is_the_phones_layout(chromium: Browser, live_server: LiveServer, town: Town) -> None:
    """Zoomed to 200 % a window of 1280 is one of 640 with two dots for each pixel."""
    with browsing(chromium, live_server, width=640, device_scale_factor=2) as page:
        come_in(page, "dispatcher")
        for path in ("/", "/cases", f"/cases/{town.cases['handled'].pk}", "/cases/new"):
            page.goto(path)
            assert page.evaluate("getComputedStyle(document.querySelector('.nav')).position") == "fixed", path
            assert not page.evaluate(SIDEWAYS), path
