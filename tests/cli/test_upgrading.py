"""Up and never down: what ``zhuqi migrate`` says of an empty database, and what every command says of a newer one.

From an older one to this program's: ``test_spine``.
"""

from __future__ import annotations

import sys

import pytest

from tests.cli.places import Installation, installation

pytestmark = pytest.mark.django_db
NEWER = """
import zhuqi.interfaces.cli
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', CURRENT_TIMESTAMP)")
"""
LATER = """
import zhuqi.interfaces.cli
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
"""

REFUSED = (
    ("migrate",),
    ("migrate", "--check"),
    ("verify",),
    ("work", "--once"),
    ("serve", "--port", "8139"),
    ("statement", "cc", "--since", "2019-05-13"),
    ("case", "show", "1"),
    ("user", "list"),
)


def script(place: Installation, text: str) -> str:
    return place.run(command=(sys.executable, "-c", text))


def test_an_empty_database_is_told_what_is_to_be_done_and_nothing_is_done(tmp_path):
    with installation(tmp_path / "new") as place:
        said = place.run("migrate", "--check", code=1)
        assert "cases.0001_initial" in said and "are missing" in said
        assert place.run("migrate", "--check", code=1) == said


def test_an_older_program_refuses_a_newer_database(tmp_path):
    with installation(tmp_path / "ahead") as place:
        place.run("migrate")
        script(place, NEWER)
        for said in place.each(*REFUSED, code=1):
            assert said.startswith("The database was written by a newer program") and len(said.splitlines()) == 1
        file = tmp_path / "newer.tar"
        place.run("backup", file)
        with installation(tmp_path / "older") as older:
            older.take_key(place)
            said = older.run("restore", file, code=1)
            assert "newer program" in said and len(said.splitlines()) == 1
        script(place, LATER)
        place.run("migrate", "--check")
