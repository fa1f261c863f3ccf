"""Types of visits. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.cases import Firm
from zhuqi_client.shapes.outside import Somebody
from zhuqi_client.shapes.registers import Unit


class RoundRows(TypedDict):
    """A page of rounds, the one announced last first."""

    rounds: list[RoundOut]
    next: str | None


class RoundOut(TypedDict):
    """A round of contact in an area. ``until``: the first day after it."""

    id: int
    name: str
    area: Unit
    since: str
    until: str | None


class VisitRows(TypedDict):
    """A page of visits, the latest day first."""

    visits: list[VisitOut]
    next: str | None


class VisitOut(TypedDict):
    """An official served an enterprise on a day. ``region``: where it lay then."""

    id: int
    enterprise: Firm
    person: Somebody
    unit: Unit
    region: Unit
    day: str
    mode: Mode
    kind: Purpose
    round: int | None
    recorded_at: str


Mode = Literal["agent", "escort"]


Purpose = Literal["service", "problem", "policy", "joint"]
