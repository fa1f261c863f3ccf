"""Another table of reactions, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from zhuqi.core.journal.change import table_of_reactions


@contextmanager
def wired(path: str) -> Iterator[None]:
    """The table at a dotted path instead of the house's."""
    try:
        with override_settings(REACTIONS=path):
            table_of_reactions.cache_clear()
            yield
    finally:
        table_of_reactions.cache_clear()
