"""Who in the enterprise speaks for a case: masked in every list; shown to whoever asks to see it, which is on record; erased."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.actions import contacts as actions
from zhuqi.domain.cases.queries import contacts
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules import masking
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, get, post, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import InAddress, Shape, line
from zhuqi.interfaces.web.wording import local

router = Router(tags=["contacts"])


class ContactRow(Shape):
    """Who speaks for a case, masked as everybody sees them. ``case``: whose; an erased one has neither name nor telephone."""

    id: int
    case: int
    name: str
    role: str
    phone: str
    at: dt.datetime
    erased_at: dt.datetime | None


class ContactRows(Shape):
    """Who speaks for a case, the latest first; those erased aren't told."""

    contacts: list[ContactRow]


class ContactShown(Shape):
    """A name and a telephone as they are. Keep them no longer than they are needed."""

    id: int
    case: int
    name: str
    role: str
    phone: str


class ContactBody(Shape):
    """Somebody of the enterprise; the fields are those of a new need."""

    contact_name: Annotated[str, line()]
    contact_role: Annotated[str, line(least=0)] | None = Field(None, description="What they are there.")
    contact_phone: Annotated[str, line(least=0)] | None = Field(None, description="As 13800001234 or 0431-12345678.")


def _masked(row: Any) -> ContactRow:
    return ContactRow(
        id=row.pk,
        case=row.case_id,
        name=masking.name(row.name),
        role=row.role,
        phone=masking.phone(row.phone),
        at=local(row.at),
        erased_at=told_at(row.erased_at),
    )


def _named(actor: Actor, case_id: int, contact_id: int) -> int:
    """The number of a contact of this very case. Raises Missing."""
    if not contacts.written(actor, case_id, contact_id):
        raise Missing
    return contact_id


@get(router, "/cases/{case_id}/contacts", ContactRows)
def list_contacts(request: Asked, case_id: InAddress) -> HttpResponse:
    """Who in the enterprise speaks for a case, masked."""
    if not visible(request.actor).filter(pk=case_id).exists():
        raise Missing
    rows = [
        ContactRow(
            id=row.pk, case=case_id, name=row.name, role=row.role, phone=row.phone, at=local(row.at), erased_at=None
        )
        for row in contacts.of_case(request.actor, case_id)
    ]
    return answer(ContactRows(contacts=rows))


@post(router, "/cases/{case_id}/contacts", ContactRow, makes=True)
def write_contact(request: Asked, case_id: InAddress, typed: ContactBody) -> HttpResponse:
    """Write down who speaks for the enterprise, for those who have the case in hand. Whoever was there before is erased."""
    row = actions.write_contact(
        request.actor,
        case_id,
        contact_name=typed.contact_name,
        contact_role=typed.contact_role or "",
        contact_phone=typed.contact_phone or "",
        key=key(request),
        now=request.now,
    )
    return answer(_masked(row), status=201, at=reverse("api-1:list_contacts", args=[case_id]))


@post(router, "/cases/{case_id}/contacts/{contact_id}/reveal", ContactShown)
def reveal_contact(request: Asked, case_id: InAddress, contact_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Show a name and a telephone to somebody who sees the case. That they looked is on record."""
    row = actions.reveal(request.actor, _named(request.actor, case_id, contact_id), key=key(request), now=request.now)
    if row.erased_at is not None:  # a repeated key gives the row as it now stands
        raise Missing
    return answer(ContactShown(id=row.pk, case=row.case_id, name=row.name, role=row.role, phone=row.phone))


@post(router, "/cases/{case_id}/contacts/{contact_id}/erase", ContactRow)
def erase_contact(request: Asked, case_id: InAddress, contact_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Erase what is known of a person, for good: for the dispatch room in charge, and for whoever found the need."""
    row = actions.erase_contact(
        request.actor, _named(request.actor, case_id, contact_id), key=key(request), now=request.now
    )
    return answer(_masked(row))
