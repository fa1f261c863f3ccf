"""The shapes of values in a rulebook: how each is read, written, described to an editor, compared and told. No Django."""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Generic, TypeVar

from zhuqi.base.errors import Fault
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, in_words, write
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable

T = TypeVar("T")
W = TypeVar("W", bound=Named)
Told = Sentence | str


class Shape(ABC, Generic[T]):
    """What kind of value a key takes. ``composed``: it has parts, each with a name."""

    composed: ClassVar[bool] = False

    @abstractmethod
    def read(self, node: Node) -> T:
        """The value. Raises Unreadable."""

    @abstractmethod
    def plain(self, value: T) -> Any:
        """The value as a text holds it: texts, numbers, lists and mappings."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The value as JSON Schema describes it."""

    def compare(self, one: T, other: T) -> int | None:
        """-1 where ``one`` is less, 0 the same, 1 more; None where they can't be compared."""
        return 0 if one == other else None

    def told(self, value: T) -> Told:
        """The value for people."""
        return str(self.plain(value))

    def offers(self, section: Any) -> Mapping[str, Told]:
        """{as it is written: for people} of all that may be chosen here, where ``section`` says what it says; empty where it
        is typed."""
        return {}


@dataclass(frozen=True)
class Text(Shape[str]):
    """A line of text."""

    longest: int = 200

    def read(self, node: Node) -> str:
        return node.text(self.longest)

    def plain(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True)
class Number(Shape[int]):
    """A whole number from ``low`` to ``high``."""

    low: int = 0
    high: int = 10_000

    def read(self, node: Node) -> int:
        return node.number(self.low, self.high)

    def plain(self, value: int) -> int:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def compare(self, one: int, other: int) -> int:
        return (one > other) - (one < other)


@dataclass(frozen=True)
class YesNo(Shape[bool]):
    """是 or 否."""

    def read(self, node: Node) -> bool:
        return node.yes()

    def plain(self, value: bool) -> str:
        return "是" if value else "否"

    def schema(self) -> dict[str, Any]:
        return {"enum": ["是", "否", True, False]}

    def told(self, value: bool) -> Told:
        return say("yes") if value else say("no")

    def compare(self, one: bool, other: bool) -> int:
        return one - other


@dataclass(frozen=True)
class Day(Shape[dt.date]):
    """A date as 2019-05-10."""

    def read(self, node: Node) -> dt.date:
        return node.day()

    def plain(self, value: dt.date) -> str:
        return value.isoformat()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

    def compare(self, one: dt.date, other: dt.date) -> int:
        return (one > other) - (one < other)


@dataclass(frozen=True)
class Length(Shape[Span]):
    """A length of time as people write it; ``least`` of its unit."""

    least: int = 1

    def read(self, node: Node) -> Span:
        return node.span(self.least)

    def plain(self, value: Span) -> str:
        return write(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["3 工作日", "2 小时", "1 个月", "次月 5 日，遇假顺延"]}

    def compare(self, one: Span, other: Span) -> int | None:
        return compare(one, other)

    def told(self, value: Span) -> Told:
        return in_words(value)


SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))? ?[%％]")


@dataclass(frozen=True)
class Share(Shape[Fraction]):
    """A share of the whole, written in per cent: ``20%``. From 0 to 1."""

    def read(self, node: Node) -> Fraction:
        found = SHARE.fullmatch(node.text(10).strip())
        share = Fraction(f"{found[1]}.{found[2] or 0}") / 100 if found else Fraction(2)
        if share > 1:
            raise node.wrong(say("Here a share like 20% is expected, at most 100%."))
        return share

    def plain(self, value: Fraction) -> str:
        return f"{float(value * 100):g}%"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,2})? ?[%％]$"}

    def compare(self, one: Fraction, other: Fraction) -> int:
        return (one > other) - (one < other)


@dataclass(frozen=True)
class Word(Shape[W]):
    """One of the words that a section knows: written → meant. Of several ways of writing, the first is written back."""

    words: Mapping[str, W]

    def read(self, node: Node) -> W:
        return node.choice(self.words)

    def plain(self, value: W) -> str:
        return next(written for written, meant in self.words.items() if meant is value)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}

    def told(self, value: W) -> Told:
        return say(value.label)

    def offers(self, section: Any) -> Mapping[str, Told]:
        return {self.plain(meant): self.told(meant) for meant in self.words.values()}


@dataclass(frozen=True)
class Written(Shape[T]):
    """A value that people write as one line of text (到期前 1 工作日, 退回满 2 次), read and written by functions of its own.

    ``parse`` raises a Fault where it can't be read; ``form`` gives the text that ``parse`` reads back.
    """

    parse: Callable[[str], T]
    form: Callable[[T], str]
    examples: tuple[str, ...] = ()
    longest: int = 120
    tell: Callable[[T], Told] | None = None
    """The value for people, where that is more than what is written."""

    def read(self, node: Node) -> T:
        written = node.text(self.longest)
        try:
            return self.parse(written)
        except Fault as fault:
            raise node.wrong(fault.sentence) from fault

    def plain(self, value: T) -> str:
        return self.form(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "examples": list(self.examples)}

    def told(self, value: T) -> Told:
        return self.tell(value) if self.tell is not None else self.form(value)


LONGEST_CODE = 30
"""Characters of a code."""


@dataclass(frozen=True)
class Labels(Shape[Mapping[str, str]]):
    """Codes with their labels, in order: ``{utilities: 要素保障}``; of a list, and of one that stands alone, the labels are the
    codes. The order means nothing more."""

    def read(self, node: Node) -> Mapping[str, str]:
        if not node.keyed:
            named = read_all(Text(LONGEST_CODE), alone_or_listed(node))
            if len(set(named)) < len(named):
                raise node.wrong(say("Something is here twice."))
            return {name: name for name in named}
        return {self._code(label): label.text(60) for _, label in node.pairs()}

    def _code(self, label: Node) -> str:
        if len(label.key) > LONGEST_CODE:
            raise label.wrong(say("A code has at most {n} characters.", n=LONGEST_CODE))
        return label.key

    def plain(self, value: Mapping[str, str]) -> Any:
        return list(value) if all(code == label for code, label in value.items()) else dict(value)

    def schema(self) -> dict[str, Any]:
        line = {"type": "string", "minLength": 1, "maxLength": 60}
        listed = {"type": "array", "items": line | {"maxLength": LONGEST_CODE}, "uniqueItems": True}
        alone = line | {"maxLength": LONGEST_CODE}
        return {"oneOf": [alone, listed, {"type": "object", "additionalProperties": line}]}

    def told(self, value: Mapping[str, str]) -> Told:
        return "、".join(value.values()) or say("nothing")


@dataclass(frozen=True)
class Several(Shape[tuple[T, ...]]):
    """A list of values of one shape, in order; one alone may stand without brackets."""

    each: Shape[T]
    most: int = 200

    def read(self, node: Node) -> tuple[T, ...]:
        items = alone_or_listed(node)
        if len(items) > self.most:
            raise node.wrong(say("At most {n} stand here; these are {m}.", n=self.most, m=len(items)))
        return tuple(read_all(self.each, items))

    def plain(self, value: tuple[T, ...]) -> list[Any]:
        return [self.each.plain(item) for item in value]

    def schema(self) -> dict[str, Any]:
        listed = {"type": "array", "items": self.each.schema(), "maxItems": self.most}
        return {"oneOf": [self.each.schema(), listed]}

    def compare(self, one: tuple[T, ...], other: tuple[T, ...]) -> int | None:
        """By what they hold: more where everything of the other is in it."""
        if set(one) == set(other):
            return 0
        return 1 if set(one) > set(other) else -1 if set(one) < set(other) else None

    def told(self, value: tuple[T, ...]) -> Told:
        return listing([self.each.told(item) for item in value], apart=self.each.composed)


@dataclass(frozen=True)
class Chosen(Shape[frozenset[T]]):
    """Some values of one shape; which comes first means nothing. One alone may stand without brackets."""

    each: Shape[T]

    def read(self, node: Node) -> frozenset[T]:
        items = alone_or_listed(node)
        found = frozenset(read_all(self.each, items))
        if len(found) < len(items):
            raise node.wrong(say("Something is here twice."))
        return found

    def plain(self, value: frozenset[T]) -> list[Any]:
        return sorted((self.each.plain(item) for item in value), key=_rank)

    def schema(self) -> dict[str, Any]:
        listed = {"type": "array", "items": self.each.schema(), "uniqueItems": True}
        return {"oneOf": [self.each.schema(), listed]}

    def compare(self, one: frozenset[T], other: frozenset[T]) -> int | None:
        """By what they hold: more where everything of the other is in it."""
        return 0 if one == other else 1 if one > other else -1 if one < other else None

    def told(self, value: frozenset[T]) -> Told:
        return listing([self.each.told(item) for item in sorted(value, key=_rank)])


def _rank(value: object) -> tuple[int, str]:
    """What puts values in order that have none of their own: numbers by what they are, anything else by how it is written."""
    return (value, "") if isinstance(value, int) else (0, str(value))


def alone_or_listed(node: Node) -> list[Node]:
    """The nodes of a list, or the one that stands here alone."""
    return node.items() if node.listed else [node]


def read_all(shape: Shape[T], items: list[Node]) -> list[T]:
    """Each item of a list. Raises Faulty with the faults of all of them together."""
    found, faults = [], []
    for item in items:
        try:
            found.append(shape.read(item))
        except Unreadable as fault:
            faults.append(fault)
    if faults:
        raise Faulty(faults)
    return found


APART = term("{one}; {more}")
"""Between values that have parts of their own."""


def listing(told: list[Told], *, apart: bool = False) -> Told:
    """Several as one sentence; ``apart``: each of them has parts, which a comma already stands between."""
    sentence = told[0] if told else say("nothing")
    for more in told[1:]:
        sentence = say(APART, one=sentence, more=more) if apart else say("{one}, {more}", one=sentence, more=more)
    return sentence


def apart(told: Told) -> list[Told]:
    """The values that ``listing`` set apart, one by one."""
    if isinstance(told, Sentence) and told.text == APART:
        return [*apart(told.facts["one"]), told.facts["more"]]  # type: ignore[arg-type,list-item]
    return [told]
