"""What counts as asked for by the enterprise itself, what a visit can't be replaced by, and who decides beside those who go."""

from __future__ import annotations

from zhuqi.base.paths import within
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor, Role
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.contacts.rules.words import ContactHow

ASKING = frozenset({
    Channel.PORTAL, Channel.LINK, Channel.HOTLINE, Channel.PHONE, Channel.WINDOW, Channel.APP, Channel.LETTER,
})  # fmt: skip
"""By which ways an enterprise tells a need itself."""


def leads(actor: Actor, unit_path: str) -> bool:
    """Whether the actor leads a unit, or dispatches there: what its officials planned and promised is theirs to decide too."""
    return any(
        seat.role in (Role.TEAM_LEAD, Role.DISPATCHER) and within(unit_path, seat.sight_path) for seat in actor.seats
    )


def substituted(planned: ContactHow, made: ContactHow, *, no_phone: bool) -> Sentence | None:
    """Why a planned visit wasn't held by this, if the edition says so (不得以电话代替)."""
    if no_phone and planned is ContactHow.ON_SITE and made is not ContactHow.ON_SITE:
        return say(
            "Nothing stands for a visit on site here: cancel or move the plan, and write the call down for itself."
        )
    return None
