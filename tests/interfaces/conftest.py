"""A door to knock at: an account that can come in, and a browser where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from tests.interfaces.samples import NOW
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.accounts.models import Account

PASSWORD = "demo-demo-demo"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def account(db: None) -> Account:
    opened = accounts.open_many(CLOCK, ["he"], now=NOW)[0]
    return accounts.set_password(CLOCK, opened.pk, password=PASSWORD, now=NOW)


@pytest.fixture
def inside(client: Client, account: Account) -> Client:
    """Somebody who has come in."""
    client.force_login(account)
    return client


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop on the tests' thread
    with sync_playwright() as driver:
        browser: Any = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()
