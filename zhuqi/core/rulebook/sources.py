"""Where each value of an edition comes from: which text of those it stands on, and in which line. No Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import say
from zhuqi.core.rulebook.comparing import row_words
from zhuqi.core.rulebook.keys import Part, Rows, keys_of
from zhuqi.core.rulebook.reading import Node
from zhuqi.core.rulebook.shapes import Told, alone_or_listed
from zhuqi.core.rulebook.standing import Layer, Sections, rooted

Path = tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """One value that holds: its keys, what they say, the value for people and as it is. ``layer``: the text it stands in, at
    ``line``; None where it is the standard."""

    path: Path
    label: Told
    told: Told
    value: Any
    layer: Layer | None
    line: int = 0


def held(layer: Layer, sections: Sections) -> tuple[Held, ...]:
    """Every value of an edition, in the order of the keys, with its source."""
    said: dict[Path, tuple[Layer, int]] = {}
    for each in reversed(layer.chain()):
        written, holds = _values(each.written), _values(each.sections)
        for path, line in lines(rooted(each.text), sections).items():
            if path in holds and holds[path][2] == written[path][2]:
                said[path] = each, line
    found = _values(layer.sections)
    return tuple(Held(path, *leaf, *said.get(path, (None, 0))) for path, leaf in found.items())


def _values(sections: Mapping[str, Any]) -> dict[Path, tuple[Told, Told, Any]]:
    """{path: (label, value for people, value)} of each key and each row."""
    return {path: found for word, value in sections.items() for path, *found in _leaves((word,), value)}  # type: ignore[misc]


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Told, Told, Any]]:
    for field, row in keys_of(type(value)).items():
        here, inner = (*path, row.word), getattr(value, field)
        if isinstance(row.shape, Part) and inner is not None:
            for below, label, told, leaf in _leaves(here, inner):
                yield below, say("{part}: {key}", part=say(row.label), key=label), told, leaf
        elif isinstance(row.shape, Rows):
            for each in inner:
                yield (*here, row_words(row.shape, each)), say(row.label), Part(row.shape.cls).told(each), each
        else:
            yield here, say(row.label), say("nothing") if inner is None else row.shape.told(inner), inner


def lines(root: Node, sections: Sections) -> dict[Path, int]:
    """{path: line} of each key and each row that a text says itself. It has been read before: nothing is judged here."""
    return {
        path: line
        for word, reader in sections.items()
        if root.has(word)
        for path, line in _said((word,), root.at(word), reader)
    }


def _said(path: Path, node: Node, part: type[Any]) -> Iterator[tuple[Path, int]]:
    for row in keys_of(part).values():
        if not node.has(row.word):
            continue
        here, below = (*path, row.word), node.at(row.word)
        if isinstance(row.shape, Part) and below.keyed:
            yield from _said(here, below, row.shape.cls)
        elif isinstance(row.shape, Part):
            yield (*here, keys_of(row.shape.cls)[row.shape.short].word), below.line
        elif isinstance(row.shape, Rows):
            for item in alone_or_listed(below):
                whole = Part(row.shape.cls, getattr(row.shape, "short", ""))
                yield (*here, row_words(row.shape, whole.read(item))), item.line
        else:
            yield here, below.line


def line_of(path: Path, said: Mapping[Path, int], root: Node) -> tuple[int, str]:
    """The line and the key that are to blame for a value: its own, else the nearest that the text says above it."""
    exact = [(mine, line) for mine, line in said.items() if mine[: len(path)] == path[: len(mine)]]
    if exact:
        mine, line = max(exact, key=lambda pair: len(pair[0]))
        return line, mine[-1]
    return (root.at(path[0]).line, path[0]) if root.has(path[0]) else (1, "")
