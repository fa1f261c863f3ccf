"""The places of the site, as the navigation shows them. On a phone the first few lie at the thumb, the rest behind “More”."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from zhuqi.base.words import term
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.domain.cases.queries.heard import OF_RATINGS
from zhuqi.domain.cases.queries.sight import WORKING
from zhuqi.domain.cases.queries.subscriptions import keeps
from zhuqi.domain.voice.rules import READING
from zhuqi.interfaces.web.keeping.frame import OPENED
from zhuqi.interfaces.web.keeping.who import entrance


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

RECORDING = (*WORKING, Role.DISPATCHER)
"""Who can write a need down."""
PLACES = (
    ("my_day", term("My day")),
    ("cases", term("Cases")),
    ("record", term("Record")),
    ("statement", term("Statement")),
    ("messages", term("Messages")),
)
JOURNAL = ("journal", term("Journal"))
"""Where an audit administrator goes."""
ERRANDS = ("errands", term("Errands"))
"""Where those who serve enterprises act for them."""
SERVING = (Role.OFFICIAL, Role.TEAM_LEAD, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
PROGRAMS = ("subscriptions", term("Programs told"))
"""Where a system administrator keeps the subscriptions of programs."""
LIAISON = ("liaison", term("Who answers for whom"))
"""Where those who serve enterprises see whom they hold, and those who oversee them what is lacking."""
HEARD = ("heard", term("What enterprises say"))
"""Where those who oversee an area read what enterprises say."""
VOICES = ("voices", term("Told to us"))
"""Where those who look after what enterprises say without an account read it."""
RULES = ("rulebooks", term("Rules"))
"""Where everybody reads which rules hold."""
REGISTERS = term("Registers")
"""Organisations, people, enterprises, working days: several addresses behind one entry."""


def places(actor: Actor, path: str) -> tuple[Place, ...]:
    """What this actor can open. Administrators see no business rows, so they are shown no doors to them."""
    shown = () if all(seat.role in ADMINISTRATORS for seat in actor.seats) else PLACES
    if actor.has(Role.AUDIT_ADMIN):
        shown = (*(shown or PLACES[:1]), JOURNAL)
    if keeps(actor):
        shown = (*(shown or PLACES[:1]), PROGRAMS)
    if actor.has(*OF_RATINGS):
        shown = (*shown, HEARD)
    if actor.has(*SERVING):
        shown = (*shown, LIAISON, ERRANDS)
    if actor.has(*READING):
        shown = (*shown, VOICES)
    if entrance(actor):
        shown = (*(shown or PLACES[:1]), (entrance(actor), REGISTERS))
    shown = (*(shown or PLACES[:1]), RULES)
    addresses = [(reverse(name), word) for name, word in shown]
    here = max((at for at, _ in addresses if path == at or (at != "/" and path.startswith(at))), key=len, default="")
    if entrance(actor) and path.startswith(tuple(reverse(name) for name in OPENED)):
        here = reverse(entrance(actor))
    shut = () if actor.has(*RECORDING) else (reverse("record"),)
    standing = [(at, word) for at, word in addresses if at not in shut]
    fits, counted = len(standing) <= THUMB + 1, reverse("messages")
    return tuple(
        Place(word, at, at == here, not fits and n >= THUMB, at == counted) for n, (at, word) in enumerate(standing)
    )
