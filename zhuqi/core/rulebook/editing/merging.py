"""Writing a changed text back: what the library lays out otherwise, though nothing was changed there, stays. No Django."""

from __future__ import annotations

import difflib
from collections.abc import Sequence


def merged(text: str, same: str, new: str) -> str:
    """``text`` with the changes that lead from ``same`` (the text as the library writes it back) to ``new``."""
    if same == text:
        return new
    mine, before, after = text.split("\n"), same.split("\n"), new.split("\n")
    kept = _kept(before, mine)
    made: list[str] = []
    for tag, a, b, c, d in _steps(before, after):
        if tag != "equal":
            made += after[c:d]
            continue
        n = a
        while n < b:
            first, last, whole = kept[n]
            if a <= first and last <= b and n == first:
                made += whole
                n = last
            else:  # part of what is laid out otherwise was changed: as the library has it
                made.append(before[n])
                n += 1
    return "\n".join(made)


def _kept(before: Sequence[str], mine: Sequence[str]) -> list[tuple[int, int, Sequence[str]]]:
    """For each line that the library writes: from which to which it belongs together, and how the text has these."""
    kept: list[tuple[int, int, Sequence[str]]] = []
    extra: list[str] = []
    for tag, a, b, c, d in _steps(before, mine):
        if tag == "equal" or b - a == d - c:
            kept += [(n, n + 1, [*(extra if n == a else ()), mine[c + n - a]]) for n in range(a, b)]
        elif a == b:
            extra = list(mine[c:d])  # lines that the library leaves out go with the one after them
            continue
        else:
            kept += [(a, b, [*extra, *mine[c:d]])] * (b - a)
        extra = []
    return kept


def _steps(one: Sequence[str], other: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
