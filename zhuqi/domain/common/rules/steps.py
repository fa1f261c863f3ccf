"""The life of a common issue as a table: from where, to where, by whom. Written here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.paths import within
from zhuqi.base.words import Named, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.messages.rules import Row, Table
from zhuqi.domain.common.rules.words import OPEN, IssueDeed, IssueStanding, Party


@dataclass(frozen=True)
class Step:
    """One row: the standings it starts from (none: outside), where it leads (None: it stays), and who may take it."""

    starts: frozenset[IssueStanding]
    leads: IssueStanding | None
    by: frozenset[Party]


S, P = IssueStanding, Party
ROOM = frozenset({P.DESK, P.LEADER})
ALL = ROOM | {P.OWNER}
STEPS: Mapping[IssueDeed, Step] = {
    IssueDeed.OPEN: Step(frozenset(), S.PROPOSED, ROOM),
    IssueDeed.AMEND: Step(OPEN, None, ROOM),
    IssueDeed.JOIN: Step(OPEN, None, ROOM),
    IssueDeed.LEAVE: Step(OPEN, None, ROOM),
    IssueDeed.TAKE_UP: Step(frozenset({S.PROPOSED}), S.TAKEN_UP, frozenset({P.OWNER})),
    IssueDeed.TELL: Step(frozenset({S.TAKEN_UP}), None, frozenset({P.OWNER})),
    IssueDeed.CHANGE: Step(frozenset({S.TAKEN_UP}), S.CHANGED, frozenset({P.OWNER})),
    IssueDeed.GIVE_UP: Step(OPEN, S.GIVEN_UP, ALL),
}
"""The owner alone says what it does; giving up is anybody's of the three, with the reason that every enterprise reads."""
WORKING = frozenset({Role.OFFICIAL, Role.TEAM_LEAD, Role.HANDLER, Role.TASK_FORCE, Role.DISPATCHER})
"""By which roles somebody works for the unit that owns an issue."""


class CommonTold(Named):
    """Somebody who is told of a common issue."""

    OWNER = "owner", term("the unit that owns it")
    ROOM = "room", term("the dispatch room of the area")


TOLD: Table = {
    ("common", "issue_opened"): (Row(CommonTold.OWNER, term("A common issue was put to your unit.")),),
    ("common", "issue_amended"): (Row(CommonTold.OWNER, term("What a common issue of your unit says was corrected.")),),
    ("common", "issue_taken_up"): (Row(CommonTold.ROOM, term("A common issue was taken up by its owner.")),),
    ("common", "issue_told"): (
        Row(CommonTold.ROOM, term("The owner of a common issue told the enterprises how it stands.")),
    ),
    ("common", "issue_changed"): (
        Row(CommonTold.ROOM, term("The owner of a common issue says that something has changed.")),
    ),
    ("common", "issue_given_up"): (
        Row(CommonTold.ROOM, term("A common issue isn't pursued any more.")),
        Row(CommonTold.OWNER, term("A common issue isn't pursued any more.")),
    ),
}
"""Who is told what of a common issue itself; those whose cases are in it are told by an entry of each case."""
MOVES: Mapping[str, IssueDeed] = {
    "issue_taken_up": IssueDeed.TAKE_UP,
    "issue_told": IssueDeed.TELL,
    "issue_changed": IssueDeed.CHANGE,
    "issue_given_up": IssueDeed.GIVE_UP,
}
"""What every enterprise in it is told of, each on its own case."""


def parties(actor: Actor, *, area_path: str, owner: int) -> frozenset[Party]:
    """What an actor is to an issue of an area and an owner."""
    seats = actor.seats
    facts = {
        P.DESK: any(seat.role is Role.DISPATCHER and seat.sight_path == area_path for seat in seats),
        P.LEADER: any(seat.role is Role.LEADER and within(area_path, seat.sight_path) for seat in seats),
        P.OWNER: any(seat.role in WORKING and seat.org == owner for seat in seats),
    }
    return frozenset(party for party, true in facts.items() if true)


def open_deeds(standing: IssueStanding, who: frozenset[Party]) -> tuple[IssueDeed, ...]:
    """What somebody can do about an issue that stands there, in the order of the table."""
    return tuple(deed for deed, step in STEPS.items() if standing in step.starts and who & step.by)


def opening_areas(actor: Actor) -> frozenset[str]:
    """The paths of the areas in which an actor opens common issues: those of its room, those that it leads."""
    return frozenset(seat.sight_path for seat in actor.seats if seat.role in (Role.DISPATCHER, Role.LEADER))


def compares(actor: Actor) -> bool:
    """Whether similar cases and likely units are shown to somebody: to those who dispatch and lead, for they decide."""
    return actor.clock or actor.has(Role.DISPATCHER, Role.LEADER)


def unreachable() -> frozenset[IssueStanding]:
    """Standings to which no life comes. The house wants none."""
    known: frozenset[IssueStanding] = frozenset()
    while True:
        grown = known | {
            step.leads for step in STEPS.values() if step.leads is not None and (not step.starts or step.starts & known)
        }
        if grown == known:
            return frozenset(IssueStanding) - known
        known = grown


def dead_ends() -> frozenset[IssueStanding]:
    """Open standings that lead to no end. The house wants none."""
    ending = frozenset(IssueStanding) - OPEN
    while True:
        grown = ending.union(*(step.starts for step in STEPS.values() if step.leads in ending))
        if grown == ending:
            return OPEN - ending
        ending = grown
