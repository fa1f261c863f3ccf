"""Where a case would go: to the room above or one below, one level up by a contest, back to life; and the rules it would
run under there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import Hand
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation


@dataclass(frozen=True)
class Onward:
    """A room to which a case would go, the room's area, and the edition that would hold for the case there. ``here``: the
    terms it runs under where it lies now."""

    desk: Organisation
    area: int
    edition: int
    here: Terms

    @property
    def terms(self) -> Terms:
        """The terms it would run under. Three queries, none where it has been there before."""
        if self.edition in self.here.editions:
            return self.here
        return sight.terms({*self.here.editions, self.edition}, self.here.current)


def to(desk: Organisation | None, life: Life, now: dt.datetime, terms: Terms) -> Onward | None:
    """A case on its way to a room: its edition is that of the day it first came there. None where the room serves no area.

    One query at most. Raises Refused where no rulebook is in force there.
    """
    if desk is None or desk.area_id is None:
        return None
    edition = life.editions.get(desk.area_id) or rulebook.in_force(desk.path, terms.day(now)).pk
    return Onward(desk, desk.area_id, edition, terms)


def up(life: Life, now: dt.datetime, terms: Terms) -> Onward | None:
    """One level up; None where there is no room above."""
    return to(directory.desk_above(life.desk), life, now, terms)


def contested(life: Life, now: dt.datetime, terms: Terms) -> Onward | None:
    """Where a contest takes it; None where the same row does it again."""
    rises = terms.editions[terms.current].dispute.goes_up and life.carrier and life.carrier.hand is Hand.LEAD
    return up(life, now, terms) if rises else None


def reopened(life: Life, now: dt.datetime, terms: Terms) -> Onward | None:
    """Where it lives again: the room of its last handler."""
    last = next((row for row in reversed(life.holdings) if row.hand is Hand.LEAD), life.holdings[-1])
    return to(directory.desk_serving(last.unit), life, now, terms)
