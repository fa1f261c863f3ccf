"""Types of calendar. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict


class YearRows(TypedDict):
    """A page of the published years, the latest first."""

    years: list[YearRow]
    next: str | None


class YearRow(TypedDict):
    """A published year. ``days``: how many its notice sets apart."""

    year: int
    source: str
    days: int


class YearOut(TypedDict):
    """A published year: what its notice says, by date."""

    year: int
    source: str
    days: list[SpecialDayOut]


class SpecialDayOut(TypedDict):
    """A day that a notice sets apart: worked (调休), or else off."""

    day: str
    working: bool
    name: str


class SpecialDayBody(TypedDict):
    """A day that a notice sets apart."""

    day: str
    working: bool
    name: str
