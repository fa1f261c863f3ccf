"""The reconciliation as people read it on a terminal: aligned, with every term, and the lines that disagree named."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from zhuqi.base.words import Sentence, say, term
from zhuqi.interfaces.replay.figures import Reconciled, disagreeing
from zhuqi.interfaces.replay.read import Dropped

Read = Callable[[Sentence | str], str]
"""Puts a sentence or a word into the reader's language."""
SHOWN = 40
"""Dropped rows that are listed one by one."""


def width(text: str) -> int:
    """Columns that a text takes on a terminal: a Chinese character takes two."""
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


def reconciliation(lines: Sequence[Reconciled], read: Read = str) -> str:
    """The table, the readings under it, and the verdict."""
    head = [term("figure"), term("published"), term("computed"), "", term("as of"), term("terms")]
    rows = [[read(word) if word else "" for word in head]]
    rows += [_row(line, n, read) for n, line in enumerate(lines, 1)]
    out = aligned(rows, numbers=(1, 2))
    out.insert(1, "-" * max(width(text) for text in out[:1] + out[1:2]))
    notes = [f"[{n}] {read(line.title)}：{read(line.reading)}" for n, line in enumerate(lines, 1) if line.reading]
    scopes = dict.fromkeys(line.scope for line in lines)
    parts = [
        *out,
        "",
        read(term("Scopes")) + "：" + "；".join(read(scope) for scope in scopes),
        *notes,
        "",
        verdict(lines, read),
    ]
    return "\n".join(parts)


def _row(line: Reconciled, n: int, read: Read) -> list[str]:
    published = "–" if line.published is None else f"{line.published:,}"
    mark = "=" if line.agrees else "≠"
    parts = " + ".join(f"{name} {count:,}" for name, count in line.terms.items()) if len(line.terms) > 1 else ""
    note = f" [{n}]" if line.reading else ""
    return [
        read(line.title) + note,
        published,
        f"{line.computed:,}",
        mark if line.agrees else f"{mark} {line.expected:,}",
        f"{line.as_of:%Y-%m-%d %H:%M}",
        parts,
    ]


def verdict(lines: Sequence[Reconciled], read: Read = str) -> str:
    """One sentence: all agree, or which don't."""
    wrong = disagreeing(list(lines))
    if not wrong:
        return read(say("All {n} lines agree.", n=len(lines)))
    return read(say("{n} of {of} lines disagree: {names}", n=len(wrong), of=len(lines), names=" ".join(wrong)))


def dropped(rows: Sequence[Dropped], read: Read = str) -> str:
    """The rows that weren't taken, one a line; empty where all were."""
    if not rows:
        return ""
    out = [read(say("{n} rows were not taken:", n=len(rows)))]
    out += [f"  {row.line}  {read(row.sentence)}" for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        out.append(read(say("  … and {n} more that depend on them.", n=len(rows) - SHOWN)))
    return "\n".join(out)
