"""The rulebook in a real Chromium: a text with a fault is mended, handed in and signed by somebody else; nothing runs sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browsing import SIDEWAYS
from tests.interfaces.conftest import NOW, Town, district_text, handed_in
from tests.interfaces.test_browser import DESK, PHONE, WIDTHS, come_in, narrow, page, town
from tests.interfaces.test_rulebook_pages import BAD, REDO, city, district
from zhuqi.core.rulebook.models import Draft, Edition

__all__ = ["page", "town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_text_is_mended_handed_in_and_signed_by_somebody_else(page: Page, town: Town) -> None:
    come_in(page, "administrator")
    narrow(page, DESK)
    page.goto("/rulebooks")
    page.click("main a[href='/rulebooks/new']")
    page.fill("#text", district_text(BAD))
    page.click("button[value=check]")
    assert page.locator(".text .bad").count() == 1 and page.locator("button[value=hand_in]").count() == 0
    page.click(".rail .story a")
    assert page.evaluate("location.hash") == "#" + str(page.locator(".text .bad").get_attribute("id"))
    page.fill("#text", page.input_value("#text").replace(BAD[1], BAD[0]).replace(*REDO))
    page.click("button[value=check]")
    assert page.locator(".text .bad").count() == 0 and "▲" in page.inner_text(".says")
    page.click("button[value=hand_in]")
    page.wait_for_url("**/rulebooks/drafts/*")
    assert page.locator("button[value=sign]").count() == 0 and page.locator(".toast").is_visible()
    draft = Draft.objects.get()
    page.context.clear_cookies()
    come_in(page, "leader")
    narrow(page, PHONE)
    page.goto(f"/rulebooks/drafts/{draft.pk}")
    page.click("button[value=sign]")
    page.wait_for_url(f"**/rulebooks/{Edition.objects.get(place=town.city.org('ng')).pk}")
    assert page.locator(".says").count() > 3


def test_no_page_of_the_rulebook_scrolls_sideways(page: Page, town: Town) -> None:
    mine, draft = district(town), handed_in(town, REDO)
    addresses = (
        "/rulebooks", "/rulebooks?which=all", "/rulebooks?which=drafts", f"/rulebooks/{mine.pk}",
        f"/rulebooks/{mine.pk}?part=statements", f"/rulebooks/{mine.pk}?part=examples", f"/rulebooks/{mine.pk}?part=text",
        f"/rulebooks/{mine.pk}/against/{city(town).pk}", f"/rulebooks/{mine.pk}/sample", f"/rulebooks/drafts/{draft.pk}",
        f"/rulebooks/drafts/{draft.pk}/what-if?since=2019-05-01&until={NOW.date()}",
    )  # fmt: skip
    come_in(page, "leader")
    page.context.add_cookies([{"name": "lang", "value": "en", "url": page.url}])  # the longer words
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            narrow(page, width)
            assert not page.evaluate(SIDEWAYS), (address, width)
        page.evaluate("document.documentElement.dataset.type = 'large'")
        narrow(page, PHONE)
        assert not page.evaluate(SIDEWAYS), (address, "large")


def test_a_clerk_changes_a_deadline_by_a_form_and_hands_the_text_in(page: Page, town: Town) -> None:
    come_in(page, "administrator")
    narrow(page, PHONE)
    page.goto("/rulebooks/new")
    page.fill("#text", district_text())
    page.click("button[value=check]")
    page.click("button[value=lists]")
    page.click("button[value='open:办理/时限']")
    page.wait_for_load_state()
    for width in WIDTHS:
        narrow(page, width)
        assert not page.evaluate(SIDEWAYS), ("the list", width)
    narrow(page, PHONE)
    boxes = [button.bounding_box() for button in page.locator(".deeds-of button").all()]
    assert boxes and all(box is not None and box["height"] >= 48 and box["width"] >= 48 for box in boxes), (
        "for one thumb"
    )
    page.click("button[value='change:5']")
    page.fill("input[name=v1]", "很快")
    page.click("button[value='write:5']")
    assert page.locator(".field.bad .error").is_visible() and page.input_value("input[name=v1]") == "很快"
    page.fill("input[name=v1]", "4 工作日")
    page.click("button[value='look:5']")
    page.wait_for_load_state()
    assert page.locator(".ruler .was").count() >= 1
    for width in WIDTHS:
        narrow(page, width)
        assert not page.evaluate(SIDEWAYS), ("the form", width)
    narrow(page, PHONE)
    page.click("button[value='write:5']")
    page.wait_for_load_state()
    assert page.locator("tr.fresh").count() == 1 and not page.evaluate(SIDEWAYS)
    page.click("button[value=check]")
    assert "{钟: 答复, 级别: [A], 时长: 4 工作日}" in page.input_value("#text")
    page.click("button[value=hand_in]")
    page.wait_for_url("**/rulebooks/drafts/*")
    assert (
        Draft.objects.get().text.strip()
        == district_text(("{钟: 答复, 级别: [A], 时长: 5 工作日}", "{钟: 答复, 级别: [A], 时长: 4 工作日}")).strip()
    )
