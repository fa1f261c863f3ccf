"""Which enterprises a round of contact is to reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.visits import events, queries
from zhuqi.domain.visits.models import ContactRound, RoundTarget
from zhuqi.domain.visits.queries import reaching
from zhuqi.domain.visits.rules import may_open_round

MOST = 5000
"""Enterprises of a round."""


@verb
def aim(
    actor: Actor,
    round_id: int,
    *,
    enterprise_ids: Sequence[int] = (),
    all_held: bool = False,
    key: str = "",
    now: dt.datetime,
) -> ContactRound:
    """Say which enterprises a round is to reach, beside those it aims at already: some, or all of its area that an official
    holds today. Raises Missing, Invalid, Refused."""
    held = queries.rounds(actor).filter(pk=round_id).first()
    if held is None:
        raise Missing
    if not may_open_round(actor, held.area.path):
        raise Refused(say("Which enterprises a round is to reach is said by whoever may open it."))
    found = reaching.aimable(held, None if all_held else enterprise_ids, day_of(now))
    if not found:
        raise Invalid(
            {"enterprise_ids": say("None of these is an enterprise of the round's area that it doesn't aim at yet.")}
        )
    if len(found) > MOST:
        raise Invalid({"enterprise_ids": say("At most {most} at once.", most=MOST)})
    change = Change(actor, "round", held.pk, now=now, key=key)
    change.insert_many([RoundTarget(round=held, enterprise_id=pk) for pk in found])
    change.record(events.Aimed(added=len(found)))
    return held
