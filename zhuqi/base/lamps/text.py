"""Bands as people write them in a rulebook: ``落后 10–30 个百分点``, ``已用超过一半``, ``低于计划且低于均值``, ``其余``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.errors import Invalid
from zhuqi.base.lamps.bounds import (
    BEFORE,
    POINTS,
    RUNS,
    TIME,
    Units,
    bounds,
    plain,
    unread,
    write_amount,
    write_bounds,
)
from zhuqi.base.lamps.gauges import SIDES, Condition, Count, Gauge, Interval, Side
from zhuqi.base.words import say

OTHERWISE = ("其余", "否则", "其他", "其它", "其余情形", "其他情形")
"""A band without a condition: it takes what no other took. The first form is written."""
MORE_THAN_NOTHING = Interval(from_low=False)
ANY = Interval()
WHOLE: Mapping[tuple[Side, Interval], tuple[str, ...]] = {
    (Side.OVERDUE, MORE_THAN_NOTHING): ("已逾期", "逾期", "已超期", "超期", "已超时", "超时"),
    (Side.LEFT, ANY): ("未逾期", "未超期", "未超时", "期限内", "时限内"),
    (Side.AHEAD, ANY): (
        "不落后", "未落后", "达到序时进度", "达到序时", "达序时进度", "达序时", "按序时进度", "按序时", "不落后序时进度",
    ),
    (Side.BEHIND, MORE_THAN_NOTHING): ("落后", "滞后", "落后序时进度", "落后于序时进度", "滞后序时进度", "慢于序时进度"),
    (Side.AHEAD, MORE_THAN_NOTHING): ("超前", "快于序时进度", "超序时进度"),
}  # fmt: skip
"""Phrases that are a condition by themselves; the first form is written."""
_WHOLE = {form: key for key, forms in WHOLE.items() for form in forms}


@dataclass(frozen=True)
class Phrase:
    """How a side is named before its figures. The first form is written."""

    side: Side
    forms: tuple[str, ...]
    units: Units


PHRASES = (
    Phrase(Side.LEFT, ("剩余", "还剩", "距到期", "距期满"), TIME),
    Phrase(Side.OVERDUE, ("逾期", "已逾期", "超期", "已超期", "超时", "已超时"), TIME),
    Phrase(Side.USED, ("已用", "用时", "时限已用"), TIME),
    Phrase(
        Side.BEHIND, ("落后", "滞后", "落后序时进度", "落后于序时进度", "滞后序时进度", "慢于序时进度"), POINTS | TIME
    ),
    Phrase(Side.AHEAD, ("超前", "快于序时进度", "超序时进度"), POINTS | TIME),
)
_PHRASES = sorted(((form, phrase) for phrase in PHRASES for form in phrase.forms), key=lambda pair: -len(pair[0]))
_SHARES = frozenset({Side.USED, Side.REACHED})
_END = {word: end for end, words in BEFORE.items() for word in words}
_WORDS = "|".join(sorted(_END, key=len, reverse=True))
_REQUIRED = re.compile(rf"({_WORDS})?应达(?:水平|进度|比例|要求)?的?(.*)")
_AGAINST = re.compile(rf"({_WORDS})(计划|(?:同组|同类|全市|全区|全省)?(?:均值|平均水平|平均值|平均数|平均))(.*)")
_MARKS = {
    "计划": {True: Side.ABOVE_PLAN, False: Side.BELOW_PLAN},
    "均值": {True: Side.ABOVE_MEAN, False: Side.BELOW_MEAN},
}
_OF = re.compile(r"[^\W\d_][^,;()<>=]{0,19}")
_GOES_ON = re.compile(rf"(?:{_WORDS})[0-9零一二两三四五六七八九十百半]")
_AND = re.compile("[,、;]?(?:并且|而且|同时|且)")


def parse(text: str) -> tuple[Condition, ...]:
    """The conditions of a band, all of which must hold; none for ``其余``.

    Raises Invalid where it can't be read, Refused where nothing lies between its ends.
    """
    read = plain(text).replace("超过半数", "超过一半")
    read = re.sub("(?<!超)过半(?!数)|过半数", "超过一半", read)
    if read in OTHERWISE:
        return ()
    if "或" in read.replace("或等于", "").replace("或以", ""):
        raise Invalid({"band": say("Write what stands on both sides of 或 as two bands of the same lamp.")})
    parts: list[str] = []
    for part in _AND.split(read):
        if parts and _GOES_ON.match(part):
            parts[-1] += f",{part}"
        else:
            parts.append(part)
    return tuple(_condition(part) for part in parts)


def _condition(part: str) -> Condition:
    """One condition. Raises Invalid."""
    if part in _WHOLE:
        return Condition(*_WHOLE[part])
    if part.startswith("连续"):
        return _running(part)
    for form, phrase in _PHRASES:
        if part.startswith(form):
            return _measured(part, part.removeprefix(form), phrase.side, phrase.units)
    required, against = _REQUIRED.fullmatch(part), _AGAINST.fullmatch(part)
    if required:
        return _measured(part, (required[1] or "") + (required[2] or "100%"), Side.REACHED, {})
    if against:
        return _against(part, *against.groups())
    return _done(part)


def _measured(part: str, figures: str, side: Side, units: Units) -> Condition:
    """A side with its figures."""
    interval, unit, rest = bounds(figures, units, zero=SIDES[side].zero)
    if rest:
        raise unread(part)
    if unit is Count.SHARE and side not in _SHARES:
        raise Invalid({"band": say("Write percentage points as 个百分点: % is a share of a whole.")})
    return Condition(side, interval, unit)


def _running(part: str) -> Condition:
    """How often in a row: ``连续 3 个月`` holds from the third on."""
    figures = part.removeprefix("连续").removeprefix("第")
    interval, unit, of = bounds(figures, RUNS, bare=True)
    if of and not _OF.fullmatch(of) or unit is Count.SHARE:
        raise unread(part)
    return Condition(Side.RUN, interval, unit, of)


def _against(part: str, word: str, mark: str, figures: str) -> Condition:
    """Against the plan or the mean; with figures, how far above or below it."""
    up, closed = _END[word]
    sides = _MARKS["计划" if mark == "计划" else "均值"]
    if not figures:
        return Condition(sides[up], ANY if closed else MORE_THAN_NOTHING)
    if closed:
        raise unread(part)
    return _measured(part, figures, sides[up], POINTS)


def _done(part: str) -> Condition:
    """Done or not: ``已入统``, ``未入统``, ``满 1 个月未入统`` (also ``未入统满 1 个月``)."""
    word, of = part[:1], part[1:]
    if word == "已" and _OF.fullmatch(of):
        return Condition(Side.DONE, MORE_THAN_NOTHING, of=of)
    if word != "未" or of.startswith("达"):
        interval, unit, rest = bounds(part, TIME, bare=True)
        word, of = rest[:1], rest[1:]
    else:
        figured = re.fullmatch(rf"(.+?)(已?(?:{_WORDS}).*)", of)
        if not figured and not _OF.fullmatch(of):
            raise unread(part)
        if not figured:
            return Condition(Side.WAITING, ANY, of=of)
        of = figured[1]
        interval, unit, rest = bounds(figured[2].removeprefix("已"), TIME)
        word = "未" if not rest else ""
    if word != "未" or not _OF.fullmatch(of) or unit is Count.SHARE:
        raise unread(part)
    return Condition(Side.WAITING, interval, unit, of)


def write(conditions: tuple[Condition, ...]) -> str:
    """The band as a rulebook writes it; ``parse`` reads it back. Raises ValueError for what has no form."""
    return "且".join(_written(condition) for condition in conditions) or OTHERWISE[0]


def _written(condition: Condition) -> str:
    side, interval, unit, of = condition.side, condition.interval, condition.unit, condition.of
    if unit is None:
        return _whole(condition)
    if side is Side.RUN:
        least = interval.high is None and interval.from_low
        return f"连续{write_amount(interval.low, unit) if least else write_bounds(interval, unit)}{of}"
    if side is Side.WAITING:
        least = interval.high is None and interval.from_low
        return f"{'满' + write_amount(interval.low, unit) if least else write_bounds(interval, unit).lstrip()}未{of}"
    if side is Side.REACHED and (word := _required(interval)):
        return f"{word}应达"
    named = next((phrase.forms[0] for phrase in PHRASES if phrase.side is side), _NAMES.get(side, ""))
    return named + write_bounds(interval, unit, zero=SIDES[side].zero)


_NAMES: Mapping[Side, str] = {
    Side.REACHED: "应达的",
    Side.BELOW_PLAN: "低于计划",
    Side.ABOVE_PLAN: "高于计划",
    Side.BELOW_MEAN: "低于均值",
    Side.ABOVE_MEAN: "高于均值",
}


def _required(interval: Interval) -> str:
    """The word for a plain "below what is required" and its like; nothing for other figures."""
    one = Fraction(1)
    plain_ends = {Interval(one): "达到", Interval(one, from_low=False): "高于"}
    plain_ends |= {Interval(high=one, to_high=False): "低于", Interval(high=one): "不高于"}
    return plain_ends.get(interval, "")


def _whole(condition: Condition) -> str:
    """A condition that names no figure."""
    side, interval, of = condition.side, condition.interval, condition.of
    gauge = SIDES[side].gauge
    if gauge in (Gauge.PLAN, Gauge.MEAN):
        up = SIDES[side].sign > 0
        end = (up, interval.from_low)
        word = {(True, True): "不低于", (True, False): "高于", (False, True): "不高于", (False, False): "低于"}[end]
        return f"{word}{'计划' if gauge is Gauge.PLAN else '均值'}"
    if gauge is Gauge.WAITING:
        return f"{'已' if side is Side.DONE else '未'}{of}"
    if (side, interval) not in WHOLE:
        raise ValueError(f"{condition} has no form in words")
    return WHOLE[side, interval][0]
