"""The part of a rulebook that the calendar reads: the place's zone and its office hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zhuqi.base.errors import Fault, Refused
from zhuqi.base.words import say, term
from zhuqi.base.worktime.calendar import SHANGHAI
from zhuqi.base.worktime.hours import STANDARD, OfficeHours, Session, parse
from zhuqi.core.rulebook.keys import Order, Part, key
from zhuqi.core.rulebook.reading import Node
from zhuqi.core.rulebook.shapes import Shape


@dataclass(frozen=True)
class Zone(Shape[ZoneInfo]):
    """A zone of the world, as in Asia/Shanghai."""

    def read(self, node: Node) -> ZoneInfo:
        try:
            return ZoneInfo(node.text(60))
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise node.wrong(say("This zone isn't known. Write it as in Asia/Shanghai.")) from unknown

    def plain(self, value: ZoneInfo) -> str:
        return value.key

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["Asia/Shanghai"]}


@dataclass(frozen=True)
class Hours(Shape[OfficeHours]):
    """The sessions of a working day, in order: ``[08:30-12:00, 13:00-17:00]``."""

    def read(self, node: Node) -> OfficeHours:
        sessions = tuple(session for item in node.items() for session in self._sessions(item))
        try:
            return OfficeHours(sessions)
        except Refused as fault:
            raise node.wrong(fault.sentence) from fault

    def _sessions(self, node: Node) -> tuple[Session, ...]:
        try:
            return parse(node.text()).sessions
        except Fault as fault:
            raise node.wrong(fault.sentence) from fault

    def plain(self, value: OfficeHours) -> list[str]:
        return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in value.sessions]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "examples": ["08:30-12:00"]}, "minItems": 1}

    def told(self, value: OfficeHours) -> str:
        return "、".join(self.plain(value))


@dataclass(frozen=True)
class WorktimeRules:
    """Where and when the office works."""

    hours: OfficeHours = key("时段", Hours(), term("office hours"), Order.NONE, primitive=1)
    zone: ZoneInfo = key("时区", Zone(), term("zone"), Order.NONE, primitive=1, default=SHANGHAI)

    @classmethod
    def standard(cls) -> Self:
        """What holds where a text says nothing of working time."""
        return cls(STANDARD)

    @classmethod
    def read(cls, node: Node, base: Self | None = None) -> Self:
        """The section ``工作时间`` of a text, over what a place above says. Raises Unreadable."""
        return Part(cls).read(node, base)
