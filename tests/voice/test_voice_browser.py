"""From the public page to the case, in a real Chromium on a phone and at a desk, with and without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.cast import START, City, stage
from tests.voice.conftest import SAID
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.models import Case
from zhuqi.domain.visits.actions import record
from zhuqi.domain.visits.rules import Mode, Purpose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 640, 1280)


@pytest.fixture
def played(transactional_db: None) -> City:
    """A stage of its own: the server is another thread, and sees only what is committed."""
    city = stage()
    clock.stand_at("cast", START)
    return city


def fits(page: Page, *, script: bool = True) -> None:
    """Nothing on it scrolls sideways, however wide the window."""
    for width in WIDTHS if script else ():
        page.set_viewport_size({"width": width, "height": 780})
        assert not page.evaluate(SIDEWAYS), (page.url, width)


def come_in(page: Page, server: LiveServer, city: City, part: str) -> None:
    client = Client()
    client.force_login(Account.objects.get(pk=city.staff[part].account_id or 0))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])


@pytest.mark.parametrize("script", [True, False])
def test_a_need_goes_from_a_phone_to_the_room_and_back(
    chromium: Browser, live_server: LiveServer, played: City, tmp_path: Path, script: bool
) -> None:
    city = played
    with browsing(chromium, live_server, width=360, java_script_enabled=script) as phone:
        phone.goto("/say")
        fits(phone, script=script)
        assert not phone.locator("#website").is_visible()
        phone.click("main button.primary")
        assert phone.locator("#body-error").is_visible()
        for name, value in SAID.items():
            phone.fill(f"#{name}", value)
        phone.check(f'input[name="desk"][value="{city.org("ng-desk")}"]')
        note = tmp_path / "说明.txt"
        note.write_text("路灯编号 演练-7")
        phone.set_input_files("#files", str(note))
        phone.click("main button.primary")
        address = phone.inner_text(".address")
        assert address.startswith(f"{live_server.url}/l/need/")
        fits(phone, script=script)
        with browsing(chromium, live_server, java_script_enabled=script) as desk:
            come_in(desk, live_server, city, "dispatcher")
            desk.goto("/voices")
            fits(desk, script=script)
            desk.click(f"text={SAID['firm']}")
            desk.click("#take_in summary")
            fits(desk, script=script)
            desk.check(f'input[name="take_in_enterprise_id"][value="{city.enterprises[1].pk}"]')
            desk.check('input[name="take_in_proof"][value="called"]')
            kind = desk.locator('#take_in [name="take_in_kind"]')
            if kind.count() == 1:
                kind.select_option("utilities")
            else:
                desk.check('input[name="take_in_kind"][value="utilities"]')
            desk.click("#take_in form[method=post] button")
            case = Case.objects.get(told_at=START)
            assert desk.url == f"{live_server.url}/cases/{case.pk}"
            page = desk
            page.goto("/voices?which=over")
            assert SAID["firm"] in page.inner_text("main")
        official = city.actor("official")
        firm = city.enterprises[1].pk
        record(official, firm, day=START.date(), mode=Mode.ON_SITE, kind=Purpose.SERVICE, now=START)
        phone.goto(address)
        assert case.number in phone.inner_text("main")
        phone.click("main a.primary")
        phone.click("main button")
        assert SAID["body"] in phone.inner_text("main")
        assert city.staff["official"].name in phone.inner_text("#visits")
        fits(phone, script=script)
