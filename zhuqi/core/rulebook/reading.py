"""Reading a rulebook's text: YAML 1.2 with the position of every value, into nodes that sections take apart. No Django."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from zhuqi.base.errors import Fault
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import Span, parse

E = TypeVar("E", bound=Enum)


class Unreadable(Fault):
    """A text that can't be taken as a rulebook: which line, which key, and why."""

    def __init__(self, line: int, key: str, sentence: Sentence) -> None:
        self.line, self.key = line, key
        super().__init__(say("Line {line}, “{key}”: {sentence}", line=line, key=key, sentence=sentence))


@dataclass(frozen=True)
class Node:
    """One value of the text with its key and line. Reading a key ticks it off; ``done`` complains about the rest."""

    key: str
    value: Any
    line: int

    def wrong(self, sentence: Sentence) -> Unreadable:
        """The error to raise about this value."""
        return Unreadable(self.line, self.key, sentence)

    def _map(self) -> Mapping[str, Any]:
        if not isinstance(self.value, CommentedMap):
            raise self.wrong(say("Here a list of keys with values is expected."))
        return self.value

    def only(self, *known: str) -> Node:
        """Refuse keys other than ``known``, naming the nearest one."""
        for key in self._map():
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.3)
                hint = (
                    say("This key isn't known. Did you mean “{near}”?", near=near[0])
                    if near
                    else say("This key isn't known.")
                )
                raise Unreadable(self.value.lc.key(key)[0] + 1, str(key), hint)
        return self

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self._map().get(key) is not None

    def at(self, key: str) -> Node:
        """The node under ``key``. Raises Unreadable where it is missing."""
        if not self.has(key):
            raise self.wrong(say("“{key}” is missing.", key=key))
        return Node(key, self.value[key], self.value.lc.value(key)[0] + 1)

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Key and node of each entry, in the text's order."""
        for key in self._map():
            yield str(key), self.at(key)

    def items(self) -> list[Node]:
        """The nodes of a list, in the text's order."""
        if not isinstance(self.value, CommentedSeq):
            raise self.wrong(say("Here a list is expected."))
        return [Node(self.key, item, self.value.lc.item(n)[0] + 1) for n, item in enumerate(self.value)]

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            raise self.wrong(say("Here a text is expected."))
        return str(self.value)

    def number(self, low: int = 0, high: int = 10_000) -> int:
        """A whole number from ``low`` to ``high``."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            raise self.wrong(say("Here a whole number from {low} to {high} is expected.", low=low, high=high))
        return int(self.value)

    def yes(self) -> bool:
        """是 or 否 (or true, false)."""
        answer = {"是": True, "否": False, True: True, False: False}.get(self.value)
        if answer is None:
            raise self.wrong(say("Here 是 or 否 is expected."))
        return answer

    def day(self) -> dt.date:
        """A date."""
        if isinstance(self.value, dt.date):
            return dt.date(self.value.year, self.value.month, self.value.day)
        raise self.wrong(say("Here a date like 2019-05-10 is expected."))

    def span(self) -> Span:
        """A length of time as people write it: ``3 工作日``."""
        try:
            return parse(self.text())
        except Fault as fault:
            raise self.wrong(fault.sentence) from fault

    def choice(self, words: Mapping[str, E]) -> E:
        """One of the words a section knows."""
        found = words.get(self.text())
        if found is None:
            raise self.wrong(say("This word isn't known here. Known are: {known}", known=" ".join(words)))
        return found


def read(text: str) -> Node:
    """The root node of a rulebook's text. Raises Unreadable: broken YAML, anchors, aliases and tags are refused."""
    try:
        root = YAML(typ="rt").load(text)
    except YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        raise Unreadable(mark.line + 1 if mark else 1, "", say("This isn't well-formed YAML.")) from broken
    node = Node("", root, 1)
    _plain(node)
    return node


def _plain(node: Node) -> None:
    """Refuse anchors and tags, however deep."""
    value = node.value
    if getattr(getattr(value, "anchor", None), "value", None):
        raise node.wrong(say("Anchors and aliases aren't allowed."))
    tag = getattr(getattr(value, "tag", None), "value", None)
    if tag and not str(tag).startswith("tag:yaml.org,2002:"):
        raise node.wrong(say("Tags aren't allowed."))
    if isinstance(value, CommentedMap):
        for key in value:
            _plain(Node(str(key), value[key], value.lc.value(key)[0] + 1))
    elif isinstance(value, CommentedSeq):
        for n, item in enumerate(value):
            _plain(Node(node.key, item, value.lc.item(n)[0] + 1))
