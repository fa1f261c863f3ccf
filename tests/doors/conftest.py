"""A site of its own for a test: on SQLite in a folder, or on a fresh database of the PostgreSQL at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"doors_{os.getpid()}_{abs(hash(tmp_path))}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            with site(tmp_path, urlunsplit(server._replace(path=f"/{name}"))) as ready:
                yield ready
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
