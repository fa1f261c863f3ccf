"""Who may do what in the registers, as far as it doesn't hang on what a form says: what is offered, and to whom there is no such
page. What is done in the end, the action asks again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.domain.cases.queries.sight import WORKING
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import KEEPERS, REGISTRARS, may_administer, may_grant, may_register, reach
from zhuqi.domain.directory.rules.firms import may_keep_list
from zhuqi.domain.liaison.rules import BINDERS

READERS = (Role.OFFICIAL, Role.TEAM_LEAD, Role.DISPATCHER, Role.TASK_FORCE, Role.MONITOR, Role.SUPERVISOR, Role.LEADER)
"""Roles that have enterprises in sight, as a rule."""
RECORDING = (*WORKING, Role.DISPATCHER)
"""Who can write a need down."""


def serves(actor: Actor) -> bool:
    """Visits are for those who serve enterprises or oversee that: not for administrators, nor for whoever has no role."""
    return actor.staff is not None and any(seat.role not in ADMINISTRATORS for seat in actor.seats)


def entrance(actor: Actor) -> str:
    """The name of the address where somebody enters the registers; empty for whoever has nothing there."""
    if actor.has(*KEEPERS):
        return "people" if actor.has(Role.SECURITY_ADMIN) else "organisations"
    return "enterprises" if actor.has(*READERS) else ""


def must_keep(actor: Actor) -> None:
    """Raises Missing for whoever looks after nobody: to them there is no such page."""
    if not reach(actor):
        raise Missing


def must_see_firms(actor: Actor) -> None:
    """Raises Missing for whoever neither sees nor keeps enterprises."""
    if not (actor.sights or actor.has(Role.SYSTEM_ADMIN)):
        raise Missing


def enters_firms(actor: Actor) -> bool:
    """Whether the actor enters enterprises in the register somewhere."""
    return actor.has(*REGISTRARS)


Allows = Callable[[Actor, Any], bool]


def _administers(actor: Actor, one: Any) -> bool:
    return may_administer(actor, one.unit.path)


def _gives_roles(actor: Actor, one: Any) -> bool:
    return actor.has(Role.SECURITY_ADMIN) and actor.staff != one.pk


def _opens_doors(actor: Actor, one: Any) -> bool:
    return _gives_roles(actor, one) and may_grant(actor, one.unit.path)


def _fills_posts(actor: Actor, one: Any) -> bool:
    return actor.has(Role.DISPATCHER) and actor.staff != one.pk


def _keeps_unit(actor: Actor, org: Any) -> bool:
    return may_administer(actor, org.path)


def _links(actor: Actor, firm: Any) -> bool:
    return actor.has(*BINDERS)


def _keeps_firm(actor: Actor, firm: Any) -> bool:
    return may_register(actor, firm.region.path)


def _writes_on(actor: Actor, firm: Any) -> bool:
    return register.writes_on(actor, firm)


def _sees_firm(actor: Actor, firm: Any) -> bool:
    return actor.staff is not None and bool(actor.sights)


def _keeps_list(actor: Actor, held: Any) -> bool:
    return may_keep_list(actor, held.area.path)


PERSON: Mapping[str, Allows] = {
    "correct": _administers,
    "transfer": _administers,
    "leave": _administers,
    "give_role": _gives_roles,
    "end_role": _gives_roles,
    "reset_password": _opens_doors,
    "unlock": _opens_doors,
    "lose_factor": _opens_doors,
    "revoke_tokens": _opens_doors,
    "appoint": _fills_posts,
    "dismiss": _fills_posts,
}
"""What is done about somebody, and whom it is open to: never to themselves, where it is a role, a post or a door."""
UNIT: Mapping[str, Allows] = dict.fromkeys(
    ("found", "employ", "correct", "move", "call_off", "merge", "call_off_ending", "retire"), _keeps_unit
)
FIRM: Mapping[str, Allows] = {
    "bind": _links,
    "release": _links,
    "hand_over": _links,
    **dict.fromkeys(("correct", "standing", "list", "unlist", "merge", "apart", "undo"), _keeps_firm),
    **dict.fromkeys(("spokesperson", "erase", "note", "strike", "account"), _writes_on),
    "reveal": _sees_firm,
}
KEY_LIST: Mapping[str, Allows] = dict.fromkeys(("add", "remove", "close"), _keeps_list)


def may(actor: Actor, deeds: Mapping[str, Allows], thing: Any) -> frozenset[str]:
    """Which deeds of a table are open to the actor about one thing, whatever the state of things."""
    return frozenset(name for name, allows in deeds.items() if allows(actor, thing))
