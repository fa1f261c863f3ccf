"""Reading a rulebook's text: YAML 1.2 with the position of every value, into nodes that sections take apart. No Django."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, ScalarEvent

from zhuqi.base.errors import Fault
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import Span, parse

E = TypeVar("E", bound=Enum)
UNSEEN = say("This holds a character that nobody sees: a control character or half of one. Take it out.")
UNSEEN_KINDS = frozenset({"Cc", "Cf", "Cs"})
"""Unicode's kinds of those: control characters, marks that turn or hide what stands beside them, halves of characters."""
HALF_WIDTH = say("The colon after a key is a half-width one, with a space after it: “: ”.")
WIDE = re.compile(r"^\s*(?:- )?[{\[]?\s*([^\s：:#\"'{}\[\],]{1,12})：")
"""A key with a full-width colon after it."""
DEEPEST = 20
"""How deep a text may be nested. A rulebook needs four levels."""
LONGEST, MOST_LINES, MOST_VALUES = 100_000, 3_000, 6_000
"""Characters, lines, and keys with values of a text. The longest shipped text has a fifth of that; more than this isn't read, so
that whatever somebody sends is answered in under a second."""


class Unreadable(Fault):
    """A text that can't be taken as a rulebook: which line, which key, and why; and the law, where one forbids it."""

    def __init__(self, line: int, key: str, sentence: Sentence, *, law: str = "") -> None:
        self.line, self.key, self.why, self.law = line, key, sentence, law
        if key:
            said = say("Line {line}, “{key}”: {sentence}", line=line, key=key, sentence=sentence)
        else:
            said = say("Line {line}: {sentence}", line=line, sentence=sentence)
        super().__init__(said)

    @property
    def faults(self) -> tuple[Unreadable, ...]:
        """Each of what is wrong, in the text's order; one here."""
        return (self,)


class Faulty(Unreadable):
    """A text with several faults. It speaks as the first of them; ``faults`` holds all."""

    def __init__(self, faults: Sequence[Unreadable]) -> None:
        ordered = sorted((each for fault in faults for each in fault.faults), key=lambda fault: fault.line)
        super().__init__(ordered[0].line, ordered[0].key, ordered[0].why, law=ordered[0].law)
        self._faults = tuple(ordered)

    @property
    def faults(self) -> tuple[Unreadable, ...]:
        """Each of what is wrong, in the text's order."""
        return self._faults


@dataclass(frozen=True)
class Node:
    """One value of the text with its key and line. Reading a key ticks it off; ``done`` complains about the rest."""

    key: str
    value: Any
    line: int
    path: tuple[str, ...] = ()
    """The keys that lead here from the top; places in a list are counted from 1: ``("办理", "时限", "2", "时长")``."""

    def wrong(self, sentence: Sentence) -> Unreadable:
        """The error to raise about this value."""
        return Unreadable(self.line, self.key, sentence)

    def _map(self) -> Mapping[str, Any]:
        if not isinstance(self.value, CommentedMap):
            wide = isinstance(self.value, str) and WIDE.match(self.value)
            raise self.wrong(HALF_WIDTH if wide else say("Here a list of keys with values is expected."))
        return self.value

    def _line(self, key: object) -> int:
        """The line on which a key stands."""
        return int(self.value.lc.key(key)[0]) + 1

    def _keys(self) -> Iterator[str]:
        """The keys, in the text's order. Raises Unreadable for one that isn't a text or has what nobody sees."""
        for key in self._map():
            if not isinstance(key, str):
                raise Unreadable(self._line(key), str(key), say("A key is a text: put it in quotation marks."))
            if _unseen(key):
                raise Unreadable(self._line(key), "", UNSEEN)
            yield key

    def only(self, *known: str) -> Node:
        """Refuse keys other than ``known``, each with the nearest one, and keys after which nothing stands."""
        faults = [self._unknown(key, known) for key in self._keys() if key not in known]
        empty = say("Nothing stands here. Write what holds, or take the key out.")
        faults += [Unreadable(self._line(key), key, empty) for key in self._keys() if self.value[key] is None]
        if faults:
            raise Faulty(faults) if len(faults) > 1 else faults[0]
        return self

    def _unknown(self, key: str, known: Sequence[str]) -> Unreadable:
        if "：" in key:
            return Unreadable(self._line(key), key, HALF_WIDTH)
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.3)
        if near:
            return Unreadable(self._line(key), key, say("This key isn't known. Did you mean “{near}”?", near=near[0]))
        return Unreadable(self._line(key), key, say("This key isn't known. Known are: {known}", known=" ".join(known)))

    def there(self, key: str) -> bool:
        """Whether the key is there, with a value or without."""
        return key in self._map()

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self._map().get(key) is not None

    def at(self, key: str) -> Node:
        """The node under ``key``. Raises Unreadable where it is missing."""
        if not self.has(key):
            raise self.wrong(say("“{key}” is missing.", key=key))
        return Node(key, self.value[key], self.value.lc.value(key)[0] + 1, (*self.path, key))

    def near(self, key: str) -> Node:
        """The node under ``key``, or this one where what is wrong with the key was said by the place above."""
        return self.at(key) if self.has(key) else self

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Key and node of each entry, in the text's order."""
        for key in self._keys():
            yield key, self.at(key)

    @property
    def keyed(self) -> bool:
        """Whether keys with values stand here."""
        return isinstance(self.value, CommentedMap)

    @property
    def listed(self) -> bool:
        """Whether a list stands here."""
        return isinstance(self.value, CommentedSeq)

    def items(self) -> list[Node]:
        """The nodes of a list, in the text's order."""
        if not isinstance(self.value, CommentedSeq):
            raise self.wrong(say("Here a list is expected."))
        return [
            Node(self.key, item, self.value.lc.item(n)[0] + 1, (*self.path, str(n + 1)))
            for n, item in enumerate(self.value)
        ]

    def text(self, longest: int = 5000) -> str:
        """A line of text of at most ``longest`` characters, all of which are seen."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong(say("Here a text is expected."))
        if _unseen(self.value):
            raise self.wrong(UNSEEN)
        if len(self.value) > longest:
            raise self.wrong(say("At most {n} characters fit here; these are {m}.", n=longest, m=len(self.value)))
        return str(self.value)

    def number(self, low: int = 0, high: int = 10_000) -> int:
        """A whole number from ``low`` to ``high``."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            raise self.wrong(say("Here a whole number from {low} to {high} is expected.", low=low, high=high))
        return int(self.value)

    def yes(self) -> bool:
        """是 or 否 (or true, false)."""
        if isinstance(self.value, bool):
            return self.value
        if self.value not in ("是", "否"):
            raise self.wrong(say("Here 是 or 否 is expected."))
        return bool(self.value == "是")

    def day(self) -> dt.date:
        """A date."""
        wrong = self.wrong(say("Here a date like 2019-05-10 is expected."))
        try:
            day = dt.date.fromisoformat(self.value)
        except (TypeError, ValueError) as unread:
            raise wrong from unread
        if day.isoformat() != self.value:
            raise wrong
        return day

    def span(self, least: int = 0) -> Span:
        """A length of time as people write it: ``3 工作日``. ``least`` of its unit: 1 where a clock runs that long."""
        written = self.text()
        try:
            span = parse(written)
        except Fault as fault:
            raise self.wrong(fault.sentence) from fault
        if span.is_length and span.amount < least:
            raise self.wrong(say("Here a span of at least {least} is expected.", least=least))
        return span

    def choice(self, words: Mapping[str, E]) -> E:
        """One of the words a section knows."""
        found = words.get(self.text())
        if found is None:
            raise self.wrong(say("This word isn't known here. Known are: {known}", known=" ".join(words)))
        return found


def _unseen(text: str) -> bool:
    """Whether there is a control character in it, a line break too, or half of a character (a lone surrogate)."""
    return any(unicodedata.category(character) in UNSEEN_KINDS for character in text)


class _Constructor(RoundTripConstructor):
    """As the library's own, but a date stays the text it is: which line holds 30 February is ours to say."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_str)


def read(text: str) -> Node:
    """The root node of a rulebook's text. Raises Unreadable: broken YAML, a key that is there twice, and whatever makes the
    text say more than is seen in its place (anchors, aliases, tags, directives, merging)."""
    _short(text)
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    try:
        _plain(text)
        return Node("", yaml.load(text), 1)
    except DuplicateKeyError as twice:
        named = re.search('duplicate key "(.*?)" with', str(twice.problem), re.DOTALL)
        raise Unreadable(_line(twice), named[1] if named else "", say("This key is here twice.")) from twice
    except (YAMLError, ValueError) as broken:
        raise _broken(text, _line(broken)) from broken


LOOKED_BACK = 3
"""Lines before the one at which reading broke off in which the cause may stand."""


def _broken(text: str, line: int) -> Unreadable:
    """That a text isn't YAML, and what is most often the cause."""
    lines = text.split("\n")
    for n in range(line, max(0, line - LOOKED_BACK), -1):
        wide = WIDE.match(lines[n - 1]) if n <= len(lines) else None
        if wide:
            return Unreadable(n, wide[1], HALF_WIDTH)
        if n <= len(lines) and "\t" in lines[n - 1]:
            return Unreadable(n, "", say("Indent with spaces: there is a tab here."))
    return Unreadable(line, "", say("This isn't well-formed YAML."))


def _line(broken: Exception) -> int:
    mark = getattr(broken, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _short(text: str) -> None:
    """Refuse what is too long, before anything is read."""
    if len(text) > LONGEST:
        raise Unreadable(1, "", say("A rulebook has at most {n} characters; these are {m}.", n=LONGEST, m=len(text)))
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        raise Unreadable(MOST_LINES, "", say("A rulebook has at most {n} lines; these are {m}.", n=MOST_LINES, m=lines))


def _plain(text: str) -> None:
    """Refuse what isn't seen in its place, however deep, and what is too deep to be read by anybody."""
    depth = 0
    for n, event in enumerate(YAML(typ="rt").parse(text)):
        line = event.start_mark.line + 1
        if n > MOST_VALUES:
            raise Unreadable(line, "", say("A rulebook has at most {n} keys and values.", n=MOST_VALUES))
        anchor, tag = getattr(event, "anchor", None), getattr(event, "ctag", None)
        if anchor:
            mark = "*" if isinstance(event, AliasEvent) else "&"
            raise Unreadable(line, f"{mark}{anchor}", say("Anchors and aliases aren't allowed."))
        if tag:
            raise Unreadable(line, str(tag), say("Tags aren't allowed."))
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            raise Unreadable(1, "%", say("Directives aren't allowed."))
        if isinstance(event, ScalarEvent) and event.value == "<<":
            raise Unreadable(line, "<<", say("Merging isn't allowed. Write the keys out."))
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable(line, "", say("This is nested too deep."))
