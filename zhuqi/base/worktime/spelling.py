"""How offices write a time limit, brought to the plain form that ``spans.parse`` reads: text in, text out.

What has one clear meaning is brought there; the rest is left as it is, and ``parse`` refuses it. Both lists stand in
``docs/worktime.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

NUMBER = "[0-9]{1,9}|[零〇一二两三四五六七八九十百]{1,6}"
"""Digits, or Chinese numerals that ``number`` may read."""
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_HUNDREDS = re.compile(
    "([一二两三四五六七八九])百(?:([一二三四五六七八九]十[一二三四五六七八九]?)|[零〇]([一二三四五六七八九]))?"
)
PHRASES: Mapping[str, tuple[str, ...]] = {
    "0 天": ("当日", "当天", "即日", "同日", "same day"),
    "1 天": ("次日", "翌日", "第二天", "第二日", "next day"),
    "0 工作日": ("当个工作日", "当工作日", "同一工作日", "same working day"),
    "1 工作日": ("次工作日", "次个工作日", "下一工作日", "下一个工作日", "下个工作日", "next working day"),
    "30 分钟": ("半小时", "半个小时", "half an hour"),
    "6 个月": ("半年", "half a year"),
}
"""Whole words for a span, each under its plain form."""
TIMES: Mapping[str, tuple[int, str, int]] = {
    **dict.fromkeys(("周", "星期", "个星期", "week", "weeks"), (7, "天", 5_217)),
    **dict.fromkeys(("年", "year", "years"), (12, "个月", 100)),
}
"""Units that are so many of another, up to a hundred years: 2025年 is a date."""
MONTHS: Mapping[str, int] = {"当月": 0, "本月": 0, "每月": 0, "次月": 1, "下月": 1, "下个月": 1, "翌月": 1}
"""The month of a fixed day, as months from the one in which counting begins."""
FIXED_FORMS: Mapping[str, tuple[str, str, str]] = {
    "month_day": ("当月", "次月", "{n} 个月后"),
    "week_day": ("本周", "次周", "{n} 周后周"),
    "quarter_end": ("本季末", "次季末", "{n} 个季度后季末"),
    "year_end": ("当年末", "次年末", "{n} 年后年末"),
}
"""The beginning of a fixed day in its plain form: of this period, of the next, so many on."""
ENGLISH_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEXT = frozenset("次下翌")
_PHRASES = {form: plain for plain, forms in PHRASES.items() for form in forms}
_AROUND = re.compile(
    r"(?:不超过|最长|最多|最迟|不晚于|不迟于|在|于|within|by|at most)? ?(?:the )?(.+?) ?(?:之内|以内|内)?"
)
_TIMES = re.compile(rf"({NUMBER}) ?(.+)")
_WITHIN_MONTH = re.compile(r"([当本次下])个?月(?:之内|以内|内)")
_WITHIN_PERIOD = re.compile(r"(?:([本当次下])个?季度?|([本当次下]?)年度?)(?:之内|以内|内)")
_BEFORE = r"(?: ?(?:之前|以前|前))?"
_DAY_END = re.compile(r"(.+?) ?(?:(下班前)|24 ?[时点]前?)")
_CLOCK = re.compile(
    r"(.+?)的? ?(?:(上午|早上|早晨|下午|晚上|中午)? ?([0-9]{1,2}) ?(?:[:时点] ?([0-9]{2})?分?)|(正午|中午))(?:之前|以前|前)?"
)
_MONTH = rf"({'|'.join(MONTHS)}|(?:{NUMBER}) ?个月后)"
_MONTH_DAY = re.compile(rf"{_MONTH}?的? ?(?:({NUMBER}) ?[日号]|(月?[末底]|最后一[天日])){_BEFORE}")
_WEEK_DAY = re.compile(
    rf"(?:([本这当每次下]?)个?(?:周|星期|礼拜)(?:的?(?:周|星期))?|({NUMBER}) ?周后的?(?:周|星期))"
    rf"([一二三四五六日天]){_BEFORE}"
)
_PERIOD_END = re.compile(
    rf"(?:(?:([本当每次下]?)个?季度?|({NUMBER}) ?个季度后的?季度?)|(?:([本当每次下翌]?)年度?|({NUMBER}) ?年后的?年))"
    rf"(?:[末底]|最后一[天日]){_BEFORE}"
)
_ENGLISH = re.compile(
    r"(?:(end|last day)|(?:day )?([0-9]{1,2})(?:st|nd|rd|th)?) of "
    r"(?:(this|each|every|next) month|the month in ([0-9]{1,4}) months?)"
)
_ENGLISH_FIXED = re.compile(
    rf"(?:(this|every|each|next) )?({'|'.join(ENGLISH_WEEK)})|(?:end|last day) of (this|each|every|next) (quarter|year)"
)
_DAY = re.compile(rf"({NUMBER}) ?个?日")


def plain(text: str) -> str:
    """One form of each character, and one space wherever there is white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def usual(text: str) -> str:
    """A span in its plain form, where offices have another word for it: ``一周内`` is ``7 天``. Takes ``plain`` text."""
    found = re.match("[^,;、]*", text)
    head = found[0].strip() if found else ""
    rest = text[len(found[0]) :] if found else ""
    if month := _WITHIN_MONTH.fullmatch(head):
        return month_of(int(month[1] in _NEXT)) + "末" + rest
    if period := _WITHIN_PERIOD.fullmatch(head):
        unit, which = ("quarter_end", period[1]) if period[1] else ("year_end", period[2])
        return fixed_of(unit, int(which in _NEXT)) + rest
    around = _AROUND.fullmatch(head)
    core = around[1] if around else head
    counted = _counted(core) or _day_named(core)
    if counted:
        return counted + rest
    ended = _DAY_END.fullmatch(core)
    day = _day_named(ended[1]) if ended else None
    if ended and day:
        return day + (",至下班" if ended[2] else ",至午夜") + rest
    timed = _CLOCK.fullmatch(core)
    day, minutes = (_day_named(timed[1]), _minutes(timed)) if timed else (None, None)
    if day and minutes:
        return f"{day},至 {clock_of(minutes)}{rest}"
    return core + rest


def is_plain_day(text: str) -> bool:
    """Whether a span is written in 日 alone, which is a natural day by the Civil Code and a working day in some offices."""
    head = re.split("[,;，；、]", plain(text))[0].strip()
    around = _AROUND.fullmatch(head)
    return bool(around and _DAY.fullmatch(around[1]))


def number(written: str) -> int | None:
    """The number in digits or in Chinese numerals below a thousand; None where it is neither. 一百二 is neither: 102 or 120."""
    if written.isascii():
        return int(written)
    hundreds = _HUNDREDS.fullmatch(written)
    if hundreds:
        below = number(hundreds[2] or hundreds[3]) if hundreds[2] or hundreds[3] else 0
        return _DIGITS[hundreds[1]] * 100 + (below or 0)
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not {*tens, *ones} <= {*_DIGITS} or (ten and (tens == "零" or ones == "零")):
        return None
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def month_of(months: int) -> str:
    """The word for the month so many months on."""
    return fixed_of("month_day", months)


def fixed_of(unit: str, on: int) -> str:
    """How the plain form of a fixed day begins, so many of its periods on."""
    return FIXED_FORMS[unit][min(on, 2)].format(n=on)


def clock_of(minutes: int) -> str:
    """A time of day: 12:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _counted(written: str) -> str | None:
    """Weeks as days and years as months; None where it is neither."""
    found = _TIMES.fullmatch(written)
    amount = number(found[1]) if found else None
    if not found or amount is None or found[2] not in TIMES:
        return None
    times, unit, most = TIMES[found[2]]
    return f"{amount * times} {unit}" if amount <= most else None


def _day_named(written: str) -> str | None:
    """A day that has a word, or is a fixed one; None where it is none."""
    return _PHRASES.get(written) or _day_of_month(written) or _day_of_week(written) or _end_of_period(written)


def _minutes(found: re.Match[str]) -> int | None:
    """The minutes from midnight of a time of day; None where it could be one in the morning or in the afternoon."""
    _, part, hours, minutes, noon = found.groups()
    if noon:
        return 720
    hour, afternoon = int(hours), part in ("下午", "晚上")
    exact = f"{hours}:" in found[0]
    if afternoon and hour <= 12:
        hour = hour % 12 + 12
    elif (part is None and not exact and hour < 8) or (part == "中午" and not 11 <= hour <= 13):
        return None
    at = hour * 60 + int(minutes or 0)
    return at if 0 < at < 1_440 and int(minutes or 0) < 60 and (minutes or ":" not in found[0]) else None


def _day_of_month(written: str) -> str | None:
    """A fixed day of a month: ``次月5日前``, ``月底``, ``end of next month``; None where it is none."""
    found = _MONTH_DAY.fullmatch(written)
    if found:
        last = found[3] is not None
        months = _months(found[1]) if found[1] else 0 if last and found[3][0] == "月" else None
        day = None if last else number(found[2])
    else:
        english = _ENGLISH.fullmatch(written)
        if not english:
            return None
        last = english[1] is not None
        months = int(english[4]) if english[4] else int(english[3] == "next")
        day = None if last else int(english[2])
    if months is None or (day is None and not last):
        return None
    return f"{month_of(months)}{'月末' if months > 1 else '末'}" if last else f"{month_of(months)} {day} 日"


def _months(written: str) -> int | None:
    return MONTHS[written] if written in MONTHS else number(written.removesuffix("个月后").strip())


def _day_of_week(written: str) -> str | None:
    """A fixed day of a week: ``每周五前``, ``下周一``, ``next monday``; None where it is none."""
    if found := _WEEK_DAY.fullmatch(written):
        on = number(found[2]) if found[2] else int(found[1] in _NEXT)
        return None if on is None else fixed_of("week_day", on) + found[3].replace("天", "日")
    found = _ENGLISH_FIXED.fullmatch(written)
    if not found or not found[2]:
        return None
    return fixed_of("week_day", int(found[1] == "next")) + "一二三四五六日"[ENGLISH_WEEK.index(found[2])]


def _end_of_period(written: str) -> str | None:
    """The end of a quarter or a year: ``季度末``, ``年底前``, ``end of next year``; None where it is none."""
    if found := _ENGLISH_FIXED.fullmatch(written):
        return fixed_of(f"{found[4]}_end", int(found[3] == "next")) if found[4] else None
    found = _PERIOD_END.fullmatch(written)
    if not found:
        return None
    quarter = found[1] is not None or found[2] is not None
    which, counted = (found[1], found[2]) if quarter else (found[3], found[4])
    on = number(counted) if counted else int(which in _NEXT)
    return None if on is None else fixed_of("quarter_end" if quarter else "year_end", on)
