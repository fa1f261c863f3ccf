"""Where the entries of lists and mappings stand in a text, line by line, so that one is put in, taken out or moved and no other
line is touched. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

FOLDED = ("|", ">")


@dataclass(frozen=True)
class Entry:
    """One entry of a block: its lines, from 0, without comments above and below it. ``alone``: nothing else stands in them."""

    first: int
    last: int
    alone: bool = True
    flow: bool = True


@dataclass(frozen=True)
class Block:
    """A list or mapping that is written with an entry a line or more. ``indent``: how far its entries stand in."""

    entries: tuple[Entry, ...]
    indent: int


def block(text: str, path: Sequence[str]) -> Block | None:
    """The block to which a path leads; None where nothing stands there, or all of it in brackets."""
    lines = text.split("\n")
    node: Node | None = YAML(typ="rt").compose(text)
    for step in path:
        node = _below(node, step)
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        column = node.start_mark.column
        return Block(tuple(_item(each, column, lines) for each in node.value), column)
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return Block(tuple(_pair(key, value, lines) for key, value in node.value), node.start_mark.column)
    return None


def _below(node: Node | None, step: str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and step.isdecimal() and 1 <= int(step) <= len(node.value):
        found: Node = node.value[int(step) - 1]
        return found
    return None


def _item(node: Node, column: int, lines: Sequence[str]) -> Entry:
    """An item of a list; its dash may stand in a line above it."""
    first = node.start_mark.line
    while first and lines[first][column : column + 1] != "-":
        first -= 1
    flow = not isinstance(node, CollectionNode) or bool(node.flow_style)
    return Entry(first, max(first, _last(node, lines)), not lines[first][:column].strip(), flow)


def _pair(key: Node, value: Node, lines: Sequence[str]) -> Entry:
    first, column = key.start_mark.line, key.start_mark.column
    last = first if _silent(value) else _last(value, lines)
    return Entry(first, max(first, last), not lines[first][:column].strip())


def _silent(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _last(node: Node, lines: Sequence[str]) -> int:
    """The last line in which something of a node stands."""
    if isinstance(node, ScalarNode) and node.style in FOLDED:
        last = int(node.end_mark.line) - 1
        while last > node.start_mark.line and not lines[last].strip():
            last -= 1
        return last
    if isinstance(node, ScalarNode) or (isinstance(node, CollectionNode) and node.flow_style):
        return int(node.end_mark.line)
    inner = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
    return max((_last(each, lines) for each in inner if not _silent(each)), default=int(node.start_mark.line))


def put_in(text: str, at: Block, written: str) -> str:
    """The text with one more entry behind the last."""
    lines, last = text.split("\n"), at.entries[-1].last
    made = [" " * at.indent + line if line else line for line in written.rstrip("\n").split("\n")]
    return "\n".join([*lines[: last + 1], *made, *lines[last + 1 :]])


def taken_out(text: str, at: Block, place: int) -> str:
    """The text without the entry at a place, from 0. Comments above it stay."""
    lines, entry = text.split("\n"), at.entries[place]
    return "\n".join([*lines[: entry.first], *lines[entry.last + 1 :]])


def closed(text: str, at: Block, key: Entry, empty: str) -> str:
    """The text without any entry of a block; behind its key stands that it is empty."""
    lines = text.split("\n")
    gone = {n for entry in at.entries for n in range(entry.first, entry.last + 1)}
    lines[key.first] = re.sub(r":(?=\s*(#.*)?$)", f": {empty}", lines[key.first], count=1)
    return "\n".join(line for n, line in enumerate(lines) if n not in gone)


def swapped(text: str, at: Block, place: int) -> str:
    """The text with the entry at a place, from 0, and the next one exchanged. Comments right above an entry go with it, but for
    those above the first: they may speak of the whole list."""
    lines = text.split("\n")
    one, other = at.entries[place], at.entries[place + 1]
    first, middle = (_begins(lines, one) if place else one.first), _begins(lines, other)
    between = lines[one.last + 1 : middle]
    whole = [*lines[middle : other.last + 1], *between, *lines[first : one.last + 1]]
    return "\n".join([*lines[:first], *whole, *lines[other.last + 1 :]])


def _begins(lines: Sequence[str], entry: Entry) -> int:
    """The first of the comments right above an entry, else its own first line."""
    first = entry.first
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first
