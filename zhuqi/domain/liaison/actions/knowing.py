"""The enterprise says whether it knows the official who is linked to it. Nobody else can say it."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.models import Acquaintance
from zhuqi.domain.liaison.queries import knowing
from zhuqi.domain.liaison.rules import Knows


@verb
def say_who_comes(actor: Actor, link_id: int, *, answer: Knows, key: str = "", now: dt.datetime) -> Enterprise:
    """Say of the link that stands today whether the enterprise knows its official; its last word counts. Raises Missing for
    another's link, Refused for whoever isn't the enterprise."""
    if actor.enterprise is None:
        raise Refused(say("Only the enterprise itself says whether it knows its contact person."))
    link = next((one for one in knowing.asked(actor.enterprise, day_of(now)) if one.pk == link_id), None)
    if link is None:
        raise Missing
    change = Change(actor, "enterprise", actor.enterprise, now=now, key=key)
    earlier = Acquaintance.objects.filter(liaison=link).first()
    if earlier is None:
        change.insert(Acquaintance(liaison=link, answer=answer.value, at=now))
    else:
        change.update(earlier, answer=answer.value, at=now)
    change.record(events.SaidWhoComes(staff=link.staff_id, answer=answer))
    return link.enterprise
