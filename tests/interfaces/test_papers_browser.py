"""Papers and drawings in a real Chromium: what is printed, what a telephone shows, what a keyboard reaches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browsing import SIDEWAYS
from tests.interfaces.conftest import Town
from tests.interfaces.test_browser import PHONE, come_in, narrow, page, town

__all__ = ["page", "town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_print_leaves_out_what_is_said_inside_and_every_button(page: Page, town: Town) -> None:
    come_in(page, "finance")
    page.goto(f"/cases/{town.cases['replied'].pk}")
    inside, outside, buttons = ".talk.inside", ".talk.outside", "[data-print]"
    assert page.is_visible(inside) and page.is_visible(outside) and page.is_visible(buttons)
    page.emulate_media(media="print")
    assert not page.is_visible(inside) and not page.is_visible(buttons) and page.is_visible(outside)
    assert not page.is_visible(".acts a")


def test_the_new_pages_never_scroll_sideways(page: Page, town: Town) -> None:
    come_in(page, "dispatcher")
    page.context.add_cookies([{"name": "lang", "value": "en", "url": page.url}])  # the longer words
    firm = town.city.enterprises[0].pk
    for address in (f"/enterprises/{firm}/file", f"/enterprises/{firm}/theirs", "/liaison/tiles", "/statement"):
        page.goto(address)
        for width in (320, PHONE, 1280):
            narrow(page, width)
            assert not page.evaluate(SIDEWAYS), (address, width)


def test_a_band_is_reached_and_opened_by_the_keyboard(page: Page, town: Town) -> None:
    come_in(page, "dispatcher")
    page.goto(f"/statement?unit={town.city.org('ng-desk')}&since=2019-05-01&until=2019-06-04")
    page.locator(".streams a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/statement/cases?**")
    assert page.locator("main a[href^='/cases/']").count() > 0


def test_nobody_can_press_anything_on_the_enterprises_page_that_is_only_looked_at(page: Page, town: Town) -> None:
    come_in(page, "official")
    page.goto(f"/enterprises/{town.city.enterprises[0].pk}/theirs")
    buttons = page.locator("fieldset.inert button")
    assert buttons.count() > 0 and all(buttons.nth(n).is_disabled() for n in range(buttons.count()))
