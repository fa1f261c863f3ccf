"""A site of its own for a test: on SQLite in a folder, or on a fresh database of the PostgreSQL at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.doors.site import Site, site

POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture
def staged(tmp_path: Path, transactional_db: None) -> Iterator[tuple[Site, dict[str, Any]]]:
    """A served site with the small city, and what a client needs. ``transactional_db`` only says: once on each engine."""
    if not POSTGRES:
        with site(tmp_path) as ready:
            yield ready
        return
    with fresh_database(tmp_path) as url, site(tmp_path, url) as ready:
        yield ready


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the PostgreSQL at hand, named after a folder; it is dropped in the end."""
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"doors_{os.getpid()}_{abs(hash(folder))}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(server._replace(path=f"/{name}"))
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
