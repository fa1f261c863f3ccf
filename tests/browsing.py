"""A page of the site in a real Chromium, with an ear for whatever the browser complains about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
"""Whether a page scrolls sideways."""


@contextmanager
def browsing(chromium: Browser, server: LiveServer, *, width: int = 1280, **more: Any) -> Iterator[Page]:
    """A blank page of a browser that knows nothing yet. ``more``: what else Playwright's contexts take. Whatever the browser
    complains about fails in the end, but for answers that refuse (4xx)."""
    context = chromium.new_context(base_url=server.url, viewport={"width": width, "height": 780}, **more)
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not [said for said in complaints if "status of 4" not in said]
