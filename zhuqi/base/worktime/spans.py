"""Spans of time as people write them: an amount of one unit, and the conventions under which it is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.base.worktime.spelling import NUMBER, month_of, number, plain, usual


class Unit(Named):
    """What a span is counted in."""

    MINUTE = "minute", term("minute")
    HOUR = "hour", term("hour")
    WORKING_HOUR = "working_hour", term("working hour")
    WORKING_DAY = "working_day", term("working day")
    NATURAL_DAY = "natural_day", term("natural day")
    MONTH = "month", term("month")
    MONTH_DAY = "month_day", term("fixed day of the month")


class Begins(Named):
    """When counting begins."""

    MOMENT = "moment", term("from the moment")
    NEXT_DAY = "next_day", term("from the day after")


class DayEnd(Named):
    """When, on its last day, a span of days or months is over."""

    CLOSING = "closing", term("at closing time")
    MIDNIGHT = "midnight", term("at midnight")
    SAME_TIME = "same_time", term("at the same time of day")


class OffDay(Named):
    """Where an end goes that falls on a day off."""

    STAYS = "stays", term("stays where it is")
    FORWARD = "forward", term("to the working day after")
    BACK = "back", term("to the working day before")


DAYS = frozenset({Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH, Unit.MONTH_DAY})
"""Units that reach a day and need a ``DayEnd``; the others reach a moment."""
MOST: Mapping[Unit, int] = {
    Unit.MINUTE: 36_525 * 1_440,
    Unit.HOUR: 36_525 * 24,
    Unit.WORKING_HOUR: 36_525 * 24,
    Unit.WORKING_DAY: 36_525,
    Unit.NATURAL_DAY: 36_525,
    Unit.MONTH: 1_200,
    Unit.MONTH_DAY: 1_200,
}
"""The longest span in each unit: a hundred years."""
MOVES: Mapping[OffDay, frozenset[Unit]] = {
    OffDay.STAYS: frozenset(Unit),
    OffDay.FORWARD: frozenset({Unit.NATURAL_DAY, Unit.MONTH, Unit.MONTH_DAY}),
    OffDay.BACK: frozenset({Unit.MONTH_DAY}),
}
"""The units whose end may fall on a day off, and move from there."""
LAST_DAY = 31
"""As a day of the month: its last one, 28 to 31."""


@dataclass(frozen=True)
class Span:
    """An amount of one unit. ``ends`` says nothing in minutes and hours, which reach a moment by themselves.

    A fixed day of the month is no length: its ``amount`` is the month (0: this one, 1: the next), ``day`` the day of it,
    0 in every other unit. Raises Refused where the parts don't go together. A length of 0 is over at once, or at the
    end of day 0.
    """

    amount: int
    unit: Unit
    begins: Begins = Begins.MOMENT
    ends: DayEnd = DayEnd.CLOSING
    day: int = 0
    off: OffDay = OffDay.STAYS

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MOST[self.unit]:
            raise Refused(say("A span lasts from 0 to {most} of its unit.", most=MOST[self.unit]))
        if not (self.day == 0 if self.is_length else 1 <= self.day <= LAST_DAY):
            raise Refused(say("A fixed day of the month is one from 1 to 31, and no other unit names a day."))
        if self.begins is Begins.NEXT_DAY and not self.is_length:
            raise Refused(say("A fixed day is the same from whenever it is counted. Leave “the day after” out."))
        if self.amount == 0 and self.begins is Begins.NEXT_DAY:
            raise Refused(
                say("From the day after there is at least 1 to count. Write 1, or leave “the day after” out.")
            )
        if not self.in_days and self.ends is not DayEnd.CLOSING:
            raise Refused(say("Minutes and hours end on the minute. Leave the end of the day out, or count in days."))
        if self.unit not in MOVES[self.off]:
            raise Refused(
                say(
                    "Past days off, only natural days, months and a fixed day of the month move on, and only a fixed "
                    "day of the month moves back. Leave the day off out."
                )
            )

    @property
    def in_days(self) -> bool:
        """Whether the span reaches a day rather than a moment."""
        return self.unit in DAYS

    @property
    def is_length(self) -> bool:
        """Whether it is so much time, which can be counted back and compared with 1, and no fixed day of the month."""
        return self.unit is not Unit.MONTH_DAY


UNITS: Mapping[Unit, tuple[str, ...]] = {
    Unit.MINUTE: ("分钟", "分", "min", "mins", "minute", "minutes"),
    Unit.HOUR: ("小时", "h", "hr", "hrs", "hour", "hours"),
    Unit.WORKING_HOUR: ("工作时", "工作小时", "wh", "working hour", "working hours"),
    Unit.WORKING_DAY: ("工作日", "法定工作日", "wd", "working day", "working days", "workday", "workdays"),
    Unit.NATURAL_DAY: ("天", "日", "自然日", "日历天", "日历日", "d", "day", "days", "natural day", "natural days"),
    Unit.MONTH: ("个月", "mo", "month", "months"),
}
BEGINS: Mapping[Begins, tuple[str, ...]] = {
    Begins.MOMENT: ("即时起", "from the moment"),
    Begins.NEXT_DAY: ("次日起", "自次日起", "from the day after", "from the next day"),
}
HOLIDAYS = ("逢假", "节假日", "遇节假日", "逢节假日", "遇法定节假日", "遇休息日", "遇非工作日")
ENDS: Mapping[DayEnd, tuple[str, ...]] = {
    DayEnd.CLOSING: ("至下班", "to closing"),
    DayEnd.MIDNIGHT: ("至午夜", "至24时", "to midnight"),
    DayEnd.SAME_TIME: ("至同一时刻", "to the same time"),
}
OFF: Mapping[OffDay, tuple[str, ...]] = {
    OffDay.STAYS: ("遇假不变", "also on a day off"),
    OffDay.FORWARD: ("遇假顺延", *(f"{day}顺延" for day in HOLIDAYS), "or the next working day"),
    OffDay.BACK: ("遇假提前", *(f"{day}提前" for day in HOLIDAYS), "or the working day before"),
}
"""How each is written; the first form is the one that ``write`` uses."""
_UNITS = {form: unit for unit, forms in UNITS.items() for form in forms}
_BEGINS = {form: begins for begins, forms in BEGINS.items() for form in forms}
_ENDS = {form: ends for ends, forms in ENDS.items() for form in forms}
_OFF = {form: off for off, forms in OFF.items() for form in forms}
LONGEST = 85
"""Characters of a span as it is written; the longest that means anything has 85."""
_AMOUNT = re.compile(rf"({NUMBER}) ?(.+?)")
_MONTH_DAY = re.compile(r"(当月|次月|[0-9]{1,9} 个月后) ?(?:([0-9]{1,9}) 日|月?末)")


def parse(text: str) -> Span:
    """The span that ``text`` writes: ``3 工作日``, ``15个工作日内``, ``2 小时，次日起``, ``次月 5 日，遇假顺延``, ``1 wd``.

    Full and half width, spaces and capitals make no difference; amounts may be Chinese numerals up to 九十九; what
    else offices write for a span is in ``spelling``. Raises Invalid where it can't be read, Refused where its parts
    don't go together.
    """
    written = plain(text)
    if len(written) > LONGEST:
        raise _unread(text)
    first, *conventions = [part.strip() for part in re.split("[,;、]", usual(written))]
    begins = [_BEGINS[part] for part in conventions if part in _BEGINS]
    ends = [_ENDS[part] for part in conventions if part in _ENDS]
    off = [_OFF[part] for part in conventions if part in _OFF]
    known = len(begins) + len(ends) + len(off)
    found = _fixed_day(first) or _length(first)
    if found is None or known < len(conventions) or max(len(begins), len(ends), len(off)) > 1:
        raise _unread(text)
    amount, unit, day = found
    return Span(
        amount,
        unit,
        (begins or [Begins.MOMENT])[0],
        (ends or [DayEnd.CLOSING])[0],
        day,
        (off or [OffDay.STAYS])[0],
    )


def _fixed_day(written: str) -> tuple[int, Unit, int] | None:
    """Month, unit and day of a fixed day of the month in its plain form."""
    found = _MONTH_DAY.fullmatch(written)
    if not found:
        return None
    months = ("当月", "次月").index(found[1]) if found[1][0] in "当次" else int(found[1].split()[0])
    return months, Unit.MONTH_DAY, int(found[2] or LAST_DAY)


def _length(written: str) -> tuple[int, Unit, int] | None:
    """Amount and unit of a length; 个 may stand before the unit, but 3月 is March, only 3个月 are three months."""
    found = _AMOUNT.fullmatch(written)
    amount = number(found[1]) if found else None
    unit = (_UNITS.get(found[2]) or _UNITS.get(found[2].removeprefix("个").lstrip())) if found else None
    return None if amount is None or unit is None else (amount, unit, 0)


def _unread(text: str) -> Invalid:
    return Invalid(
        {
            "span": say(
                "“{written}” can't be read as a span of time. Write a number and a unit, as in 3 工作日, 4 工作时, "
                "2 小时, 30 分钟, 7 天, 1 个月 or 次月 5 日, and after a comma, where needed, 次日起, 至午夜 or 遇假顺延.",
                written=text[:40],
            )
        }
    )


def write(span: Span) -> str:
    """The span as a rulebook writes it; ``parse`` reads it back. Conventions that are the default are left out."""
    parts = [f"{span.amount} {UNITS[span.unit][0]}" if span.is_length else _write_fixed_day(span)]
    if span.begins is not Begins.MOMENT:
        parts.append(BEGINS[span.begins][0])
    if span.off is not OffDay.STAYS:
        parts.append(OFF[span.off][0])
    if span.ends is not DayEnd.CLOSING:
        parts.append(ENDS[span.ends][0])
    return "，".join(parts)


def _write_fixed_day(span: Span) -> str:
    month = month_of(span.amount)
    if span.day < LAST_DAY:
        return f"{month} {span.day} 日"
    return f"{month}末" if span.amount < 2 else f"{month}月末"


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


SAME: Mapping[Unit, str] = {
    Unit.WORKING_DAY: term("the same working day"),
    Unit.NATURAL_DAY: term("the same day"),
}
FIXED_DAY: tuple[str, ...] = (
    term("day {day} of this month"),
    term("day {day} of next month"),
    term("day {day} of the month in {n} months"),
)
FIXED_END: tuple[str, ...] = (
    term("the last day of this month"),
    term("the last day of next month"),
    term("the last day of the month in {n} months"),
)


def in_words(span: Span) -> Sentence:
    """The span for people. Default conventions go unsaid; the others wrap the sentence before them, as its ``span``."""
    if span.amount == 0 and span.unit in SAME:
        words = say(SAME[span.unit])
    elif not span.is_length:
        words = say((FIXED_DAY if span.day < LAST_DAY else FIXED_END)[min(span.amount, 2)], day=span.day, n=span.amount)
    else:
        words = say(ONE[span.unit]) if span.amount == 1 else say(MANY[span.unit], n=span.amount)
    if span.begins is Begins.NEXT_DAY:
        words = say("{span}, counted from the day after", span=words)
    if span.off is OffDay.FORWARD:
        words = say("{span}, or where that is a day off the working day after", span=words)
    if span.off is OffDay.BACK:
        words = say("{span}, or where that is a day off the working day before", span=words)
    if span.ends is DayEnd.MIDNIGHT:
        words = say("{span}, until midnight", span=words)
    if span.ends is DayEnd.SAME_TIME:
        words = say("{span}, until the same time of day", span=words)
    return words
