"""What a form of a row stands on: the text, the place above it, what the text names, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.checking import Fault, Level, check
from zhuqi.core.rulebook.editing.lists import Listed, lists
from zhuqi.core.rulebook.editing.rows import Held, held
from zhuqi.core.rulebook.keys import inherited, keys_of
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.core.rulebook.standing import Layer, rooted
from zhuqi.interfaces.web.rulebooks.report import EXAMPLES, place_of
from zhuqi.interfaces.web.rulebooks.words import SECTIONS


@dataclass(frozen=True)
class Ground:
    """A text over what stands above it. ``place``: whose it is, where its area is known."""

    text: str
    place: Any
    above: Layer | None

    def after(self, text: str) -> Ground:
        """The same with the text changed."""
        return Ground(text, self.place, self.above)

    @cached_property
    def layer(self) -> Layer | None:
        """The text as it holds; None where it can't be taken."""
        texts = [each.text for each in reversed(self.above.chain())] if self.above else []
        try:
            return queries.layer(*texts, self.text)
        except Unreadable:
            return None

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """For what the text would be refused."""
        return tuple(each for each in check(self.text, above=self.above) if each.level is Level.REFUSED)

    def held(self, listed: Listed) -> Held:
        """The rows of a list."""
        return held(self.text, listed, self.above)

    def section(self, word: str) -> Any:
        """What a section says, key by key, as far as each can be read by itself."""
        cls: Any = queries.sections()[word]
        node = rooted(self.text).at(word) if rooted(self.text).has(word) else None
        base = self.above.sections[word] if self.above else None
        standard = cls.standard() if base is None else base
        found = {}
        for field in fields(cls):
            key = keys_of(cls).get(field.name)
            if key is None:
                continue
            value = getattr(standard, field.name)
            if node is not None and base is None:
                value = _default(field)
            if node is not None and node.keyed and node.has(key.word):
                with suppress(Unreadable):
                    value = inherited(key.shape, node.at(key.word), base, field.name)
            found[field.name] = value
        return SimpleNamespace(**found)

    def labels(self, section: Any, word: str, key: str) -> Mapping[str, str] | None:
        """{code: label} of what the section names under the same key: its kinds, where a row speaks of kinds. None where it
        names nothing of that sort."""
        cls = queries.sections()[word]
        for field, row in keys_of(cls).items():
            value = getattr(section, field)
            if row.word == key and isinstance(value, Mapping):
                return {code: label if isinstance(label, str) else code for code, label in value.items()}
        return None


def _default(field: Any) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


def ground(text: str) -> Ground:
    """The text over the edition above that it stands on. At most three queries. Raises Unreadable where it can't be taken apart."""
    rooted(text)
    place, _ = place_of(text)
    if place is None:
        return Ground(text, None, None)
    try:
        _, parent = queries.stands_on(text, (place.pk, place.path))
    except Unreadable:
        parent = None
    return Ground(text, place, queries.standing(parent) if parent else None)


def every_list() -> dict[str, Listed]:
    """{how a form names it: list} of all that there are."""
    found = {word: part for word, part in queries.sections().items() if word in SECTIONS}
    return {each.code: each for each in lists(found)}


def brought(before: Ground, after: Ground) -> tuple[Fault, ...]:
    """What a change makes wrong that wasn't. Examples that no longer hold aren't counted: they are to be changed next."""
    old = {(each.key, str(each.sentence)) for each in before.faults}
    new = [each for each in after.faults if (each.key, str(each.sentence)) not in old]
    return tuple(each for each in new if each.key != EXAMPLES)


def failing(faults: Iterable[Fault]) -> int:
    """How many examples don't hold."""
    return sum(each.key == EXAMPLES for each in faults)
