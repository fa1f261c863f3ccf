"""The registers in a real Chromium: no sideways scrolling, nothing blocked, a notice published and a password given."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browsing import SIDEWAYS
from tests.interfaces.conftest import Town
from tests.interfaces.test_browser import DESK, PHONE, WIDTHS, come_in, narrow, page, town

__all__ = ["page", "town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


HREFS = "all => all.map(one => one.getAttribute('href'))"


def test_no_page_of_the_registers_scrolls_sideways(page: Page, town: Town) -> None:
    org, one, firm = town.city.org("ng"), town.city.staff["keeper"].pk, town.city.enterprises[0].pk
    seen = {
        "administrator": (
            "/organisations", f"/organisations/{org}", f"/organisations/{org}/found", "/people", f"/people/{one}",
            f"/people/{one}/leave", "/enterprises/new", "/calendar", "/calendar/2019", "/calendar/load",
        ),
        "security": ("/people", f"/people/{one}", f"/people/{one}/give_role", f"/people/{one}/reset_password"),
        "dispatcher": ("/enterprises", f"/enterprises/{firm}", f"/enterprises/{firm}/bind", f"/people/{one}/appoint"),
    }  # fmt: skip
    for part, addresses in seen.items():
        page.context.clear_cookies()
        come_in(page, part)
        page.context.add_cookies([{"name": "lang", "value": "en", "url": page.url}])  # the longer words
        for address in addresses:
            page.goto(address)
            for width in WIDTHS:
                narrow(page, width)
                assert not page.evaluate(SIDEWAYS), (part, address, width)
            page.evaluate("document.documentElement.dataset.type = 'large'")
            narrow(page, PHONE)
            assert not page.evaluate(SIDEWAYS), (part, address, "large")


def test_the_navigation_of_a_phone_holds_every_entry(page: Page, town: Town) -> None:
    for part in ("dispatcher", "administrator", "official"):
        page.context.clear_cookies()
        come_in(page, part)
        page.context.add_cookies([{"name": "lang", "value": "en", "url": page.url}])
        page.goto("/")
        narrow(page, PHONE)
        every = set(page.locator("nav.nav > ul > li > a").evaluate_all(HREFS))
        if page.locator("nav.nav .more").count():
            page.click("nav.nav .more summary")
        entries = page.locator("nav.nav li a:visible")
        assert len(every) > 1 and sorted(entries.evaluate_all(HREFS)) == sorted(every), (
            "each once, at the thumb or behind more"
        )
        for n in range(entries.count()):
            box = entries.nth(n).bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= PHONE
            assert 48 <= box["height"] < 60, "no word is broken"


def test_a_notice_is_looked_at_and_published(page: Page, town: Town, tmp_path: Path) -> None:
    days = [(1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节")]
    file = tmp_path / "2027.csv"
    rows = [f"2027-{month:02}-{day:02},{name},放假" for month, day, name in days]
    file.write_text("\n".join(["日期,节日,安排", *rows, "2027-10-09,国庆节,上班"]), "utf-8")
    come_in(page, "administrator")
    narrow(page, DESK)
    page.goto("/calendar/load")
    page.set_input_files("#file", file)
    page.click("main form button")
    assert page.locator(".month").count() == 12 and page.locator(".month .off").count() == 5
    page.fill("#source", "演练通知")
    page.click("main form button.primary")
    page.wait_for_url("**/calendar/2027")
    assert "演练通知" in page.inner_text("main") and page.locator(".toast").is_visible()


def test_a_new_password_is_read_off_the_page_and_opens(page: Page, town: Town) -> None:
    come_in(page, "security")
    page.goto(f"/people/{town.city.staff['planner'].pk}/reset_password")
    page.click("main form button.danger")
    password = page.inner_text("code.secret")
    page.context.clear_cookies()
    page.goto("/login")
    page.fill("#username", "planner")
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_url("**/account")
    assert page.locator("#old").is_visible()
