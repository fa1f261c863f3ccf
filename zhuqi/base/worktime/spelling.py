"""How offices write a time limit, brought to the plain form that ``spans.parse`` reads: text in, text out.

What has one clear meaning is brought there; the rest is left as it is, and ``parse`` refuses it. Both lists stand in
``docs/worktime.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

NUMBER = "[0-9]{1,9}|[零一二两三四五六七八九十]{1,3}"
"""Digits, or Chinese numerals that ``number`` may read."""
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
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
_PHRASES = {form: plain for plain, forms in PHRASES.items() for form in forms}
_AROUND = re.compile(r"(?:不超过|最长|最多|最迟|within|by|at most)? ?(?:the )?(.+?) ?(?:之内|以内|内)?")
_TIMES = re.compile(rf"({NUMBER}) ?(.+)")
_WITHIN_MONTH = re.compile(r"([当本次下])个?月(?:之内|以内|内)")
_DAY_END = re.compile(r"(.+?) ?(?:(下班前)|24 ?[时点]前?)")
_MONTH = rf"({'|'.join(MONTHS)}|(?:{NUMBER}) ?个月后)"
_MONTH_DAY = re.compile(rf"{_MONTH}?的? ?(?:({NUMBER}) ?[日号]|(月?[末底]|最后一[天日]))(?: ?(?:之前|以前|前))?")
_ENGLISH = re.compile(
    r"(?:(end|last day)|(?:day )?([0-9]{1,2})(?:st|nd|rd|th)?) of "
    r"(?:(this|each|every|next) month|the month in ([0-9]{1,4}) months?)"
)


def plain(text: str) -> str:
    """One form of each character, and one space wherever there is white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def usual(text: str) -> str:
    """A span in its plain form, where offices have another word for it: ``一周内`` is ``7 天``. Takes ``plain`` text."""
    found = re.match("[^,;、]*", text)
    head = found[0].strip() if found else ""
    rest = text[len(found[0]) :] if found else ""
    month = _WITHIN_MONTH.fullmatch(head)
    if month:
        return month_of(int(month[1] in "次下")) + "末" + rest
    around = _AROUND.fullmatch(head)
    core = around[1] if around else head
    counted = _counted(core) or _PHRASES.get(core) or _day_of_month(core)
    if counted:
        return counted + rest
    ended = _DAY_END.fullmatch(core)
    day = (_PHRASES.get(ended[1]) or _day_of_month(ended[1])) if ended else None
    if ended and day:
        return day + (",至下班" if ended[2] else ",至午夜") + rest
    return core + rest


def number(written: str) -> int | None:
    """The number in digits or in Chinese numerals below a hundred; None where it is neither."""
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens or (ten and (tens == "零" or ones == "零")):
        return None
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def month_of(months: int) -> str:
    """The word for the month so many months on."""
    return ("当月", "次月")[months] if months < 2 else f"{months} 个月后"


def _counted(written: str) -> str | None:
    """Weeks as days and years as months; None where it is neither."""
    found = _TIMES.fullmatch(written)
    amount = number(found[1]) if found else None
    if not found or amount is None or found[2] not in TIMES:
        return None
    times, unit, most = TIMES[found[2]]
    return f"{amount * times} {unit}" if amount <= most else None


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
