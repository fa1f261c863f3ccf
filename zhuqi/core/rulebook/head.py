"""The head of a rulebook's text: whose it is, from when it holds, above whom it stands, and what it carries along. No Django."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import Named, say, term
from zhuqi.core.rulebook.keys import Order, Part, key
from zhuqi.core.rulebook.primitives import LAST_PRIMITIVE, OWN
from zhuqi.core.rulebook.reading import UNSEEN, UNSEEN_KINDS, Node, Unreadable
from zhuqi.core.rulebook.shapes import Day, Number, Several, Shape, Text, Told, Word


class Laxer(Named):
    """What a place says about laxer values below it."""

    REFUSED = "refused", term("refused")
    FLAGGED = "flagged", term("flagged")


LAXER = {"拒绝": Laxer.REFUSED, "标明": Laxer.FLAGGED}


@dataclass(frozen=True)
class Prose(Shape[str]):
    """Words of several lines, which nothing is done with."""

    longest: int = 5000

    def read(self, node: Node) -> str:
        if not isinstance(node.value, str) or not node.value.strip():
            raise node.wrong(say("Here a text is expected."))
        if any(unicodedata.category(sign) in UNSEEN_KINDS for sign in node.value if sign not in "\n\t"):
            raise node.wrong(UNSEEN)
        if len(node.value) > self.longest:
            raise node.wrong(say("At most {n} characters fit here; these are {m}.", n=self.longest, m=len(node.value)))
        return str(node.value).strip()

    def plain(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True)
class Clause(Shape[str]):
    """The number of a statement in the published text: ``8``, ``三（二）``."""

    longest: int = 20

    def read(self, node: Node) -> str:
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return str(node.value)
        return node.text(self.longest)

    def plain(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [{"type": "string", "minLength": 1, "maxLength": self.longest}, {"type": "integer"}]}


@dataclass(frozen=True)
class KeyPath(Shape[tuple[str, ...]]):
    """Where a key stands: ``办理/延期/至多``."""

    def read(self, node: Node) -> tuple[str, ...]:
        path = tuple(word.strip() for word in node.text(100).split("/"))
        if not all(path):
            raise node.wrong(say("Here the keys that lead to it are expected, as in 办理/延期."))
        return path

    def plain(self, value: tuple[str, ...]) -> str:
        return "/".join(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["办理/延期"], "maxLength": 100}


@dataclass(frozen=True)
class Raw(Shape[Node]):
    """Whatever stands there, left as it is for whoever reads it."""

    def read(self, node: Node) -> Node:
        return node

    def plain(self, value: Node) -> Any:
        return value.value

    def schema(self) -> dict[str, Any]:
        return {"type": "array"}

    def told(self, value: Node) -> Told:
        return ""


class Fit(Named):
    """How much of a statement of the published text is written as rules."""

    WHOLE = "whole", term("expressed")
    PART = "part", term("expressed in part")
    WAITING = "waiting", term("waiting for a primitive")
    NEITHER = "neither", term("needs no key")


@dataclass(frozen=True)
class Statement:
    """One statement of the published text, and what became of it here: the keys that express it, what they leave out, the
    primitive it waits for, or a remark why neither."""

    clause: str = key("条", Clause(), term("clause"), Order.NONE, primitive=OWN, default="")
    words: str = key("原文", Prose(1000), term("as published"), Order.NONE, primitive=OWN, default="")
    keys: tuple[tuple[str, ...], ...] = key(
        "键", Several(KeyPath(), 20), term("expressed by"), Order.NONE, primitive=OWN, default=()
    )
    lacks: str = key("缺", Text(200), term("what isn't expressed"), Order.NONE, primitive=OWN, default="")
    waits: tuple[int, ...] = key(
        "待", Several(Number(1, LAST_PRIMITIVE), 5), term("waits for primitive"), Order.NONE, primitive=OWN, default=()
    )
    remarks: str = key("说明", Prose(1000), term("remarks"), Order.NONE, primitive=OWN, default="")

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A statement says what it is, and what became of it."""
        if not (self.clause or self.words):
            yield node.wrong(say("Write the number of the clause, or its words."))
        if not (self.keys or self.waits or self.remarks):
            yield node.wrong(
                say("Say what became of this statement: 键 with the key that expresses it, 待 with a number, or 说明.")
            )
        if self.lacks and not self.keys:
            yield node.at("缺").wrong(
                say("缺 says what a key leaves out, beside 键. Where nothing is expressed write 待 or 说明.")
            )

    @property
    def fit(self) -> Fit:
        """What counts it: whole only where its keys leave nothing out."""
        if self.keys:
            return Fit.PART if self.lacks or self.waits else Fit.WHOLE
        return Fit.WAITING if self.waits else Fit.NEITHER


@dataclass(frozen=True)
class Head:
    """What every rulebook says before its sections."""

    name: str = key("规则", Text(120), term("what it is called"), Order.NONE, primitive=OWN)
    area: str = key("地区", Text(60), term("area"), Order.NONE, primitive=OWN)
    number: str = key("文号", Text(60), term("document number"), Order.NONE, primitive=OWN)
    effective_on: dt.date = key("施行", Day(), term("in force from"), Order.NONE, primitive=OWN)
    remarks: str = key("说明", Prose(), term("remarks"), Order.NONE, primitive=OWN, default="")
    above: str = key("上级", Text(60), term("place above"), Order.NONE, primitive=24, default="")
    laxer: Laxer = key(
        "下级从宽", Word(LAXER), term("laxer values below"), Order.NONE, primitive=24, default=Laxer.REFUSED
    )
    statements: tuple[Statement, ...] = key(
        "条文", Several(Part(Statement), 300), term("statements"), Order.NONE, primitive=OWN, default=()
    )
    examples: Node | None = key("示例", Raw(), term("examples"), Order.NONE, primitive=OWN, default=None)


HEAD = Part(Head)


def read_head(root: Node, sections: Collection[str]) -> Head:
    """The head of a text, beside which ``sections`` stand. Raises Faulty: also a key that is neither."""
    return HEAD.read(root, beside=sections)
