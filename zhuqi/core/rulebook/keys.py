"""What a section of a rulebook can say: one row a key, on the field of the frozen dataclass that holds its value.

Reading, the JSON Schema, inheriting from a place above, comparing two editions, the forms and the manual's tables all
follow from these rows. No Django.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from zhuqi.base.words import Named, say, term
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable
from zhuqi.core.rulebook.shapes import Shape, Told, listing

P = TypeVar("P")
ROW = "key"


class Order(Named):
    """Which of two values of a key is stricter."""

    LESS = "less", term("less is stricter")
    MORE = "more", term("more is stricter")
    NONE = "none", term("neither is stricter")


@dataclass(frozen=True)
class Key:
    """One key: its word in a text, the shape of its value, what it says in a few words, which way is stricter, the
    number of the primitive it belongs to."""

    word: str
    shape: Shape[Any]
    label: str
    order: Order = Order.NONE
    primitive: int = 0
    needed: bool = False


def key(
    word: str,
    shape: Shape[Any],
    label: str,
    order: Order,
    *,
    primitive: int,
    needed: bool = False,
    **default: Any,
) -> Any:
    """A field of a section with its key. ``primitive``: a number of ``primitives.py``, or OWN. Without ``default`` or
    ``default_factory`` it is needed; ``needed``: also where there is one, which then holds only where the whole part is left
    out."""
    row = Key(word, shape, label, order, primitive, needed=needed or not default)
    return dataclasses.field(metadata={ROW: row}, **default)


def keys_of(part: type[Any]) -> Mapping[str, Key]:
    """The keys of a section or of a part of one, by the field that holds each; those that can only be named come last."""
    ordered = sorted(dataclasses.fields(part), key=lambda field: field.kw_only is True)
    return {field.name: field.metadata[ROW] for field in ordered if ROW in field.metadata}


@dataclass(frozen=True)
class Part(Shape[P], Generic[P]):
    """Some keys of their own, held by a frozen dataclass. Where that has a method ``check(node)``, the faults it gives are
    refused too. ``short``: the field whose value may stand for the whole (``督核: 是`` for ``督核: {要: 是}``)."""

    cls: type[P]
    short: str = ""
    composed: ClassVar[bool] = True

    def read(self, node: Node, base: P | None = None, *, beside: Collection[str] = ()) -> P:
        """The value; keys that aren't there are ``base``'s, or the standard. ``beside``: keys that others read.

        Raises Faulty with everything wrong.
        """
        rows = keys_of(self.cls)
        if self.short and not node.keyed:
            said = {self.short: rows[self.short].shape.read(node)}
            return replace(base, **said) if base is not None else self.cls(**said)  # type: ignore[type-var]
        found: dict[str, Any] = {}
        faults: list[Unreadable] = []
        with heard(faults):
            node.only(*(row.word for row in rows.values()), *beside)
        for name, row in rows.items():
            if node.has(row.word):
                with heard(faults):
                    found[name] = inherited(row.shape, node.at(row.word), base, name)
            elif row.needed and base is None and not node.there(row.word):
                faults.append(node.wrong(say("“{key}” is missing.", key=row.word)))
        if faults:
            raise Faulty(faults)
        value = replace(base, **found) if base is not None else self.cls(**found)  # type: ignore[type-var]
        check: Callable[[Node], Iterable[Unreadable]] = getattr(value, "check", lambda node: ())
        faults = list(check(node))
        if faults:
            raise Faulty(faults)
        return value

    def plain(self, value: P) -> dict[str, Any]:
        rows = keys_of(self.cls)
        held = {name: getattr(value, name) for name in rows}
        return {rows[name].word: rows[name].shape.plain(item) for name, item in held.items() if item is not None}

    def schema(self) -> dict[str, Any]:
        rows = keys_of(self.cls).values()
        described = {row.word: row.shape.schema() | {"title": row.label} for row in rows}
        needed = [row.word for row in rows if row.needed]
        whole = {"type": "object", "properties": described, "required": needed, "additionalProperties": False}
        return {"oneOf": [whole, keys_of(self.cls)[self.short].shape.schema()]} if self.short else whole

    def told(self, value: P) -> Told:
        held = [(row, getattr(value, name)) for name, row in keys_of(self.cls).items()]
        said = [(row, item) for row, item in held if item not in (None, (), frozenset())]
        return listing([say("{key}: {value}", key=say(row.label), value=row.shape.told(item)) for row, item in said])


@dataclass(frozen=True)
class Rows(Shape[tuple[P, ...]], Generic[P]):
    """A list of parts, each known by some of its fields: a place below writes the rows that it changes or adds."""

    cls: type[P]
    by: tuple[str, ...]
    most: int = 200

    def read(self, node: Node, base: tuple[P, ...] | None = None) -> tuple[P, ...]:
        """The rows; those of ``base`` follow where no row is like them: of rows that fit alike, the nearer place's comes
        first. Raises Faulty."""
        items = node.items()
        if len(items) > self.most:
            raise node.wrong(say("At most {n} stand here; these are {m}.", n=self.most, m=len(items)))
        found: dict[tuple[Any, ...], P] = {}
        faults: list[Unreadable] = []
        for item in items:
            with heard(faults):
                self._add(found, item)
        if faults:
            raise Faulty(faults)
        return (*found.values(), *(row for row in base or () if self.name(row) not in found))

    def _add(self, found: dict[tuple[Any, ...], P], item: Node) -> None:
        row = Part(self.cls).read(item)
        if self.name(row) in found:
            raise item.wrong(say("A row above speaks of the same. Take one out."))
        found[self.name(row)] = row

    def name(self, row: P) -> tuple[Any, ...]:
        """What a row is known by."""
        return tuple(getattr(row, field) for field in self.by)

    def plain(self, value: tuple[P, ...]) -> list[Any]:
        return [Part(self.cls).plain(row) for row in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": Part(self.cls).schema(), "maxItems": self.most}

    def told(self, value: tuple[P, ...]) -> Told:
        return listing([Part(self.cls).told(row) for row in value], apart=True)


def inherited(shape: Shape[Any], node: Node, base: object, name: str) -> Any:
    """The value of a key, with what a place above says of it where its shape can be said in part."""
    if isinstance(shape, (Part, Rows)):
        return shape.read(node, getattr(base, name, None))
    return shape.read(node)


@contextmanager
def heard(faults: list[Unreadable]) -> Iterator[None]:
    """Go on after what can't be read: it is added to ``faults``."""
    try:
        yield
    except Unreadable as fault:
        faults.append(fault)
