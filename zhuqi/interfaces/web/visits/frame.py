"""What the pages of visits have in common: their tabs, a page of parts, one deed's form, rows of the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, term
from zhuqi.core.access.actor import Actor
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done
from zhuqi.interfaces.web.forms import Field
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.keeping.who import serves
from zhuqi.interfaces.web.shown import Door, Link, Tab
from zhuqi.interfaces.web.wording import phrase

TABS = (
    ("visits", term("Visits")),
    ("visit_zero", term("To be asked in this period")),
    ("visits_rounds", term("Rounds of contact")),
    ("visits_coverage", term("Who wasn't asked")),
    ("visits_unkept", term("Kept by nobody")),
)
Act = Callable[[dict[str, Any], str], Sentence]


@dataclass(frozen=True)
class Deed:
    """What is done by one form, what is to be known before, and what stands beside it."""

    word: str
    fields: tuple[Field, ...]
    act: Act
    head: Head
    back: str
    asks: Sentence | None = None
    beside: tuple[Part, ...] = ()
    parts: tuple[tuple[str, tuple[str, ...], bool], ...] = ()
    """(heading, fields, whether it is folded) in the order of the page; all at once where nothing is said."""
    seen: int | None = None
    """Which state of the thing the form shows; it comes back with it."""


def must_serve(actor: Actor) -> None:
    """Raises Missing for whoever has nothing to do with visits."""
    if not serves(actor):
        raise Missing


def tabs(here: str) -> tuple[Tab, ...]:
    """The pages of visits."""
    return tuple(Tab(gettext(word), reverse(name), name == here) for name, word in TABS)


def page(
    request: Asked,
    head: Head,
    parts: Sequence[Part],
    *,
    here: str = "",
    doors: Sequence[Door] = (),
    facts: Sequence[Any] = (),
) -> HttpResponseBase:
    """A page of parts."""
    shown = {"head": head, "parts": parts, "tabs": tabs(here) if here else (), "doors": doors, "facts": facts}
    return render(request, "visits/page.html", shown)


def perform(request: Asked, deed: Deed) -> HttpResponseBase:
    """A deed's form; sent, it does it and goes back."""
    if request.method != "POST":
        return _form(request, deed)
    try:
        said = deed.act(forms.read(deed.fields, request.POST), forms.key(request.POST))
    except Invalid as fault:
        return _form(request, deed, faults=fault.fields, status=422)
    except Refused as fault:
        return _form(request, deed, refused=fault.sentence, status=409)
    return done(request, deed.back, said)


def _form(
    request: Asked,
    deed: Deed,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponseBase:
    posted, faults = request.method == "POST", faults or {}
    said = refused or forms.unplaced(deed.fields, faults)
    form = forms.again(deed.fields, request.POST, faults) if posted else forms.blank(deed.fields)
    by_name = {shown.field.name: shown for shown in form}
    groups = [
        (gettext(title), [by_name[name] for name in names if name in by_name], folded)
        for title, names, folded in deed.parts or (("", tuple(by_name), False),)
    ]
    shown = {
        "head": deed.head,
        "word": gettext(deed.word),
        "asks": phrase(deed.asks, request.now),
        "refused": phrase(said, request.now),
        "groups": [(title, some, folded and not any(map(_touched, some))) for title, some, folded in groups if some],
        "key": (posted and not refused and forms.key(request.POST)) or forms.new_key(),
        "back": deed.back,
        "beside": deed.beside,
        "seen": deed.seen,
    }
    return render(request, "visits/act.html", shown, status=status)


def _touched(shown: forms.Shown) -> bool:
    """Whether somebody changed a field, or something is wrong with it."""
    return shown.error is not None or shown.typed not in (forms.blank([shown.field])[0].typed, ("",))


def firm_of(request: Asked, firm_id: int) -> Any:
    """An enterprise in sight. Raises Missing."""
    must_serve(request.actor)
    return directory.enterprise(request.actor, firm_id)


def book_item(row: Any, request: Asked, address: str = "") -> Item:
    """A contact of an enterprise's book, of whatever unit. ``address``: where the visit or the plan is read, if it may be."""
    now = request.now
    meta = [phrase(row.day, now), phrase(Purpose(row.kind), now), phrase(ContactHow(row.how), now)]
    if row.invited_on is not None:
        meta.append(gettext("the enterprise asked for it"))
    why = tuple(part for part in (row.beyond, row.why) if part)
    return Item(phrase(ContactState(row.state), now), row.unit.name, address, meta=tuple(meta), why=why)


def further(address: str) -> Link | None:
    """Where a list goes on."""
    return Link(gettext("The next page"), address) if address else None
