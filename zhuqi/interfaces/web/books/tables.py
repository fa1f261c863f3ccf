"""A bank's page as values: the equation, the daily account, shares, the trial balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhuqi.interfaces.web.shown import Figure


@dataclass(frozen=True)
class Term:
    """One term of the equation: opening + received − passed on − closed = closing."""

    sign: str
    name: str
    figure: Figure


@dataclass(frozen=True)
class Column:
    """A column of figures. ``mark``: grp begins a group, bal is the balance."""

    name: str
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """A figure in its column."""

    column: Column
    figure: Figure


@dataclass(frozen=True)
class AccountLine:
    """One line of an account: a day or a unit, and its figures."""

    name: str
    cells: tuple[Cell, ...]
    address: str = ""


@dataclass(frozen=True)
class AccountTable:
    """An account: heads, lines, and what they add up to."""

    name: str
    first: str
    columns: tuple[Column, ...]
    lines: tuple[AccountLine, ...]
    total: AccountLine


@dataclass(frozen=True)
class Share:
    """One part of a whole, with a bar; ``parts`` where it sums several up. Two lists on one page have one scale."""

    name: str
    width: str
    figure: Figure
    unit_address: str = ""
    parts: tuple[Share, ...] = ()


def line(name: str, columns: Sequence[Column], figures: Iterable[Figure], address: str = "") -> AccountLine:
    """A line whose figures stand in the order of the columns."""
    return AccountLine(name, tuple(Cell(c, f) for c, f in zip(columns, figures, strict=True)), address)


def width(n: int, most: int) -> str:
    """The width of a bar for ``n`` where ``most`` fills the row."""
    return f"{round(100 * n / most, 1) if most else 0}%"
