"""Forms made from lists of fields, and what comes back read into typed values.

An action says what it needs as fields; one template shows any of them, and ``read`` gives each field's value or one
sentence a field. What was typed is kept when it can't be taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol

from django.utils.crypto import get_random_string

from zhuqi.base.errors import Fault, Invalid, Stale
from zhuqi.base.words import Named, Sentence, say
from zhuqi.base.worktime.spans import Span, parse

FEW, MANY = 7, 12
"""Up to FEW choices of one stand on the page as buttons; more than MANY of several scroll in a box."""
SHORT = 60
"""Longer than this, nobody writes a day, a number or a span: it isn't even looked at."""
EARLIEST, LATEST = 1900, 2199
"""The years in which the days lie that people mean."""


class Kind(StrEnum):
    """How a field is shown and read."""

    TEXT = "text"
    SECRET = "secret"
    LONG_TEXT = "longtext"
    CHOICE = "choice"
    UNIT = "unit"
    UNITS = "units"
    SEVERAL = "several"
    DAY = "day"
    INTEGER = "integer"
    SPAN = "span"
    YES_NO = "yes_no"
    TICK = "tick"


@dataclass(frozen=True)
class Choice:
    """One thing to choose. ``label`` is a named word or a sentence, or plain text that is data (a unit's name)."""

    value: str
    label: object
    note: Sentence | None = None
    """What is to be known about it, behind its label."""
    group: str = ""
    """The heading under which it stands, in the reader's language; choices of one group follow each other."""


@dataclass(frozen=True)
class Field:
    """What a form asks for. ``label`` and ``hint`` are English words of the catalogue."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    most: int = 200
    least: int | None = None
    value: object = None
    note: Sentence | None = None
    """What is to be known before it is filled in, worked out for this form."""
    complete: str = ""
    """What the browser may fill in by itself (``autocomplete``)."""


@dataclass(frozen=True)
class Shown:
    """A field as the page shows it: with what was typed (or its first value), and what is wrong with that."""

    field: Field
    typed: tuple[str, ...]
    error: Sentence | None = None

    @property
    def value(self) -> str:
        return self.typed[0] if self.typed and self.field.kind != Kind.SECRET else ""

    @property
    def few(self) -> bool:
        """Whether the choices fit on the page as buttons; more become a list."""
        return self.field.kind == Kind.YES_NO or (self.field.kind == Kind.CHOICE and len(self.field.choices) <= FEW)

    @property
    def described(self) -> str:
        """The ids of the hint and the error, for ``aria-describedby``."""
        parts = [f"{self.field.name}-hint"] if self.field.hint or self.field.note else []
        return " ".join([*parts, f"{self.field.name}-error"] if self.error else parts)

    @property
    def marked(self) -> list[tuple[Choice, bool]]:
        """The choices in their order, each with whether it is chosen."""
        return [(choice, choice.value in self.typed) for choice in self.field.choices]

    @property
    def groups(self) -> list[tuple[str, list[tuple[Choice, bool]]]]:
        """The choices under their headings, in their order."""
        return [(group, list(some)) for group, some in groupby(self.marked, key=lambda pair: pair[0].group)]

    @property
    def many(self) -> bool:
        """Whether the choices need a box of their own to scroll in."""
        return len(self.field.choices) > MANY


class Posted(Protocol):
    """What a form sent: Django's ``QueryDict``, or anything that answers like it."""

    def getlist(self, key: str) -> list[str]: ...


def key(posted: Posted) -> str:
    """What makes a repeated submission one submission, without signs that no form of ours sends."""
    return re.sub("[^A-Za-z0-9_-]", "", _last(posted, "key"))[:40]


def new_key() -> str:
    """The key of a form that nobody has sent yet."""
    return get_random_string(24)


def seen(posted: Posted) -> int:
    """Which state of a case the sender saw. Raises Stale where the form doesn't say so."""
    typed = _last(posted, "seen")
    if not re.fullmatch("[0-9]{1,9}", typed):
        raise Stale
    return int(typed)


def _last(posted: Posted, name: str) -> str:
    return next(reversed(posted.getlist(name)), "")


YES, NO = Choice("yes", say("yes")), Choice("no", say("no"))


def choices_of(words: Iterable[Named]) -> tuple[Choice, ...]:
    """Words as choices, in their order: an enumeration, or some of its members."""
    return tuple(Choice(word.value, word) for word in words)


def blank(fields: Sequence[Field]) -> list[Shown]:
    """The form before anything was typed."""
    return [Shown(field, _as_typed(field.value)) for field in fields]


def asked_for(fields: Iterable[Field], asked: Mapping[str, Any]) -> list[Shown]:
    """The fields of a search with what was asked for."""
    return blank([replace(field, required=False, value=asked[field.name]) for field in fields])


def again(fields: Sequence[Field], posted: Posted, faults: Mapping[str, Sentence]) -> list[Shown]:
    """The form with what was typed and the sentences about it."""
    return [Shown(field, tuple(posted.getlist(field.name)), faults.get(field.name)) for field in fields]


def unplaced(fields: Sequence[Field], faults: Mapping[str, Sentence]) -> Sentence | None:
    """What is wrong with something that the form doesn't ask for: it stands above the form, as no field could show it."""
    names = {field.name for field in fields}
    return next((sentence for name, sentence in faults.items() if name not in names), None)


def read(fields: Sequence[Field], posted: Posted) -> dict[str, Any]:
    """Every field's typed value; what was left empty is None, "" or (). Raises Invalid with one sentence a field."""
    values: dict[str, Any] = {}
    faults: dict[str, Sentence] = {}
    for field in fields:
        try:
            values[field.name] = _value(field, posted.getlist(field.name))
        except _Cannot as fault:
            faults[field.name] = fault.sentence
    if faults:
        raise Invalid(faults)
    return values


class _Cannot(Exception):
    """One field's text can't be taken."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def _value(field: Field, typed: list[str]) -> Any:
    if field.kind == Kind.TICK:
        return bool(typed and typed[0])
    if field.kind != Kind.SECRET:
        typed = [text.strip() for text in typed]
    filled = [text for text in typed if text]
    if not filled:
        if field.required:
            raise _Cannot(_MISSING.get(field.kind, say("Please fill this in.")))
        return _EMPTY.get(field.kind)
    if field.kind in _WRITTEN_SHORT and len(filled[0]) > SHORT:
        raise _Cannot(_too_long(filled[0], SHORT))
    return _READERS[field.kind](field, filled)


def _text(field: Field, typed: list[str]) -> str:
    text = typed[0].replace("\r\n", "\n")
    allowed = "\n\t" if field.kind == Kind.LONG_TEXT else ""
    if any((ord(sign) < 32 and sign not in allowed) or 0xD800 <= ord(sign) < 0xE000 for sign in text):
        raise _Cannot(say("There is a sign in this text that can't be stored. Please type it again."))
    if len(text) > field.most:
        raise _Cannot(_too_long(text, field.most))
    return text


def _too_long(text: str, most: int) -> Sentence:
    return say("This is {n} characters long; {most} fit. Please shorten it.", n=len(text), most=most)


def _one(field: Field, typed: list[str]) -> str:
    if typed[0] not in {choice.value for choice in field.choices}:
        raise _Cannot(say("Please choose one from the list."))
    return typed[0]


def _some(field: Field, typed: list[str]) -> tuple[str, ...]:
    known = {choice.value for choice in field.choices}
    if not known.issuperset(typed):
        raise _Cannot(say("Please choose from the list."))
    return tuple(dict.fromkeys(typed))


def _day(_: Field, typed: list[str]) -> dt.date:
    try:
        on = dt.date.fromisoformat(typed[0])
    except ValueError:
        raise _Cannot(say("Please write a day as 2019-06-04.")) from None
    if not EARLIEST <= on.year <= LATEST:
        raise _Cannot(say("Please check the year: it lies between {first} and {last}.", first=EARLIEST, last=LATEST))
    return on


def _integer(field: Field, typed: list[str]) -> int:
    if not re.fullmatch("-?[0-9]{1,15}", typed[0]):
        raise _Cannot(say("Please write a whole number in digits."))
    number = int(typed[0])
    if field.least is not None and number < field.least:
        raise _Cannot(say("This must be {least} or more.", least=field.least))
    return number


def _span(_: Field, typed: list[str]) -> Span:
    try:
        return parse(typed[0])
    except Fault as fault:
        raise _Cannot(fault.fields["span"] if isinstance(fault, Invalid) else fault.sentence) from None


_READERS: dict[Kind, Callable[[Field, list[str]], Any]] = {
    Kind.TEXT: _text,
    Kind.SECRET: _text,
    Kind.LONG_TEXT: _text,
    Kind.CHOICE: _one,
    Kind.UNIT: lambda field, typed: int(_one(field, typed)),
    Kind.UNITS: lambda field, typed: tuple(int(value) for value in _some(field, typed)),
    Kind.SEVERAL: _some,
    Kind.DAY: _day,
    Kind.INTEGER: _integer,
    Kind.SPAN: _span,
    Kind.YES_NO: lambda field, typed: _one(field, typed) == YES.value,
}
_WRITTEN_SHORT = frozenset({Kind.DAY, Kind.INTEGER, Kind.SPAN})
_EMPTY: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.SECRET: "",
    Kind.LONG_TEXT: "",
    Kind.UNITS: (),
    Kind.SEVERAL: (),
}
_MISSING: dict[Kind, Sentence] = {
    Kind.CHOICE: say("Please choose one."),
    Kind.YES_NO: say("Please say yes or no."),
    Kind.UNIT: say("Please choose one."),
    Kind.UNITS: say("Please choose at least one unit."),
    Kind.DAY: say("Please give a day."),
}


def _as_typed(value: object) -> tuple[str, ...]:
    """A value as the browser would send it."""
    if value is None or value is False or value == "":
        return ()
    if value is True:
        return ("1",)
    if isinstance(value, list | tuple | frozenset | set):
        return tuple(text for item in value for text in _as_typed(item))
    return (str(value),)
