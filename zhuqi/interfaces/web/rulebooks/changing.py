"""One value of a text changed by a form: every other character of it stays, its comments too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say, term
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.editing import changed
from zhuqi.core.rulebook.keys import Key, Part, Rows, keys_of
from zhuqi.core.rulebook.reading import Node, Unreadable, read
from zhuqi.core.rulebook.shapes import Day, Length, Number, Shape, Share, Word, YesNo
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.words import SECTIONS
from zhuqi.interfaces.web.wording import phrase

SIMPLE = (Length, YesNo, Number, Share, Word, Day)
"""Shapes of values that one field holds."""
Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A value that can be changed: its keys, and what it is called. ``written``: as the text has it, empty where it has none."""

    path: Path
    key: Key
    name: str
    written: str
    part: Part[Any] | None = None

    @property
    def code(self) -> str:
        """How the form names it."""
        return "/".join(self.path)


def fields(text: str, now: dt.datetime) -> list[Field]:
    """What the form asks for: which value, and what it is to be. Empty where the text can't be taken apart."""
    found = places(text, now)
    if not found:
        return []
    choices = tuple(
        Choice(
            place.code,
            phrase(say("{key}: {value}", key=place.name, value=place.written or "–"), now),
            group=gettext(SECTIONS[place.path[0]]),
        )
        for place in found
    )
    return [
        Field("where", term("Which value"), Kind.CHOICE, choices=choices),
        Field(
            "value",
            term("What it is to be"),
            required=False,
            most=60,
            hint=term("As the text writes it: 3 工作日, 是, 2. Left empty, the key is taken out."),
        ),
    ]


def places(text: str, now: dt.datetime) -> tuple[Place, ...]:
    """The values of a text that one field holds, in the order of the keys; of lists those that the text itself has."""
    try:
        root = read(text)
        return tuple(
            place
            for word, section in queries.sections().items()
            if word in SECTIONS
            for place in _places((word,), section, _below(root, word), "", now)
        )
    except Unreadable:
        return ()


def _places(
    path: Path, cls: type[Any], node: Node | None, part: str, now: dt.datetime, of: Part[Any] | None = None
) -> Iterator[Place]:
    for row in keys_of(cls).values():
        here, below = (*path, row.word), _below(node, row.word)
        label = frame.written(say(row.label), now)
        name = _named(part, label, now) if part else label
        if isinstance(row.shape, Part):
            yield from _places(here, row.shape.cls, _below(node, row.word), label, now, row.shape)
        elif isinstance(row.shape, Rows) and below is not None and below.listed:
            yield from _rows(here, row.shape, below, label, now)
        elif isinstance(row.shape, SIMPLE):
            short = node is not None and not node.keyed and of is not None and keys_of(cls)[of.short] is row
            yield Place(here, row, name, _written(node if short else below), of)


def _rows(path: Path, rows: Rows[Any], node: Node, part: str, now: dt.datetime) -> Iterator[Place]:
    """The simple values of each row that the text has, named by the row's first key."""
    first = keys_of(rows.cls)[rows.by[0]].word
    for n, item in enumerate(node.items(), 1):
        if not item.keyed:
            continue
        for row in keys_of(rows.cls).values():
            below = _below(item, row.word)
            if isinstance(row.shape, SIMPLE) and below is not None:
                others = [_written(_below(item, each.word)) for each in keys_of(rows.cls).values() if each is not row]
                named = " ".join(each for each in (_written(_below(item, first)), *others[1:]) if each)
                yield Place((*path, str(n), row.word), row, _named(part, named, now), _written(below))


def _named(part: str, key: str, now: dt.datetime) -> str:
    """A value with the part it belongs to."""
    return phrase(say("{part}: {key}", part=part, key=key), now)


def _below(node: Node | None, word: str) -> Node | None:
    return node.at(word) if node is not None and node.keyed and node.has(word) else None


def _written(node: Node | None) -> str:
    """A value as the text has it, in one line."""
    if node is None or node.keyed:
        return ""
    if node.listed:
        return "、".join(str(item.value) for item in node.items())
    return ("是" if node.value else "否") if isinstance(node.value, bool) else str(node.value)


def written(text: str, posted: Any, now: dt.datetime) -> str:
    """The text with the value that a form named. Raises Invalid with what is wrong beside its field."""
    known = {place.code: place for place in places(text, now)}
    asked = forms.read(fields(text, now) or [Field("where", "")], posted)
    place, typed = known[asked["where"]], asked["value"].strip()
    new = changed(text, *_change(text, place, _plain(place.key.shape, typed)))
    if typed:
        try:
            place.key.shape.read(_node(new, place))
        except Unreadable as fault:
            raise Invalid({"value": fault.why}) from None
    return new


def _plain(shape: Shape[Any], typed: str) -> Any:
    """What is put into the text: a number as one, nothing for a key that is taken out."""
    if not typed:
        return None
    return int(typed) if isinstance(shape, Number) and typed.isdecimal() and len(typed) < 10 else typed


def _change(text: str, place: Place, plain: Any) -> tuple[Path, Any]:
    """Where the value goes, and what. A part that is written as one value alone gets its keys where another is changed."""
    above = _above(text, place)
    if above is None or above.keyed or place.part is None or not place.part.short:
        return place.path, plain
    short = keys_of(place.part.cls)[place.part.short].word
    if place.key.word == short:
        return place.path[:-1], plain
    held: Mapping[str, Any] = {short: above.value, place.key.word: plain}
    return place.path[:-1], {word: value for word, value in held.items() if value is not None}


def _above(text: str, place: Place) -> Node | None:
    node: Node | None = read(text)
    for step in place.path[:-1]:
        node = node.items()[int(step) - 1] if node is not None and node.listed else _below(node, step)
    return node


def _node(text: str, place: Place) -> Node:
    """The value in the changed text."""
    above = _above(text, place)
    if above is None:
        raise Unreadable(1, place.key.word, say("This key isn't there."))
    return above.at(place.key.word) if above.keyed else above
