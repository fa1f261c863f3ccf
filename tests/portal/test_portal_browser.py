"""The enterprise's page in a real Chromium, on a phone and at a desk, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Request
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.cases.town import replied
from tests.cast import City, stage
from tests.portal.conftest import NOW, link_to
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def played(transactional_db: None) -> tuple[City, Case]:
    """A stage of its own: the server is another thread, and sees only what is committed."""
    city = stage()
    clock.stand_at("cast", NOW)
    return city, replied(city)


@pytest.mark.parametrize("script", [True, False])
def test_an_owner_opens_answers_and_leaves_no_secret_on_the_way(
    chromium: Browser, live_server: LiveServer, played: tuple[City, Case], script: bool
) -> None:
    city, case = played
    secret = link_to(city, case)[1]
    sent: list[Request] = []
    with browsing(chromium, live_server, width=360, java_script_enabled=script) as page:
        page.on("request", lambda request: sent.extend([request]))  # a bound method of a list, the driver can't wrap
        page.goto(f"/l/{secret}")
        assert "演练＊＊＊＊＊公司" in page.inner_text("main")
        page.click("main button")
        assert page.url == f"{live_server.url}/l/"
        for width in (320, 360, 640, 1280):
            page.set_viewport_size({"width": width, "height": 780})
            if script:
                assert not page.evaluate(SIDEWAYS), width
        page.click("#contest button")
        assert page.locator("#contest_text-error").is_visible()
        page.fill("#contest_text", "电压还是不够")
        page.click("#contest button")
        assert page.url == f"{live_server.url}/l/?done=contest"
        assert "电压还是不够" in page.inner_text("main")
        case.refresh_from_db()
        assert case.contests == 1
        told = [request.headers.get("referer", "") for request in sent]
        assert len(told) > 10
        assert not [referer for referer in told if secret in referer]
