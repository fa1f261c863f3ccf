"""A stage for the tests of a module: built once; what a test does on it is rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.cast import City, stage


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[City]:
    """The cast under the shipped edition. Whoever asks for it asks for ``db`` too."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield stage()
        transaction.set_rollback(True)
