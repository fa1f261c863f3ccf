"""Handing an enterprise over from one official to the next (交接): without a day between, and taken note of."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import words
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.actions.links import (
    LINKED_ALREADY,
    NOT_YOURS,
    fresh,
    reveal,
    seen_enterprise,
    unfit,
    unruly,
)
from zhuqi.domain.liaison.actions.posts import disempower, empower, member, timely
from zhuqi.domain.liaison.life.binding import no
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.liaison.queries import handing
from zhuqi.domain.liaison.rules import Duty, may_bind

LONGEST = 2000
"""Characters of what the next one should know."""


def begun(liaison: Liaison, since: dt.date, *, note: str = "", now: dt.datetime) -> Handover:
    """A hand-over that isn't stored yet, of a link that ends."""
    return Handover(
        enterprise_id=liaison.enterprise_id,
        ended=liaison,
        outgoing_id=liaison.staff_id,
        place_id=liaison.place_id,
        since=since,
        note=note,
        salt=secrets.token_hex(16),
        opened_at=now,
    )


@verb
def hand_over(
    actor: Actor,
    enterprise_id: int,
    *,
    staff_id: int,
    successor_id: int,
    group_id: int | None = None,
    note: str = "",
    since: dt.date,
    key: str = "",
    now: dt.datetime,
) -> Enterprise:
    """End an official's link and begin the successor's on the same day, ``since``, with what the successor should know.

    Raises Missing for an enterprise out of sight, Refused where the rulebook or the right to link says no."""
    enterprise = seen_enterprise(actor, enterprise_id)
    held = Liaison.objects.select_related("staff", "place").filter(enterprise=enterprise, until=None)
    leaving = held.filter(staff=staff_id).first()
    if leaving is None:
        raise Refused(say("They aren't linked to this enterprise."))
    successor = member(successor_id)
    group = directory.unit(group_id) if group_id is not None else None
    wrong = NOT_YOURS if not may_bind(actor, leaving.place.path) else unfit(actor, successor, group)
    if wrong is not None:
        raise Refused(wrong)
    if held.filter(staff=successor).exists():
        raise Refused(LINKED_ALREADY)
    timely(leaving.since, since, now)
    note = words("note", note, LONGEST)
    link = fresh(enterprise, successor, group, since)
    odd = unruly([link], now, ending=[leaving.pk])
    if odd:
        raise Refused(no(odd[0]))
    endings.hold([link.place_id])
    change = Change(actor, "enterprise", enterprise.pk, now=now, key=key)
    change.update(leaving, until=since)
    change.insert(link)
    passing = begun(leaving, since, note=note, now=now)
    passing.successor, passing.link, passing.named_at = successor, link, now
    change.insert(passing)
    empower([(change, successor, link.place, Duty.HOLDS_ENTERPRISES, since)])
    disempower(change, leaving.staff, leaving.place, Duty.HOLDS_ENTERPRISES, since)
    told = events.HandedOver(staff=staff_id, successor=successor.pk, group=link.group_id, since=since)
    change.record(told)
    reveal([enterprise.pk])
    return enterprise


@verb
def note_handover(actor: Actor, handover_id: int, *, key: str = "", now: dt.datetime) -> Enterprise:
    """The successor takes note of what passes on. It gives the enterprise, so a repeated ``key`` is answered as long as they see
    that, whoever has it by then. Raises Missing for a hand-over out of sight, Refused for anybody else."""
    passing = handing.visible(actor).filter(pk=handover_id).first()
    if passing is None:
        raise Missing
    if passing.successor_id is None or passing.successor_id != actor.staff:
        raise Refused(say("Only the successor takes note of what passes on."))
    if passing.noted_at is not None:
        raise Refused(say("They took note of it already."))
    change = Change(actor, "enterprise", passing.enterprise_id, now=now, key=key)
    change.update(passing, noted_at=now)
    change.record(events.HandoverNoted(staff=passing.successor_id))
    return passing.enterprise
