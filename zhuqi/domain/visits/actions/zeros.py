"""Why an official served an enterprise not once in a period: a reason of the edition's list, once the period is ending."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.contacts.rules.words import Counted
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.visits import events
from zhuqi.domain.visits.actions.planning import oneself
from zhuqi.domain.visits.models import ZeroReason
from zhuqi.domain.visits.queries import duties
from zhuqi.domain.visits.rules.words import DutyStanding
from zhuqi.domain.visits.rules.zeros import untimely

OPEN = (DutyStanding.UNEXPLAINED, DutyStanding.SHORT)


@verb
def explain_zero(
    actor: Actor, enterprise_id: int, *, code: str, on: dt.date | None = None, key: str = "", now: dt.datetime
) -> ZeroReason:
    """Say why the actor didn't serve an enterprise that they hold in the period of a day (today's where none is given). Raises
    Missing, Invalid for a reason that the edition doesn't name, Refused where there is no zero or the period isn't ending."""
    staff, enterprise, today = oneself(actor), directory.enterprise(actor, enterprise_id), day_of(now)
    wanted = on or today
    held = [
        due
        for due in duties.mine(actor, wanted)
        if due.enterprise.pk == enterprise.pk
        and due.state.quota.counted is Counted.PER_FIRM
        and due.state.made == 0
        and due.state.standing in OPEN
    ]
    if not held:
        raise Refused(say("There is no zero to explain: no duty of yours asks for a visit there in that period."))
    due = held[0]
    until = due.period.until or wanted
    wrong = untimely(due.period, today)
    if wrong is not None:
        raise Refused(wrong)
    if code not in due.reasons:
        raise Invalid({"code": say("The edition names these reasons: {known}", known=" ".join(due.reasons.values()))})
    if ZeroReason.objects.filter(staff=staff, enterprise=enterprise, since=due.period.since, until=until).exists():
        raise Refused(say("This zero is explained already."))
    change = Change(actor, "zero", None, now=now, key=key)
    row = change.insert(
        ZeroReason(staff=staff, enterprise=enterprise, since=due.period.since, until=until, code=code, noted_at=now)
    )
    change.subject = row.pk
    change.record(
        events.ZeroExplained(staff=staff.pk, enterprise=enterprise.pk, since=due.period.since, until=until, code=code)
    )
    return row
