"""Who puts a rulebook in force: one person hands a text in, another signs it. Pure."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.paths import within
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor, Role

DRAFTS, SIGNS = Role.SYSTEM_ADMIN, Role.LEADER
"""The roles that hand a text in, and that sign it: at its place or above."""
NOT_YOURS = say("A rulebook is handed in by the system administrator of that place, or of one above it.")
NOT_YOURS_TO_SIGN = say("A rulebook is signed by a leader of that place, or of one above it.")
TWO_PEOPLE = say("A rulebook is adopted by two people. Hand the text in; a leader of the place signs it.")
YOUR_OWN = say("Whoever handed a text in doesn't sign it. Ask another leader of the place.")
NOBODY = say("A rulebook is handed in and signed by people, each under their own account.")


def may_draft(actor: Actor, path: str) -> bool:
    """Whether the actor hands in texts for a place."""
    return any(seat.role is DRAFTS and within(path, seat.path) for seat in actor.seats)


def may_sign(actor: Actor, path: str) -> bool:
    """Whether the actor signs texts for a place."""
    return any(seat.role is SIGNS and within(path, seat.path) for seat in actor.seats)


def same_person(actor: Actor, account: int, staff: int | None) -> bool:
    """Whether the actor is who handed a text in, under whichever account."""
    return actor.account == account or (staff is not None and actor.staff == staff)


def too_early(effective_on: dt.date, today: dt.date) -> Sentence | None:
    """Why a text can't take effect on a day: rules don't reach back to what was already done under others."""
    if effective_on >= today:
        return None
    return say(
        "This would be in force from {day} on, and today is {today}. Rules don't reach back: write today or a later day.",
        day=effective_on,
        today=today,
    )
