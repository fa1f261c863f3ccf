"""Which keys of a rulebook hold several of something, as its rows of keys say: parts, values or labels. No Django."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import term
from zhuqi.core.rulebook.keys import Key, Part, Rows, keys_of
from zhuqi.core.rulebook.shapes import LONGEST_CODE, Chosen, Labels, Several, Text

Path = tuple[str, ...]
ALONE = ""
"""The word of the only field of a row that is a value alone."""
CODE, LABEL = "code", "label"
LABEL_KEYS: Mapping[str, Key] = {
    LABEL: Key(LABEL, Text(60), term("what it is called"), needed=True),
    CODE: Key(CODE, Text(LONGEST_CODE), term("code in the records")),
}
"""What a label has."""


@dataclass(frozen=True)
class Listed:
    """A key with several of something. ``fields``: the field of each step's dataclass that leads to it; ``parts``: the parts on
    the way, the section left out."""

    path: Path
    fields: Path
    key: Key
    section: type[Any]
    parts: tuple[tuple[Key, Part[Any]], ...] = ()

    @property
    def code(self) -> str:
        """How a form names it."""
        return "/".join(self.path)

    @property
    def shape(self) -> Any:
        return self.key.shape

    @property
    def merges(self) -> bool:
        """Whether a place below writes only the rows that it changes or adds."""
        return isinstance(self.shape, Rows)

    @property
    def labels(self) -> bool:
        """Whether these are codes with their labels."""
        return isinstance(self.shape, Labels)

    @property
    def ordered(self) -> bool:
        """Whether it matters which comes first."""
        return isinstance(self.shape, (Several, Labels))

    @property
    def row(self) -> type[Any] | None:
        """The dataclass of a row; None where a row is one value alone, or a label."""
        if isinstance(self.shape, Rows):
            return self.shape.cls
        each = getattr(self.shape, "each", None)
        return each.cls if isinstance(each, Part) else None

    @property
    def short(self) -> str:
        """The key whose value may stand for a whole row; empty where there is none."""
        each = getattr(self.shape, "each", None)
        field = getattr(self.shape, "short", "") or (each.short if isinstance(each, Part) else "")
        return keys_of(self.row)[field].word if field and self.row else ""

    @property
    def known_by(self) -> tuple[str, ...]:
        """The keys by which a row is the same as one of the place above."""
        return tuple(keys_of(self.shape.cls)[field].word for field in self.shape.by) if self.merges else ()

    @property
    def keys(self) -> Mapping[str, Key]:
        """{word: key} of a row."""
        if self.row is not None:
            return {key.word: key for key in keys_of(self.row).values()}
        if self.labels:
            return LABEL_KEYS
        return {ALONE: dataclasses.replace(self.key, word=ALONE, shape=self.shape.each, needed=True)}

    def of(self, section: Any) -> Any:
        """What a section's value holds here; nothing where the part it stands in isn't there."""
        for field in self.fields:
            section = getattr(section, field, None)
        return section if section is not None else {} if self.labels else ()

    @property
    def default(self) -> Any:
        """What holds where a text has the section and leaves the key out."""
        first, *further = self.fields
        field = next(each for each in dataclasses.fields(self.section) if each.name == first)
        held: Any = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
        for step in further:
            held = getattr(held, step, None)
        return (
            {}
            if held in (None, dataclasses.MISSING) and self.labels
            else ()
            if held in (None, dataclasses.MISSING)
            else held
        )


def lists(sections: Mapping[str, type[Any]]) -> Iterator[Listed]:
    """Every key with several of something, in the order of the keys."""
    for word, section in sections.items():
        yield from _lists((word,), (), section, section, ())


def _lists(
    path: Path, fields: Path, cls: type[Any], section: type[Any], parts: tuple[tuple[Key, Part[Any]], ...]
) -> Iterator[Listed]:
    for field, key in keys_of(cls).items():
        here, there = (*path, key.word), (*fields, field)
        if isinstance(key.shape, Part):
            yield from _lists(here, there, key.shape.cls, section, (*parts, (key, key.shape)))
        elif isinstance(key.shape, (Rows, Several, Chosen, Labels)):
            yield Listed(here, there, key, section, parts)
