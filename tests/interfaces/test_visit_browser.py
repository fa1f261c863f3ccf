"""The pages of visits in a real Chromium: no sideways scrolling, and a visit written down on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.api.keeping import furnish
from tests.browsing import SIDEWAYS
from tests.interfaces.conftest import Town
from tests.interfaces.test_browser import PHONE, WIDTHS, come_in, narrow, page, town
from tests.interfaces.test_visit_pages import pages
from zhuqi.domain.visits.models import NeedFound, Visit

__all__ = ["page", "town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_page_of_visits_scrolls_sideways(page: Page, town: Town) -> None:
    extra = furnish(town)
    come_in(page, "official")
    page.context.add_cookies([{"name": "lang", "value": "en", "url": page.url}])  # the longer words
    for address in pages(town, extra):
        page.goto(address)
        for width in WIDTHS:
            narrow(page, width)
            assert not page.evaluate(SIDEWAYS), (address, width)


def test_a_visit_is_written_down_on_a_phone(page: Page, town: Town) -> None:
    firm = town.city.enterprises[1].pk
    come_in(page, "official")
    narrow(page, PHONE)
    page.goto(f"/visits/record?enterprise={firm}")
    page.locator("input[name=kind_1], select[name=kind_1]").first.evaluate("e => e.scrollIntoView()")
    if page.locator("select[name=kind_1]").count():
        page.select_option("select[name=kind_1]", "utilities")
    else:
        page.locator("input[name=kind_1][value=utilities]").check()
    page.fill("[name=title_1]", "三相电增容")
    page.fill("[name=body_1]", "变压器带不动。")
    page.locator("form[data-keep=visits] button.primary").click()
    page.wait_for_url(f"**/enterprises/{firm}/visits")
    assert Visit.objects.get().needs.count() == NeedFound.objects.count() == 1
