"""The reconciliation as people read it on a terminal: aligned, with every term, and the lines that disagree named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhuqi.base.words import Sentence, say, term
from zhuqi.interfaces.columns import aligned
from zhuqi.interfaces.replay.figures import Reconciled, disagreeing
from zhuqi.interfaces.replay.read import Dropped

Read = Callable[[Sentence | str], str]
"""Puts a sentence or a word into the reader's language."""
SHOWN = 40
"""Dropped rows that are listed one by one."""


def reconciliation(lines: Sequence[Reconciled], read: Read = str) -> str:
    """The table: under each scope and cut-off its lines with every term; then the readings, and the verdict."""
    rows = [_row(line, n, read) for n, line in enumerate(lines, 1)]
    head = [read(word) for word in (term("figure"), term("published"), term("computed"))]
    out = aligned([[*head, "", ""], *rows], numbers=(1, 2))
    parts = [out[0]]
    for before, line, text in zip([None, *lines], lines, out[1:], strict=False):
        if before is None or _heading(before, read) != _heading(line, read):
            parts += ["", _heading(line, read)]
        parts.append(text)
    notes = [f"[{n}] {line.reading}" for n, line in enumerate(lines, 1) if line.reading]
    readings = ["", read(term("How the printed figures are read:")), *notes] if notes else []
    return "\n".join([*parts, *readings, "", verdict(lines, read)])


def _heading(line: Reconciled, read: Read) -> str:
    """Scope and cut-off of the lines that follow: ours, and what the source says."""
    ours = f"{read(line.scope)} · {line.as_of:%Y-%m-%d %H:%M}"
    return f"{ours} ({read(say('the source: {as_of}', as_of=line.printed_as_of))})" if line.printed_as_of else ours


def _row(line: Reconciled, n: int, read: Read) -> list[str]:
    published = "–" if line.published is None else f"{line.published:,}"
    parts = " + ".join(f"{line.labels.get(name, name)} {count:,}" for name, count in line.terms.items())
    return [
        "  " + read(line.title) + (f" [{n}]" if line.reading else ""),
        published,
        f"{line.computed:,}",
        "=" if line.agrees else f"≠ {line.expected:,}",
        parts if len(line.terms) > 1 else "",
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
