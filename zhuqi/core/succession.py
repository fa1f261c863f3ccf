"""What lies with a unit, kind by kind, and how it goes to another one when the unit ends: one row a room, named by the wiring.
Here are the values of that table; the rooms that hold something bring the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Lying:
    """How much of one kind lies somewhere. ``code``: the kind, for programs; ``what``: the word that people read."""

    code: str
    what: str
    n: int


@dataclass(frozen=True)
class Passing:
    """What lies with one unit goes to another: ``day`` is the first day without the old one."""

    old: int
    new: int
    day: dt.date
    now: dt.datetime


@dataclass(frozen=True)
class Room:
    """A room that holds something of units. ``lies``: what lies with a unit itself, not below it, a figure a kind; the reading
    takes a few queries, however much it is. ``passes``: lets it go over, inside the caller's transaction."""

    name: str
    lies: Callable[[int], Iterable[Lying]]
    passes: Callable[[Passing], None]


@lru_cache(maxsize=1)
def rooms() -> tuple[Room, ...]:
    """The wiring's table, in the order in which the rooms pass on. Loaded on first use."""
    return tuple(import_string(settings.SUCCESSION))


def lying(org: int) -> tuple[Lying, ...]:
    """What lies with a unit, kind by kind; kinds without anything aren't there."""
    return tuple(one for room in rooms() for one in room.lies(org) if one.n)


def pass_on(passing: Passing) -> None:
    """Let all that lies with a unit go to another, room by room."""
    for room in rooms():
        room.passes(passing)
