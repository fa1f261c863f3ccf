"""Who in the enterprise speaks for a case: masked; shown to whoever asks to see it, which is on record; erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.actions.contacts import erase_contact, reveal, write_contact
from zhuqi.domain.cases.queries import contacts
from zhuqi.domain.cases.queries.detail import Detail, detail
from zhuqi.domain.cases.rules.needs import CONTACT, LINE
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.wording import phrase

FIELDS = tuple(
    forms.Field(need.name, need.label, required=need.name == "contact_name", most=LINE, hint=need.hint)
    for need in CONTACT
)
ONE = (forms.Field("contact", "", forms.Kind.INTEGER, least=1),)


@dataclass(frozen=True)
class Person:
    """A contact as the page shows it. ``open``: not masked, this one time."""

    pk: int
    name: str
    role: str
    phone: str
    at: str
    open: bool


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """A case's contacts; a POST shows one, erases one, or writes down another. Raises Missing, Refused."""
    found = detail(request.actor, case_id, now=request.now)
    if request.actor.staff is None:
        raise Missing
    if request.method != "POST":
        return _page(request, found)
    if "contact" in request.POST:
        return _one(request, found)
    try:
        typed = forms.read(FIELDS, request.POST)
        write_contact(request.actor, case_id, **typed, key=forms.key(request.POST), now=request.now)
    except Invalid as fault:
        return _page(request, found, faults=fault.fields, status=422)
    return done(
        request, reverse("contacts", args=[case_id]), say("It is written down. Whoever was there before is erased.")
    )


def _one(request: Asked, found: Detail) -> HttpResponseBase:
    """Show or erase a contact of this case."""
    pk = forms.read(ONE, request.POST)["contact"]
    if pk not in {row.pk for row in contacts.of_case(request.actor, found.case.pk)}:
        raise Missing
    key = forms.key(request.POST)
    if "erase" in request.POST:
        erase_contact(request.actor, pk, key=key, now=request.now)
        return done(request, reverse("contacts", args=[found.case.pk]), say("What was known of that person is erased."))
    return _page(request, found, seen=reveal(request.actor, pk, key=key, now=request.now))


def _page(
    request: Asked, found: Detail, *, seen: Any = None, faults: Mapping[str, Sentence] | None = None, status: int = 200
) -> HttpResponse:
    people = []
    for row in contacts.of_case(request.actor, found.case.pk):
        shown = seen if seen is not None and seen.pk == row.pk else row
        at = phrase(row.at, request.now)
        people.append(Person(row.pk, shown.name, shown.role, shown.phone, at, shown is seen))
    page = {
        "case": found.case,
        "people": people,
        "form": forms.blank(FIELDS) if faults is None else forms.again(FIELDS, request.POST, faults),
        "writes": contacts.writes(found.at),
        "erases": contacts.erases(found.at),
        "key": forms.new_key(),
    }
    answer = render(request, "cases/contacts.html", page, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
