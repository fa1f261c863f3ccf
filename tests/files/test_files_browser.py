"""Files in a real Chromium: attached at a desk by an official, on a phone by an enterprise, with and without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browsing import SIDEWAYS, browsing
from tests.files.making import pdf, photograph
from tests.interfaces.conftest import NOW, PASSWORD, Town, peopled
from zhuqi.core.files.models import File
from zhuqi.domain.cases.actions.links import make_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Town:
    return peopled()


def choose(page: Page, folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    page.set_input_files("#files", folder / name)


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 360)])
def test_files_go_from_the_official_to_the_enterprise_and_back(
    chromium: Browser, live_server: LiveServer, town: Town, tmp_path: Path, script: bool, width: int
) -> None:
    case = town.cases["handled"]
    secret = make_link(town.city.actor("dispatcher"), case.pk, now=NOW)[1]
    with browsing(chromium, live_server, width=width, java_script_enabled=script) as page:
        page.goto("/login")
        page.fill("#username", "utilities")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.goto(f"/cases/{case.pk}")
        page.click(f"a[href='/cases/{case.pk}/files']")
        choose(page, tmp_path, "照片.jpg", b"MZ" + bytes(999))
        page.fill("#note", "批复原件")
        page.check("#outside")
        page.click("main form button")
        assert page.locator("#files-error").is_visible() and page.input_value("#note") == "批复原件"
        choose(page, tmp_path, "批复.pdf", pdf())
        page.click("main form button")
        assert page.url == f"{live_server.url}/cases/{case.pk}"
        assert "批复.pdf" in page.inner_text("main")
        if script:
            assert not page.evaluate(SIDEWAYS)
        page.click(".top .who button")
        page.wait_for_url("**/login")
        page.goto(f"/l/{secret}")
        page.click("main button")
        with page.expect_download() as fetched:
            page.click("text=批复.pdf")
        assert fetched.value.suggested_filename == "批复.pdf" and fetched.value.path().read_bytes() == pdf()
        page.click("#files-of-case > details > summary")
        choose(page, tmp_path, "现场.jpg", photograph(6))
        page.click("#attach button")
        assert page.url == f"{live_server.url}/l/?done=attach" and "现场.jpg" in page.inner_text("main")
        if script:
            assert not page.evaluate(SIDEWAYS)
        page.click(".story details summary")
        page.click(".story details button")
        assert "现场.jpg" not in page.inner_text("main")
        assert File.objects.exclude(erased_at=None).count() == 1
