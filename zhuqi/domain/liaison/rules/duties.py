"""The duties of the responsibility chain: at which organisations they are held, which ranks usually hold them, which
role comes with them."""

from __future__ import annotations

from zhuqi.base.paths import within
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.domain.directory.rules import Kind, Rank, dispatches


class Duty(Named):
    """Duties of the responsibility chain (一带三包), top down."""

    LEADS_TEAM = "leads_team", term("leads the team")
    HOLDS_TEAM = "holds_team", term("holds the team")
    HOLDS_GROUP = "holds_group", term("holds the group")
    HOLDS_ENTERPRISES = "holds_enterprises", term("holds enterprises")


CHAIN = tuple(Duty)
"""The duties in the order in which they answer, top down."""

HELD_AT: dict[Duty, frozenset[Kind]] = {
    Duty.LEADS_TEAM: frozenset({Kind.TEAM, Kind.TASK_FORCE}),
    Duty.HOLDS_TEAM: frozenset({Kind.TEAM, Kind.TASK_FORCE}),
    Duty.HOLDS_GROUP: frozenset({Kind.GROUP}),
    Duty.HOLDS_ENTERPRISES: frozenset(Kind),
}
"""At which kinds of organisation a duty is held. Enterprises are held from a group or, one to one, from
any unit."""

USUAL: dict[Duty, frozenset[Rank]] = {
    Duty.LEADS_TEAM: frozenset({Rank.DISTRICT_LEADER}),
    Duty.HOLDS_TEAM: frozenset({Rank.DIVISION}),
    Duty.HOLDS_GROUP: frozenset({Rank.DIVISION, Rank.DEPUTY_DIVISION}),
    Duty.HOLDS_ENTERPRISES: frozenset(Rank),
}
"""Which ranks usually hold a duty. Another rank is a warning, never a refusal: places differ."""

ROLES: dict[Duty, Role] = {
    Duty.LEADS_TEAM: Role.TEAM_LEAD,
    Duty.HOLDS_TEAM: Role.TEAM_LEAD,
    Duty.HOLDS_GROUP: Role.TEAM_LEAD,
    Duty.HOLDS_ENTERPRISES: Role.OFFICIAL,
}
"""The role that comes with a duty, at the organisation where it is held."""

UNUSUAL = {
    Duty.LEADS_TEAM: say("A team is usually led by a district leader."),
    Duty.HOLDS_TEAM: say("A team is usually held by a full division official."),
    Duty.HOLDS_GROUP: say("A group is usually held by a division or deputy division official."),
}


def unusual(duty: Duty, rank: Rank) -> Sentence | None:
    """What is unusual about somebody of ``rank`` holding ``duty``, if anything is."""
    return None if rank in USUAL[duty] else UNUSUAL[duty]


def misplaced(duty: Duty, kind: Kind) -> Sentence | None:
    """Why a duty can't be held at an organisation of ``kind``, if it can't."""
    return None if kind in HELD_AT[duty] else say("This duty isn't held at an organisation of that kind.")


def may_appoint(actor: Actor, path: str) -> bool:
    """Whether the actor fills posts there: the dispatcher of an area above, or the set-up. No administrator: a role comes
    with a post, and sight of what is handled there."""
    return dispatches(actor, path)


BINDERS = frozenset({Role.DISPATCHER, Role.TEAM_LEAD})
"""Who links officials to enterprises, each from a place."""


def may_bind(actor: Actor, path: str) -> bool:
    """Whether the actor links officials to enterprises from there: who fills posts, and the lead of a team or group above."""
    return may_appoint(actor, path) or any(
        seat.role is Role.TEAM_LEAD and within(path, seat.path) for seat in actor.seats
    )
