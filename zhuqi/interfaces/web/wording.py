"""Sentences, words and dates as the reader reads them: the catalogue's side of ``base.words``.

The language is the one active on the thread, days and moments are those of the local zone, and ``now`` decides
whether a year needs saying.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as in_pattern
from django.utils.translation import gettext, pgettext

from zhuqi.base.words import Named, Sentence
from zhuqi.base.worktime.spans import Span, in_words

CLOCK_TIME = re.compile(r"(\d\d:\d\d)(?=[\u4e00-\u9fff])")
"""A time of day with a Chinese word behind it: they stand a space apart, while a day ends in a Chinese word itself."""


def phrase(said: object, now: dt.datetime) -> str:
    """Anything said, in the reader's language: sentences, named words, days, moments, spans, numbers, lists of these."""
    if isinstance(said, Named):
        return gettext(said.label)
    if isinstance(said, dt.datetime):
        return moment(said, now)
    if isinstance(said, list | tuple):
        return pgettext("between the items of a list", ", ").join(phrase(item, now) for item in said)
    for kind, speak in SPOKEN.items():
        if isinstance(said, kind):
            return speak(said, now)
    return "" if said is None else str(said)


def _filled(text: str, facts: Mapping[str, object], now: dt.datetime) -> str:
    template = gettext(text) if text else ""
    if not facts:
        return template
    return CLOCK_TIME.sub(r"\1 ", template.format(**{name: phrase(fact, now) for name, fact in facts.items()}))


def joined(sentences: Iterable[object], now: dt.datetime) -> str:
    """Several sentences as one text; Chinese ones stand without a space between them."""
    text = ""
    for sentence in sentences:
        said = phrase(sentence, now)
        text += said if not text or text.endswith(("。", "！", "？")) else f" {said}"
    return text


def local(at: dt.datetime) -> dt.datetime:
    """The moment as the place's own clock shows it."""
    return timezone.localtime(at)


def day(on: dt.date, now: dt.datetime) -> str:
    """A day: "4 June", 6 月 4 日; with its year where that isn't now's."""
    if on.year == local(now).year:
        return in_pattern(on, pgettext("date pattern", "j F"))
    return in_pattern(on, pgettext("date pattern", "j F Y"))


def weekday(on: dt.date, now: dt.datetime) -> str:
    """A day with its weekday: "Tuesday 4 June", 6 月 4 日 星期二."""
    if on.year == local(now).year:
        return in_pattern(on, pgettext("date pattern", "l j F"))
    return in_pattern(on, pgettext("date pattern", "l j F Y"))


def moment(at: dt.datetime, now: dt.datetime) -> str:
    """A moment to the minute in local time: "5 June 18:00", 6 月 5 日 18:00."""
    here = local(at)
    return f"{day(here.date(), now)} {here:%H:%M}"


def until(at: dt.datetime, now: dt.datetime) -> str:
    """A moment that ends something. Midnight belongs to the day before it, as 24:00."""
    here = local(at)
    if here.time() == dt.time():
        return f"{day(here.date() - dt.timedelta(days=1), now)} 24:00"
    return moment(at, now)


SPOKEN: Mapping[type, Callable[[Any, dt.datetime], str]] = {
    Sentence: lambda said, now: _filled(said.text, said.facts, now),
    Span: lambda said, now: phrase(in_words(said), now),
    dt.date: day,
    dt.time: lambda said, _: f"{said:%H:%M}",
    bool: lambda said, _: gettext("yes") if said else gettext("no"),
    Decimal: lambda said, _: f"{said.normalize():f}",
    Fraction: lambda said, _: f"{(Decimal(said.numerator) / said.denominator).normalize():f}",
}
"""How each kind of value is spoken; the first that fits."""
