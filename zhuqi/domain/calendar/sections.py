"""The part of a rulebook that the calendar reads: the place's zone and its office hours."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.base.worktime.calendar import SHANGHAI
from zhuqi.base.worktime.hours import STANDARD, OfficeHours
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
        sessions = tuple(_session(item) for item in node.at("时段").items())
        try:
            return cls(zone, OfficeHours(sessions))
        except Refused as fault:
            raise node.at("时段").wrong(fault.sentence) from fault


def _zone(node: Node) -> ZoneInfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise node.wrong(say("This zone isn't known. Write it as in Asia/Shanghai.")) from unknown


def _session(node: Node) -> tuple[dt.time, dt.time]:
    found = re.fullmatch(r"(\d{1,2}:\d\d)\s*[-–~至]\s*(\d{1,2}:\d\d)", node.text())
    try:
        if found is None:
            raise ValueError
        return dt.time.fromisoformat(found[1].zfill(5)), dt.time.fromisoformat(found[2].zfill(5))
    except ValueError as wrong:
        raise node.wrong(say("Here a session like 08:30-12:00 is expected.")) from wrong
