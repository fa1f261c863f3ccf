"""Reading bands as people write them: ``落后 10–30 个百分点``, ``已用超过一半``, ``低于计划且低于均值``, ``其余``."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from zhuqi.base.errors import Invalid
from zhuqi.base.lamps.amounts import RUNS, TIME, Units, unread
from zhuqi.base.lamps.bounds import BEFORE, bounds, plain
from zhuqi.base.lamps.gauges import SIDES, Condition, Count, Interval, Side
from zhuqi.base.lamps.phrases import ANY, MARKS, MORE_THAN_NOTHING, OTHERWISE, PHRASES, SHARES, WHOLE
from zhuqi.base.words import say

_WHOLE = {form: key for key, forms in WHOLE.items() for form in forms}
_PHRASES = sorted(((form, phrase) for phrase in PHRASES for form in phrase.forms), key=lambda pair: -len(pair[0]))
_END = {word: end for end, words in BEFORE.items() for word in words}
_WORDS = "|".join(sorted(_END, key=len, reverse=True))
_NAME = r"([^\W\d_不没未无非]{0,12}?)"
"""What is measured (增速, 资金到位率), where that is named. A negation in it would turn the condition round."""
_REQUIRED = re.compile(rf"{_NAME}({_WORDS})?应达(?:水平|进度|比例|要求)?的?(.*)")
_AGAINST = re.compile(
    rf"{_NAME}({_WORDS})?(计划|序时|(?:同组|同类|全市|全区|全县|全省)?(?:均值|平均(?:水平|值|数|线)?))(?:进度)?的?(.*)"
)
_OF = re.compile(r"[^\W\d_][^,;()<>=]{0,19}")
_AND = re.compile("[,、;]?(?:并且|而且|同时|且)")
_GOES_ON = re.compile(rf"(?:{_WORDS})[0-9零一二两三四五六七八九十百半]")
_SHARE = re.compile("%|分之|半$|一半|[0-9]/")


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
        if parts and _GOES_ON.match(part) and "未" not in part[1:]:
            parts[-1] += f",{part}"
        else:
            parts.append(part)
    return tuple(_condition(part) for part in parts)


def _condition(part: str) -> Condition:
    """One condition. Raises Invalid, Refused."""
    if part in _WHOLE:
        return Condition(*_WHOLE[part])
    if part.startswith("连续"):
        return _running(part)
    required, against = _REQUIRED.fullmatch(part), _AGAINST.fullmatch(part)
    for form, phrase in _PHRASES:
        if part.startswith(form) and not required:
            return _measured(part, part.removeprefix(form).removeprefix("的"), phrase.side, phrase.units)
    if required:
        name, word, figures = required.groups()
        return replace(_measured(part, (word or "") + (figures or "100%"), Side.REACHED, {}), of=name)
    if against:
        name, word, mark, figures = against.groups()
        return replace(_against(part, word or "", mark, figures), of=name)
    return _done(part)


def _measured(part: str, figures: str, side: Side, units: Units) -> Condition:
    """A side with its figures. What is left of a span as a share of it is said by what is used."""
    if side not in {*SHARES, Side.LEFT} and "%" in figures:
        raise Invalid({"band": say("Write percentage points as 个百分点: % is a share of a whole.")})
    interval, unit, rest = bounds(figures, units, zero=SIDES[side].zero)
    if rest or (unit is Count.SHARE and side not in {*SHARES, Side.LEFT}):
        raise unread(part)
    if unit is Count.SHARE and side is Side.LEFT:
        if interval.high is None or interval.high > 1:
            interval = Interval(interval.low, Fraction(1), interval.from_low)
        return Condition(Side.USED, _turned(interval), unit)
    return Condition(side, interval, unit)


def _turned(left: Interval) -> Interval:
    """The share that is used where this share is left."""
    high = 1 - left.low
    low = 1 - (left.high if left.high is not None else high)
    return Interval(low, high, left.to_high, left.from_low)


def _running(part: str) -> Condition:
    """How often in a row: ``连续 3 个月`` holds from the third on."""
    figures = part.removeprefix("连续").removeprefix("第")
    interval, unit, of = bounds(figures, RUNS, bare=True)
    if (of and not _OF.fullmatch(of)) or unit is Count.SHARE:
        raise unread(part)
    return Condition(Side.RUN, interval, unit, of)


def _against(part: str, word: str, written: str, figures: str) -> Condition:
    """Against the plan, the schedule or the mean: above or below it, how far, or which share of it."""
    mark = MARKS.get(written, MARKS["均值"])
    if mark.share and _SHARE.search(figures):
        return _measured(part, word + figures, Side.REACHED, {})
    up, closed = _END.get(word, (True, True))
    side = mark.above if up else mark.below
    if not word or (closed and (figures or side is Side.BEHIND)):
        raise unread(part)
    if not figures:
        return Condition(side, ANY if closed else MORE_THAN_NOTHING)
    return _measured(part, figures, side, mark.units)


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
