"""What is built once for a module and stands for all its tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def standing_still(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is built inside stays for the tests of a module: what one changes is rolled back to here, and all of it in the end.

    Django closes the connection after every test; here it must stay open, or what was built would be gone with it.
    """
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(connection, "close", lambda: None)
        yield
        transaction.set_rollback(True)
