"""``python -m tests.doors.moment 2026-11-22T09:00:00+00:00``: let the database at hand stand at a moment."""

from __future__ import annotations

import datetime as dt
import sys

import django

django.setup()

from zhuqi.core.jobs import clock  # noqa: E402  # tables are there once the house is set up

if __name__ == "__main__":
    clock.stand_at("doors", dt.datetime.fromisoformat(sys.argv[1]))
