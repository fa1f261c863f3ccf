"""The part of a rulebook that the calendar reads: the place's zone and its office hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zhuqi.base.errors import Fault, Refused
from zhuqi.base.words import say
from zhuqi.base.worktime.calendar import SHANGHAI
from zhuqi.base.worktime.hours import STANDARD, OfficeHours, Session, parse
from zhuqi.core.rulebook.reading import Node


@dataclass(frozen=True)
class WorktimeRules:
    """Where and when the office works."""

    zone: ZoneInfo
    hours: OfficeHours

    @classmethod
    def standard(cls) -> Self:
        """What holds where a text says nothing of working time."""
        return cls(SHANGHAI, STANDARD)

    @classmethod
    def read(cls, node: Node) -> Self:
        """The section ``工作时间`` of a text: zone and sessions. Raises Unreadable."""
        node.only("时区", "时段")
        zone = _zone(node.at("时区")) if node.has("时区") else SHANGHAI
        sessions = tuple(session for item in node.at("时段").items() for session in _sessions(item))
        try:
            return cls(zone, OfficeHours(sessions))
        except Refused as fault:
            raise node.at("时段").wrong(fault.sentence) from fault


def _zone(node: Node) -> ZoneInfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise node.wrong(say("This zone isn't known. Write it as in Asia/Shanghai.")) from unknown


def _sessions(node: Node) -> tuple[Session, ...]:
    try:
        return parse(node.text()).sessions
    except Fault as fault:
        raise node.wrong(fault.sentence) from fault
