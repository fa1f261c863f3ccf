"""The place these tests play in; every test that uses it leaves the journal in step with the tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.directory.place import Place, settle, unbooked


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """The small place, loaded."""
    yield settle()
    assert unbooked() == []
