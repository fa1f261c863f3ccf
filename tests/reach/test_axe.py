"""Everybody can use every page: axe-core finds nothing and nothing scrolls sideways, by day and by night, at a desk, on a phone,
in large type.

One browser and one town go round all pages; a page is loaded once and looked at in each of its looks.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS
from tests.interfaces.conftest import PASSWORD, Town, peopled
from tests.reach.walk import CONTACT, HALF, NO_PAGE, Walk, opened, reader, routes, walked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RUN = """async (only) => {
  const found = await axe.run(document, {
    resultTypes: ["violations"],
    ...(only.length ? { runOnly: { type: "rule", values: only } } : {}),
  });
  const told = (node) => `${node.html.slice(0, 120)}: ${node.any.map((one) => one.message).join(" ").slice(0, 160)}`;
  return found.violations.map((one) => [one.id, one.nodes.slice(0, 3).map(told)]);
}"""
EVERYTHING: tuple[str, ...] = ()
SIZES = ("target-size", "scrollable-region-focusable")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that a page's width and letters, or its colours, can break where the rest of it stays as it was."""
CLOSELY = ("/", "/cases", "/l/", "/journal", "/calendar/2019")
"""Pages looked at with every rule in every look: between them they have all that appears at one width only."""
PHONE, NARROWEST, DESK = 360, 320, 1280


@pytest.fixture
def town(transactional_db: None, settings: Any, live_server: LiveServer) -> Town:
    settings.MAIL, settings.DEFAULT_FROM_EMAIL = True, "zhuqi@example.com"
    settings.ORIGIN, settings.PASSKEY_DOMAIN = live_server.url, "localhost"
    return peopled()


def test_every_address_is_walked_or_says_why_it_has_no_page() -> None:
    assert set(NO_PAGE) <= set(routes())
    assert not [route for route in NO_PAGE if reader(route) and NO_PAGE[route] in {"takes a form", "leads on"}]


def come_in(page: Page, walk: Walk, who: str) -> None:
    """The steps that somebody takes before the first page, where a cookie alone doesn't open it."""
    if who == CONTACT:
        page.goto(f"/l/{walk.link}")
        page.click("main button")
    elif who == HALF:
        page.goto("/login")
        page.fill("#username", "planner")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/login/**")


def faults(page: Page, path: str, *, closely: bool) -> list[str]:
    """What is wrong with a page in any of its looks, each named once."""
    answer = page.goto(path)
    assert answer is not None
    if answer.status != 200 or "text/html" not in (answer.headers.get("content-type") or ""):
        return [f"{path}: it answers {answer.status}"]
    if not page.evaluate("document.title"):
        return [f"{path}: it has no title; a part of a page stands in NO_PAGE"]
    page.evaluate(AXE)
    found: dict[str, str] = {}

    def look(name: str, only: tuple[str, ...]) -> None:
        for rule, nodes in page.evaluate(RUN, list(only)):
            found.setdefault(rule, f"{path} ({name}): {rule} {json.dumps(nodes, ensure_ascii=False)}")

    def narrow(width: int) -> None:
        page.set_viewport_size({"width": width, "height": 780})
        if page.evaluate(SIDEWAYS):
            found.setdefault(f"sideways {width}", f"{path}: it scrolls sideways at {width}")

    narrow(DESK)
    look("desk", EVERYTHING)
    page.emulate_media(color_scheme="dark")
    if closely:
        look("desk, dark", COLOURS)
    narrow(PHONE)
    look("phone, dark", (*COLOURS, *SIZES))
    page.emulate_media(color_scheme="light")
    if closely:
        look("phone", EVERYTHING)
    page.evaluate("document.documentElement.dataset.type = 'large'")
    narrow(NARROWEST)
    if closely:
        look("narrowest, large type", SIZES)
        narrow(DESK)
        look("desk, large type", EVERYTHING)
    return list(found.values())


def test_axe_finds_nothing_on_any_page_in_any_look(chromium: Browser, live_server: LiveServer, town: Town) -> None:
    walk, said, seen = walked(town), [], 0
    for who, paths in walk.pages.items():
        context = opened(chromium, live_server, walk, town, who)
        page = context.new_page()
        come_in(page, walk, who)
        for path in paths:
            said += faults(page, path, closely=path in CLOSELY)
            seen += 1
        context.close()
    assert not said, "\n" + "\n".join(said)
    assert seen == len(routes()) - len(NO_PAGE)
