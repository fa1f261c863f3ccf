"""Amounts as people write them: numbers, shares and units. ``3 工作日``, ``半个工作日``, ``50%``, ``三分之二``, ``2 个季度``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhuqi.base.errors import Invalid
from zhuqi.base.lamps.gauges import Count, Measure
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime import spelling
from zhuqi.base.worktime.spans import UNITS, Unit

Scaled = tuple[Measure, Fraction]
Units = Mapping[str, Scaled]


def _units(*rows: tuple[Measure, str | int, str]) -> dict[str, Scaled]:
    """{form: (measure, how many of it)} of rows (measure, how many, forms with spaces between)."""
    return {form: (measure, Fraction(many)) for measure, many, forms in rows for form in forms.split()}


_CLOCK: dict[str, Scaled] = {
    form.replace(" ", ""): (unit, Fraction(1))
    for unit, forms in UNITS.items()
    for name in forms
    for form in (name, name if name.startswith("个") else f"个{name}")
}
TIME = _CLOCK | _units((Unit.NATURAL_DAY, 7, "周 个星期"), (Unit.MONTH, 3, "个季度"), (Unit.MONTH, 12, "年"))
POINTS = _units((Count.POINT, 1, "个百分点 百分点"))
RUNS = _units(
    (Count.TIMES, 1, "次"),
    (Count.WEEKS, 1, "周"),
    (Count.MONTHS, 1, "个月"),
    (Count.QUARTERS, 1, "个季度 季度"),
    (Count.YEARS, 1, "年"),
)
MONEY = _units((Count.WAN, 1, "万元"), (Count.WAN, 10_000, "亿元"), (Count.WAN, "1/10000", "元"))
FIRMS = _units((Count.FIRMS, 1, "家 户"))
BODIES = _units((Count.UNITS, 1, "家 个"))
WORDS: Mapping[Measure, str] = {unit: forms[0] for unit, forms in UNITS.items()} | {
    Count.SHARE: "",
    Count.POINT: "个百分点",
    Count.TIMES: "次",
    Count.WEEKS: "周",
    Count.MONTHS: "个月",
    Count.QUARTERS: "个季度",
    Count.YEARS: "年",
    Count.WAN: "万元",
    Count.FIRMS: "家",
    Count.UNITS: "家",
}
"""How ``write`` names each measure."""
_HAN = "[零一二两三四五六七八九十]{1,3}"
NUMBER = (
    r"百分之(?:百|[零一二两三四五六七八九十]{1,3})|[0-9]{1,9}(?:\.[0-9]{1,6})?%|[0-9]{1,9}/[0-9]{1,9}|[0-9]{1,9}(?:\.[0-9]{1,6})?"
    rf"|{_HAN}分之{_HAN}|一半|半|{_HAN}"
)
"""How a number may be written, as a pattern without groups."""


def number(written: str, unit: str | None) -> tuple[Fraction, bool]:
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
    found = 100 if written == "百" else spelling.number(written)
    if found is None:
        raise unread(written)
    return found


def unread(text: str) -> Invalid:
    """The refusal of a text that can't be read as a condition."""
    return Invalid({"band": _unread(text)})


def _unread(text: str) -> Sentence:
    return say(
        "“{written}” can't be read as a condition. Write what is measured, then how much, as in 落后 10–30 个百分点, "
        "落后超过 30 个百分点, 剩余不足 1 工作日, 已用超过一半, 连续 3 个月, 已逾期, 低于应达, 满 1 个月未入统 or 其余.",
        written=text[:40],
    )


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
