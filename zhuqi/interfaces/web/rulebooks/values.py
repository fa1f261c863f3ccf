"""The values of an edition, each with where it comes from, as the parts of its page take them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.keys import Key, Part, Rows, keys_of
from zhuqi.core.rulebook.leading import Labels, leads
from zhuqi.core.rulebook.shapes import Several, Told
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.wording import phrase

Path = tuple[str, ...]
NOTHING: tuple[object, ...] = (None, "", (), frozenset(), {})


@dataclass(frozen=True)
class Source:
    """Where a value stands: a line of this text, of another edition's, or nowhere (the standard). ``own``: this text's."""

    word: str
    address: str = ""
    own: bool = False


@dataclass(frozen=True)
class Value:
    """One value: its keys, its name and what holds, in words, a line each. ``written``: some text says it; ``anchor``: its
    place on the page; ``empty``: it asks for nothing."""

    anchor: str
    path: Path
    what: str
    told: tuple[str, ...]
    source: Source
    written: bool
    empty: bool = False


def values(edition: Any, now: dt.datetime) -> tuple[Value, ...]:
    """Every value of an edition, in the order of its keys."""
    typed = queries.standing(edition).sections
    found = enumerate(queries.sources(edition), 1)
    return tuple(_value(f"v{n}", held, whose, edition, typed, now) for n, (held, whose) in found)


def _value(anchor: str, held: Any, whose: Any, edition: Any, typed: Mapping[str, Any], now: dt.datetime) -> Value:
    key, value = leaf(typed, held.path)
    told = [held.told] if key is None else spoken(key, value)
    label = held.label.facts.get("key", held.label)
    return Value(
        anchor=anchor,
        path=held.path,
        what="" if key is None else frame.written(label, now),
        told=tuple(frame.written(each, now) for each in told),
        source=source(held.line, whose, edition),
        written=whose is not None,
        empty=key is not None and value in NOTHING,
    )


def source(line: int, whose: Any, edition: Any) -> Source:
    """Where a value of an edition stands, as a link."""
    if whose is None:
        return Source(gettext("standard"))
    at = f"{frame.address(whose)}?part=text#line-{line}"
    if whose == edition:
        return Source(gettext("line {n}").format(n=line), at, own=True)
    return Source(gettext("“{name}”, line {n}").format(name=whose.name, n=line), at)


def leaf(typed: Mapping[str, Any], path: Path) -> tuple[Key | None, Any]:
    """The key at the end of a path, and its value; no key where the path leads to a row."""
    word, *steps = path
    part, key = typed[word], None
    for step in steps:
        field, key = next((name, row) for name, row in keys_of(type(part)).items() if row.word == step)
        part = getattr(part, field)
        if isinstance(key.shape, Rows):
            return None, part
    return key, part


def spoken(key: Key, value: Any) -> list[Told]:
    """A value in words: of a list of parts each by itself."""
    if value in NOTHING:
        return [say("nothing")]
    if isinstance(key.shape, Several) and isinstance(key.shape.each, Part):
        return [key.shape.each.told(item) for item in value]
    return [key.shape.told(value)]


def leading(path: Path, found: Iterable[Value], labels: Labels) -> list[Value]:
    """The values that a path leads to, as a statement writes it: a part, or a row by its first words or its filters."""
    return [each for each in found if leads(path, each.path, labels)]


def named(value: Value, typed: Mapping[str, Any], now: dt.datetime) -> str:
    """A value's name with that of the part it belongs to: “Extension: times at most”."""
    part = title(value.path, typed, now)
    return phrase(say("{part}: {key}", part=part, key=value.what), now) if value.what and value.what != part else part


def title(path: Path, typed: Mapping[str, Any], now: dt.datetime) -> str:
    """What the part of a section is called in which a value stands."""
    row = next(key for key in keys_of(type(typed[path[0]])).values() if key.word == path[1])
    return frame.written(say(row.label), now)
