"""The page of the phone in a real Chromium: by how many taps, without signal, with the server gone and back, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS
from tests.contacts.going import ruled
from tests.interfaces.conftest import Town
from tests.interfaces.test_browser import PHONE, come_in, narrow, town
from tests.interfaces.test_phone_pages import photographed
from zhuqi.domain.cases.models import Enclosure
from zhuqi.domain.visits.models import NeedFound, Visit

__all__ = ["town"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAPS = 5
"""From "new need" to saved, at most: kind, what is wrong, what waiting costs, saved; one to spare."""
READY = """navigator.serviceWorker.ready.then(() => caches.open('zhuqi-phone')).then((cache) => cache.keys())
    .then((all) => all.some((one) => one.url.endsWith('/visits/phone')) && all.length > 5)"""
"""Whether the device keeps the page and all it is made of."""
STORES = "indexedDB.databases().then(all => all.map(one => one.name).filter(name => name.startsWith('zhuqi')))"


@pytest.fixture
def kept(town: Town) -> Town:
    """The town, whose edition lets drafts stay on a device."""
    ruled(town.city, "离线草稿: 是")
    return town


class Again(ThreadedWSGIServer):
    """A server that may begin at an address where one has just ended, as those of a place do."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**more, "allow_reuse_address": True})


@contextmanager
def telephone(chromium: Browser, server: LiveServer) -> Iterator[Page]:
    """A telephone with its own storage; without signal a browser complains, and that is what is tried here."""
    context = chromium.new_context(
        base_url=server.url, viewport={"width": PHONE, "height": 760}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not faults


def tap(page: Page, name: str, value: str) -> int:
    """One tap on a tile, which is a target of 48 at least."""
    tile = page.locator(f"input[name={name}][value={value}] + label")
    box = tile.bounding_box()
    assert box and box["height"] >= 48 and box["width"] >= 48, (name, value, box)
    tile.tap()
    return 1


def press(page: Page, which: str = "button.primary") -> int:
    button = page.locator(f".thumb-bar {which}")
    box = button.bounding_box()
    assert box and box["height"] >= 48, box
    button.tap()
    return 1


def until(page: Page, so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(100):
        if so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(so)


def ready(page: Page) -> None:
    """Wait until the device keeps what it needs."""
    until(page, lambda: bool(page.evaluate(READY)))


def told(page: Page, state: str, n: int = 1, seconds: int = 8) -> None:
    expect(page.locator(f"#drafts li[data-state={state}]")).to_have_count(n, timeout=seconds * 1000)


def opened(page: Page, town: Town, n: int = 0) -> None:
    page.goto(f"/visits/phone?enterprise={town.city.enterprises[n].pk}")
    expect(page.locator("#enterprise")).to_have_value(str(town.city.enterprises[n].pk))


def test_a_need_is_saved_by_a_few_taps_of_one_thumb(chromium: Browser, live_server: LiveServer, kept: Town) -> None:
    with telephone(chromium, live_server) as page:
        come_in(page, "official")
        opened(page, kept)
        assert not page.evaluate(SIDEWAYS)
        taps = tap(page, "kind_1", "utilities") + tap(page, "wrong_1", "little") + tap(page, "waiting_1", "stops")
        taps += press(page)
        told(page, "delivered")
        print(f"from new need to saved: {taps} taps")
        assert taps <= TAPS
        assert NeedFound.objects.get().case.kind == "utilities"
        opened(page, kept, 1)
        asked = press(page, "[data-nothing]")
        told(page, "delivered", 2)
        print(f"asked, nothing needed: {asked} tap")
        assert Visit.objects.filter(mode="asked").count() == asked == 1


def test_a_visit_without_signal_with_the_server_restarted_is_delivered_once(
    chromium: Browser, kept: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveServerThread, "server_class", Again)
    server = LiveServer("localhost")
    host = server.url.removeprefix("http://")
    shot = tmp_path / "shot.jpg"
    shot.write_bytes(photographed().read())
    try:
        with telephone(chromium, server) as page:
            come_in(page, "official")
            opened(page, kept)
            ready(page)
            page.context.set_offline(True)
            server.stop()
            opened(page, kept)
            tap(page, "kind_1", "labour")
            tap(page, "wrong_1", "slow")
            page.fill("#words_1", "夜班招不到焊工，差十二个。")
            page.set_input_files("#photos_1", shot)
            page.wait_for_timeout(400)
            page.reload()
            expect(page.locator("#words_1")).to_have_value("夜班招不到焊工，差十二个。")
            page.set_input_files("#photos_1", shot)
            press(page)
            told(page, "waits")
            page.reload()
            told(page, "waits")
            assert not Visit.objects.exists()
            server = LiveServer(host)
            page.context.set_offline(False)
            told(page, "delivered", seconds=20)
            page.evaluate("window.dispatchEvent(new Event('online'))")
            page.reload()
            told(page, "delivered")
            assert Visit.objects.count() == NeedFound.objects.count() == Enclosure.objects.count() == 1
            assert "焊工" not in page.evaluate(
                "new Promise(done => { const o = indexedDB.open('zhuqi-drafts-' + document.querySelector('#told').dataset.mark);"
                " o.onsuccess = () => { const a = o.result.transaction('drafts').objectStore('drafts').getAll();"
                " a.onsuccess = () => done(JSON.stringify(a.result)); }; })"
            )
    finally:
        server.stop()


def test_an_answer_that_is_lost_doubles_nothing(chromium: Browser, live_server: LiveServer, kept: Town) -> None:
    with telephone(chromium, live_server) as page:
        come_in(page, "official")
        opened(page, kept)
        page.route(
            "**/visits/sync",
            lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else route.continue_(),
        )
        press(page, "[data-nothing]")
        until(page, lambda: Visit.objects.count() == 1)
        told(page, "waits")
        page.unroute("**/visits/sync")
        page.reload()
        told(page, "before")
        assert Visit.objects.count() == 1


def test_nobody_sees_anothers_drafts_and_logging_out_takes_ones_own(
    chromium: Browser, live_server: LiveServer, kept: Town
) -> None:
    with telephone(chromium, live_server) as page:
        come_in(page, "official")
        opened(page, kept)
        ready(page)
        page.route("**/visits/sync", lambda route: route.abort())
        press(page, "[data-nothing]")
        told(page, "waits")
        first = page.evaluate(STORES)
        page.context.clear_cookies()
        page.unroute("**/visits/sync")
        come_in(page, "keeper")
        page.goto("/visits/phone")
        ready(page)
        expect(page.locator("#drafts")).to_be_hidden()
        asked: list[str] = []

        def agree(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.accept()

        page.on("dialog", agree)
        page.click(".top .who button")
        page.wait_for_url("**/login")
        assert page.evaluate(STORES) == first and not page.evaluate("caches.has('zhuqi-phone')") and not asked
        assert not Visit.objects.exists()
        come_in(page, "official")
        page.route("**/visits/sync", lambda route: route.abort())
        page.goto("/visits/phone")
        told(page, "waits")
        page.click(".top .who button")
        page.wait_for_url("**/login")
        assert len(asked) == 1 and page.evaluate(STORES) == []


def test_where_the_edition_says_nothing_a_device_keeps_nothing(
    chromium: Browser, live_server: LiveServer, town: Town
) -> None:
    with telephone(chromium, live_server) as page:
        come_in(page, "official")
        opened(page, town)
        press(page, "[data-nothing]")
        page.wait_for_url(re.compile(r"/visits/\d+$"))
        assert Visit.objects.count() == 1
        page.goto("/visits/phone")
        assert not page.evaluate("navigator.serviceWorker.getRegistration().then(Boolean)")
        assert not page.evaluate("caches.has('zhuqi-phone')")


def test_a_twin_is_left_to_whoever_was_there(chromium: Browser, live_server: LiveServer, kept: Town) -> None:
    with telephone(chromium, live_server) as page:
        come_in(page, "official")
        narrow(page, PHONE)
        for n, mode in enumerate(("on_site", "remote")):
            opened(page, kept)
            tap(page, "mode", mode)
            tap(page, "kind_1", "labour")
            tap(page, "wrong_1", "slow")
            page.fill("#words_1", "夜班招不到焊工，差十二个，月底前要到岗。")
            press(page)
            told(page, "delivered" if n == 0 else "alike")
        assert Visit.objects.count() == 1
        page.locator("#drafts li[data-state=alike] button").nth(1).tap()
        told(page, "delivered", 2)
        assert (Visit.objects.count(), NeedFound.objects.count()) == (2, 1)


def test_without_a_secure_address_what_is_typed_and_what_waits_stays_in_the_plain_storage(
    chromium: Browser, live_server: LiveServer, kept: Town
) -> None:
    with telephone(chromium, live_server) as page:
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
        come_in(page, "official")
        opened(page, kept)
        page.fill("#words_1", "夜班招不到焊工。")
        until(page, lambda: bool(page.evaluate("Object.values(localStorage).some((one) => one.includes('焊工'))")))
        page.route("**/visits/sync", lambda route: route.abort())
        opened(page, kept)
        expect(page.locator("#words_1")).to_have_value("夜班招不到焊工。")
        tap(page, "kind_1", "labour")
        tap(page, "wrong_1", "slow")
        press(page)
        told(page, "waits")
        page.unroute("**/visits/sync")
        page.reload()
        told(page, "delivered")
        assert page.evaluate(STORES) == [] and NeedFound.objects.count() == 1
        assert not page.evaluate("Object.values(localStorage).some((one) => one.includes('焊工'))")
