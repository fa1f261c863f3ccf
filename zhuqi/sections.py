"""Which room reads which part of a rulebook: the section's key in the text → the class that reads it."""

from __future__ import annotations

SECTIONS: dict[str, type] = {}
