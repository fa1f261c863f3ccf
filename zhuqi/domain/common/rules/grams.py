"""Words as pairs of neighbouring signs: what is indexed, how alike two texts are, which words they share.

Folded as NFKC, small letters, letters and digits alone: full and half width are one, and punctuation says nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import pairwise
from math import log

from zhuqi.base.naming import plain

MOST = 400
"""Signs of a text that count; a need says what it is in its first words."""
RARE = 5
"""Pairs that fewer cases have aren't told apart: each counts as if this many had it."""
READ = 6_000
"""Candidates are looked for by a text's rarest pairs, by no more rows of the index than this."""
ALIKE = 0.3
"""From here on a case is shown as one like this."""
BITS = 21
"""Of one sign."""


def folded(text: str) -> str:
    """A text as it is compared."""
    return plain(text)[:MOST]


def grams(text: str) -> frozenset[int]:
    """The pairs of neighbouring signs of a text, each as one number."""
    return frozenset((ord(one) << BITS) | ord(two) for one, two in pairwise(folded(text)))


def weight(some: Set[int], known: Mapping[int, int], whole: int) -> float:
    """How much some pairs tell: each less, the more cases have it. ``known``: {pair: cases that have it} of the frequent ones;
    ``whole``: how many cases were looked at."""
    frequent = some & known.keys()
    rare = log(1 + max(whole, 1) / RARE) * (len(some) - len(frequent))
    return rare + sum(log(1 + max(whole, 1) / max(known[gram], RARE)) for gram in frequent)


def seeds(wanted: frozenset[int], known: Mapping[int, int]) -> list[int]:
    """The pairs by which candidates are looked for: the rarest first, as far as the index should be read."""
    found: list[int] = []
    rows = 0
    for gram in sorted(wanted, key=lambda gram: (known.get(gram, RARE), gram)):
        rows += known.get(gram, RARE)
        if found and rows > READ:
            break
        found.append(gram)
    return found


def alike(one: frozenset[int], other: frozenset[int], known: Mapping[int, int], whole: int) -> float:
    """0 to 1: the share of the weight of two texts' pairs that both have (Dice)."""
    both = weight(one & other, known, whole)
    each = weight(one, known, whole) + weight(other, known, whole)
    return 2 * both / each if each else 0.0


@dataclass(frozen=True)
class Piece:
    """A piece of a text. ``shared``: the other text has it too."""

    text: str
    shared: bool


def marked(text: str, other: frozenset[int]) -> tuple[Piece, ...]:
    """A text in pieces: those of at least two signs that another text shares, and the rest."""
    hit = [False] * len(text)
    signs = [(at, sign) for at, raw in enumerate(text) for sign in unicodedata.normalize("NFKC", raw).lower()]
    signs = [(at, sign) for at, sign in signs if sign.isalnum()]
    for (at, one), (next_, two) in pairwise(signs):
        if (ord(one) << BITS) | ord(two) in other:
            hit[at] = hit[next_] = True
    pieces: list[Piece] = []
    for sign, shared in zip(text, hit, strict=True):
        if pieces and pieces[-1].shared is shared:
            pieces[-1] = Piece(pieces[-1].text + sign, shared)
        else:
            pieces.append(Piece(sign, shared))
    return tuple(pieces)
