"""The city of the cast, where nobody has been visited yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import City, stage
from zhuqi.core.journal.verify import everything


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """The city; every test leaves the journal and the books in step with the tables."""
    yield stage()
    assert [str(found.sentence) for found in everything()] == []
