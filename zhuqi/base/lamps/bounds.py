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
from zhuqi.base.lamps.gauges import Count, Interval, Measure
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import UNITS, Unit

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
Scaled = tuple[Measure, Fraction]
Units = Mapping[str, Scaled]


def _units(*rows: tuple[Measure, str | int, str]) -> Units:
    """{form: (measure, how many of it)} of rows (measure, how many, forms with spaces between)."""
    return {form: (measure, Fraction(many)) for measure, many, forms in rows for form in forms.split()}


TIME: Units = {
    form.replace(" ", ""): (unit, Fraction(1))
    for unit, forms in UNITS.items()
    for name in forms
    for form in (name, name if name.startswith("个") else f"个{name}")
} | _units((Unit.NATURAL_DAY, 7, "周 个星期"), (Unit.MONTH, 3, "个季度"), (Unit.MONTH, 12, "年"))
POINTS = _units((Count.POINT, 1, "个百分点 百分点"))
RUNS = _units(
    (Count.TIMES, 1, "次"),
    (Count.WEEKS, 1, "周"),
    (Count.MONTHS, 1, "个月"),
    (Count.QUARTERS, 1, "个季度 季度"),
    (Count.YEARS, 1, "年"),
)
MONEY = _units((Count.WAN, 1, "万元"), (Count.WAN, 10_000, "亿元"), (Count.WAN, "1/10000", "元"))
WORDS: Mapping[Measure, str] = {unit: forms[0] for unit, forms in UNITS.items()} | {
    Count.SHARE: "",
    Count.POINT: "个百分点",
    Count.TIMES: "次",
    Count.WEEKS: "周",
    Count.MONTHS: "个月",
    Count.QUARTERS: "个季度",
    Count.YEARS: "年",
    Count.WAN: "万元",
}
"""How ``write`` names each measure."""


def _any(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CHINESE = "[零一二两三四五六七八九十]{1,3}"
_NUMBER = (
    r"百分之(?:百|[零一二两三四五六七八九十]{1,3})|[0-9]{1,9}(?:\.[0-9]{1,6})?%|[0-9]{1,9}/[0-9]{1,9}|[0-9]{1,9}(?:\.[0-9]{1,6})?"
    rf"|{_CHINESE}分之{_CHINESE}|一半|半|{_CHINESE}"
)
_UNIT = _any({*TIME, *POINTS, *RUNS, *MONEY})
_MARK = r"\(不?含[^()]{0,12}\)"
_AMOUNT = rf"({_NUMBER})({_MARK})?({_UNIT})?({_MARK})?"
_RANGE = re.compile(rf"{_AMOUNT}(?:[-–—―−~〜]|至|到){_AMOUNT}(?:之间)?")
_BOUND = re.compile(rf"({_any({*_BEFORE, *EQUAL})})?{_AMOUNT}({_any(_AFTER)})?({_MARK})?")
_BETWEEN = re.compile("[,、;但且]*")
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


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
            _Part(*_number(a, a_unit), a_unit or "", ((True, _closed(a_first or a_last, True)),)),
            _Part(*_number(b, b_unit), b_unit or "", ((False, _closed(b_first or b_last, True)),)),
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
    (low, from_low), (high, to_high) = (lows or [(Fraction(0), zero)])[0], (highs or [(None, True)])[0]
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
        before, number, first, unit, mark, after, last = found.groups()
        parts.append(_Part(*_number(number, unit), unit or "", _ends(text, before, after, first or mark or last, bare)))
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


def _number(written: str, unit: str | None) -> tuple[Fraction, bool]:
    """The number, and whether it is a share of a whole."""
    if written.endswith("%"):
        return Fraction(written[:-1]) / 100, True
    if written.startswith("百分之"):
        return Fraction(_chinese(written[3:]), 100), True
    if written in ("一半", "半"):
        return Fraction(1, 2), not unit
    below, of, above = written.partition("分之")
    if of:
        return _over(_chinese(above), _chinese(below)), not unit
    above, of, below = written.partition("/")
    if of:
        return _over(int(above), int(below)), not unit
    return Fraction(written) if written[0].isascii() else Fraction(_chinese(written)), False


def _over(above: int, below: int) -> Fraction:
    if not below:
        raise unread(f"{above}/{below}")
    return Fraction(above, below)


def _chinese(written: str) -> int:
    """A number up to a hundred in Chinese numerals."""
    if written == "百":
        return 100
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or (ten and "零" in (tens, ones)):
        raise unread(written)
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def unread(text: str) -> Invalid:
    """The refusal of a text that can't be read as a condition."""
    return Invalid({"band": _unread(text)})


def _unread(text: str) -> Sentence:
    return say(
        "“{written}” can't be read as a condition. Write what is measured, then how much, as in 落后 10–30 个百分点, "
        "落后超过 30 个百分点, 剩余不足 1 工作日, 已用超过一半, 连续 3 个月, 已逾期, 低于应达, 满 1 个月未入统 or 其余.",
        written=text[:40],
    )


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


def write_amount(figure: Fraction, unit: Measure) -> str:
    """A figure with its unit."""
    if unit is Count.SHARE:
        return "一半" if figure == Fraction(1, 2) else " " + (_decimal(figure * 100, "%") or str(figure))
    word = WORDS[unit]
    return f" {_decimal(figure, '') or figure} {word}"


def _decimal(figure: Fraction, mark: str) -> str:
    """The figure in decimals, where six are enough; else nothing."""
    scaled = figure * 10**6
    if scaled.denominator != 1:
        return ""
    whole, rest = divmod(int(scaled), 10**6)
    return (f"{whole}.{rest:06}".rstrip("0").rstrip(".")) + mark
