"""Addresses of style, script and pictures by their contents: what changes has another, so browsers may keep each for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class ByContents(StaticFilesStorage):
    """The framework's, with ``?v=`` and the beginning of the file's SHA-256 behind its address."""

    def url(self, name: str | None) -> str:
        """The address of a file; as it is where there is no such file."""
        mark = _mark(name or "")
        return super().url(name) + (f"?v={mark}" if mark else "")


@cache
def _mark(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if isinstance(found, str) else ""
