"""How alike two texts are, by the pairs of signs that both have: enough to ask "is it this one?", never to decide it."""

from __future__ import annotations

import unicodedata
from collections import Counter

ALIKE = 0.5
"""From here on somebody is asked whether two needs are one."""


def likeness(one: str, other: str) -> float:
    """0 to 1: the share of pairs of neighbouring signs that two texts have in common (Dice); punctuation doesn't count."""
    pairs, others = _pairs(one), _pairs(other)
    whole = pairs.total() + others.total()
    return 2 * (pairs & others).total() / whole if whole else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
