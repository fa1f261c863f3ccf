"""``python -m tests.doors.clerk``: book, one after the other, that people leave; a database that is away is waited for."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from django.db import InterfaceError, OperationalError, close_old_connections  # noqa: E402

from zhuqi.core.access.actor import CLOCK  # noqa: E402  # tables are there once the house is set up
from zhuqi.core.jobs import clock  # noqa: E402
from zhuqi.domain.directory.actions.staff import leave  # noqa: E402


def main(people: list[int], pause: float) -> None:
    """Each under a key of its own, until it is acknowledged."""
    for pk in people:
        while True:
            try:
                now = clock.now()
                leave(CLOCK, pk, on=now.date(), key=f"leaves-{pk}", now=now)
                break
            except (OperationalError, InterfaceError):
                close_old_connections()
                time.sleep(0.1)
        time.sleep(pause)


if __name__ == "__main__":
    main([int(pk) for pk in sys.argv[2:]], float(sys.argv[1]))
