"""What the pages of the registers have in common: their tabs, lists that go on by a key, one thing's page, one deed's form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.days import day_of
from zhuqi.core.intake.registers import loadable, readable
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import reach
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, done
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping import who
from zhuqi.interfaces.web.shown import Door, Fact, Link, Tab
from zhuqi.interfaces.web.wording import phrase

COUNTED = 1000
"""Rows are counted as far as this; beyond it a list says "more than"."""
FEW = 10
"""Rows of a list that stands on another thing's page; the rest is behind a link."""
NAMED, OFFERED = 5, 200
CORRECT = term("Correct it")
OPENED = ("enterprises", "key_lists", "organisations", "people", "calendar", "loads")
"""The registers, by the names of their addresses."""


@dataclass(frozen=True)
class Item:
    """A row: what it is, its name and where it leads, what else is known, and what can be done about it here."""

    label: str
    title: str
    address: str = ""
    meta: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    doors: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Noun:
    """What a list counts, as sentences of its own: Chinese counts people by 人, firms by 家, units by 个."""

    whole: str
    beyond: str


PEOPLE = Noun(term("People: {n}."), term("People: more than {n}."))
FIRMS = Noun(term("Enterprises: {n}."), term("Enterprises: more than {n}."))
LISTS = Noun(term("Key lists: {n}."), term("Key lists: more than {n}."))
CHANGES = Noun(term("Changes: {n}."), term("Changes: more than {n}."))
UNITS = Noun(term("Organisations: {n}."), term("Organisations: more than {n}."))


@dataclass(frozen=True)
class Part:
    """A list with its heading. ``past``: what is over, folded away; ``further``: where it goes on."""

    title: str
    items: Sequence[Item]
    empty: str = ""
    note: str = ""
    past: Sequence[Item] = ()
    further: Link | None = None


@dataclass(frozen=True)
class Head:
    """The top of a page. ``state``: what is unusual about the thing, as a word."""

    title: str
    lede: str = ""
    crumbs: tuple[Link, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class Deed:
    """What is done by one form. ``act`` takes the typed values and the form's key, and answers with the sentence that it is
    done, or with a page of its own."""

    word: str
    fields: tuple[Field, ...]
    act: Callable[[dict[str, Any], str], Sentence | HttpResponseBase]
    asks: Sentence | None = None
    grave: bool = False
    refused: Sentence | None = None
    parts: Sequence[Part] = ()
    """What is to be looked at before it is done."""


def tabs(actor: Actor, here: str) -> tuple[Tab, ...]:
    """The registers that somebody reads; none on a page of another room."""
    if here not in OPENED:
        return ()
    shown = [("enterprises", term("Enterprises"))] if actor.has(Role.SYSTEM_ADMIN, *who.READERS) else []
    if shown:
        shown.append(("key_lists", term("Key lists")))
    if reach(actor):
        shown += [("organisations", term("Organisations")), ("people", term("People"))]
    shown.append(("calendar", term("Working days")))
    if loadable(actor) or readable(actor):
        shown.append(("loads", term("Sheets")))
    return tuple(Tab(gettext(word), reverse(name), name == here) for name, word in shown)


def counted(rows: Any, noun: Noun) -> Sentence | None:
    """How many rows there are, as far as it is worth counting; None where there are none, for the list says so itself. One
    query."""
    n = rows.order_by()[: COUNTED + 1].count()
    if not n:
        return None
    return say(noun.beyond, n=COUNTED) if n > COUNTED else say(noun.whole, n=n)


def lasts(since: dt.date, until: dt.date | None) -> Sentence:
    """From when to when something holds that holds no longer on ``until``."""
    if until is None:
        return say("since {day}", day=since)
    if until <= since:
        return say("from {since} on, no longer on {until}", since=since, until=until)
    return say("{since} to {last}", since=since, last=until - dt.timedelta(days=1))


def listed(request: Asked, of: str, rows: Any, order: Sequence[str]) -> tuple[list[Any], Link | None]:
    """A page of a register, and where it goes on. One query."""
    shown, further = paging.page(request, of, rows, order)
    return shown, Link(gettext("The next page"), further) if further else None


def one(
    request: Asked,
    head: Head,
    *,
    here: str,
    facts: Iterable[tuple[Sentence, object, str]] = (),
    doors: Sequence[Door] = (),
    parts: Sequence[Part] = (),
) -> HttpResponseBase:
    """The page of one thing."""
    told = tuple(
        Fact(phrase(name, request.now), phrase(what, request.now), address=at)
        for name, what, at in facts
        if what not in ("", None)
    )
    shown = {"head": head, "facts": told, "doors": doors, "parts": parts, "tabs": tabs(request.actor, here)}
    return render(request, "keeping/one.html", shown)


def perform(request: Asked, deed: Deed, *, head: Head, here: str, back: str) -> HttpResponseBase:
    """A deed's form; sent, it does it and goes ``back``."""
    if request.method != "POST":
        return _form(request, deed, head, here, back, refused=deed.refused, status=409 if deed.refused else 200)
    try:
        answer = deed.act(forms.read(deed.fields, request.POST), forms.key(request.POST))
    except Invalid as fault:
        return _form(request, deed, head, here, back, faults=fault.fields, status=422)
    except Refused as fault:
        return _form(request, deed, head, here, back, refused=fault.sentence, status=409)
    return done(request, back, answer) if isinstance(answer, Sentence) else answer


def _form(
    request: Asked,
    deed: Deed,
    head: Head,
    here: str,
    back: str,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponseBase:
    posted = request.method == "POST"
    faults = faults or {}
    said = refused or forms.unplaced(deed.fields, faults)
    shown = {
        "head": head,
        "tabs": tabs(request.actor, here),
        "word": gettext(deed.word),
        "asks": phrase(deed.asks, request.now) if not (said and not posted) else "",
        "grave": deed.grave,
        "refused": phrase(said, request.now),
        "closed": bool(said) and not posted,
        "form": forms.again(deed.fields, request.POST, faults) if posted else forms.blank(deed.fields),
        "key": (posted and not refused and forms.key(request.POST)) or forms.new_key(),
        "back": back,
        "parts": deed.parts,
    }
    return render(request, "keeping/act.html", shown, status=status)


def day_field(name: str, word: str, now: dt.datetime, hint: str = "") -> Field:
    """A day, today's where nothing else is said."""
    return Field(name, word, Kind.DAY, value=day_of(now), hint=hint)


def organisation_field(
    rows: Any, name: str = "organisation", word: str = term("Organisation: code or name"), **more: Any
) -> Field:
    """An organisation by its code or name; those among ``rows`` are proposed, as far as a list serves."""
    proposed = rows.order_by("path").values_list("name", flat=True)[: OFFERED + 1]
    names = list(proposed) if len(proposed) <= OFFERED else []
    choices = tuple(Choice(text, text) for text in dict.fromkeys(names))
    return Field(name, word, choices=choices, most=60, **more)


def organisation_typed(written: str, among: Any, name: str = "organisation") -> Any:
    """The one organisation among some that fits a code or a name. Raises Invalid."""
    live = among.filter(retired_on=None).order_by("path")
    exact = list(live.filter(code=written)[:2]) or list(live.filter(name=written)[: NAMED + 1])
    found = exact or list(live.filter(name__icontains=written)[: NAMED + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Invalid({name: say("No organisation that you look after fits. Write its code, or a part of its name.")})
    told = [f"{org.name}（{org.code}）" for org in found[:NAMED]]
    raise Invalid({name: say("Several fit: {names}. Write the code.", names=told)})


def names_of(orgs: Iterable[int]) -> dict[int, str]:
    """{id: name} of organisations. One query, none where there are none."""
    wanted = set(orgs)
    return directory.names(wanted) if wanted else {}
