"""Text in columns of one width, as a terminal shows it: a Chinese character takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """A text with blanks to fill the columns."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if right else text + blanks


def aligned(rows: Sequence[Sequence[str]], numbers: Iterable[int]) -> list[str]:
    """Lines of a table; columns named in ``numbers`` stand to the right."""
    rights = set(numbers)
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(pad(cell, widths[at], right=at in rights) for at, cell in enumerate(row)).rstrip() for row in rows
    ]
