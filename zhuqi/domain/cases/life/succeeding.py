"""A unit ends and another stands in its place: what it has of a case goes on in the other's hands, with every clock as it runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.edits import end_row
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Holding, Life, edit
from zhuqi.domain.cases.rules.words import CARRIES, Action, How, State


def of(life: Life) -> set[int]:
    """The units that have or had a part in a case, as they stand today."""
    found = {life.desk, *(row.unit for row in life.holdings), *(reply.unit for reply in life.replies)}
    found |= {clock.unit for clock in life.running} | {member.unit for member in life.force}
    if life.finder_unit is not None:
        found.add(life.finder_unit)
    return {life.now(unit) for unit in found} | _open(life)


def _open(life: Life) -> set[int]:
    """The units by which somebody must still do something about it."""
    open_ = {row.unit for row in life.holdings if row.ended_at is None} | {member.unit for member in life.force}
    return open_ | {clock.unit for clock in life.running} | ({life.desk} if life.state is not State.ENDED else set())


def succeeded(life: Life, event: events.Succeeded, at: dt.datetime, terms: Terms) -> Life:
    """The row goes on in the other's hands: same dispatch, same signature, same deadlines, late or not. Where the other has a
    part of its own in it, one row stays: the one that carries the case."""
    old, new = event.unit, event.successor
    for row in (*((life.carrier,) if life.carrier else ()), *life.co_rows):
        if row.unit == old:
            life = _followed(life, row, new, at)
    for clock in life.running:
        if clock.unit == old:
            life = edit(life, "clocks", clock.n, unit=new)
    life = _in_force(life, old, new, at)
    life = replace(life, desk=new) if life.desk == old else life
    pair = f"{old}>{new}"
    known = (life.heirs or "").split()
    return life if pair in known else replace(life, heirs=" ".join([*known, pair]))


def _followed(life: Life, row: Holding, new: int, at: dt.datetime) -> Life:
    theirs = [one for one in (life.carrier, *life.co_rows) if one is not None and one.unit == new]
    if row.hand not in CARRIES and theirs:
        return end_row(life, row, How.VOID, at)
    for other in theirs:
        life = end_row(life, other, How.VOID, at)
    life = edit(life, "holdings", row.n, ended_at=at, how=How.SUCCEEDED)
    n = len(life.holdings) + 1
    going_on = replace(row, n=n, unit=new, opened_by=Action.SUCCEED, began_at=at, source=row.n)
    life = replace(life, holdings=(*life.holdings, going_on))
    for part in ("clocks", "requests", "replies"):
        for one in getattr(life, part):
            if one.holding == row.n:
                life = edit(life, part, one.n, holding=n)
    return life


def _in_force(life: Life, old: int, new: int, at: dt.datetime) -> Life:
    """A task force keeps its members: who follows sits in it once, and leads it where the one before did."""
    gone = next((member for member in life.force if member.unit == old), None)
    if gone is None:
        return life
    theirs = next((member for member in life.force if member.unit == new), None)
    life = edit(life, "members", gone.n, ended_at=at)
    if theirs is not None and not gone.leads:
        return life
    if theirs is not None:
        life = edit(life, "members", theirs.n, ended_at=at)
    going_on = replace(gone, n=len(life.members) + 1, unit=new, at=at)
    return replace(life, members=(*life.members, going_on))
