"""What a list is asked for: so many rows, and where it goes on. The cursors are those of ``interfaces/cursors.py``."""

from __future__ import annotations

from typing import Annotated

from zhuqi.interfaces.api.values import line, rows

MOST = 100
"""Rows of a page."""
Rows = Annotated[int, rows(MOST)]
Cursor = Annotated[str, line(300)]
