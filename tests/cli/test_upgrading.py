"""From an older database to this program's, and back never: what ``zhuqi migrate`` says, does and refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.places import Installation, installation

pytestmark = pytest.mark.django_db
FIRST = """
import zhuqi.interfaces.cli
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
for app, name in sorted(MigrationLoader(None).disk_migrations):
    if apps.get_app_config(app).name.startswith("zhuqi."):
        if name.startswith("0001"):
            call_command("migrate", app, name, verbosity=0)
    else:
        call_command("migrate", app, verbosity=0)
"""
"""The tables as the first migration of each of our rooms makes them."""
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


def script(place: Installation, text: str) -> str:
    return place.run(command=(sys.executable, "-c", text))


def test_a_database_at_the_first_migrations_is_brought_up_to_date_and_verifies(tmp_path: Path):
    with installation(tmp_path / "old") as place:
        script(place, FIRST)
        waiting = place.run("migrate", "--check", code=0 if is_all_first() else 1)
        done = place.run("migrate")
        assert "The database is up to date" in done.splitlines()[-1]
        assert waiting.splitlines()[0] in (done.splitlines()[0], "Nothing is to be done.")
        assert place.run("migrate", "--check") == "Nothing is to be done.\n"
        assert place.staged(1).wait(100) == 0
        assert "All is as it was written" in place.run("verify")


def is_all_first() -> bool:
    """Whether no room of ours has a second migration yet."""
    root = Path(__file__).resolve().parents[2] / "zhuqi"
    return not list(root.glob("*/*/migrations/0002*.py"))


def test_an_empty_database_is_told_what_is_to_be_done_and_nothing_is_done(tmp_path):
    with installation(tmp_path / "new") as place:
        said = place.run("migrate", "--check", code=1)
        assert "cases.0001_initial" in said and "are missing" in said
        assert place.run("migrate", "--check", code=1) == said


def test_an_older_program_refuses_a_newer_database(tmp_path):
    with installation(tmp_path / "ahead") as place:
        place.run("migrate")
        script(place, NEWER)
        for words in (
            ("migrate",),
            ("migrate", "--check"),
            ("verify",),
            ("work", "--once"),
            ("serve", "--port", "8139"),
        ):
            said = place.run(*words, code=1)
            assert said.startswith("The database was written by a newer program") and len(said.splitlines()) == 1
        file = tmp_path / "newer.tar"
        place.run("backup", file)
        with installation(tmp_path / "older") as older:
            older.take_key(place)
            said = older.run("restore", file, code=1)
            assert "newer program" in said and len(said.splitlines()) == 1
        script(place, LATER)
        place.run("migrate", "--check")


def test_a_backup_of_an_older_database_is_put_back_and_brought_up_to_date(tmp_path):
    with installation(tmp_path / "old") as place, installation(tmp_path / "new") as other:
        script(place, FIRST)
        file = tmp_path / "old.tar"
        place.run("backup", file)
        other.take_key(place)
        assert "Put back and verified: 0 entries" in other.run("restore", file)
        assert other.run("migrate", "--check") == "Nothing is to be done.\n"
