"""The tests keep out of the checkout, and know which of them use a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import uses_database
from tests.house.source import ROOT


def test_keys_and_databases_lie_outside_the_checkout() -> None:
    places = [settings.VAR, settings.JOURNAL_KEY_FILE, settings.STATIC_ROOT]
    assert not [place for place in places if Path(place).is_relative_to(ROOT)]


def test_a_test_without_a_database_is_known_as_such(request: pytest.FixtureRequest) -> None:
    assert not uses_database(request.node)


@pytest.mark.django_db
def test_a_test_marked_for_the_database_is_known(request: pytest.FixtureRequest) -> None:
    assert uses_database(request.node)


def test_a_test_that_asks_for_the_database_is_known(request: pytest.FixtureRequest, db: None) -> None:
    assert uses_database(request.node)


def test_a_test_that_drives_the_site_is_known(request: pytest.FixtureRequest, live_server: object) -> None:
    assert uses_database(request.node)


@pytest.mark.django_db
def test_the_engine_is_the_one_asked_for() -> None:
    scheme = settings.DATABASE_URL.partition(":")[0]
    assert scheme in str(settings.DATABASES["default"]["ENGINE"])
