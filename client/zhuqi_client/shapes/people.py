"""Types of people. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.registers import Role, Unit


class PersonRows(TypedDict):
    """A page of the people in one's reach, by staff code."""

    people: list[PersonRow]
    next: str | None


class PersonRow(TypedDict):
    """Somebody on the staff. ``left_on``: the first day without them."""

    id: int
    code: str
    name: str
    rank: Rank
    unit: Unit
    since: str
    left_on: str | None


Rank = Literal["district_leader", "division", "deputy_division", "section", "staff"]


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


class Held(TypedDict):
    """A role that somebody holds or held. ``until``: the first day without it."""

    role: Role
    unit: Unit
    since: str
    until: str | None


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
