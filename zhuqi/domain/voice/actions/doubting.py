"""An enterprise says that a visit didn't take place as it is written down (没来过)."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import words
from zhuqi.domain.voice import events
from zhuqi.domain.voice.models import Doubt
from zhuqi.domain.voice.queries.visited import visits_of
from zhuqi.domain.voice.rules import TEXT


@verb
def doubt(actor: Actor, visit_id: int, *, text: str = "", key: str = "", now: dt.datetime) -> Doubt:
    """Note that a visit to the enterprise didn't take place as it is written down; no reason is needed. The visit stays as it
    is, and who made it isn't told. Raises Missing for anybody else's visit, Refused where it is noted already, Invalid."""
    visit = visits_of(actor).filter(pk=visit_id).first()
    if visit is None:
        raise Missing
    said = words("text", text, TEXT)
    if Doubt.objects.filter(visit=visit).exists():
        raise Refused(say("This is noted already."))
    change = Change(actor, "doubt", None, now=now, key=key)
    row = change.insert(Doubt(visit=visit, unit_id=visit.unit_id, body=said, salt=secrets.token_hex(16), at=now))
    change.subject = row.pk
    change.record(events.Doubted(visit=visit.pk, unit=visit.unit_id))
    return row
