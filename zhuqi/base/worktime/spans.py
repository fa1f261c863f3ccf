"""Spans of time as people write them: an amount of one unit, and the conventions under which it is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.base.worktime.spelling import NUMBER, clock_of, fixed_of, number, plain, usual
from zhuqi.base.worktime.unclear import unclear


class Unit(Named):
    """What a span is counted in."""

    MINUTE = "minute", term("minute")
    HOUR = "hour", term("hour")
    WORKING_HOUR = "working_hour", term("working hour")
    WORKING_DAY = "working_day", term("working day")
    NATURAL_DAY = "natural_day", term("natural day")
    MONTH = "month", term("month")
    MONTH_DAY = "month_day", term("fixed day of the month")
    WEEK_DAY = "week_day", term("fixed day of the week")
    QUARTER_END = "quarter_end", term("end of the quarter")
    YEAR_END = "year_end", term("end of the year")


class Begins(Named):
    """When counting begins."""

    MOMENT = "moment", term("from the moment")
    NEXT_DAY = "next_day", term("from the day after")


class DayEnd(Named):
    """When, on its last day, a span of days or months is over."""

    CLOSING = "closing", term("at closing time")
    MIDNIGHT = "midnight", term("at midnight")
    SAME_TIME = "same_time", term("at the same time of day")
    CLOCK = "clock", term("at a time of day")


class OffDay(Named):
    """Where an end goes that falls on a day off."""

    STAYS = "stays", term("stays where it is")
    FORWARD = "forward", term("to the working day after")
    BACK = "back", term("to the working day before")


FIXED = frozenset({Unit.MONTH_DAY, Unit.WEEK_DAY, Unit.QUARTER_END, Unit.YEAR_END})
"""Units that name a day and are no length: the month, week, quarter or year so many on, and which day of it."""
DAYS = frozenset({Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH}) | FIXED
"""Units that reach a day and need a ``DayEnd``; the others reach a moment."""
MOST: Mapping[Unit, int] = {
    Unit.MINUTE: 36_525 * 1_440,
    Unit.HOUR: 36_525 * 24,
    Unit.WORKING_HOUR: 36_525 * 24,
    Unit.WORKING_DAY: 36_525,
    Unit.NATURAL_DAY: 36_525,
    Unit.MONTH: 1_200,
    Unit.MONTH_DAY: 1_200,
    Unit.WEEK_DAY: 5_217,
    Unit.QUARTER_END: 400,
    Unit.YEAR_END: 100,
}
"""The longest span in each unit: a hundred years."""
MOVES: Mapping[OffDay, frozenset[Unit]] = {
    OffDay.STAYS: frozenset(Unit),
    OffDay.FORWARD: frozenset({Unit.NATURAL_DAY, Unit.MONTH}) | FIXED,
    OffDay.BACK: FIXED,
}
"""The units whose end may fall on a day off, and move from there."""
LAST_DAY = 31
"""As a day of the month: its last one, 28 to 31."""
NAMED: Mapping[Unit, int] = {Unit.MONTH_DAY: LAST_DAY, Unit.WEEK_DAY: 7}
"""Units of which a day is named, and the highest: Sunday is the seventh of a week."""
MIDNIGHT = 1_440
"""Minutes of a day."""


@dataclass(frozen=True)
class Span:
    """An amount of one unit. ``ends`` says nothing in minutes and hours, which reach a moment by themselves.

    A fixed day is no length: its ``amount`` is the month, week, quarter or year (0: this one, 1: the next), ``day`` the day
    of the month or the week (Monday is 1), 0 in every other unit. ``clock``: the minutes from midnight at which it is over,
    where it ends at a time of day; else 0. Raises Refused where the parts don't go together. A length of 0 is over at once,
    or at the end of day 0.
    """

    amount: int
    unit: Unit
    begins: Begins = Begins.MOMENT
    ends: DayEnd = DayEnd.CLOSING
    day: int = 0
    off: OffDay = OffDay.STAYS
    clock: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MOST[self.unit]:
            raise Refused(say("A span lasts from 0 to {most} of its unit.", most=MOST[self.unit]))
        if not (1 <= self.day <= NAMED[self.unit] if self.unit in NAMED else self.day == 0):
            raise Refused(
                say("A fixed day is one from 1 to 31 of a month, or from Monday to Sunday; no other unit names a day.")
            )
        if self.amount == 0 and self.begins is Begins.NEXT_DAY and self.is_length:
            raise Refused(
                say("From the day after there is at least 1 to count. Write 1, or leave “the day after” out.")
            )
        if not self.in_days and self.ends is not DayEnd.CLOSING:
            raise Refused(say("Minutes and hours end on the minute. Leave the end of the day out, or count in days."))
        if not (0 < self.clock < MIDNIGHT if self.ends is DayEnd.CLOCK else self.clock == 0):
            raise Refused(say("A time of day is one from 00:01 to 23:59. For the day's end write 至午夜."))
        if self.unit not in MOVES[self.off]:
            raise Refused(
                say(
                    "Past days off, only natural days, months and a fixed day move on, and only a fixed day moves back. "
                    "Leave the day off out."
                )
            )

    @property
    def in_days(self) -> bool:
        """Whether the span reaches a day rather than a moment."""
        return self.unit in DAYS

    @property
    def is_length(self) -> bool:
        """Whether it is so much time, which can be counted back and compared with 1, and no fixed day."""
        return self.unit not in FIXED

    def ending_like(self, other: Span) -> Span:
        """The span over at the time of day at which days of another one end; itself where either isn't in days."""
        if not (self.in_days and other.in_days):
            return self
        return replace(self, ends=other.ends, clock=other.clock)


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
LONGEST = 105
"""Characters of a span as it is written; the longest that means anything has 105."""
_AMOUNT = re.compile(rf"({NUMBER}) ?(.+?)")
_MONTH_DAY = re.compile(r"(当月|次月|[0-9]{1,9} 个月后) ?(?:([0-9]{1,9}) 日|月?末)")
_WEEK_DAY = re.compile(r"(本周|次周|[0-9]{1,9} 周后周)([一二三四五六日])")
_PERIOD_END = re.compile(r"(本|次|[0-9]{1,9} 个季度后)季末|(当|次|[0-9]{1,9} 年后)年末")
_CLOCK = re.compile(r"(?:至|to) ?([0-9]{1,2}):([0-9]{2})")
_WEEK = "一二三四五六日"


def parse(text: str) -> Span:
    """The span that ``text`` writes: ``3 工作日``, ``15个工作日内``, ``2 小时，次日起``, ``次月 5 日，遇假顺延``, ``1 wd``.

    Full and half width, spaces and capitals make no difference; amounts may be Chinese numerals below a thousand; what
    else offices write for a span is in ``spelling``. Raises Invalid where it can't be read, Refused where its parts
    don't go together.
    """
    written = plain(text)
    if len(written) > LONGEST:
        raise _unread(text)
    first, *conventions = [part.strip() for part in re.split("[,;、]", usual(written))]
    begins = [_BEGINS[part] for part in conventions if part in _BEGINS]
    ends = [(_ENDS[part], 0) for part in conventions if part in _ENDS]
    ends += [(DayEnd.CLOCK, int(at[1]) * 60 + int(at[2])) for part in conventions if (at := _time(part))]
    off = [_OFF[part] for part in conventions if part in _OFF]
    known = len(begins) + len(ends) + len(off)
    found = _fixed_day(first) or _length(first)
    if found is None or known < len(conventions) or max(len(begins), len(ends), len(off)) > 1:
        raise _unread(text)
    (amount, unit, day), (end, clock) = found, (ends or [(DayEnd.CLOSING, 0)])[0]
    return Span(amount, unit, (begins or [Begins.MOMENT])[0], end, day, (off or [OffDay.STAYS])[0], clock)


def _time(written: str) -> re.Match[str] | None:
    """``至 12:00``; None where it is no time of day."""
    found = _CLOCK.fullmatch(written)
    return found if found and int(found[1]) < 24 and int(found[2]) < 60 else None


def _fixed_day(written: str) -> tuple[int, Unit, int] | None:
    """How many of its periods on, unit and day of a fixed day in its plain form."""
    if found := _MONTH_DAY.fullmatch(written):
        return _on(found[1], "当次"), Unit.MONTH_DAY, int(found[2] or LAST_DAY)
    if found := _WEEK_DAY.fullmatch(written):
        return _on(found[1], "本次"), Unit.WEEK_DAY, _WEEK.index(found[2]) + 1
    if found := _PERIOD_END.fullmatch(written):
        return (_on(found[1], "本次"), Unit.QUARTER_END, 0) if found[1] else (_on(found[2], "当次"), Unit.YEAR_END, 0)
    return None


def _on(written: str, this_and_next: str) -> int:
    """How many months, weeks, quarters or years on."""
    return this_and_next.index(written[0]) if written[0] in this_and_next else int(written.split(maxsplit=1)[0])


def _length(written: str) -> tuple[int, Unit, int] | None:
    """Amount and unit of a length; 个 may stand before the unit, but 3月 is March, only 3个月 are three months."""
    found = _AMOUNT.fullmatch(written)
    amount = number(found[1]) if found else None
    unit = (_UNITS.get(found[2]) or _UNITS.get(found[2].removeprefix("个").lstrip())) if found else None
    return None if amount is None or unit is None else (amount, unit, 0)


def _unread(text: str) -> Invalid:
    said = say(
        "“{written}” can't be read as a span of time. Write a number and a unit, as in 3 工作日, 4 工作时, "
        "2 小时, 30 分钟, 7 天, 1 个月, 次月 5 日 or 本周五, and after a comma, where needed, 次日起, 至午夜, 至 12:00 "
        "or 遇假顺延.",
        written=text[:40],
    )
    hint = unclear(plain(text[: LONGEST + 1]))
    return Invalid({"span": say("{said} {hint}", said=said, hint=hint) if hint else said})


def write(span: Span) -> str:
    """The span as a rulebook writes it; ``parse`` reads it back. Conventions that are the default are left out."""
    parts = [f"{span.amount} {UNITS[span.unit][0]}" if span.is_length else _write_fixed_day(span)]
    if span.begins is not Begins.MOMENT:
        parts.append(BEGINS[span.begins][0])
    if span.off is not OffDay.STAYS:
        parts.append(OFF[span.off][0])
    if span.ends is not DayEnd.CLOSING:
        parts.append(f"至 {clock_of(span.clock)}" if span.ends is DayEnd.CLOCK else ENDS[span.ends][0])
    return "，".join(parts)


def _write_fixed_day(span: Span) -> str:
    on = fixed_of(span.unit.value, span.amount)
    if span.unit is Unit.WEEK_DAY:
        return f"{on}{_WEEK[span.day - 1]}"
    if span.unit is not Unit.MONTH_DAY:
        return on
    if span.day < LAST_DAY:
        return f"{on} {span.day} 日"
    return f"{on}末" if span.amount < 2 else f"{on}月末"


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
WEEKDAYS: tuple[str, ...] = (
    term("Monday"),
    term("Tuesday"),
    term("Wednesday"),
    term("Thursday"),
    term("Friday"),
    term("Saturday"),
    term("Sunday"),
)
FIXED_WEEKDAY: tuple[str, ...] = (
    term("the coming {weekday}"),
    term("{weekday} of next week"),
    term("{weekday} of the week in {n} weeks"),
)
QUARTER_ENDS: tuple[str, ...] = (
    term("the last day of this quarter"),
    term("the last day of next quarter"),
    term("the last day of the quarter in {n} quarters"),
)
YEAR_ENDS: tuple[str, ...] = (
    term("the last day of this year"),
    term("the last day of next year"),
    term("the last day of the year in {n} years"),
)


def _fixed_in_words(span: Span) -> Sentence:
    """A fixed day for people, without its conventions."""
    on = min(span.amount, 2)
    if span.unit is Unit.WEEK_DAY:
        return say(FIXED_WEEKDAY[on], weekday=say(WEEKDAYS[span.day - 1]), n=span.amount)
    if span.unit is Unit.MONTH_DAY:
        return say((FIXED_DAY if span.day < LAST_DAY else FIXED_END)[on], day=span.day, n=span.amount)
    return say((QUARTER_ENDS if span.unit is Unit.QUARTER_END else YEAR_ENDS)[on], n=span.amount)


def in_words(span: Span) -> Sentence:
    """The span for people. Default conventions go unsaid; the others wrap the sentence before them, as its ``span``."""
    if span.amount == 0 and span.unit in SAME:
        words = say(SAME[span.unit])
    elif not span.is_length:
        words = _fixed_in_words(span)
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
    if span.ends is DayEnd.CLOCK:
        words = say("{span}, until {clock}", span=words, clock=clock_of(span.clock))
    return words
