"""What an administrator does about consequences that keep failing."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.jobs.events import TriedAgain
from zhuqi.core.jobs.queries import tends
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Entry, Reaction
from zhuqi.core.journal.verbs import verb


@verb
def try_again(actor: Actor, entry_id: int, *, name: str, key: str = "", now: dt.datetime) -> Entry:
    """Let a consequence that failed be tried at once instead of when its time comes: the next worker does it.

    For the system administrator of the whole place; booked under the number of its entry, which it gives. Raises Missing,
    Refused where it is done.
    """
    if not tends(actor):
        raise Missing
    held = Reaction.objects.select_for_update(of=("self",)).select_related("entry")
    owed = held.filter(entry=entry_id, name=name).first()
    if owed is None:
        raise Missing
    if owed.done_at is not None:
        raise Refused(say("It has been done meanwhile."))
    owed.next_at = min(owed.next_at, now)
    owed.mac = reaction_mac(owed)
    owed.save(update_fields=["next_at", "mac"])
    change = Change(actor, "reaction", entry_id, now=now, key=key)
    change.record(TriedAgain(name=name))
    return owed.entry
