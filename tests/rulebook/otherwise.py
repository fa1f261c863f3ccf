"""A text that says something else: every key that it writes, one at a time, with other values of the key's shape; and whether an
example of the text notices."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from zhuqi.base.errors import Fault
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.head import HEAD
from zhuqi.core.rulebook.keys import Part, keys_of
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.shapes import Labels, Several, Shape, Text
from zhuqi.core.rulebook.standing import Layer
from zhuqi.examples import play
from zhuqi.sections import SECTIONS

MOST = 40
"""Other values of one key that are tried, at most."""


@dataclass(frozen=True, order=True)
class Name:
    """A key: the dataclass whose row it is, and its word. One that several parts inherit is one."""

    part: str
    word: str

    def __str__(self) -> str:
        return f"{self.part}/{self.word}"


def name(part: type[Any], field: str) -> Name:
    """The key that a field of a part, or of one that it derives from, holds."""
    owner = next(each for each in reversed(part.__mro__) if field in getattr(each, "__dataclass_fields__", ()))
    return Name(owner.__name__, keys_of(part)[field].word)


def language() -> frozenset[Name]:
    """Every key with a value of its own that a text can write, in its head and its sections."""
    return frozenset(each for top in (HEAD.cls, *SECTIONS.values()) for each in _names(top))


def _names(part: type[Any]) -> Iterator[Name]:
    for field, row in keys_of(part).items():
        inner = inside(row.shape)
        if inner is None:
            yield name(part, field)
        else:
            yield from _names(inner)


def inside(shape: Shape[Any]) -> type[Any] | None:
    """The dataclass whose keys stand under a key, in it or in each of its rows."""
    found: type[Any] | None = getattr(shape, "cls", None)
    each = getattr(shape, "each", None)
    return found if found is not None else inside(each) if each is not None else None


def variations(layer: Layer, written: Mapping[str, Any]) -> Iterator[tuple[Name, str, Iterator[Layer]]]:
    """Each key that a text writes in its sections, where it stands, and the text with other values of it. ``written``: the text as
    plain values."""
    for word, part in written.items():
        if word in SECTIONS:
            held = layer.sections[word]
            for key, path, others in _of_part(type(held), part, held):
                yield key, f"{word}/{path}", _layers(layer, word, others)


def _layers(layer: Layer, word: str, others: Iterator[Any]) -> Iterator[Layer]:
    for other in others:
        yield replace(layer, sections={**layer.sections, word: other})


Found = Iterator[tuple[Name, str, Iterator[Any]]]


def _of_part(cls: type[Any], written: Any, held: Any) -> Found:
    for field, row in keys_of(cls).items():
        if row.word not in written:
            continue
        value = getattr(held, field)
        below = list(_below(row.shape, written[row.word], value))
        for key, path, others in below:
            yield key, f"{row.word}/{path}", _around(held, field, others)
        if not below:
            yield name(cls, field), row.word, _around(held, field, different(row.shape, value))


def _below(shape: Shape[Any], written: Any, value: Any) -> Found:
    """The keys that stand under a key."""
    inner = inside(shape)
    if inner is None:
        return
    if isinstance(shape, Part):
        yield from _of_part(type(value), _whole(shape, written), value)
        return
    rows = written if isinstance(written, list) else [written]
    each = getattr(shape, "each", None) or Part(inner, getattr(shape, "short", ""))
    for n, row in enumerate(rows):
        for key, path, others in _of_part(type(value[n]), _whole(each, row), value[n]):
            yield key, f"{n + 1}/{path}", (_at(value, n, other) for other in others)


def _whole(shape: Part[Any], written: Any) -> Any:
    """A part as it would be written at length."""
    return written if isinstance(written, dict) else {keys_of(shape.cls)[shape.short].word: written}


def _at(value: Sequence[Any], n: int, other: Any) -> tuple[Any, ...]:
    return (*value[:n], other, *value[n + 1 :])


def _around(held: Any, field: str, others: Iterator[Any]) -> Iterator[Any]:
    for other in others:
        yield replace(held, **{field: other})


def different(shape: Shape[Any], value: Any) -> Iterator[Any]:
    """Other values that the key could hold."""
    tried = 0
    for other in _others(shape, value):
        if other != value:
            yield other
            tried += 1
            if tried >= MOST:
                return


def _others(shape: Shape[Any], value: Any) -> Iterator[Any]:
    if isinstance(value, Span):
        yield from (replace(value, amount=value.amount + by) for by in (1, -1, 30) if value.amount + by > 0)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (value + by for by in (1, -1, 30) if value + by >= 0)
    elif isinstance(value, Fraction):
        yield from (Fraction(0), Fraction(1), Fraction(1, 2))
    elif isinstance(shape, Labels):
        yield {f"{code}之外": f"{label}之外" for code, label in value.items()}
    elif isinstance(shape, Several):
        yield tuple(reversed(value))
    elif isinstance(shape, Text):
        yield f"{value or ''}之外"
    if isinstance(value, frozenset) and isinstance(getattr(shape, "each", None), Text):
        yield frozenset(f"{each}之外" for each in value)
    if isinstance(value, (tuple, frozenset)):
        yield from (type(value)(each for each in value if each != one) for one in value)
    yield from _read(shape)


def _read(shape: Shape[Any]) -> Iterator[Any]:
    """Values that the schema, by which editors check, offers."""
    for written in _offered(shape.schema()):
        try:
            yield shape.read(read(f"键: {json.dumps(written, ensure_ascii=False)}").at("键"))
        except Unreadable:
            continue


def _offered(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from schema.get("enum", ())
    yield from schema.get("examples", ())
    if schema.get("type") == "boolean":
        yield from (True, False)
    for each in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _offered(each)
    if schema.get("type") == "array" and "items" in schema:
        yield from ([each] for each in _offered(schema["items"]))


def fails(layer: Layer) -> bool:
    """Whether an example of a text doesn't hold, or can't be read any more."""
    try:
        return not all(outcome.ok for outcome in play(layer))
    except (Fault, LookupError, ValueError):
        return True
