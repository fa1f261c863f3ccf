"""When and for whom a visit may be written down."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.paths import within
from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.directory.rules import may_administer, may_register


def untimely(day: dt.date, today: dt.date, round_: Period | None) -> Sentence | None:
    """Why a visit can't have been made that day, or not in that round, if so."""
    if day > today:
        return say("A visit is recorded after it was made, not before.")
    if round_ is not None and not round_.holds(day):
        return say("The round of contact wasn't on that day.")
    return None


def outside(region_path: str, area_path: str) -> Sentence | None:
    """Why an enterprise doesn't belong to a round of an area, if it doesn't."""
    return None if within(region_path, area_path) else say("The round of contact is another area's.")


def may_open_round(actor: Actor, area_path: str) -> bool:
    """Whether the actor announces rounds there: who keeps the register, the dispatcher first of all."""
    return may_register(actor, area_path)


def may_load(actor: Actor, unit_path: str) -> bool:
    """Whether the actor takes over a history of visits that others made and wrote down on paper: the administrator only."""
    return may_administer(actor, unit_path)
