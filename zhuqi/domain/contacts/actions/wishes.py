"""An enterprise wishes to be left alone, or no longer does. It gives no reason, and nobody asks for one."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import Text
from zhuqi.domain.contacts import events
from zhuqi.domain.contacts.actions.booking import opened
from zhuqi.domain.contacts.models import Wish
from zhuqi.domain.contacts.queries import sight
from zhuqi.domain.directory import queries as directory

NOTED = say("Who said so is noted: an official writes down who in the enterprise told them, and when.")


@verb
def wish(
    actor: Actor,
    enterprise_id: int,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    said_by: str = "",
    said_on: dt.date | None = None,
    key: str = "",
    now: dt.datetime,
) -> Wish:
    """Note that an enterprise wishes to be left alone (免打扰); ``until``: the first day on which it no longer does. The
    enterprise itself needs to say nothing more; an official writes down who said so. Raises Missing, Invalid, Refused."""
    if actor.case is not None:
        raise Missing
    enterprise = directory.enterprise(actor, enterprise_id)
    if actor.enterprise is None and not (actor.staff and actor.seats):
        raise Refused(say("An enterprise's wish is noted by an official who serves it, or told by itself."))
    typed, today = Text(40).read(said_by), day_of(now)
    if not isinstance(typed, str):
        raise Invalid({"said_by": typed})
    if actor.enterprise is None and not typed:
        raise Invalid({"said_by": NOTED})
    since, said_on = since or today, said_on or today
    if said_on > today:
        raise Invalid({"said_on": say("This day hasn't come yet.")})
    if until is not None and until <= since:
        raise Invalid({"until": say("It lasts a day or more.")})
    held = opened(enterprise.pk)
    change = Change(actor, "wish", None, now=now, key=key)
    row = change.insert(
        Wish(
            enterprise=enterprise,
            since=since,
            until=until,
            said_by="" if actor.enterprise else typed,
            said_on=said_on,
            salt=secrets.token_hex(16),
        )
    )
    change.touched(held)
    change.subject = row.pk
    change.record(events.Wished(enterprise=enterprise.pk, since=since, until=until, said_on=said_on))
    return row


@verb
def lift_wish(actor: Actor, wish_id: int, *, key: str = "", now: dt.datetime) -> Wish:
    """Note that an enterprise may be visited again, because it said so. Raises Missing, Refused."""
    row = sight.wish(actor, wish_id)
    if actor.enterprise is None and not (actor.staff and actor.seats):
        raise Refused(say("An enterprise's wish is noted by an official who serves it, or told by itself."))
    if row.lifted_on is not None:
        raise Refused(say("The enterprise took this back already."))
    held = opened(row.enterprise_id)
    change = Change(actor, "wish", row.pk, now=now, key=key)
    change.update(row, lifted_on=day_of(now))
    change.touched(held)
    change.record(events.Lifted(enterprise=row.enterprise_id, lifted_on=day_of(now)))
    return row
