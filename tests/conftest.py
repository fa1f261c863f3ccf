"""What every test may rely on: which engine it runs on, whether there is a browser, how long it may take.

``DATABASE_URL`` chooses the engine. ``--only-db`` leaves out the tests that touch no database: they have run already.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tools.test import NO_BROWSER, can_browse

DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
"""The fixtures through which a test comes to a database; whatever else does so depends on one of them."""
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOAK = os.environ.get("ZHUQI_SOAK") == "1"

settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-db", action="store_true", help="leave out the tests that touch no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = {item for item in items if wanted(item, only_db=config.getoption("--only-db"))}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]
    for item in items:
        if item.get_closest_marker("browser") and not can_browse():
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def wanted(item: pytest.Item, *, only_db: bool) -> bool:
    """Whether a test belongs to this run."""
    if item.get_closest_marker("soak") and not SOAK:
        return False
    return uses_database(item) or not only_db


def uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for a database, by mark, by fixture or by its class."""
    if item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ())):
        return True
    cls = getattr(item, "cls", None)
    return cls is not None and issubclass(cls, TransactionTestCase)


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether the long versions are wanted."""
    return SOAK


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all that runs in a process: its driver can't be started twice."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # it runs a loop on the tests' thread
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()
