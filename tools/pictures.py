"""The pictures of the docs, taken from a running demo.

python -m tools.pictures http://127.0.0.1:8000 DISPATCHER PASSWORD
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
SCENES = (
    ("my-day", "/", DESK),
    ("my-day-phone", "/", PHONE),
    ("case", "/cases?which=waiting", DESK),
    ("statement", "/statement?since=2019-05-13&until=2019-06-04", DESK),
)


def main(address: str, who: str, password: str) -> None:
    """Log in once, then take each scene."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_context(locale="zh-CN", color_scheme="light").new_page()
        page.goto(f"{address}/login")
        page.fill("#username", who)
        page.fill("#password", password)
        page.click("main button")
        for name, path, size in SCENES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(address + path)
            if name == "case":
                page.goto(address + longest(page))
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def longest(page: Page) -> str:
    """The case of the list whose deadline is nearest, or longest past: the first row's address."""
    return page.locator(".rows .t a").first.get_attribute("href") or "/cases"


if __name__ == "__main__":
    main(*sys.argv[1:4])
