"""The whole road of a case by five people in five windows: the official who found it, the room, two units, the leader, and the
enterprise by its link; with one return and one extension on the way. Nobody takes a step but on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import browsing
from tests.interfaces.conftest import Town, peopled
from tests.interfaces.test_browser import come_in
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = ("official", "dispatcher", "planner", "utilities", "leader")


@pytest.fixture
def town(transactional_db: None) -> Town:
    Client().get("/login")  # the first answer brings the whole site to mind
    return peopled()


@pytest.fixture
def windows(chromium: Browser, live_server: LiveServer, town: Town) -> Iterator[dict[str, Page]]:
    """A browser for each, who has come in; the enterprise's is a phone, and knows nothing yet."""
    with ExitStack() as stack:
        opened = {part: stack.enter_context(browsing(chromium, live_server, locale="zh-CN")) for part in PARTS}
        for part, page in opened.items():
            come_in(page, part)
        opened["enterprise"] = stack.enter_context(browsing(chromium, live_server, width=360, locale="zh-CN"))
        yield opened


def put(page: Page, **typed: str) -> None:
    """Fill in fields of a form by their names, whatever they look like."""
    for name, value in typed.items():
        way = page.locator(f'main .ways a[href*="{name}={value}"]')
        if way.count():
            way.click()
        elif page.locator(f"main select[name={name}]").count():
            page.select_option(f"main select[name={name}]", value)
        elif page.locator(f"main input[type=radio][name={name}], main input[type=checkbox][name={name}]").count():
            page.check(f'main input[name={name}][value="{value}"]')
        else:
            page.fill(f"main [name={name}]:not([type=hidden])", value)


def arrived(page: Page, wanted: str) -> None:
    """It went through; where it didn't, what the form says."""
    page.wait_for_load_state()
    assert re.search(wanted, page.url), (page.url, page.locator("main .error").all_inner_texts())


def take(page: Page, case: int, action: Action, **typed: str) -> None:
    """Take a step as the page of the case offers it, and come back to the case."""
    page.goto(f"/cases/{case}")
    door = page.locator(
        f'main a[href^="/cases/{case}/{action.value}"], main form[action="/cases/{case}/{action.value}"] button'
    )
    door.first.click()
    if typed:
        put(page, **typed)
        page.locator("main form[data-once] .acts button").last.click()
    arrived(page, rf"/cases/{case}$")
    assert "已办" in page.inner_text(".toast"), action


def test_five_people_take_a_case_from_the_need_to_its_end(windows: dict[str, Page], town: Town) -> None:
    official, room, enterprise = windows["official"], windows["dispatcher"], windows["enterprise"]
    firm = town.city.enterprises[0]
    official.goto(f"/cases/new?enterprise={firm.pk}")
    put(official, title="雨天厂门口积水", body="一下雨门口就淹，货车进不来。", kind="utilities")
    official.locator("main form .acts button.primary").last.click()
    arrived(official, r"/cases/\d+$")
    case = int(official.url.rpartition("/")[2])
    take(official, case, Action.SUBMIT, why="管网归市政，组里办不了。")

    take(room, case, Action.SCREEN, kind="utilities", grade="B")
    take(room, case, Action.ASSIGN, lead_id=str(town.city.org("ng-planning")), note="请先看现场。")
    take(windows["planner"], case, Action.ACCEPT)
    take(windows["planner"], case, Action.HAND_BACK, reason="管网养护不归本单位。", proposal="要素保障组")
    windows["leader"].goto(f"/cases/{case}")
    assert "退回" in windows["leader"].inner_text("main"), "the leader sees what is stuck, and where"
    take(room, case, Action.RULE, upheld="yes", reason="确不归规划。")
    take(room, case, Action.ASSIGN, lead_id=str(town.city.org("ng-utilities")), note="请与管网养护对接。")

    handler = windows["utilities"]
    take(handler, case, Action.ACCEPT)
    take(handler, case, Action.ASK_EXTENSION, amount="2 工作日", reason="水泵本周到货。")
    take(room, case, Action.EXTEND, reason="水泵到货后两天内装好。")
    take(handler, case, Action.REPLY, outcome="solved", text="雨水井已经清通，水泵装好。")

    official.goto(f"/cases/{case}/links")
    put(official, channel="phone")
    official.locator("main form .acts button.primary").click()
    enterprise.goto(official.inner_text("code.address"))
    enterprise.click("main button")
    assert "雨水井已经清通" in enterprise.inner_text("main") and "管网养护" not in enterprise.inner_text("main")
    enterprise.click("#confirm button")
    assert "done=confirm" in enterprise.url

    for page in windows.values():
        page.goto("/l/" if page is enterprise else f"/cases/{case}")
    assert "销号" in windows["leader"].inner_text("main")
    row = Case.objects.get(pk=case)
    assert row.state == State.ENDED and row.confirmation == "enterprise"
