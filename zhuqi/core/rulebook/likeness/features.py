"""What of a sentence is counted: runs of one to three characters, and the concepts of the guard that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from zhuqi.core.rulebook.concepts import CONCEPTS

LONGEST_RUN = 3
NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+(?=个?(?:工作日|[次户条篇张件天日月周年项家分名位季]))")
NAMED: dict[str, frozenset[str]] = {}
for _concept, _words in CONCEPTS.items():
    for _word in _words.split():
        NAMED[_word] = NAMED.get(_word, frozenset()) | {_concept}
LONGEST_WORD = max(map(len, NAMED))


def plain(sentence: str) -> str:
    """A sentence in one form: no spaces, half width, lower case, every number alike, no mark at its end."""
    return NUMBER.sub("0", "".join(unicodedata.normalize("NFKC", sentence).lower().split()).rstrip("。;,.!?、"))


def features(sentence: str) -> frozenset[str]:
    """What is counted of a sentence in its plain form. Concepts begin with a colon, which no run of characters does alone."""
    return frozenset(run for run, _ in runs(sentence)) | frozenset(f"::{name}" for name in _concepts(sentence))


def runs(sentence: str) -> Iterator[tuple[str, int]]:
    """(run of characters, where it begins) with a mark before the first and after the last character."""
    marked = f"^{sentence}$"
    for long in range(1, LONGEST_RUN + 1):
        for at in range(len(marked) - long + 1):
            yield marked[at : at + long], at - 1


def _concepts(sentence: str) -> Iterator[str]:
    for at in range(len(sentence)):
        for long in range(1, LONGEST_WORD + 1):
            yield from NAMED.get(sentence[at : at + long], ())
