"""The wall in a real Chromium: legible at five metres, nothing scrolls or moves, it looks again by itself, and stands alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import browsing
from tests.interfaces.conftest import NOW, PASSWORD, Town, peopled
from zhuqi.domain.cases.rules.words import Action

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ((1920, 1080), (1366, 768))
FITS = """() => {
  const root = document.documentElement, two = innerWidth / 50, small = [], out = [];
  for (const each of document.querySelectorAll("main.wall *")) {
    if (![...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (!box.width || each.closest(".sr, [hidden]")) continue;
    if (parseFloat(style.fontSize) < two - 0.01) small.push(each.outerHTML.slice(0, 80));
    if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1) out.push(each.outerHTML.slice(0, 80));
    const room = each.closest(".two");
    if (room && box.bottom > room.getBoundingClientRect().bottom + 1) out.push("cut: " + each.outerHTML.slice(0, 80));
    if (each.matches(".next b, .next .lamp, thead th, .node span, footer p") && each.scrollWidth > each.clientWidth + 1
        && style.overflow === "hidden") out.push("too long: " + each.outerHTML.slice(0, 80));
    if (style.animationName !== "none") out.push("moves: " + each.outerHTML.slice(0, 80));
  }
  const scrolls = root.scrollHeight > innerHeight || root.scrollWidth > innerWidth;
  return { small, out, scrolls };
}"""
"""What is smaller than two hundredths of the width, what lies outside, and whether the page scrolls."""
LOOK = "dispatchEvent(new Event('online'))"


@pytest.fixture
def town(transactional_db: None) -> Town:
    return peopled()


def come_in(page: Page) -> None:
    page.goto("/login")
    page.fill("#username", "dispatcher")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def test_the_wall_is_read_from_five_metres_and_looks_again_by_itself(
    chromium: Browser, live_server: LiveServer, town: Town
) -> None:
    with browsing(chromium, live_server) as page:
        come_in(page)
        for language in ("zh-hans", "en"):
            page.context.add_cookies([{"name": "lang", "value": language, "url": page.url}])
            for theme in ("light", "dark"):
                page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
                page.goto("/wall?names=1")
                for width, height in SIZES:
                    page.set_viewport_size({"width": width, "height": height})
                    assert page.evaluate(FITS) == {"small": [], "out": [], "scrolls": False}, (language, theme, width)
        page.goto("/wall")
        page.evaluate("document.querySelector('main.wall').marked = true")
        with page.expect_response("**/wall") as same:
            page.evaluate(LOOK)
        assert same.value.status == 304
        assert page.evaluate("document.querySelector('main.wall').marked") is True, "nothing was drawn anew"
        town.city.do("official", Action.SUBMIT, town.cases["found"], NOW, why="组里没有办法。")
        with page.expect_response("**/wall") as other:
            page.evaluate(LOOK)
        assert other.value.status == 200
        page.wait_for_function("!document.querySelector('main.wall').marked")
        assert page.locator(".node b").first.inner_text() == "0", "what was found went to the room"
        state = page.context.storage_state()
    context = chromium.new_context(base_url=live_server.url, storage_state=state)  # deaf: a dead line is a complaint
    page = context.new_page()
    page.goto("/wall")
    page.route("**/wall", lambda route: route.abort())
    page.evaluate(LOOK)
    page.wait_for_selector(".stale:not([hidden])")
    assert "10:20" in page.inner_text(".stale") and page.locator(".node b").first.inner_text() == "0"
    page.unroute("**/wall")
    page.evaluate(LOOK)
    page.wait_for_selector(".stale", state="hidden")
    context.close()


def test_without_a_script_the_page_asks_for_itself_again(
    chromium: Browser, live_server: LiveServer, town: Town
) -> None:
    with browsing(chromium, live_server, java_script_enabled=False) as page:
        come_in(page)
        page.goto("/wall")
        assert page.get_attribute("meta[http-equiv=refresh]", "content") == "60"
