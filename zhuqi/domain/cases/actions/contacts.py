"""Who in an enterprise speaks for a case: written down, shown to whoever asks to see it, erased."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import texts
from zhuqi.domain.cases.models import Case, Contact
from zhuqi.domain.cases.queries.contacts import erases, writes
from zhuqi.domain.cases.queries.sight import situation, visible
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.cases.rules.words import Action

PERSONAL = ("name", "phone")
"""The fields that are shown masked, in the order in which they are revealed."""


def person(name: str, role: str, phone: str) -> dict[str, str] | None:
    """A person as it is written down; None where nothing is said. Raises Invalid at the fields of a form."""
    kept = texts(Action.RECORD, contact_name=name, contact_role=role, contact_phone=phone)
    faults: dict[str, Sentence] = {}
    if kept["contact_phone"] and not masking.WRITTEN.fullmatch(kept["contact_phone"]):
        faults["contact_phone"] = say("A telephone number is written in digits, as 13800001234 or 0431-12345678.")
    if any(kept.values()) and not kept["contact_name"]:
        faults["contact_name"] = say("Whose telephone or role is it? Write down the name.")
    if faults:
        raise Invalid(faults)
    return {key.removeprefix("contact_"): value for key, value in kept.items()} if any(kept.values()) else None


def write(actor: Actor, case: Case, person: dict[str, str], *, key: str = "", now: dt.datetime) -> Contact:
    """Write a person's row, inside the caller's transaction."""
    change = Change(actor, "contact", None, now=now, key=key)
    row = change.insert(Contact(case=case, salt=secrets.token_hex(16), at=now, **person))
    change.subject = row.pk
    change.record(events.ContactWritten(case=case.pk))
    return row


@verb
def write_contact(
    actor: Actor,
    case_id: int,
    *,
    contact_name: str,
    contact_role: str = "",
    contact_phone: str = "",
    key: str = "",
    now: dt.datetime,
) -> Contact:
    """Write down who in the enterprise speaks for a case. The one before is erased: nobody's number is kept for nothing.

    Raises Missing, Refused, Invalid.
    """
    case = _case(actor, case_id)
    if not writes(situation(actor, case, now=now)):
        raise Refused(say("Who speaks for the enterprise is written down by those who have the case in hand."))
    speaks = person(contact_name, contact_role, contact_phone)
    if speaks is None:
        raise Invalid({"contact_name": say("This is needed.")})
    for before in Contact.objects.filter(case=case, erased_at=None).order_by("pk"):
        _erase(actor, before, now)
    return write(actor, case, speaks, key=key, now=now)


@verb
def erase_contact(actor: Actor, contact_id: int, *, key: str = "", now: dt.datetime) -> Contact:
    """Erase what is known of a person, for good. That somebody was written down and erased stays on record.

    Raises Missing, Refused; what is erased already stays so.
    """
    contact = _contact(actor, contact_id)
    if not erases(situation(actor, contact.case, now=now)):
        raise Refused(say("A contact is erased by the dispatch room in charge, or by whoever found the need."))
    return contact if contact.erased_at else _erase(actor, contact, now, key)


def _erase(actor: Actor, contact: Contact, now: dt.datetime, key: str = "") -> Contact:
    change = Change(actor, "contact", contact.pk, now=now, key=key)
    change.update(contact, name="", role="", phone="", salt=secrets.token_hex(16), erased_at=now)
    change.record(events.ContactErased(case=contact.case_id))
    return contact


@verb
def reveal(actor: Actor, contact_id: int, *, key: str = "", now: dt.datetime) -> Contact:
    """Show a person's name and telephone to somebody who sees the case. That they looked is on record, each time anew.

    Raises Missing: no such contact, out of sight, erased, or asked for by the enterprise's link.
    """
    contact = _contact(actor, contact_id)
    if contact.erased_at is not None:
        raise Missing
    change = Change(actor, "contact", contact.pk, now=now, key=key)
    change.record(events.Revealed(case=contact.case_id, fields=tuple(f for f in PERSONAL if getattr(contact, f))))
    return contact


def _contact(actor: Actor, contact_id: int) -> Contact:
    contact = Contact.objects.select_related("case").filter(pk=contact_id).first()
    if contact is None:
        raise Missing
    _case(actor, contact.case_id)
    return contact


def _case(actor: Actor, case_id: int) -> Case:
    case = visible(actor).filter(pk=case_id).first() if actor.staff is not None else None
    if case is None:
        raise Missing
    return case
