"""Spans of time as people write them: an amount of one unit, and the conventions under which it is counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Named, Sentence, say, term


class Unit(Named):
    """What a span is counted in."""

    MINUTE = "minute", term("minute")
    HOUR = "hour", term("hour")
    WORKING_HOUR = "working_hour", term("working hour")
    WORKING_DAY = "working_day", term("working day")
    NATURAL_DAY = "natural_day", term("natural day")
    MONTH = "month", term("month")


class Begins(Named):
    """When counting begins."""

    MOMENT = "moment", term("from the moment")
    NEXT_DAY = "next_day", term("from the day after")


class DayEnd(Named):
    """When, on its last day, a span of days or months is over."""

    CLOSING = "closing", term("at closing time")
    MIDNIGHT = "midnight", term("at midnight")
    SAME_TIME = "same_time", term("at the same time of day")


DAYS = frozenset({Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH})
"""Units that reach a day and need a ``DayEnd``; the others reach a moment."""
MOST: Mapping[Unit, int] = {
    Unit.MINUTE: 36_525 * 1_440,
    Unit.HOUR: 36_525 * 24,
    Unit.WORKING_HOUR: 36_525 * 24,
    Unit.WORKING_DAY: 36_525,
    Unit.NATURAL_DAY: 36_525,
    Unit.MONTH: 1_200,
}
"""The longest span in each unit: a hundred years."""


@dataclass(frozen=True)
class Span:
    """An amount of one unit. ``ends`` says nothing in minutes and hours, which reach a moment by themselves.

    Raises Refused where the parts don't go together. An amount of 0 is over at once, or at the end of day 0.
    """

    amount: int
    unit: Unit
    begins: Begins = Begins.MOMENT
    ends: DayEnd = DayEnd.CLOSING

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MOST[self.unit]:
            raise Refused(say("A span lasts from 0 to {most} of its unit.", most=MOST[self.unit]))
        if self.amount == 0 and self.begins is Begins.NEXT_DAY:
            raise Refused(
                say("From the day after there is at least 1 to count. Write 1, or leave “the day after” out.")
            )
        if not self.in_days and self.ends is not DayEnd.CLOSING:
            raise Refused(say("Minutes and hours end on the minute. Leave the end of the day out, or count in days."))

    @property
    def in_days(self) -> bool:
        """Whether the span reaches a day rather than a moment."""
        return self.unit in DAYS


UNITS: Mapping[Unit, tuple[str, ...]] = {
    Unit.MINUTE: ("分钟", "分", "min", "mins", "minute", "minutes"),
    Unit.HOUR: ("小时", "h", "hour", "hours"),
    Unit.WORKING_HOUR: ("工作时", "工作小时", "wh", "working hour", "working hours"),
    Unit.WORKING_DAY: ("工作日", "wd", "working day", "working days", "workday", "workdays"),
    Unit.NATURAL_DAY: ("天", "日", "自然日", "d", "day", "days", "natural day", "natural days"),
    Unit.MONTH: ("个月", "mo", "month", "months"),
}
BEGINS: Mapping[Begins, tuple[str, ...]] = {
    Begins.MOMENT: ("即时起", "from the moment"),
    Begins.NEXT_DAY: ("次日起", "自次日起", "from the day after", "from the next day"),
}
ENDS: Mapping[DayEnd, tuple[str, ...]] = {
    DayEnd.CLOSING: ("至下班", "to closing"),
    DayEnd.MIDNIGHT: ("至午夜", "至24时", "to midnight"),
    DayEnd.SAME_TIME: ("至同一时刻", "to the same time"),
}
"""How each is written; the first form is the one that ``write`` uses."""
_UNITS = {form: unit for unit, forms in UNITS.items() for form in forms}
_BEGINS = {form: begins for begins, forms in BEGINS.items() for form in forms}
_ENDS = {form: ends for ends, forms in ENDS.items() for form in forms}
LONGEST = 60
"""Characters of a span as it is written; the longest that means anything has 56."""
_AMOUNT = re.compile(r"([0-9]{1,9}|[零一二两三四五六七八九十]{1,3}) ?(.+?) ?(?:以?内)?")
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def parse(text: str) -> Span:
    """The span that ``text`` writes: ``3 工作日``, ``15个工作日内``, ``2 小时，次日起``, ``1 wd, to midnight``.

    Full and half width, spaces and capitals make no difference; amounts may be Chinese numerals up to 九十九.
    Raises Invalid where it can't be read, Refused where its parts don't go together.
    """
    plain = _plain(text)
    if len(plain) > LONGEST:
        raise _unread(text)
    first, *conventions = [part.strip() for part in re.split("[,;、]", plain)]
    found = _AMOUNT.fullmatch(first)
    amount = _number(found[1]) if found else None
    unit = _unit(found[2]) if found else None
    if amount is None or unit is None:
        raise _unread(text)
    begins = [_BEGINS[part] for part in conventions if part in _BEGINS]
    ends = [_ENDS[part] for part in conventions if part in _ENDS]
    if len(begins) > 1 or len(ends) > 1 or len(begins) + len(ends) < len(conventions):
        raise _unread(text)
    return Span(amount, unit, (begins or [Begins.MOMENT])[0], (ends or [DayEnd.CLOSING])[0])


def _plain(text: str) -> str:
    """One form of each character, and one space wherever there is white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _unit(written: str) -> Unit | None:
    """The unit under that form, 个 before it or not; but 3月 is March, only 3个月 are three months."""
    return _UNITS.get(written) or _UNITS.get(written.removeprefix("个").lstrip())


def _number(written: str) -> int | None:
    """The number in digits or in Chinese numerals below a hundred; None where it is neither."""
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or (ten and (tens == "零" or ones == "零")):
        return None
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _unread(text: str) -> Invalid:
    return Invalid(
        {
            "span": say(
                "“{written}” can't be read as a span of time. Write a number and a unit, as in 3 工作日, 4 工作时, "
                "2 小时, 30 分钟, 7 天 or 1 个月, and after a comma, where needed, 次日起 or 至午夜.",
                written=text[:40],
            )
        }
    )


def write(span: Span) -> str:
    """The span as a rulebook writes it; ``parse`` reads it back. Conventions that are the default are left out."""
    parts = [f"{span.amount} {UNITS[span.unit][0]}"]
    if span.begins is not Begins.MOMENT:
        parts.append(BEGINS[span.begins][0])
    if span.ends is not DayEnd.CLOSING:
        parts.append(ENDS[span.ends][0])
    return "，".join(parts)


ONE: Mapping[Unit, str] = {
    Unit.MINUTE: term("1 minute"),
    Unit.HOUR: term("1 hour"),
    Unit.WORKING_HOUR: term("1 working hour"),
    Unit.WORKING_DAY: term("1 working day"),
    Unit.NATURAL_DAY: term("1 natural day"),
    Unit.MONTH: term("1 month"),
}
MANY: Mapping[Unit, str] = {
    Unit.MINUTE: term("{n} minutes"),
    Unit.HOUR: term("{n} hours"),
    Unit.WORKING_HOUR: term("{n} working hours"),
    Unit.WORKING_DAY: term("{n} working days"),
    Unit.NATURAL_DAY: term("{n} natural days"),
    Unit.MONTH: term("{n} months"),
}


def in_words(span: Span) -> Sentence:
    """The span for people. Default conventions go unsaid; the others wrap the sentence before them, as its ``span``."""
    words = say(ONE[span.unit]) if span.amount == 1 else say(MANY[span.unit], n=span.amount)
    if span.begins is Begins.NEXT_DAY:
        words = say("{span}, counted from the day after", span=words)
    if span.ends is DayEnd.MIDNIGHT:
        words = say("{span}, until midnight", span=words)
    if span.ends is DayEnd.SAME_TIME:
        words = say("{span}, until the same time of day", span=words)
    return words
