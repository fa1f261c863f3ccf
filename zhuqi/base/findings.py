"""What a linter of rules finds: the sort of fault, which lines it concerns, and a sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import Sentence


@dataclass(frozen=True)
class Finding:
    """One fault. ``lines``: which entries of the list, from 1. ``law``: where a law forbids it. Not ``grave``: a doubt."""

    sort: str
    sentence: Sentence
    lines: tuple[int, ...] = ()
    law: str = ""
    grave: bool = True
