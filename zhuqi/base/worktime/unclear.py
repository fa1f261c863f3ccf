"""What offices write that can be meant in two ways, and how to say each: ``parse`` refuses it and tells."""

from __future__ import annotations

import re

from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.spelling import NUMBER

HINTS: tuple[tuple[str, str], ...] = (
    (
        r"半(?:个)?(?:工作)?[天日]",
        term("Half a day is so many hours: write 4 工作时 for office time, or 12 小时 by any clock."),
    ),
    (r"半个?月", term("Half a month is 14 days or 15: write 天.")),
    (
        rf"(?:{NUMBER})? ?个?季度",
        term("A quarter is three months from then, or until the quarter's end: write 3 个月 or 本季末."),
    ),
    (rf"(?:{NUMBER}) ?月", term("3月 is March: three months are 3 个月.")),
    (r"[本当每]?周末?|[本当次下]周末?", term("Which day of the week is meant? Write 本周五 or 本周日.")),
    (r"[本当次下]?月[初中]|[上中下]旬", term("Which day of the month is meant? Write 当月 10 日 or 当月末.")),
    (
        r".*?[1-7] ?[时点](?:前|之前)?",
        term("In the morning or in the afternoon? Write the time as 至 17:00, after a comma."),
    ),
    (rf"(?:{NUMBER})个?(?:-|—|–|~|至|到).+", term("A clock needs one span: write the one by which it is late.")),
    (
        r".*(?:尽快|立即|及时|马上|随时|当场|原则上|一般|力争|左右|适时).*",
        term("Nobody could say when that is over: write a number and a unit, or put it under 条文 as a remark."),
    ),
    (r".*之日起.*", term("From when it runs is said by the clock; 次日起 after a comma counts from the day after.")),
)
"""(how it is written, how to say it otherwise); the first that fits."""
_AROUND = re.compile(r"(?:不超过|最长|最多|最迟|在|于)?(.+?)(?:之内|以内|内|之前|前)?")


def unclear(written: str) -> Sentence | None:
    """How to write otherwise what could be meant in two ways; None where nothing is known of it. Takes ``plain`` text."""
    head = re.split("[,;、]", written)[0].strip()
    found = _AROUND.fullmatch(head)
    core = found[1] if found else head
    for pattern, hint in HINTS:
        if re.fullmatch(pattern, core):
            return say(hint)
    return None
