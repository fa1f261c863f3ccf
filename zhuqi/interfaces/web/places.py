"""The places of the site, as the navigation shows them. On a phone the first few lie at the thumb, the rest behind “More”."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from zhuqi.base.words import term
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.domain.cases.queries.desk import dispatches
from zhuqi.domain.cases.queries.heard import OF_RATINGS
from zhuqi.domain.cases.queries.subscriptions import keeps
from zhuqi.domain.voice.rules import READING
from zhuqi.interfaces.web.keeping.frame import OPENED
from zhuqi.interfaces.web.keeping.who import RECORDING, entrance


@dataclass(frozen=True)
class Place:
    """One entry of the navigation. ``here``: the page shown lies in it; ``spare``: behind “More” on a phone."""

    word: str
    address: str
    here: bool
    spare: bool = False
    counted: bool = False
    """Whether what waits there unread stands beside it."""


THUMB = 4
"""How many entries lie at the thumb where not all of them fit there."""

SERVING = (Role.OFFICIAL, Role.TEAM_LEAD, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
"""Who serves enterprises, or oversees those who do."""
DISPATCHING = (Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR, Role.HANDLER)
"""Who dispatches, leads and handles."""
ON_THE_WALL = (Role.DISPATCHER, Role.LEADER)
"""Who has a wall: whoever dispatches or leads."""
REGISTERS = term("Registers")
"""Organisations, people, enterprises, working days: several addresses behind one entry."""


@dataclass(frozen=True)
class Door:
    """A place by the name of its address, its word, and whom it is shown to."""

    name: str
    word: str
    opens: Callable[[Actor], bool]


def everybody(actor: Actor) -> bool:
    """Whoever has come in."""
    return True


def works(actor: Actor) -> bool:
    """Who has to do with cases: administrators see no business rows, so they are shown no doors to them."""
    return any(seat.role not in ADMINISTRATORS for seat in actor.seats)


def holds(*roles: Role) -> Callable[[Actor], bool]:
    """Who holds one of some roles anywhere."""
    return lambda actor: actor.has(*roles)


DOORS = (
    Door("my_day", term("My day"), everybody),
    Door("desk", term("Dispatch"), dispatches),
    Door("cases", term("Cases"), works),
    Door("record", term("Record"), lambda actor: works(actor) and actor.has(*RECORDING)),
    Door("visits", term("Visits"), holds(*SERVING)),
    Door("messages", term("Messages"), works),
    Door("voices", term("Told to us"), holds(*READING)),
    Door("liaison", term("Who answers for whom"), holds(*SERVING)),
    Door("errands", term("Errands"), holds(*SERVING)),
    Door("statement", term("Statement"), works),
    Door("wall", term("Wall"), holds(*ON_THE_WALL)),
    Door("common", term("Common issues"), holds(*DISPATCHING)),
    Door("heard", term("What enterprises say"), holds(*OF_RATINGS)),
    Door("administration", term("Upkeep"), holds(*ADMINISTRATORS)),
    Door("journal", term("Journal"), holds(Role.AUDIT_ADMIN)),
    Door("subscriptions", term("Programs told"), keeps),
    Door("rulebooks", term("Rules"), everybody),
)
"""Every place but the registers, in the order in which they are shown; the registers stand before the last."""


def places(actor: Actor, path: str) -> tuple[Place, ...]:
    """What this actor can open."""
    shown = [(door.name, door.word) for door in DOORS if door.opens(actor)]
    registers = entrance(actor)
    if registers:
        shown.insert(len(shown) - 1, (registers, REGISTERS))
    addresses = [(reverse(name), word) for name, word in shown]
    here = max((at for at, _ in addresses if path == at or (at != "/" and path.startswith(at))), key=len, default="")
    if registers and path.startswith(tuple(reverse(name) for name in OPENED)):
        here = reverse(registers)
    fits, counted = len(addresses) <= THUMB + 1, reverse("messages")
    return tuple(
        Place(word, at, at == here, not fits and n >= THUMB, at == counted) for n, (at, word) in enumerate(addresses)
    )
