"""Types of registers. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict


class Me(TypedDict):
    """Whoever holds the token."""

    account: int
    staff: int | None
    name: str
    scopes: list[TokenScope]
    seats: list[Seat]


TokenScope = Literal["read", "act", "administer"]


class Seat(TypedDict):
    """One role at one unit; ``sight``: the unit from which downward it sees."""

    role: Role
    unit: Unit
    sight: Unit


Role = Literal[
    "official",
    "team_lead",
    "dispatcher",
    "handler",
    "task_force",
    "monitor",
    "supervisor",
    "leader",
    "system_admin",
    "security_admin",
    "audit_admin",
]


class Unit(TypedDict):
    """An organisation by its id."""

    id: int
    name: str


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


Kind = Literal[
    "city",
    "district",
    "town",
    "village",
    "leading_group",
    "office",
    "desk",
    "functional_group",
    "department",
    "team",
    "group",
    "task_force",
    "supervision",
    "park",
    "window",
]


class UnitOut(TypedDict):
    """One organisation. ``desk``: the dispatch room that serves it; ``retired_on``: the first day without it."""

    id: int
    code: str
    name: str
    kind: Kind
    area: Unit | None
    parent: Unit | None
    desk: Unit | None
    region_code: str
    since: str
    retired_on: str | None


class EnterpriseRows(TypedDict):
    """What fits, by name. ``more``: further ones fit too; write more of the name."""

    enterprises: list[EnterpriseRow]
    more: bool


class EnterpriseRow(TypedDict):
    """One enterprise."""

    id: int
    uscc: str
    name: str
    region: Unit


class EnterpriseOut(TypedDict):
    """One enterprise of the register. ``why``: from what its scale was computed. Money in 10,000 yuan."""

    id: int
    uscc: str
    name: str
    region: Unit
    address: str
    industry: str
    staff_count: int | None
    revenue_wan: str | None
    assets_wan: str | None
    scale: Scale
    why: str


Scale = Literal["large", "medium", "small", "micro", "not_applicable", "unknown"]
