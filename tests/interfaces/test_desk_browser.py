"""The dispatch room in a real Chromium: by keyboard from the queue to assigned, and two at one room who see each other."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.interfaces.conftest import NOW, Town, peopled
from tests.interfaces.test_browser import PHONE, come_in, narrow
from tests.interfaces.test_desk import mate
from zhuqi.domain.cases.models import Batch, Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.common.actions import indexing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """A town whose room has three cases: one to be screened, two screened and alike to what a unit kept before."""
    town = peopled()
    for n in (1, 2):
        case = town.city.record(NOW, part="dispatcher", title=f"燃气管线挡住厂房之{n}", body="不迁管线就不能打桩。")
        town.city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")
    indexing.rebuild(NOW)
    return town


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with browsing(chromium, live_server, color_scheme="light") as opened:
        opened.set_default_navigation_timeout(30_000)  # the first page of a cold site
        yield opened


@pytest.fixture
def other(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with browsing(chromium, live_server, color_scheme="dark") as opened:
        yield opened


def picked(page: Page) -> str:
    return str(page.locator("#queue > [aria-current] .t").inner_text())


def at_the_room(page: Page, part: str = "dispatcher") -> None:
    come_in(page, part)
    page.goto("/desk")


def test_from_the_queue_to_assigned_in_keystrokes(page: Page, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    at_the_room(page)
    strokes = 0

    def press(key: str) -> None:
        nonlocal strokes
        page.keyboard.press(key)
        strokes += 1

    titles = page.locator("#queue .t").all_inner_texts()
    assert len(titles) == 3 and picked(page) == titles[0]
    page.keyboard.press("j")
    page.wait_for_selector("#preview h2 >> text=之1")
    page.wait_for_selector("#preview [data-key=a]")
    press("a")
    page.wait_for_selector("[data-key=a]:focus")
    with page.expect_navigation():
        press("Enter")
    case = Case.objects.get(title="燃气管线挡住厂房之1")
    assert case.state == "assigned"
    assert page.url.endswith(f"case={Case.objects.get(title='燃气管线挡住厂房之2').pk}"), "the next one is picked"
    assert strokes == 2
    with capsys.disabled():
        print(f"\nfrom the queue to assigned: {strokes} keystrokes")


def test_the_keys_are_listed_and_sleep_while_one_types(page: Page, town: Town) -> None:
    at_the_room(page)
    first = picked(page)
    page.keyboard.press("/")
    page.keyboard.type("jjx?")
    assert picked(page) == first and page.locator("#queue input:checked").count() == 0
    assert not page.locator("#help").is_visible()
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    for key in "JKXAUMRNZ/?":
        assert key in page.inner_text("#help")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert picked(page) == first, "above the first there is none"
    page.keyboard.press("x")
    assert page.locator("#queue input:checked").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#queue input:checked").count() == 0


def test_some_are_ticked_and_assigned_together_by_keyboard(page: Page, town: Town) -> None:
    at_the_room(page)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("b")
    page.select_option("#lead_id", str(town.city.org("ng-utilities")))
    with page.expect_navigation():
        page.click("main .btn.primary")
    batch = Batch.objects.get()
    assert batch.number in page.inner_text(".sheet")
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible() and page.locator(".hands").is_visible()


def test_two_at_one_room_see_each_others_hands_and_changes(page: Page, other: Page, town: Town) -> None:
    mate(town)
    at_the_room(page)
    at_the_room(other, "planner")
    began = time.monotonic()
    names = {part: town.city.staff[part].name for part in ("dispatcher", "planner")}
    page.wait_for_selector(f"#queue .hand >> text={names['planner']}")
    seen = time.monotonic() - began
    before = page.locator("#queue .t").all_inner_texts()
    page.locator("#queue .t a").nth(2).click()
    other.keyboard.press("j")
    other.wait_for_selector("#preview h2 >> text=之1")
    other.keyboard.press("a")
    other.wait_for_selector("[data-key=a]:focus")
    began = time.monotonic()
    with other.expect_navigation():
        other.keyboard.press("Enter")
    page.wait_for_selector(f"#queue .changed >> text={names['planner']}")
    changed = time.monotonic() - began
    assert page.locator("#queue .t").all_inner_texts() == before, "nothing moves under the cursor"
    town.city.record(NOW, part="dispatcher", title="又来一件")
    page.wait_for_selector("#fresh a")
    assert page.locator("#queue .t").all_inner_texts() == before
    page.click("#fresh a")
    page.wait_for_selector("#queue >> text=又来一件")
    assert max(seen, changed) < 12


def test_on_a_phone_the_queue_and_the_case_are_pages_of_their_own(page: Page, town: Town) -> None:
    come_in(page, "dispatcher")
    narrow(page, PHONE)
    page.goto("/desk")
    assert not page.evaluate(SIDEWAYS) and not page.locator("#preview").is_visible()
    with page.expect_navigation():
        page.locator("#queue .t a").nth(1).click()
    assert not page.evaluate(SIDEWAYS)
    assert page.locator("#preview .said").is_visible() and not page.locator("#queue").is_visible()
    page.click("#preview .back")
    page.wait_for_selector("#queue")


def test_without_a_script_everything_works(chromium: Browser, live_server: LiveServer, town: Town) -> None:
    with browsing(chromium, live_server, java_script_enabled=False) as page:
        at_the_room(page)
        page.locator("#queue .t a").nth(1).click()
        assert picked(page).endswith("之1") and page.inner_text("#preview h2").endswith("之1")
        page.click("#preview [data-key=a]")
        assert Case.objects.get(title="燃气管线挡住厂房之1").state == "assigned"
        page.locator("#queue input[type=checkbox]").nth(1).check()
        page.click("#batch button")
        assert page.locator("#lead_id").is_visible()
