"""The lists of liaison side by side, and who reads which."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.domain.liaison.queries.gaps import WATCHERS
from zhuqi.domain.liaison.queries.knowing import READERS
from zhuqi.interfaces.web.shown import Tab

SERVING = (Role.OFFICIAL, Role.TEAM_LEAD, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
OVERSEEING = (Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
TABS: Sequence[tuple[str, str, tuple[Role, ...]]] = (
    ("liaison", term("My enterprises"), SERVING),
    ("liaison_unbound", term("Without an official"), WATCHERS),
    ("liaison_vacancies", term("Vacancies"), WATCHERS),
    ("liaison_proposals", term("Proposals"), (Role.DISPATCHER,)),
    ("liaison_chain", term("Responsibility chain"), SERVING),
    ("liaison_tiles", term("Tile map"), OVERSEEING),
    ("liaison_known", term("Do they know us"), READERS),
)
"""(name of the address, its word, whom it is open to)."""
OWN = "?which=own"
"""What asks for one's own enterprises, also where one holds none: whoever only oversees begins with what is lacking."""


def tabs(actor: Actor, here: str) -> tuple[Tab, ...]:
    """The lists that somebody reads."""
    return tuple(
        Tab(gettext(word), reverse(name) + (OWN if name == "liaison" else ""), name == here)
        for name, word, roles in TABS
        if actor.has(*roles)
    )


def must_read(actor: Actor, here: str) -> None:
    """Raises Missing for whoever doesn't read a list: to them there is no such page."""
    if not actor.has(*next(roles for name, _, roles in TABS if name == here)):
        raise Missing
