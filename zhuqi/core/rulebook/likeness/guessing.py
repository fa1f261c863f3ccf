"""How much a sentence reads like what a law forbids, and which of its words speak for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zhuqi.core.rulebook.likeness.features import features, plain, runs
from zhuqi.core.rulebook.likeness.known import SCALE, known

SHORTEST, LONGEST = 8, 300
"""Characters. Shorter ones are names of things; of longer ones the beginning is looked at."""
LOUDEST = 6
"""Runs of characters that are told as reasons."""
WORDS = re.compile(r"[^\W\d_]+")
SENTENCES = re.compile(r"[。；;!?！？\n]+")


@dataclass(frozen=True)
class Guess:
    """``shares``: {law: how much a sentence reads like what it forbids, 0 to 1}; ``words``: what speaks for the first."""

    shares: Mapping[str, float]
    words: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How much it reads like anything forbidden."""
        return sum(self.shares.values())

    @property
    def law(self) -> str:
        """What it reads like most."""
        return max(self.shares, key=lambda law: self.shares[law])


def guess(text: str) -> Guess | None:
    """The sentence of a text that reads most like something forbidden; None where all are too short to say."""
    found = [_guess(each) for part in SENTENCES.split(text) if len(each := plain(part)[:LONGEST]) >= SHORTEST]
    return max(found, key=lambda each: each.share, default=None)


@lru_cache(maxsize=4096)
def _guess(sentence: str) -> Guess:
    held = known()
    rows = [held.rows[each] for each in features(sentence) if each in held.rows]
    size = np.sqrt(max(1, len(rows)))
    told = (held.weights[rows].sum(0) / size + held.base) / SCALE
    shares = np.exp(told - told.max())
    shares /= shares.sum()
    first = int(shares[1:].argmax()) + 1
    return Guess(dict(zip(held.laws, map(float, shares[1:]), strict=True)), _words(sentence, first))


def _words(sentence: str, column: int) -> tuple[str, ...]:
    """The words that speak most for a law, in their order: runs that touch are one."""
    held = known()
    speaking: list[tuple[int, int, int]] = []
    for run, at in runs(sentence):
        row = held.rows.get(run)
        if row is not None and len(run) > 1 and WORDS.fullmatch(run):
            weight = int(held.weights[row, column]) - int(held.weights[row, 0])
            speaking.append((weight, at, at + len(run)))
    loudest = sorted((at, to) for weight, at, to in sorted(speaking, reverse=True)[:LOUDEST] if weight > 0)
    found: list[tuple[int, int]] = []
    for at, to in loudest:
        if found and at < found[-1][1]:
            at, before = found.pop()
            to = max(to, before)
        found.append((at, to))
    return tuple(sentence[at:to] for at, to in found)
