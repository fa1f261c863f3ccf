"""Taking a contact from an enterprise's budget, moving it, and what becomes of it. Called by the rooms above, inside their
transaction; each step opens the enterprise's book first, asks the rules, writes and books."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction

from zhuqi.base.errors import Refused, Stale
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change, record_many
from zhuqi.domain.contacts import events
from zhuqi.domain.contacts.actions.booking import opened, opened_many
from zhuqi.domain.contacts.models import Book, Contact
from zhuqi.domain.contacts.queries import book as books
from zhuqi.domain.contacts.rules.standing import COUNTING, ContactState, Wanted, not_gone, not_open, unasked
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory.models import Enterprise, Organisation

NOT_THERE = say("There is no such contact to go together with on that day.")
NEVER = "N7"
"""The law that no reason breaks: a visit is a service visit."""


def take(actor: Actor, enterprise: Enterprise, unit: Organisation, wanted: Wanted, *, now: dt.datetime) -> Contact:
    """Take a contact for a unit: a plan. Raises Refused with the reason, and the contact to go together with or the next free
    day. ``enterprise`` comes with its region."""
    today = day_of(now)
    if wanted.day < today:
        raise Refused(say("A contact is planned for today or a day to come."))
    held = opened(enterprise.pk)
    event, _ = _judged(enterprise, unit, wanted, today=today, now=now, beyond=None)
    return _entered(actor, held, enterprise, unit, wanted, ContactState.PLANNED, event, "", now)


def enter(
    actor: Actor, enterprise: Enterprise, unit: Organisation, wanted: Wanted, *, beyond: str = "", now: dt.datetime
) -> Contact:
    """Write down a contact that took place without a plan. One that the budget had no room for is refused, unless ``beyond``
    says why it took place all the same: what happened is on record."""
    held = opened(enterprise.pk)
    same = _same_event(enterprise.pk, unit.pk, wanted)
    if same is not None:
        wanted = same
    event, over = _judged(enterprise, unit, wanted, today=day_of(now), now=now, beyond=beyond)
    return _entered(actor, held, enterprise, unit, wanted, ContactState.HELD, event, beyond if over else "", now)


def _same_event(enterprise_id: int, unit_id: int, wanted: Wanted) -> Wanted | None:
    """The same contact, going together with what its own unit did there that day: one visit of the unit, counted once."""
    if wanted.join is not None:
        return None
    own = Contact.objects.filter(enterprise=enterprise_id, unit=unit_id, day=wanted.day, state=ContactState.HELD)
    first = own.order_by("pk").values_list("pk", flat=True).first()
    return None if first is None else Wanted(**{**vars(wanted), "join": first})


def move(
    actor: Actor, contact: Contact, *, day: dt.date, begins_at: dt.datetime | None = None, alone: bool = False,
    join: int | None = None, seen: int, now: dt.datetime,
) -> Contact:  # fmt: skip
    """Move a planned contact to another day; it leaves the others it would have gone with. ``contact`` comes with its unit and
    its enterprise's region."""
    today, firm = day_of(now), _whose(contact)
    held = opened(contact.enterprise_id)
    _still(contact, seen)
    if day < today:
        raise Refused(say("A contact is planned for today or a day to come."))
    wanted = as_wanted(contact, day=day, begins_at=begins_at, join=join, alone=alone)
    event, _ = _judged(firm, contact.unit, wanted, today=today, now=now, beyond=None, but=contact, taken_at=now)
    change = Change(actor, "budget", contact.pk, now=now)
    change.update(contact, day=day, begins_at=begins_at, event=event, taken_at=now, version=contact.version + 1)
    change.touched(held)
    change.record(events.Moved(enterprise=contact.enterprise_id, day=day, event=event))
    return contact


def as_wanted(
    contact: Contact, *, day: dt.date, begins_at: dt.datetime | None, join: int | None = None, alone: bool = False
) -> Wanted:
    """What somebody wants who has a contact of the book go on another day."""
    return Wanted(
        day,
        ContactHow(contact.how),
        Purpose(contact.kind),
        begins_at,
        contact.invited_on,
        contact.exempt,
        join=join,
        alone=alone,
    )


def hold(
    actor: Actor, contact: Contact, *, day: dt.date, how: ContactHow, kind: Purpose, beyond: str = "", now: dt.datetime
) -> Contact:
    """A planned contact took place. On another day, in another way or for something else than planned it is judged again, as one
    without a plan."""
    firm = _whose(contact)
    held = opened(contact.enterprise_id)
    _still(contact, contact.version)
    event, over = contact.event, False
    as_planned = (day, how) == (contact.day, ContactHow(contact.how))
    if not as_planned or kind is not Purpose(contact.kind):
        join = _beside(contact) if as_planned else None
        wanted = Wanted(day, how, kind, None, contact.invited_on, contact.exempt, join=join)
        event, over = _judged(
            firm,
            contact.unit,
            wanted,
            today=day_of(now),
            now=now,
            beyond=beyond,
            but=contact,
            taken_at=contact.taken_at,
        )
    change = Change(actor, "budget", contact.pk, now=now)
    change.update(
        contact,
        day=day,
        how=how,
        kind=kind,
        event=event,
        state=ContactState.HELD,
        beyond=beyond if over else "",
        version=contact.version + 1,
    )
    change.touched(held)
    change.record(events.Held(enterprise=contact.enterprise_id, day=day, how=how, kind=kind, event=event, beyond=over))
    return contact


def _whose(contact: Contact) -> Enterprise:
    """The enterprise that a contact is judged for: whoever stands for it since its row was merged. Then nobody else takes one of
    that one's contacts meanwhile."""
    own = contact.enterprise
    if own.merged_into_id is None:
        return own
    Book.objects.select_for_update().filter(enterprise=own.merged_into_id).first()
    return Enterprise.objects.select_related("region").get(pk=own.merged_into_id)


def _beside(contact: Contact) -> int | None:
    """Another contact that it goes together with."""
    others = Contact.objects.filter(event=contact.event, day=contact.day, state__in=COUNTING).exclude(pk=contact.pk)
    return others.order_by("pk").values_list("pk", flat=True).first()


def drop(actor: Actor, contact: Contact, *, state: ContactState, why: str = "", seen: int, now: dt.datetime) -> Contact:
    """A planned contact doesn't come about; its room in the budget is free again."""
    held = opened(contact.enterprise_id)
    _still(contact, seen)
    wrong = not_gone(state, contact.day, day_of(now))
    if wrong is not None:
        raise Refused(wrong)
    change = Change(actor, "budget", contact.pk, now=now)
    change.update(contact, state=state, why=why, version=contact.version + 1)
    change.touched(held)
    change.record(events.Dropped(enterprise=contact.enterprise_id, state=state))
    return contact


def _still(contact: Contact, seen: int) -> None:
    """The contact as it stands now that its book is ours. Raises Stale where it moved since, Refused where it is no plan."""
    contact.refresh_from_db(fields=["state", "version", "day", "how", "kind", "event", "taken_at", "begins_at"])
    wrong = not_open(ContactState(contact.state))
    if wrong is not None:
        raise Refused(wrong)
    if contact.version != seen:
        raise Stale


def _judged(
    enterprise: Enterprise,
    unit: Organisation,
    wanted: Wanted,
    *,
    today: dt.date,
    now: dt.datetime,
    beyond: str | None,
    but: Contact | None = None,
    taken_at: dt.datetime | None = None,
) -> tuple[str, bool]:
    """The event that the contact belongs to, and whether it is beyond the budget. ``beyond``: None for a plan, else the reason,
    if any, why it took place all the same. Raises Refused."""
    wrong = unasked(wanted.invited_on, wanted.day, today)
    if wrong is not None:
        raise Refused(wrong)
    known = books.standing(enterprise.pk, wanted.day)
    host = _host(wanted, known)
    look = books.outlook(
        enterprise,
        unit.pk,
        wanted,
        today=today,
        now=now,
        known=known,
        but=but.pk if but else None,
        taken_at=taken_at,
    )
    alone = wanted.alone or beyond is not None
    refused = books.refusal(look, alone=alone)
    if refused is None:
        return (host.event if host else secrets.token_hex(8)), False
    if beyond is not None and look.barred and look.judgement.law != NEVER:
        if beyond:
            return secrets.token_hex(8), True
        raise Refused(say("{why} {so}", why=look.reasons[0], so=HAPPENED))
    raise Refused(refused)


HAPPENED: Sentence = say(
    "Where it took place all the same, write down why: that is on record, and the enterprise reads it."
)


def _host(wanted: Wanted, known: Sequence[Contact]) -> Contact | None:
    """The contact to go together with. Raises Refused where there is none on that day."""
    if wanted.join is None:
        return None
    host = next((row for row in known if row.pk == wanted.join), None)
    if host is None or host.day != wanted.day:
        raise Refused(NOT_THERE)
    return host


def _entered(
    actor: Actor,
    held: Book,
    enterprise: Enterprise,
    unit: Organisation,
    wanted: Wanted,
    state: ContactState,
    event: str,
    beyond: str,
    now: dt.datetime,
) -> Contact:
    change = Change(actor, "budget", None, now=now)
    row = change.insert(_row(enterprise.pk, unit.pk, wanted, state, event, beyond, now))
    change.touched(held)
    change.subject = row.pk
    change.record(_taken(row))
    return row


def _row(
    enterprise_id: int, unit_id: int, wanted: Wanted, state: ContactState, event: str, beyond: str, now: dt.datetime
) -> Contact:
    return Contact(
        enterprise_id=enterprise_id,
        unit_id=unit_id,
        day=wanted.day,
        begins_at=wanted.begins_at,
        how=wanted.how,
        kind=wanted.kind,
        state=state,
        event=event,
        invited_on=wanted.invited_on,
        exempt=wanted.exempt,
        beyond=beyond,
        taken_at=now,
        salt=secrets.token_hex(16),
    )


def _taken(row: Contact) -> events.Taken:
    return events.Taken(
        enterprise=row.enterprise_id,
        unit=row.unit_id,
        day=row.day,
        how=row.how,
        kind=row.kind,
        state=row.state,
        event=row.event,
        invited_on=row.invited_on,
        beyond=bool(row.beyond),
    )


@transaction.atomic
def take_over(actor: Actor, made: Sequence[tuple[int, int, Wanted]], *, now: dt.datetime) -> list[Contact]:
    """Enter a history: (enterprise, unit, what took place) each, unjudged, one event a unit and day. In their order."""
    held = opened_many(enterprise for enterprise, _, _ in made)
    shared: dict[tuple[int, int, dt.date], str] = {}
    for enterprise, unit, wanted in made:
        shared.setdefault((enterprise, unit, wanted.day), secrets.token_hex(8))
    rows = [
        _row(enterprise, unit, wanted, ContactState.HELD, shared[enterprise, unit, wanted.day], "", now)
        for enterprise, unit, wanted in made
    ]
    bulk.insert(rows)
    booked = []
    for row in rows:
        change = Change(actor, "budget", row.pk, now=now)
        change.touched(row)
        change.touched(held[row.enterprise_id])
        booked.append((change, _taken(row)))
    record_many(booked)
    return rows
