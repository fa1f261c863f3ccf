"""Amounts and their ends as people write them: ``10–30 个百分点``, ``超过 30 个百分点``, ``不足 1 工作日``, ``一半以上``.

以上、以下、以内、届满 take the figure in; 不满、超过、以外 leave it out (民法典 第 1259 条). ``A–B`` takes in both ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.errors import Invalid
from zhuqi.base.lamps.amounts import (
    BODIES,
    FIRMS,
    MONEY,
    NUMBER,
    POINTS,
    RUNS,
    TIME,
    WORDS,
    Units,
    number,
    unread,
    write_amount,
)
from zhuqi.base.lamps.gauges import Count, Interval, Measure
from zhuqi.base.words import say

LONGEST = 80
"""Characters of a condition as it is written."""
End = tuple[bool, bool]
"""Which end of an interval a word sets (True: the lower one), and whether the figure itself is in it."""
BEFORE: Mapping[End, tuple[str, ...]] = {
    (True, True): (
        "不少于",
        "不低于",
        "不小于",
        "大于等于",
        "大于或等于",
        "达到",
        "届满",
        "至少",
        "≥",
        ">=",
        "满",
        "达",
    ),
    (True, False): ("超过", "高于", "多于", "大于", "超出", ">", "逾"),
    (False, True): ("不超过", "不高于", "不多于", "不大于", "小于等于", "小于或等于", "至多", "最多", "≤", "<="),
    (False, False): ("不足", "不满", "低于", "少于", "小于", "未达到", "未达", "未满", "不到", "<"),
}
AFTER: Mapping[End, tuple[str, ...]] = {
    (True, True): ("以上", "及以上", "或以上", "含以上"),
    (True, False): ("以外",),
    (False, True): ("以下", "以内", "之内", "内", "及以下", "或以下", "含以下", "含以内"),
}
"""Words before and after a figure; of ``BEFORE``, the first is the one that is written."""
EQUAL = ("等于", "正好", "恰好", "恰", "=")
_BEFORE = {word: end for end, words in BEFORE.items() for word in words}
_AFTER = {word: end for end, words in AFTER.items() for word in words}


def _any(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNIT = _any({*TIME, *POINTS, *RUNS, *MONEY, *FIRMS, *BODIES})
_MARK = r"\(不?含[^()]{0,12}\)"
_AMOUNT = rf"({NUMBER})({_MARK})?({_UNIT})?({_MARK})?"
_RANGE = re.compile(rf"{_AMOUNT}(?:[-–—―−~〜]|至|到){_AMOUNT}(?:之间)?")
_BOUND = re.compile(rf"({_any({*_BEFORE, *EQUAL})})?{_AMOUNT}({_any(_AFTER)})?({_MARK})?")
_BETWEEN = re.compile("[,、;但且]*")


@dataclass(frozen=True)
class _Part:
    """One figure with what is said of its ends."""

    number: Fraction
    share: bool
    unit: str
    ends: tuple[End, ...]


def plain(text: str) -> str:
    """One form of each character, and no white space: the form in which everything here is read. Raises Invalid if too long."""
    read = "".join(unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold().split()).strip("。.,;、")
    if not read or len(read) > LONGEST or len(text) > 2 * LONGEST:
        raise unread(text)
    return read


def bounds(text: str, units: Units, *, bare: bool = False, zero: bool = True) -> tuple[Interval, Measure, str]:
    """The interval at the beginning of a plain text, its measure, and the rest of the text.

    ``units``: those that may be used here; a share (50%, 2/3, 一半) needs none. ``bare``: a figure alone means "at least";
    otherwise that is refused. ``zero``: whether 0 is in where no lower end is named. Raises Invalid.
    """
    ranged = _RANGE.match(text)
    if ranged:
        a, a_first, a_unit, a_last, b, b_first, b_unit, b_last = ranged.groups()
        a_unit = a_unit or b_unit
        parts = [
            _Part(*number(a, a_unit), a_unit or "", ((True, _closed(a_first or a_last, True)),)),
            _Part(*number(b, b_unit), b_unit or "", ((False, _closed(b_first or b_last, True)),)),
        ]
        at = ranged.end()
    else:
        parts, at = _scan(text, bare)
    if not parts:
        raise unread(text)
    named = next((part.unit for part in parts if part.unit), "")
    sized = [_sized(part, named, units, text) for part in parts]
    measures = {measure for _, measure in sized}
    lows = [(figure, end[1]) for (figure, _), part in zip(sized, parts, strict=True) for end in part.ends if end[0]]
    highs = [
        (figure, end[1]) for (figure, _), part in zip(sized, parts, strict=True) for end in part.ends if not end[0]
    ]
    if len(measures) > 1 or len(lows) > 1 or len(highs) > 1:
        raise unread(text)
    low, from_low = lows[0] if lows else (Fraction(0), zero)
    high, to_high = highs[0] if highs else (None, True)
    return Interval(low, high, from_low, to_high), measures.pop(), text[at:]


def _scan(text: str, bare: bool) -> tuple[list[_Part], int]:
    """The figures at the beginning of a text, and where they end. Each is taken greedily: no way back, no long search."""
    parts: list[_Part] = []
    at = 0
    while True:
        begin = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        found = _BOUND.match(text, begin)
        if not found or len(parts) == 2:
            return parts, at
        before, written, first, unit, mark, after, last = found.groups()
        parts.append(_Part(*number(written, unit), unit or "", _ends(text, before, after, first or mark or last, bare)))
        at = found.end()


def _ends(text: str, before: str | None, after: str | None, mark: str | None, bare: bool) -> tuple[End, ...]:
    """Which ends of the interval a figure sets."""
    said = {end for end in (_BEFORE.get(before or ""), _AFTER.get(after or "")) if end}
    if before in EQUAL:
        if after or mark:
            raise unread(text)
        return (True, True), (False, True)
    if not said and bare:
        said = {(True, True)}
    if not said:
        raise Invalid({"band": AT_LEAST_OR_AT_MOST})
    if len(said) > 1:
        raise unread(text)
    low, closed = said.pop()
    return ((low, _closed(mark, closed)),)


def _closed(mark: str | None, otherwise: bool) -> bool:
    """Whether an end is in: what (含) or (不含) says, where it is written."""
    return otherwise if mark is None else mark.startswith("(含")


AT_LEAST_OR_AT_MOST = say(
    "A figure alone leaves open what is meant. Write 满 or 以上 (from it on), 超过 (more), 不足 (less), 以内 (up to it) or 等于."
)


def _sized(part: _Part, named: str, units: Units, text: str) -> tuple[Fraction, Measure]:
    """A figure in its measure; one without a unit takes the other's."""
    if part.share:
        return part.number, Count.SHARE
    found = units.get(part.unit or named)
    if found is None:
        known = " ".join(dict.fromkeys(WORDS[measure] for measure, _ in units.values()))
        raise Invalid({"band": say("Here a figure needs one of these units: {known}", known=known or "%")})
    return part.number * found[1], found[0]


def write_bounds(interval: Interval, unit: Measure, *, zero: bool = True) -> str:
    """The interval as a rulebook writes it, with a space before a digit; ``bounds`` reads it back."""
    low, high, word = interval.low, interval.high, WORDS[unit]
    named_low = low != 0 or interval.from_low != zero or high is None
    if high == low:
        return EQUAL[0] + write_amount(low, unit)
    if named_low and high is not None and interval.from_low and interval.to_high:
        return f"{write_amount(low, unit).removesuffix(word).rstrip()}–{write_amount(high, unit).lstrip()}"
    lower = BEFORE[True, interval.from_low][0] + write_amount(low, unit) if named_low else ""
    upper = BEFORE[False, interval.to_high][0] + write_amount(high, unit) if high is not None else ""
    return "、".join(part for part in (lower, upper) if part)
