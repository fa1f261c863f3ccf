"""The sheet of a hand-over: what passes on, who has it meanwhile, and that the successor took note of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.domain.cases.queries.bearings import in_hand
from zhuqi.domain.liaison import actions
from zhuqi.domain.liaison.queries import handing
from zhuqi.domain.visits.queries import planned, promised
from zhuqi.domain.visits.rules.promises import Kept
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.liaison.tabs import tabs
from zhuqi.interfaces.web.shown import Door, Fact, Link
from zhuqi.interfaces.web.wording import phrase

SHOWN = 50


@inside
def show(request: Asked, handover_id: int) -> HttpResponseBase:
    """One hand-over; sent by the successor, it is taken note of."""
    one = handing.visible(request.actor).filter(pk=handover_id).first()
    if one is None:
        raise Missing
    refused = None
    if request.method == "POST":
        try:
            actions.note_handover(request.actor, one.pk, key=forms.key(request.POST), now=request.now)
        except Refused as fault:
            refused = fault.sentence
        else:
            return done(request, reverse("liaison_handover", args=[one.pk]), say("You have taken note of it."))
    due = handing.dues([one], request.now, day_of(request.now)).get(one.pk)
    facts = (
        (say("Enterprise"), one.enterprise.name, reverse("enterprise", args=[one.enterprise_id])),
        (say("From"), say("{name}, until {day}", name=one.outgoing.name, day=one.since), ""),
        (say("To"), one.successor.name if one.successor else say("no successor yet"), ""),
        (say("Held meanwhile by"), one.place.name if one.successor is None else "", ""),
        (say("To be done by"), due.due if due and due.due else "", ""),
        (say("Open cases"), due.cases if due else "", ""),
        (say("Taken note of"), one.noted_at or "", ""),
    )
    told = tuple(
        Fact(phrase(name, request.now), phrase(what, request.now), at) for name, what, at in facts if what != ""
    )
    names = bool(one.successor is None)
    bind = reverse("enterprise_act", args=[one.enterprise_id, "bind"])
    context = {
        "head": _head(request, one, late=bool(due and due.late)),
        "tabs": tabs(request.actor, ""),
        "facts": told,
        "note": one.note,
        "parts": _parts(request, one),
        "refused": phrase(refused, request.now),
        "notes": one.successor_id == request.actor.staff and one.noted_at is None,
        "key": forms.new_key(),
        "doors": (Door(gettext("Link a successor"), bind, main=True),) if names else (),
    }
    return render(request, "liaison/handover.html", context, status=409 if refused else 200)


def _head(request: Asked, one: Any, *, late: bool) -> Head:
    words = {True: say("past its day"), False: say("waits")}
    state = say("taken note of") if one.noted_at else words[late]
    crumbs = (Link(gettext("Hand-overs"), reverse("liaison")),)
    return Head(gettext("Hand-over"), lede=one.enterprise.name, crumbs=crumbs, state=phrase(state, request.now))


def _parts(request: Asked, one: Any) -> list[Part]:
    """What passes on, as far as the reader sees it: open cases, promises, planned visits; what there is none of is said once.
    Five queries."""
    firm = one.enterprise_id
    cases = [
        Item(alike.case.number, alike.case.title, reverse("case", args=[alike.case.pk]))
        for alike in in_hand(request.actor, firm)
    ]
    kept = promised.visible(request.actor).filter(enterprise=firm, state=Kept.OPEN).order_by("due", "pk")[:SHOWN]
    promises = [Item(phrase(row.due, request.now), row.text, meta=((row.staff or row.unit).name,)) for row in kept]
    plans = planned.to_make(request.actor, day_of(request.now), mine=False).filter(contact__enterprise=firm)[:SHOWN]
    visits = [Item(phrase(row.contact.day, request.now), row.purpose) for row in plans]
    parts = [
        Part(gettext("Open cases"), cases),
        Part(gettext("Promises"), promises),
        Part(gettext("Planned visits"), visits),
    ]
    none = gettext("No case is open, nothing is promised, and no visit is planned.")
    return [part for part in parts if part.items] or [Part(gettext("What passes on"), [], none)]
