"""``python -m tests.doors.tables "CREATE TABLE …"``: run statements on the database at hand."""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import connection  # noqa: E402  # tables are there once the house is set up

if __name__ == "__main__":
    with connection.cursor() as cursor:
        for statement in sys.argv[1:]:
            cursor.execute(statement)
