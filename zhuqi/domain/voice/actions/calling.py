"""Calls to an enterprise to ask what came of an answer (回访): each is noted, and none of them speaks for it."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases.queries.files import unit_of
from zhuqi.domain.voice import events
from zhuqi.domain.voice.models import Try
from zhuqi.domain.voice.queries.calls import calling, may_call, of_case
from zhuqi.domain.voice.rules import Result


@verb
def note_try(actor: Actor, case_id: int, *, result: Result, key: str = "", now: dt.datetime) -> Try:
    """Note a call about the last answer, and what came of it. What the enterprise said is a step of the case; that it wasn't
    reached moves nothing and is never its agreement. Raises Missing, Refused."""
    case = of_case(actor, case_id).case
    at = calling(actor, case, now)
    if not may_call(at) or at.life.reply is None or actor.staff is None:
        raise Refused(say("A call about an answer is noted by who asks the enterprise and didn't handle the case."))
    change = Change(actor, "try", None, now=now, key=key)
    row = Try(
        case=case,
        reply=at.life.reply.n,
        unit_id=unit_of(at, actor),
        staff_id=actor.staff,
        result=Result(result).value,
        at=now,
    )
    change.subject = change.insert(row).pk
    change.record(events.Tried(case=case.pk, reply=row.reply, result=row.result))
    return row
