"""Shapes of values that only visits have: periods, quiet days, kinds, roles, the head of an enterprise, what always holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from zhuqi.base.errors import Fault
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import Begins, DayEnd, OffDay, Span, Unit
from zhuqi.base.worktime.spans import parse as parse_span
from zhuqi.core.rulebook.keys import Part, Rows, keys_of
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Length, Shape, Told, Word, alone_or_listed, listing
from zhuqi.domain.contacts.rules import quiet
from zhuqi.domain.contacts.rules.periods import GRAINS, Every
from zhuqi.domain.contacts.rules.quiet import DaySet
from zhuqi.domain.contacts.rules.words import Head, Purpose
from zhuqi.domain.contacts.sections.words import HEADS, INSPECTION, PRESENCE, PURPOSES, ROLES
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.duties import Duty

P = TypeVar("P")
Role = Duty | Rank | str
"""Whose visits: who holds a duty of the chain, who has a rank, or a role that the place names."""


def forbidden(node: Node, law: str, sentence: Sentence) -> Unreadable:
    """The error for a value that a law forbids."""
    return Unreadable(node.line, node.key, sentence, law=law)


@dataclass(frozen=True)
class Period(Shape[Every]):
    """A period: 周, 旬, 半月, 月, 双月, 季度, 半年, 年; or any so many days or months in a row: ``30 天``."""

    def read(self, node: Node) -> Every:
        written = node.text(20).strip().removeprefix("每").removeprefix("个")
        if written in GRAINS:
            return Every(GRAINS[written])
        try:
            span = parse_span(written.removeprefix("连续").removeprefix("任意").strip())
        except Fault as fault:
            raise node.wrong(
                say("Here a period is expected: {known}, or so many days in a row as in 30 天.", known=" ".join(GRAINS))
            ) from fault
        if span.unit not in (Unit.NATURAL_DAY, Unit.MONTH) or not 1 <= span.amount <= 1100 or not _bare(span):
            raise node.wrong(say("A period in a row is of natural days or months, at most 1100, without more words."))
        return Every(span=span)

    def plain(self, value: Every) -> str:
        return value.written()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": [*GRAINS, "30 天", "3 个月"]}

    def told(self, value: Every) -> Told:
        return value.words()


def _bare(span: Span) -> bool:
    """Whether a span has no word on its beginning, its end or days off."""
    return (span.begins, span.ends, span.off) == (Begins.MOMENT, DayEnd.CLOSING, OffDay.STAYS)


@dataclass(frozen=True)
class Apart(Length):
    """How far apart two contacts are: natural days, working days or months. Days are told by the calendar, not by the hour."""

    def read(self, node: Node) -> Span:
        span = Length(0).read(node)
        if span.is_length and span.amount < self.least:
            why = say("Visits on site need some time between them over all units, such as 7 天.")
            raise forbidden(node, "M1", why)
        if span.unit not in (Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH) or not _bare(span):
            raise node.wrong(say("Write so many 天, 工作日 or 个月 here, and no more."))
        if span.amount > 1100:
            raise node.wrong(say("At most {n} fit here.", n=1100))
        return span


@dataclass(frozen=True)
class Quietly(Shape[DaySet]):
    """Days as offices write them: ``每月 20 日前``, ``每周五``, ``2020-06-01 至 2020-06-07``, ``节假日``."""

    def read(self, node: Node) -> DaySet:
        found = quiet.parse(node.text(60))
        if found is None:
            raise node.wrong(
                say(
                    "These days can't be read. Write 每月 20 日前, 每月 1–19 日, 每月最后 3 天, 每周五, 每年 6 月 7–9 日, "
                    "2020-06-01 至 2020-06-07 or 节假日; 以外 after it turns it round; 上午, 下午 or 09:00–11:30 at the end is a "
                    "part of these days. What differs goes into a row of its own."
                )
            )
        return found

    def plain(self, value: DaySet) -> str:
        return value.written

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "examples": [
                "每月 20 日前",
                "每周五",
                "每周一上午",
                "每年 6 月 7–9 日",
                "节假日",
                "每季最后 5 天",
                "每天 12:00–14:00",
            ],
        }


@dataclass(frozen=True)
class Kinds(Shape[Mapping[str, Purpose]]):
    """The kinds of visit that a place has: some of the four, or names of its own, each for one of the four."""

    def read(self, node: Node) -> Mapping[str, Purpose]:
        if node.keyed:
            found = {
                name: self._purpose(base) for name, base in ((self._named(base), base) for _, base in node.pairs())
            }
        else:
            named = [(item, self._purpose(item)) for item in alone_or_listed(node)]
            found = {item.value.strip(): purpose for item, purpose in named}
            if len(found) < len(named):
                raise node.wrong(say("Something is here twice."))
        if not found:
            raise node.wrong(say("Name at least one kind of visit: {known}", known=" ".join(PURPOSES)))
        return found

    def _named(self, node: Node) -> str:
        if INSPECTION.search(node.key):
            raise forbidden(node, "N7", NO_INSPECTION)
        if len(node.key) > 20:
            raise node.wrong(say("A code has at most {n} characters.", n=20))
        return node.key

    def _purpose(self, node: Node) -> Purpose:
        if INSPECTION.search(node.text(20)):
            raise forbidden(node, "N7", NO_INSPECTION)
        return Word(PURPOSES).read(node)

    def plain(self, value: Mapping[str, Purpose]) -> Any:
        words = {name: Word(PURPOSES).plain(purpose) for name, purpose in value.items()}
        return list(words) if all(name == word for name, word in words.items()) else words

    def schema(self) -> dict[str, Any]:
        word = {"enum": list(PURPOSES)}
        listed = {"type": "array", "items": word, "uniqueItems": True, "minItems": 1}
        return {"oneOf": [word, listed, {"type": "object", "additionalProperties": word, "minProperties": 1}]}

    def told(self, value: Mapping[str, Purpose]) -> Told:
        return listing(list(value))


NO_INSPECTION = say(
    "A visit is a service visit: {known}. A body that coordinates doesn't inspect.", known=" ".join(PURPOSES)
)


@dataclass(frozen=True)
class Whose(Shape["Duty | Rank | str"]):
    """A role: of the chain, a rank, or one that the section names under ``自设角色``."""

    def read(self, node: Node) -> Role:
        written = node.text(20).strip()
        return ROLES.get(written, written)

    def plain(self, value: Role) -> str:
        return next((word for word, role in ROLES.items() if role is value), str(value))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": list(ROLES), "maxLength": 20}

    def told(self, value: Role) -> Told:
        return say(value.label) if isinstance(value, (Duty, Rank)) else value

    def offers(self, section: Any) -> Mapping[str, Told]:
        known = [*dict.fromkeys(ROLES.values()), *sorted(getattr(section, "roles", ()))]
        return {self.plain(role): self.told(role) for role in known}


@dataclass(frozen=True)
class HeadAsked(Word[Head]):
    """Whether the head may be asked to be there. That they must can't be said."""

    def read(self, node: Node) -> Head:
        if node.text(20) not in HEADS and PRESENCE.search(node.text(20)):
            raise forbidden(
                node,
                "N9",
                say("Nobody of an enterprise can be made to be there. Write one of: {known}", known=" ".join(HEADS)),
            )
        return super().read(node)


@dataclass(frozen=True)
class Always(Shape[bool]):
    """Something that a law lets no edition switch off: it may be written down, as 是."""

    law: str

    def read(self, node: Node) -> bool:
        if not node.yes():
            raise forbidden(node, self.law, say("No edition can switch this off. Write 是, or leave the key out."))
        return True

    def plain(self, value: bool) -> str:
        return "是"

    def schema(self) -> dict[str, Any]:
        return {"enum": ["是", True]}


@dataclass(frozen=True)
class Brief(Rows[P], Generic[P]):
    """Rows of which one may stand alone, and may be no more than the value of its field ``short``."""

    short: str = ""

    def read(self, node: Node, base: tuple[P, ...] | None = None) -> tuple[P, ...]:
        if node.listed:
            return super().read(node, base)
        row = Part(self.cls, self.short).read(node)
        return (row, *(held for held in base or () if self.name(held) != self.name(row)))

    def _add(self, found: dict[tuple[Any, ...], P], item: Node) -> None:
        row = Part(self.cls, self.short).read(item)
        if self.name(row) in found:
            raise item.wrong(say("A row above speaks of the same. Take one out."))
        found[self.name(row)] = row

    def schema(self) -> dict[str, Any]:
        whole = Part(self.cls).schema()
        each = {"oneOf": [whole, keys_of(self.cls)[self.short].shape.schema()]} if self.short else whole
        return {"oneOf": [each, {"type": "array", "items": each, "maxItems": self.most}]}
