"""Whether a statement's words and the keys that express it name the same lengths of time. No Django."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import Span, Unit, parse, write
from zhuqi.base.worktime.spelling import NUMBER

LENGTH = re.compile(rf"(?<![第每逢])(?:{NUMBER}) ?个?(?:工作日|工作时|小时|分钟|月(?!\d)|周|天|日)(?!前|常)")
"""A length of time in the words of a document; not a date, nor the third day."""
DATE = re.compile(r"\d{4} ?年|\d{1,2} ?月 ?\d{1,2} ?日|每[年季月周旬日]\s*\d+ ?日|[当次]月 ?\d+ ?日")
VAGUE = (frozenset({Unit.NATURAL_DAY, Unit.WORKING_DAY}), frozenset({Unit.HOUR, Unit.WORKING_HOUR}))
"""What 天 and 小时 may mean in a document; 工作日 and 工作时 are but one of each."""
Meant = tuple[int, frozenset[Unit]]


def disagreement(words: str, values: Collection[Any]) -> Sentence | None:
    """Why words and values can't both be meant, if so: each names lengths of time, and they have none in common.
    ``values``: those of the keys that a statement names."""
    said = [meant for text in LENGTH.findall(DATE.sub(" ", words)) if (meant := _meant(text))]
    held = [span for value in values for span in spans_in(value) if span.is_length]
    if not said or not held or any(span.amount == n and span.unit in units for n, units in said for span in held):
        return None
    given = " ".join(dict.fromkeys(LENGTH.findall(DATE.sub(" ", words))))
    spans = " ".join(sorted({write(span) for span in held}))
    return say(
        "The words say {words}, the key says {key}. Write what the document says, or in 说明 why it differs.",
        words=given,
        key=spans,
    )


def _meant(text: str) -> Meant | None:
    """So much, and the units that may be meant; None for what is no length."""
    try:
        span = parse(text)
    except Invalid:
        return None
    exact = frozenset({span.unit})
    return span.amount, exact if "工作" in text else next((vague for vague in VAGUE if exact < vague), exact)


def spans_in(value: Any) -> Iterator[Span]:
    """Every length of time in a value of a rulebook, however deep."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from spans_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from spans_in(each)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from spans_in(each)
