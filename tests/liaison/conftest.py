"""These tests play in the directory's small place."""

from tests.directory.conftest import place

__all__ = ["place"]
