"""What is written about an enterprise beside its row: who speaks for it, notes, and whether it is at work."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base import masking
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import Text
from zhuqi.core.texts import NEEDED, words
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.altering import alter, needed_reason, reason
from zhuqi.domain.directory.actions.enterprises import GONE, NOT_YOURS
from zhuqi.domain.directory.models import Enterprise, Look, Note, Spokesperson
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import may_register
from zhuqi.domain.directory.rules.firms import Standing, unfit_standing

LINE, PHONE, LONG = Text(60), Text(30), 5000
NOT_WRITTEN = say(
    "This is written by who keeps the register there, and by the officials to whom the enterprise is linked."
)


@verb
def write_spokesperson(
    actor: Actor, enterprise_id: int, *, name: str, role: str = "", phone: str = "", key: str = "", now: dt.datetime
) -> Spokesperson:
    """Write down who speaks for an enterprise. Several may. Raises Missing, Refused, Invalid."""
    firm = _writable(actor, enterprise_id)
    said = _person(name, role, phone)
    change = Change(actor, "spokesperson", None, now=now, key=key)
    row = change.insert(Spokesperson(enterprise=firm, salt=secrets.token_hex(16), at=now, **said))
    change.subject = row.pk
    change.record(events.SpokespersonWritten(enterprise=firm.pk))
    return row


def _person(name: str, role: str, phone: str) -> dict[str, str]:
    """A person's words as they are kept. Raises Invalid at the fields of a form."""
    said: dict[str, str] = {}
    faults: dict[str, Sentence] = {}
    for field, kind, typed in (("name", LINE, name), ("role", LINE, role), ("phone", PHONE, phone)):
        read = kind.read(typed.strip()) if typed.strip() else ""
        if isinstance(read, Sentence):
            faults[field] = read
        else:
            said[field] = read
    if "name" not in faults and not said["name"]:
        faults["name"] = NEEDED
    if said.get("phone") and not masking.WRITTEN.fullmatch(said["phone"]):
        faults["phone"] = say("A telephone number is written in digits, as 13800001234 or 0431-12345678.")
    if faults:
        raise Invalid(faults)
    return said


@verb
def reveal_spokesperson(actor: Actor, person_id: int, *, why: str, key: str = "", now: dt.datetime) -> Spokesperson:
    """Show somebody's name and telephone to staff who sees the enterprise and says why. That they looked, and why, is on
    record, each time anew. Raises Missing, Invalid."""
    person = register.spokesperson(actor, person_id)
    if person.erased_at is not None or actor.staff is None:
        raise Missing
    said = needed_reason(why)
    change = Change(actor, "spokesperson", person.pk, now=now, key=key)
    change.insert(Look(person=person, staff_id=actor.staff, why=said, salt=secrets.token_hex(16), at=now))
    shown = tuple(field for field in ("name", "phone") if getattr(person, field))
    change.record(events.SpokespersonShown(enterprise=person.enterprise_id, fields=shown))
    return person


@verb
def erase_spokesperson(actor: Actor, person_id: int, *, key: str = "", now: dt.datetime) -> Spokesperson:
    """Erase what is known of somebody, for good. Raises Missing, Refused; what is erased already stays so."""
    person = register.spokesperson(actor, person_id)
    if not register.writes_on(actor, person.enterprise):
        raise Refused(NOT_WRITTEN)
    if person.erased_at is None:
        change = Change(actor, "spokesperson", person.pk, now=now, key=key)
        change.update(person, name="", role="", phone="", salt=secrets.token_hex(16), erased_at=now)
        change.record(events.SpokespersonErased(enterprise=person.enterprise_id))
    return person


@verb
def write_note(actor: Actor, enterprise_id: int, *, text: str, key: str = "", now: dt.datetime) -> Note:
    """Write a note on an enterprise. Raises Missing, Refused, Invalid."""
    firm = _writable(actor, enterprise_id)
    said = words("text", text, LONG, needed=True)
    change = Change(actor, "note", None, now=now, key=key)
    row = change.insert(Note(enterprise=firm, text=said, salt=secrets.token_hex(16), staff_id=actor.staff, at=now))
    change.subject = row.pk
    change.record(events.NoteWritten(enterprise=firm.pk))
    return row


@verb
def erase_note(actor: Actor, note_id: int, *, key: str = "", now: dt.datetime) -> Note:
    """Erase the words of a note: by who wrote it, or who keeps the register there. Raises Missing, Refused."""
    note = register.note(actor, note_id)
    if note.staff_id != actor.staff and not may_register(actor, note.enterprise.region.path):
        raise Refused(say("A note is erased by who wrote it, or by who keeps the register there."))
    if note.erased_at is None:
        change = Change(actor, "note", note.pk, now=now, key=key)
        change.update(note, text="", salt=secrets.token_hex(16), erased_at=now)
        change.record(events.NoteErased(enterprise=note.enterprise_id))
    return note


@verb
def set_standing(
    actor: Actor,
    enterprise_id: int,
    *,
    standing: Standing,
    since: dt.date,
    why: str = "",
    key: str = "",
    now: dt.datetime,
) -> Enterprise:
    """Note that an enterprise stopped, moved out, or is at work again, from a day on. Raises Missing, Refused, Invalid."""
    firm = kept_row(actor, enterprise_id)
    stands = Standing(firm.standing or Standing.OPEN)
    wrong = unfit_standing(standing, stands, since, day_of(now))
    if wrong is not None:
        raise Invalid({"standing" if standing is stands else "since": wrong})
    change = Change(actor, "enterprise", firm.pk, now=now, key=key)
    alter(change, firm, why=reason(why), standing=standing.value, standing_since=since)
    change.record(events.StandingSet(standing=standing, since=since))
    return firm


def kept_row(actor: Actor, enterprise_id: int) -> Enterprise:
    """An enterprise whose register the actor keeps, with its region. Raises Missing, Refused."""
    firm = queries.registered(actor).filter(pk=enterprise_id).first() if not actor.clock else None
    if actor.clock:
        firm = Enterprise.objects.select_related("region").filter(pk=enterprise_id).first()
    if firm is None:
        raise Missing
    if not may_register(actor, firm.region.path):
        raise Refused(NOT_YOURS)
    if firm.merged_into_id is not None:
        raise Refused(GONE)
    return firm


def _writable(actor: Actor, enterprise_id: int) -> Enterprise:
    """An enterprise in sight of staff who writes about it. Raises Missing, Refused."""
    if actor.staff is None:
        raise Missing
    firm = queries.enterprise(actor, enterprise_id)
    if not register.writes_on(actor, firm):
        raise Refused(NOT_WRITTEN)
    return firm
