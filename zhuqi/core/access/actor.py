"""Whoever acts: a person with seats, an enterprise, or the clock. Pure values, no Django."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import Named, term


class Role(Named):
    """What a person may do where: who serves enterprises, who watches, and the three administrators (三员)."""

    OFFICIAL = "official", term("linked official")
    TEAM_LEAD = "team_lead", term("team or group lead")
    DISPATCHER = "dispatcher", term("dispatcher")
    HANDLER = "handler", term("handler in a unit")
    TASK_FORCE = "task_force", term("task force member")
    MONITOR = "monitor", term("monitoring staff")
    SUPERVISOR = "supervisor", term("supervision office")
    LEADER = "leader", term("leader")
    SYSTEM_ADMIN = "system_admin", term("system administrator")
    SECURITY_ADMIN = "security_admin", term("security administrator")
    AUDIT_ADMIN = "audit_admin", term("audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
SEEING_AREA = frozenset({Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR})
"""Roles that see the whole area their unit serves, not only the unit and what lies below it."""


@dataclass(frozen=True)
class Seat:
    """One grant: a role at an organisation, and the organisation from which downward it sees."""

    role: Role
    org: int
    path: str
    sight: int
    sight_path: str


@dataclass(frozen=True)
class Actor:
    """Whoever acts. Without seats, enterprise and clock it is nobody and sees nothing."""

    account: int | None = None
    staff: int | None = None
    name: str = ""
    seats: tuple[Seat, ...] = ()
    enterprise: int | None = None
    clock: bool = False
    case: int | None = None
    """The one case an enterprise sees that came in by a link."""
    member: int | None = None
    """Who of an enterprise it is that came in by an account of the enterprise; no account of the staff."""

    def orgs(self, *roles: Role) -> frozenset[int]:
        """Organisations at which the actor holds one of ``roles`` (any, if none is named)."""
        return frozenset(seat.org for seat in self.seats if not roles or seat.role in roles)

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of ``roles`` anywhere."""
        return any(seat.role in roles for seat in self.seats)

    @property
    def sights(self) -> frozenset[int]:
        """Organisations whose rows, and whose subtree's rows, the actor sees. Administrators see no business rows."""
        return frozenset(seat.sight for seat in self.seats if seat.role not in ADMINISTRATORS)

    @property
    def sight_paths(self) -> frozenset[str]:
        """The paths of ``sights``."""
        return frozenset(seat.sight_path for seat in self.seats if seat.role not in ADMINISTRATORS)


CLOCK = Actor(name="clock", clock=True)
"""What acts when a moment has come and nobody asked."""


def of_enterprise(enterprise: int) -> Actor:
    """The enterprise itself, come in by its own door."""
    return Actor(enterprise=enterprise)
