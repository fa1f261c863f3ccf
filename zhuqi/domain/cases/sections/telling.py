"""What is written as one line of a rulebook, told through its structure, so that it reads in any language."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.ladders.reminders import AT_ONCE, Timing, When
from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.spans import in_words
from zhuqi.domain.cases.sections.words import MOMENTS

COLOUR_WORDS: Mapping[str, str] = {
    "绿": term("green"),
    "蓝": term("blue"),
    "黄": term("yellow"),
    "橙": term("orange"),
    "红": term("red"),
    "紫": term("purple"),
    "灰": term("grey"),
    "白": term("white"),
    "黑": term("black"),
}
"""{a colour as it is written: its name}. A test holds it beside the colours that there are."""
ENDED = ("办结",)
"""Another word for the end of a case."""
AT: Mapping[When, str] = {When.SINCE: term("as the clock starts"), When.AFTER: term("when it is due")}
OFF: Mapping[When, str] = {
    When.SINCE: term("{span} after the clock started"),
    When.BEFORE: term("{span} before it is due"),
    When.AFTER: term("{span} after it was due"),
}


def timing_told(timing: Timing) -> Sentence:
    """When a rung is sent: “1 working day before it is due”, “every 7 days, until the case is closed”."""
    every = in_words(timing.every) if timing.every is not None else None
    if every is not None and timing.when is When.SINCE and timing.offset == timing.every:
        told = say("every {span} after the clock started", span=every)
    else:
        told = say(AT[timing.when]) if _at_once(timing) else say(OFF[timing.when], span=in_words(timing.offset))
        if every is not None:
            told = say("{timing}, then every {span}", timing=told, span=every)
    if timing.times is not None:
        told = say("{timing}, {n} times in all", timing=told, n=timing.times)
    if timing.until:
        told = say("{timing}, until: {event}", timing=told, event=_moment(timing.until))
    return told


def _at_once(timing: Timing) -> bool:
    return timing.offset == AT_ONCE and timing.when in AT


def _moment(word: str) -> object:
    """A moment of a case by its word."""
    moment = MOMENTS.get("销号" if word in ENDED else word)
    return say(moment.label) if moment is not None else word
