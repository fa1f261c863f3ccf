"""Where a case was at a moment, and which way it had gone: read off its movements, not off its present columns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from zhuqi.base.words import Named, term
from zhuqi.domain.cases.life.values import Edge, Life
from zhuqi.domain.cases.rules.words import Action, Outcome


class Way(Named):
    """The six terms into which every recorded need falls. They add up."""

    ON_THE_SPOT = "on_the_spot", term("solved on the spot")
    TO_THE_GROUPS = "to_the_groups", term("to the functional groups")
    TO_THE_CITY = "to_the_city", term("to the room above")
    WITH_TEAMS = "with_teams", term("still with the teams")
    AT_THE_ROOM = "at_the_room", term("still at the room")
    OTHERWISE = "otherwise", term("another way")


@dataclass(frozen=True)
class Room:
    """A dispatch room: its id, the room above it, and the functional groups it serves."""

    desk: int
    above: int
    groups: Set[int]


def moved(life: Life, at: dt.datetime) -> list[Edge]:
    """Its movements by a moment, in order; none where it wasn't recorded yet."""
    return [edge for edge in life.edges if edge.at <= at]


def way(life: Life, room: Room, at: dt.datetime) -> Way | None:
    """The term a need falls into at a moment; None before it was recorded.

    Where it lies with a team or at the room, that; else which way it went when it last left the room.
    """
    edges = moved(life, at)
    if not edges:
        return None
    if edges[-1].target.unit == room.desk:
        return Way.AT_THE_ROOM
    last = next((edge for edge in reversed(edges) if edge.source.unit == room.desk), None)
    if last is None:
        settled = any(edge.action is Action.SETTLE for edge in edges)
        return Way.ON_THE_SPOT if settled else Way.WITH_TEAMS if edges[-1].target.unit else Way.OTHERWISE
    if last.target.unit in room.groups:
        return Way.TO_THE_GROUPS
    return Way.TO_THE_CITY if last.target.unit == room.above else Way.OTHERWISE


def last_unit(life: Life, room: Room, at: dt.datetime) -> int | None:
    """The unit to which it went when it last left the room."""
    return next((edge.target.unit for edge in reversed(moved(life, at)) if edge.source.unit == room.desk), None)


def stands_solved(life: Life, at: dt.datetime) -> bool:
    """Whether the latest reply by a moment says solved, and was neither contested nor overtaken by a reopening by then."""
    reply = next((r for r in reversed(life.replies) if not r.stage and r.at <= at), None)
    if reply is None or reply.outcome is not Outcome.SOLVED:
        return False
    contested = reply.contested_at is not None and reply.contested_at <= at
    reopened = any(e.action is Action.REOPEN and e.at > reply.at for e in moved(life, at))
    return not contested and not reopened


def ways(lives: Iterable[Life], room: Room, at: dt.datetime) -> Mapping[Way, int]:
    """{term: needs} at a moment; every term is there."""
    counts = Counter(found for life in lives if (found := way(life, room, at)) is not None)
    return {term_: counts[term_] for term_ in Way}
