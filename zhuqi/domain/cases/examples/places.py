"""Who there is in an example: the room and the one above it, the unit that finds, those that check and call back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhuqi.base.words import Sentence
from zhuqi.domain.cases.examples.script import Step
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.life.values import Holding
from zhuqi.domain.cases.sections.rating import Caller

if TYPE_CHECKING:
    from zhuqi.domain.cases.examples.playing import Stage

GROUP, DESK, ABOVE, AREA, UPPER, ENTERPRISE, FINDER, CALLER, ONE, OTHER = range(1, 11)
ASKER, HEAD = 11, 12
"""Who asks in a unit, and who heads it."""
FIRST_UNIT = 100
FIRST_COPIED = 10_000
"""Units that the rules name by their codes."""
HERE, ROOM, ROOM_ABOVE, SUPERVISION = "发现单位", "调度室", "上级调度室", "回访单位"
AREAS = frozenset({AREA, UPPER})
"""Whoever leads or oversees in an example does so wherever its case lies."""
SITS = {
    Caller.DESK: Place(desks=frozenset({DESK, ABOVE}), staff=ONE),
    Caller.SUPERVISION: Place(units=frozenset({CALLER}), oversees=AREAS),
    Caller.FINDER: Place(units=frozenset({GROUP}), staff=FINDER),
    Caller.LEADER: Place(leads=AREAS),
}
"""Where those sit who check and call back."""


@dataclass(frozen=True)
class Refusal:
    """A step that can't be taken, and why."""

    why: Sentence


def room(stage: Stage, step: Step) -> Place:
    """The room in charge."""
    return Place(desks=frozenset({stage.life.desk}), leads=AREAS)


def approver(stage: Stage, step: Step) -> Place:
    """Whoever must rule on what was asked for: as the step names it, else all that could."""
    heads = Place(heads=frozenset(row.unit for row in stage.life.holdings), staff=HEAD)
    named = {"单位负责人": heads, "调度室": replace(room(stage, step), leads=frozenset()), "领导": Place(leads=AREAS)}
    return next(
        (place for word, place in named.items() if word in step.words), replace(room(stage, step), **_of(heads))
    )


def _of(heads: Place) -> dict[str, Any]:
    return {"heads": heads.heads, "staff": heads.staff}


def group(stage: Stage, step: Step) -> Place:
    """The unit that found it, and its room."""
    return Place(units=frozenset({GROUP}), desks=frozenset({DESK}), staff=FINDER)


def unit(stage: Stage, step: Step) -> Place:
    """The unit that a step names, else the one that holds the case."""
    return Place(units=frozenset({row_of(stage, step).unit}))


def enterprise(stage: Stage, step: Step) -> Place:
    """The enterprise itself."""
    return Place(enterprise=ENTERPRISE)


def clock(stage: Stage, step: Step) -> Place:
    """The clock."""
    return Place(clock=True)


def row_of(stage: Stage, step: Step) -> Holding:
    """The open row of the unit that a step names, else the carrier's."""
    for name, pk in stage.units.items():
        if name and name in step.words:
            rows = [each for each in stage.life.holdings if each.unit == pk and each.ended_at is None]
            if rows:
                return rows[-1]
    carrier = stage.life.carrier
    return carrier if carrier is not None else stage.life.holdings[-1]
