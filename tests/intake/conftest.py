"""The town, and sheets that its people hand in."""

from __future__ import annotations

from tests.cases.conftest import city

__all__ = ["city"]
