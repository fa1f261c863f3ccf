"""What was promised on a visit: kept, or overtaken by something else, with the reason."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused, Stale
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import line
from zhuqi.domain.visits import events
from zhuqi.domain.visits.actions.planning import LINE
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.queries import promised
from zhuqi.domain.visits.rules.promises import Kept


@verb
def end_promise(
    actor: Actor, promise_id: int, *, state: Kept, why: str, seen: int, key: str = "", now: dt.datetime
) -> Promise:
    """Say that a promise was kept, and how, or what it was overtaken by. For whoever made it, and the lead or the dispatcher of
    their unit. Raises Missing, Invalid, Refused, Stale."""
    row = promised.promise(actor, promise_id)
    if not promised.ends(actor, row):
        raise Refused(say("A promise is ended by whoever made it, by the lead of their unit, or by the dispatcher."))
    if state not in (Kept.KEPT, Kept.OVERTAKEN):
        raise Invalid({"state": say("This isn't one of the choices.")})
    said = line("why", why, LINE, needed=True)
    if row.state != Kept.OPEN.value:
        raise Refused(say("This promise has ended already."))
    if row.version != seen:
        raise Stale
    today = day_of(now)
    change = Change(actor, "promise", row.pk, now=now, key=key)
    change.update(row, state=Kept(state), ended_on=today, why=said, version=row.version + 1)
    change.record(events.PromiseEnded(visit=row.visit_id, state=state, ended_on=today))
    return row
