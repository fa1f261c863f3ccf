"""Types of registers. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.changes import Kind, Role
from zhuqi_client.shapes.register import EnterpriseRow, Unit


class Me(TypedDict):
    """Whoever holds the token."""

    account: int
    staff: int | None
    name: str
    scopes: list[TokenScope]
    seats: list[Seat]


TokenScope = Literal["read", "act", "administer", "hotline"]


class Seat(TypedDict):
    """One role at one unit; ``sight``: the unit from which downward it sees."""

    role: Role
    unit: Unit
    sight: Unit


class UnitRows(TypedDict):
    """A page of the organisations, each after the one it hangs under."""

    units: list[UnitRow]
    next: str | None


class UnitRow(TypedDict):
    """One organisation."""

    id: int
    code: str
    name: str
    kind: Kind
    area: int | None
    parent: int | None


class EnterpriseRows(TypedDict):
    """What fits, by name. ``more``: further ones fit too; write more of the name."""

    enterprises: list[EnterpriseRow]
    more: bool
