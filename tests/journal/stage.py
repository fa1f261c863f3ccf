"""On what the story is played: the cast, its cases by name, and its moments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import START, ZONE, stage
from tests.files.making import pdf
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action as A

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


PAPER = pdf()


class Story:
    """The stage with what was played on it."""

    def __init__(self) -> None:
        self.city = stage()
        self.cases: dict[str, Case] = {}

    def at(self, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
        """A moment of the story: ``day`` days after its first Monday."""
        return dt.datetime.combine(START.date() + day * DAY, dt.time(hour, minute), ZONE)

    def do(self, name: str, part: str, action: A, now: dt.datetime, **typed: Any) -> None:
        self.cases[name] = self.city.do(part, action, self.cases[name], now, **typed)

    def found(self, name: str, now: dt.datetime, part: str = "official", **typed: Any) -> None:
        self.cases[name] = self.city.record(now, part, **typed)

    def dispatched(self, name: str, now: dt.datetime, lead: str, **others: list[str]) -> None:
        """Submitted, screened and assigned within the hour."""
        units = {f"{hand}_ids": [self.city.org(code) for code in codes] for hand, codes in others.items()}
        self.do(name, "official", A.SUBMIT, now, why="需要部门办理")
        self.do(name, "dispatcher", A.SCREEN, now + HOUR / 4, kind="utilities", grade="B")
        self.do(name, "dispatcher", A.ASSIGN, now + HOUR / 2, lead_id=self.city.org(lead), **units)
