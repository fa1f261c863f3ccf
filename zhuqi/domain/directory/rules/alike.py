"""Which enterprises may be one though their names differ by a slip of the pen: compared by pairs of signs, the rarest first, and
near ones measured. What differs by a number, a letter or a direction is somebody else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pypinyin import Style, pinyin
from rapidfuzz.distance import Levenshtein

from zhuqi.base.words import Sentence, say
from zhuqi.domain.directory.rules.firms import folded, own_code

FORMS = ("股份有限公司", "有限责任公司", "有限公司", "股份公司", "集团公司", "公司", "集团", "厂", "店")
"""Forms of enterprises at the end of a name, the longer first."""
SLIPS = 2
"""So many signs of a name may differ by a slip."""
HEARD, UNHEARD = 4, 12
"""A slip is believed in a name of so many signs: one that sounds alike, and any other."""
SHORTEST = 5
"""Names of fewer signs differ by one sign where they are somebody else's."""
RAREST = 2 * SLIPS + 1
"""Of so many of the rarest pairs of signs of a name, one is left by two slips."""
CROWD = 200
"""A pair of signs that so many names have, or a code with one sign left out, tells nothing."""
TELLING = frozenset("0123456789一二三四五六七八九十百千零〇壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己东南西北中上下前后大小老新")
"""Signs by which namesakes differ on purpose; letters do too."""


@dataclass(frozen=True)
class Row:
    """A row of the register, as it is compared. ``place``: rows of different places aren't."""

    pk: int
    name: str
    uscc: str
    place: str = ""


@dataclass(frozen=True)
class Near:
    """Two rows that may be one, ``one`` the older; ``score`` up to 100."""

    one: int
    other: int
    score: int
    why: Sentence


def body(name: str) -> str:
    """A name without the form of the enterprise, as names are compared."""
    text = folded(name)
    form = next((form for form in FORMS if text.endswith(form) and len(text) - len(form) >= 2), "")
    return text[: len(text) - len(form)]


def judged(one: Row, other: Row) -> Near | None:
    """Whether two rows may be one by a slip of the pen, and why; what is the same in full isn't told here."""
    if folded(one.name) == folded(other.name):
        return None
    slips = _slips(body(one.name), body(other.name))
    if slips is None:
        return None
    signs = _signs(own_code(one.uscc), own_code(other.uscc))
    first, second = sorted((one.pk, other.pk))
    if slips == 0:
        return Near(
            first, second, 95 if signs else 90, say("They have the same name but for the form of the enterprise.")
        )
    longest = max(len(body(one.name)), len(body(other.name)))
    score = round(100 * (1 - slips / longest)) - 10
    if signs:
        why = say("Their names differ in {n} signs, and their codes in {m}.", n=slips, m=signs)
        return Near(first, second, min(95, score + 15), why)
    return Near(first, second, max(1, score), say("Their names differ in {n} signs.", n=slips))


def _slips(one: str, other: str) -> int | None:
    """By how many signs two names differ, if by a slip of the pen at all."""
    if min(len(one), len(other)) < SHORTEST:
        return 0 if one == other and len(one) >= 2 else None
    n = Levenshtein.distance(one, other, score_cutoff=SLIPS)
    if n > SLIPS:
        return None
    heard = True
    for step in Levenshtein.editops(one, other):
        changed = {one[step.src_pos]} if step.tag != "insert" else set()
        changed |= {other[step.dest_pos]} if step.tag != "delete" else set()
        if any(sign in TELLING or sign.isascii() for sign in changed):
            return None
        heard = (
            heard and step.tag == "replace" and not sounds(one[step.src_pos]).isdisjoint(sounds(other[step.dest_pos]))
        )
    return n if n * (HEARD if heard else UNHEARD) <= max(len(one), len(other)) else None


@lru_cache(maxsize=10_000)
def sounds(sign: str) -> frozenset[str]:
    """How a sign may be read, without tones and without what is often mixed up: sh and s, ang and an."""
    read = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(re.sub("ng$", "n", re.sub("^([zcs])h", r"\1", one)) for some in read for one in some)


def _signs(one: str, other: str) -> int:
    """By how many signs the codes of two bodies differ, where by one or two; else 0."""
    if len(one) != len(other) or not one:
        return 0
    n = sum(a != b for a, b in zip(one, other, strict=True))
    return n if n <= SLIPS else 0


def near(rows: Sequence[Row]) -> list[Near]:
    """The rows that may be one with another of the same place, the likeliest first; each pair once."""
    known = {row.pk: row for row in rows}
    found = {}
    for pair in _pairs(rows):
        if pair not in found:
            found[pair] = judged(known[pair[0]], known[pair[1]])
    return sorted((one for one in found.values() if one is not None), key=lambda one: (-one.score, one.one, one.other))


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Pairs worth measuring: those that share one of the rarest pairs of signs of their names."""
    grams = {row.pk: _grams(body(row.name)) for row in rows}
    often = Counter(gram for some in grams.values() for gram in some)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        rarest = sorted(grams[row.pk], key=lambda gram: (often[gram], gram))[:RAREST]
        for gram in rarest:
            alike[row.place, gram].append(row.pk)
    for some in alike.values():
        if len(some) <= CROWD:
            yield from combinations(sorted(some), 2)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))
