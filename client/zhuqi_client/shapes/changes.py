"""Types of changes. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.register import Unit


class UnitOut(TypedDict):
    """One organisation. ``desk``: the dispatch room that serves it; ``retired_on``: the first day without it;
    ``successor``: who stands in its place since.
    """

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
    successor: Unit | None


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


class LyingRows(TypedDict):
    """What lies with an organisation."""

    lying: list[LyingRow]


class LyingRow(TypedDict):
    """How much of one kind lies with an organisation."""

    kind: str
    count: int


class PersonOut(TypedDict):
    """Somebody on the staff, with what those who look after accounts know."""

    id: int
    code: str
    name: str
    rank: Rank
    unit: Unit
    since: str
    left_on: str | None
    enterprises: int
    roles: list[Held] | None
    account: AccountOut | None


Rank = Literal["district_leader", "division", "deputy_division", "section", "staff"]


class Held(TypedDict):
    """A role that somebody holds or held. ``until``: the first day without it."""

    role: Role
    unit: Unit
    since: str
    until: str | None


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


class AccountOut(TypedDict):
    """How somebody's door stands. ``failures``: wrong passwords that still count; ``shut``: for one address at
    least; ``tokens``: those that open something.
    """

    open: bool
    password: bool
    renew: bool
    factor: bool
    failures: int
    shut: bool
    shut_to_all: bool
    tokens: int
